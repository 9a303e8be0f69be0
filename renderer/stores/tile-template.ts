export type TileTemplateFault = "not-https" | "no-places" | "unknown-place";

/** Place-holders that the map fills: subdomain, retina mark, zoom, column, row from the north or (-y) from the south. */
const known: ReadonlySet<string> = new Set(["{s}", "{r}", "{z}", "{x}", "{y}", "{-y}"]);

/**
 * What is wrong with an online map's address; undefined where it may be used. The page may load pictures over https only; a
 * template without its place-holders is one picture; an unknown place-holder (a key that was not filled in) can't be filled.
 */
export const tileTemplateFault = (url: string): TileTemplateFault | undefined => {
  const hasHost = /^https:\/\/(?:\{s\}|[^/\s{}])+\/\S*$/.test(url);
  if (!hasHost || !URL.canParse(url.replaceAll("{s}", "a"))) return "not-https";
  const places: readonly string[] = url.match(/\{[^}]*\}/g) ?? [];
  if (places.some((place) => !known.has(place))) return "unknown-place";
  const complete =
    places.includes("{z}") && places.includes("{x}") && (places.includes("{y}") || places.includes("{-y}"));
  return complete ? undefined : "no-places";
};
