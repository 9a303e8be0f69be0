import type { BaseMap } from "../../shared/geo/base-map.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { Terrain } from "../../shared/geo/terrain.ts";
import { TerrainGrid } from "../../shared/geo/terrain-grid.ts";
import { TerrainLayers } from "../../shared/geo/terrain-layers.ts";
import { TerrainRaster } from "../../shared/geo/terrain-raster.ts";
import { isWellInside, mapAround } from "./terrain/map-around.ts";

interface GroundMap {
  readonly baseMap: BaseMap;
  readonly heightsMslM: Float32Array;
}

/** A height model that somebody loaded. */
export interface GroundLayer {
  readonly name: string;
  readonly raster: TerrainRaster;
}

/**
 * The ground's heights: of what people loaded the finest, then coarser, then the scenario's; and the offline base map that
 * clients draw. Where only loaded heights are, that is a piece of them around where the vehicles are.
 */
export class Ground {
  readonly #placeOfInterest: () => LatLon | undefined;
  #map: GroundMap | undefined;
  #layers: readonly GroundLayer[] = [];
  #terrain: Terrain | undefined;
  /** Of the place that it was drawn around; no map where nothing is known there. */
  #drawn: { readonly around: LatLon; readonly map: GroundMap | undefined } | undefined;

  /** @param placeOfInterest around which clients get loaded heights; nothing is drawn of them before it is known */
  constructor(placeOfInterest: () => LatLon | undefined = () => undefined) {
    this.#placeOfInterest = placeOfInterest;
  }

  set(baseMap: BaseMap, heightsMslM: Float32Array): void {
    this.#map = { baseMap, heightsMslM };
    this.#build();
  }

  /** What is loaded now; the finest first afterwards. */
  setLayers(layers: readonly GroundLayer[]): void {
    this.#layers = [...layers].sort((a, b) => a.raster.cellM - b.raster.cellM);
    this.#build();
  }

  get layers(): readonly GroundLayer[] {
    return this.#layers;
  }

  get kind(): "flat" | "scenario" | "loaded" {
    if (this.#layers.length > 0) return "loaded";
    return this.#map === undefined ? "flat" : "scenario";
  }

  get map(): GroundMap | undefined {
    if (this.#map !== undefined || this.#layers.length === 0 || this.#terrain === undefined) return this.#map;
    const place = this.#placeOfInterest();
    if (place === undefined || (this.#drawn && isWellInside(place, this.#drawn.around))) return this.#drawn?.map;
    const names = this.#layers.map(({ name }) => name);
    const map = mapAround(place, this.#terrain, names);
    this.#drawn = { around: place, map };
    return map;
  }

  get terrain(): Terrain | undefined {
    return this.#terrain;
  }

  /** The middle of the scenario's region. */
  get centre(): LatLon | undefined {
    if (this.#map === undefined) return undefined;
    const { southDeg, westDeg, stepLatDeg, stepLonDeg, rows, columns } = this.#map.baseMap.terrain;
    return {
      latDeg: southDeg + ((rows - 1) * stepLatDeg) / 2,
      lonDeg: westDeg + ((columns - 1) * stepLonDeg) / 2,
    };
  }

  #build(): void {
    this.#drawn = undefined;
    const { terrain, heightsMslM } = { terrain: this.#map?.baseMap.terrain, heightsMslM: this.#map?.heightsMslM };
    const scenario = terrain === undefined || heightsMslM === undefined ? undefined : { terrain, heightsMslM };
    if (this.#layers.length === 0) {
      this.#terrain = scenario && new TerrainGrid(scenario.terrain, scenario.heightsMslM);
      return;
    }
    const rasters = this.#layers.map(({ raster }) => raster);
    const last = scenario === undefined ? [] : [new TerrainRaster(scenario.terrain, scenario.heightsMslM)];
    this.#terrain = new TerrainLayers(rasters, last);
  }
}
