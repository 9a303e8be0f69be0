/** Whom to thank, where it is known; else the host the tiles come from. */
export function tileAttribution(url: string): string {
  const host = /^https:\/\/([^/]+)/.exec(url)?.[1]?.replace("{s}.", "") ?? url;
  return host.endsWith("openstreetmap.org") ? "© OpenStreetMap contributors" : host;
}
