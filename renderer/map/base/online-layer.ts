import { TileLayer } from "leaflet";

/** May this template be used? The page may load pictures over https only, and a template without its place-holders is one picture. */
export const isTileTemplate = (url: string): boolean =>
  /^https:\/\/[^/\s]+\/\S*$/.test(url) && ["{z}", "{x}"].every((part) => url.includes(part)) && /\{-?y\}/.test(url);

/** Whom to thank, where it is known; else the host the tiles come from. */
export function tileAttribution(url: string): string {
  const host = /^https:\/\/([^/]+)/.exec(url)?.[1]?.replace("{s}.", "") ?? url;
  return host.endsWith("openstreetmap.org") ? "© OpenStreetMap contributors" : host;
}

/** Tiles failed in a row before the map says so: one missing tile is no outage. */
const failuresBeforeNotice = 3;

/** An online tile layer that says once, not per tile, that its server can't be reached, and takes it back when tiles come. */
export function onlineLayer(url: string, onReach: (reachable: boolean) => void): TileLayer {
  const layer = new TileLayer(url, {
    maxZoom: 22,
    maxNativeZoom: 19,
    minZoom: 3,
    subdomains: "abc",
    className: "online-tile",
  });
  let failures = 0;
  let said = false;
  layer.on("tileerror", () => {
    failures += 1;
    if (failures < failuresBeforeNotice || said) return;
    said = true;
    onReach(false);
  });
  layer.on("tileload", () => {
    failures = 0;
    if (said) onReach(true);
    said = false;
  });
  return layer;
}
