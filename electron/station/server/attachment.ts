/** A download's header. Names are people's: its plain part has only what every browser takes; the rest goes encoded. */
export const attachment = (anyName: string): string => {
  // Half a character can't be encoded.
  const name = anyName.replace(/\p{Surrogate}/gu, "_");
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};
