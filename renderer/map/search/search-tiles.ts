import type { Map as LeafletMap } from "leaflet";
import type { SearchView } from "../../../shared/wire/incident.ts";
import type { SearchLayer } from "../../../shared/wire/search-answers.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { panes } from "../map-panes.ts";
import { SearchTileLayer } from "./search-tile-layer.ts";

/** The map's versions may come faster than a screen of tiles can be drawn, ms. */
const everyMs = 2_000;
/** The station's shades are the fainter the less likely; with this the likely ones have about 45 %. */
const probabilityOpacity = 0.6;
const hatchOpacity = 0.9;

/** Both layers of the station's probability map: how likely, and how well searched. */
export class SearchTiles {
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #off: (() => void)[];
  #probability: SearchTileLayer | undefined;
  #searched: SearchTileLayer | undefined;
  #bounds = "";
  #version: number | undefined;
  #timer: number | undefined;

  constructor(map: LeafletMap, stores: Stores) {
    this.#map = map;
    this.#stores = stores;
    this.#off = [
      stores.station.subscribe((state, before) => {
        if (state.view?.search !== before.view?.search) this.#changed();
      }),
      stores.settings.subscribe((state, before) => {
        if (state.layers !== before.layers || state.probability !== before.probability) this.#show();
      }),
    ];
    this.#changed();
  }

  close(): void {
    for (const off of this.#off) off();
    window.clearTimeout(this.#timer);
    this.#probability?.remove();
    this.#searched?.remove();
  }

  #search(): SearchView | undefined {
    return this.#stores.station.getState().view?.search;
  }

  /** The first version at once, those after it not too often. */
  #changed(): void {
    const search = this.#search();
    const isFirst = this.#version === undefined || String(search?.bounds) !== this.#bounds;
    if (isFirst) this.#show();
    else if (search?.version !== this.#version)
      this.#timer ??= window.setTimeout(() => {
        this.#timer = undefined;
        this.#show();
      }, everyMs);
  }

  #show(): void {
    const search = this.#search();
    const bounds = search?.bounds;
    if (String(bounds) !== this.#bounds) {
      this.#probability?.remove();
      this.#searched?.remove();
      this.#probability = undefined;
      this.#searched = undefined;
      this.#bounds = String(bounds);
    }
    this.#version = bounds === undefined ? undefined : search?.version;
    const { layers, probability } = this.#stores.settings.getState();
    this.#probability = this.#layer(this.#probability, layers.probability, search, {
      layer: probability,
      opacity: probabilityOpacity,
      zIndex: 1,
      deepestZoom: 18,
    });
    this.#searched = this.#layer(this.#searched, layers.searched, search, {
      layer: "pod",
      opacity: hatchOpacity,
      zIndex: 2,
      deepestZoom: 22,
    });
  }

  #layer(
    known: SearchTileLayer | undefined,
    on: boolean,
    search: SearchView | undefined,
    look: {
      readonly layer: SearchLayer;
      readonly opacity: number;
      readonly zIndex: number;
      readonly deepestZoom: number;
    },
  ): SearchTileLayer | undefined {
    if (!on || search?.bounds === undefined) {
      known?.remove();
      return undefined;
    }
    if (known !== undefined) {
      known.show(look.layer, search.version);
      return known;
    }
    const { bounds, version } = search;
    const { apiBase } = this.#stores;
    return new SearchTileLayer({ ...look, apiBase, bounds, version, pane: panes.search.name }).addTo(this.#map);
  }
}
