import { TileLayer } from "leaflet";
import type { TileDatum } from "../../stores/tile-template.ts";
import { ReachNotice } from "./reach-notice.ts";
import { ShiftedTileLayer } from "./shifted-tile-layer.ts";

export interface OnlineSource {
  readonly url: string;
  readonly datum: TileDatum;
}

/** An online tile layer over the drawn map; missing tiles leave it to be seen. */
export function onlineLayer({ url, datum }: OnlineSource, onReach: (reachable: boolean) => void): TileLayer {
  const Layer = datum === "gcj02" ? ShiftedTileLayer : TileLayer;
  const layer = new Layer(url, {
    minZoom: 3,
    maxZoom: 22,
    maxNativeZoom: 19,
    subdomains: "abc",
    className: datum === "gcj02" ? "online-tile shifted-tile" : "online-tile",
  });
  const notice = new ReachNotice(onReach);
  layer.on("tileerror", () => notice.failed());
  layer.on("tileload", () => notice.loaded());
  return layer;
}
