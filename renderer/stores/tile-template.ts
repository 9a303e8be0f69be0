export type TileTemplateFault = "not-https" | "no-places" | "unknown-place" | "own-grid";

/** What a tile source's places are in. */
export type TileDatum = "wgs84" | "gcj02";
export const tileDatumChoices = ["auto", "wgs84", "gcj02"] as const;
export type TileDatumChoice = (typeof tileDatumChoices)[number];

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
  // Baidu's tiles are cut along lines of their own, and so are in no place of the map's squares.
  if (baiduHost.test(hostOf(url))) return "own-grid";
  const complete =
    places.includes("{z}") && places.includes("{x}") && (places.includes("{y}") || places.includes("{-y}"));
  return complete ? undefined : "no-places";
};

const baiduHost = /(^|\.)(bdimg|bdstatic|baidu)\.com$/;
/** Amap, Tencent, Google in China. */
const gcj02Host = /(^|\.)(autonavi\.com|amap\.com|gtimg\.com|qq\.com|google\.cn)$/;

const hostOf = (url: string): string => {
  const filled = url.replaceAll("{s}", "a");
  return URL.canParse(filled) ? new URL(filled).hostname : "";
};

/** As its host is known to publish; WGS-84 for OpenStreetMap, Tianditu (CGCS2000) and all that isn't known. */
export const tileDatumOf = (url: string): TileDatum => (gcj02Host.test(hostOf(url)) ? "gcj02" : "wgs84");

/** Whom to thank, where it is known; else the host the tiles come from. */
export const tileAttribution = (url: string): string => {
  const host = /^https:\/\/([^/]+)/.exec(url)?.[1]?.replace("{s}.", "") ?? url;
  return host.endsWith("openstreetmap.org") ? "© OpenStreetMap contributors" : host;
};
