import { TileLayer } from "leaflet";

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
