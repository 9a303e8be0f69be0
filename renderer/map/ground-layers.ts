import type { Map as LeafletMap, TileLayer } from "leaflet";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { TerrainGrid } from "../../shared/geo/terrain-grid.ts";
import { type LoadedBaseMap, loadBaseMap } from "../bridge/load-base-map.ts";
import type { Stores } from "../stores/create-stores.ts";
import { type SettingsState, type Theme, themeOf } from "../stores/settings-store.ts";
import { tileDatumOf, tileTemplateFault } from "../stores/tile-template.ts";
import { BaseMapLayer } from "./base/base-map-layer.ts";
import { mapPalettes } from "./base/map-palette.ts";
import { type OnlineSource, onlineLayer } from "./base/online-layer.ts";
import { TileSource } from "./base/tile-source.ts";
import { drawGraticule, drawGraticuleLabels } from "./draw-graticule.ts";
import { panes } from "./map-panes.ts";
import type { MapStatusStore } from "./map-status-store.ts";
import { type CanvasView, ViewCanvas } from "./view-canvas.ts";

/** Everything under the marks: the drawn base map, the online layer, the graticule. */
export class GroundLayers {
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #status: MapStatusStore;
  readonly #still: ViewCanvas;
  readonly #labels = new ViewCanvas({ pane: panes.edgeLabels.name, paddingFraction: 0, rests: true });
  readonly #shown = new Set<ViewCanvas | BaseMapLayer>();
  readonly #abort = new AbortController();
  #loaded: (LoadedBaseMap & { readonly source: TileSource; readonly layer: BaseMapLayer }) | undefined;
  #loading = false;
  #online: (OnlineSource & { readonly layer: TileLayer }) | undefined;
  #theme: Theme;

  /** @param still the canvas of what seldom changes */
  constructor(map: LeafletMap, stores: Stores, status: MapStatusStore, still: ViewCanvas) {
    this.#map = map;
    this.#stores = stores;
    this.#status = status;
    this.#theme = themeOf(stores.settings.getState());
    this.#still = still;
    still.drawWith((view) => this.#drawLines(view));
    this.#labels.drawWith((view) =>
      drawGraticuleLabels(
        view,
        { palette: mapPalettes[this.#theme], box: this.#box(0) },
        stores.layout.getState().insetsPx,
      ),
    );
    this.applySettings(stores.settings.getState());
  }

  get terrain(): TerrainGrid | undefined {
    return this.#loaded?.terrain;
  }

  /** The terrain's corners, to show all of it where there is nothing else. */
  get corners(): readonly LatLon[] {
    const meta = this.#loaded?.baseMap.terrain;
    if (meta === undefined) return [];
    const northDeg = meta.southDeg + (meta.rows - 1) * meta.stepLatDeg;
    const eastDeg = meta.westDeg + (meta.columns - 1) * meta.stepLonDeg;
    return [
      { latDeg: meta.southDeg, lonDeg: meta.westDeg },
      { latDeg: northDeg, lonDeg: eastDeg },
    ];
  }

  applySettings(settings: SettingsState): void {
    this.#theme = themeOf(settings);
    this.#map.getContainer().style.background = mapPalettes[this.#theme].void;
    this.#show(this.#loaded?.layer, settings.layers.baseMap);
    this.#loaded?.layer.setLook({ theme: this.#theme, contours: settings.layers.contours });
    this.#show(this.#labels, settings.layers.graticule);
    this.#applyOnline(settings);
    this.#still.redraw();
    this.#labels.redraw();
  }

  /** Panels moved: the labels at the edges go along. */
  redrawLabels(): void {
    this.#labels.redraw();
  }

  /** Loads the base map once there is one. */
  async load(): Promise<void> {
    if (this.#loading || this.#loaded !== undefined) return;
    this.#loading = true;
    const outcome = await loadBaseMap((input, init) => fetch(input, init), this.#abort.signal);
    this.#loading = false;
    if (this.#abort.signal.aborted) return;
    if (!outcome.ok) {
      if (outcome.fault.code !== "none") this.#status.setState({ notice: "terrain-unreachable" });
      return;
    }
    const { baseMap, terrain } = outcome;
    const settings = this.#stores.settings.getState();
    const look = { theme: this.#theme, contours: settings.layers.contours };
    const source = new TileSource(baseMap, terrain.heightsMslM);
    this.#loaded = { baseMap, terrain, source, layer: new BaseMapLayer(source, baseMap.terrain, look) };
    this.#stores.terrain.setState({ grid: terrain });
    this.#status.setState(({ notice }) => ({
      baseMap: { synthetic: baseMap.synthetic, attribution: baseMap.attribution },
      notice: notice === "terrain-unreachable" ? undefined : notice,
    }));
    this.applySettings(settings);
  }

  /** Another scenario or log: its ground is another. */
  forget(): void {
    this.#show(this.#loaded?.layer, false);
    this.#loaded?.source.close();
    this.#loaded = undefined;
    this.#stores.terrain.setState({ grid: undefined });
    this.#status.setState({ baseMap: undefined });
  }

  close(): void {
    this.#abort.abort();
    this.forget();
  }

  #applyOnline(settings: SettingsState): void {
    const url = settings.showTileLayer ? settings.tileLayerUrl : undefined;
    const datum = settings.tileDatum === "auto" ? tileDatumOf(settings.tileLayerUrl) : settings.tileDatum;
    if (url === this.#online?.url && (url === undefined || datum === this.#online?.datum)) return;
    this.#online?.layer.remove();
    this.#online = undefined;
    this.#status.setState({ notice: undefined });
    if (url === undefined) return;
    if (tileTemplateFault(url) !== undefined) {
      this.#status.setState({ notice: "tiles-bad-url" });
      return;
    }
    const layer = onlineLayer({ url, datum }, (reachable) =>
      this.#status.setState({ notice: reachable ? undefined : "tiles-unreachable" }),
    );
    layer.setZIndex(2).addTo(this.#map);
    this.#online = { url, datum, layer };
  }

  #show(layer: ViewCanvas | BaseMapLayer | undefined, on: boolean): void {
    if (layer === undefined || this.#shown.has(layer) === on) return;
    if (on) {
      this.#shown.add(layer);
      layer.addTo(this.#map);
    } else {
      this.#shown.delete(layer);
      layer.remove();
    }
  }

  #drawLines(view: CanvasView): void {
    if (!this.#stores.settings.getState().layers.graticule) return;
    drawGraticule(view, { palette: mapPalettes[this.#theme], fine: this.#isBare(), box: this.#box(0.25) });
  }

  /** Only ground to see, neither drawn nor from tiles. */
  #isBare(): boolean {
    const drawn = this.#loaded !== undefined && this.#shown.has(this.#loaded.layer);
    return !drawn && this.#online === undefined;
  }

  #box(paddingFraction: number) {
    const bounds = this.#map.getBounds().pad(paddingFraction);
    return {
      southDeg: bounds.getSouth(),
      westDeg: bounds.getWest(),
      northDeg: bounds.getNorth(),
      eastDeg: bounds.getEast(),
    };
  }
}
