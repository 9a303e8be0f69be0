/** A value in plain signs, for the choice between two of them: what it is made of, side by side. */
export const plainValue = (value: unknown): string => {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value !== "object") return String(value);
  return Object.values(value).map(plainValue).join(" · ");
};
