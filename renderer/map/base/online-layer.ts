import { TileLayer } from "leaflet";
import { ReachNotice } from "./reach-notice.ts";

/** An online tile layer over the drawn map; missing tiles leave it to be seen. */
export function onlineLayer(url: string, onReach: (reachable: boolean) => void): TileLayer {
  const layer = new TileLayer(url, {
    minZoom: 3,
    maxZoom: 22,
    maxNativeZoom: 19,
    subdomains: "abc",
    className: "online-tile",
  });
  const notice = new ReachNotice(onReach);
  layer.on("tileerror", () => notice.failed());
  layer.on("tileload", () => notice.loaded());
  return layer;
}
