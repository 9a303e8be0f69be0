/** A typed number within limits, with a point or a comma; undefined for anything else. */
export const readNumber = (text: string, least: number, most: number): number | undefined => {
  const clean = text.trim().replace("−", "-").replace(",", ".");
  if (!/^-?\d+(?:\.\d*)?$|^-?\.\d+$/.test(clean)) return undefined;
  const value = Number(clean);
  return value >= least && value <= most ? value : undefined;
};
