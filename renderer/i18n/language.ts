export const languages = ["zh-CN", "en"] as const;
export type Language = (typeof languages)[number];

/** The catalogue for a browser's list of preferred languages; any Chinese gets the Chinese one. */
export const pickLanguage = (preferred: readonly string[]): Language => {
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split("-")[0];
    if (primary === "zh") return "zh-CN";
    if (primary === "en") return "en";
  }
  return "en";
};
