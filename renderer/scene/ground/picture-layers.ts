import type { BaseMap } from "../../../shared/geo/base-map.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { themeOf } from "../../stores/settings-store.ts";
import { tileDatumOf, tileTemplateFault } from "../../stores/tile-template.ts";
import type { PictureLayer, WantTile } from "./ground-picture.ts";
import { onlineTile } from "./online-tile.ts";

/** Paints tiles of the offline base map: the map's own painter, handed in by the app. */
export interface GroundPainter {
  want(
    request: {
      readonly x: number;
      readonly y: number;
      readonly z: number;
      readonly theme: "day" | "night";
      readonly contours: boolean;
      readonly density: number;
    },
    done: (image: CanvasImageSource) => void,
  ): () => void;
  close(): void;
}
export type MakePainter = (baseMap: BaseMap, heightsMslM: Float32Array) => GroundPainter;

/** As on the map. */
const probabilityOpacity = 0.6;
const searchedOpacity = 0.9;

/** A tile of the station's probability map; nothing is drawn where it has none. */
const searchTile =
  (apiBase: string, layer: string, version: number): WantTile =>
  ({ z, x, y }, done) => {
    const abort = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const response = await fetch(`${apiBase}/search/tiles/${layer}/${z}/${x}/${y}.png?v=${version}`, {
          signal: abort.signal,
        });
        if (response.status === 204) return done(undefined);
        if (response.ok) done(await createImageBitmap(await response.blob()));
      } catch {
        // What can't be had leaves the version before it to be seen.
      }
    };
    void ask();
    return () => abort.abort();
  };

/** What lies over the ground now, from below: the drawn map, the online map, the probability, what was searched. */
export const pictureLayers = (
  stores: Stores,
  painter: GroundPainter | undefined,
  onReach: (reachable: boolean) => void,
): readonly PictureLayer[] => {
  const settings = stores.settings.getState();
  const theme = themeOf(settings);
  const layers: PictureLayer[] = [];
  if (painter !== undefined && settings.layers.baseMap)
    layers.push({
      key: `drawn/${theme}`,
      opacity: 1,
      // Contour lines are drawn by the ground itself: they stay sharp from near by.
      want: (tile, done) => painter.want({ ...tile, theme, contours: false, density: 1 }, done),
    });
  const url = settings.tileLayerUrl;
  if (settings.showTileLayer && tileTemplateFault(url) === undefined) {
    const datum = settings.tileDatum === "auto" ? tileDatumOf(url) : settings.tileDatum;
    layers.push({
      key: `online/${datum}/${url}`,
      opacity: theme === "night" ? 0.4 : 1,
      want: onlineTile({ url, datum }, onReach),
    });
  }
  const search = stores.station.getState().view?.search;
  if (search?.bounds === undefined) return layers;
  const { apiBase } = stores;
  const { version } = search;
  for (const [on, layer, opacity] of [
    [settings.layers.probability, settings.probability, probabilityOpacity],
    [settings.layers.searched, "pod", searchedOpacity],
  ] as const)
    if (on) layers.push({ key: `${layer}/${version}`, opacity, want: searchTile(apiBase, layer, version) });
  return layers;
};
