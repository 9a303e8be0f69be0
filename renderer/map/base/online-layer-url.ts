/** May this template be used? The page may load pictures over https only, and a template without its place-holders is one picture. */
export const isTileTemplate = (url: string): boolean =>
  /^https:\/\/[^/\s]+\/\S*$/.test(url) && ["{z}", "{x}"].every((part) => url.includes(part)) && /\{-?y\}/.test(url);

/** Whom to thank, where it is known; else the host the tiles come from. */
export function tileAttribution(url: string): string {
  const host = /^https:\/\/([^/]+)/.exec(url)?.[1]?.replace("{s}.", "") ?? url;
  return host.endsWith("openstreetmap.org") ? "© OpenStreetMap contributors" : host;
}
