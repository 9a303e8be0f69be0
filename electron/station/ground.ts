import type { BaseMap } from "../../shared/geo/base-map.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { Terrain } from "../../shared/geo/terrain.ts";
import { TerrainGrid } from "../../shared/geo/terrain-grid.ts";

/** The offline base map and the ground's heights, once something brings them. */
export class Ground {
  #map: { readonly baseMap: BaseMap; readonly heightsMslM: Float32Array } | undefined;
  #terrain: Terrain | undefined;

  set(baseMap: BaseMap, heightsMslM: Float32Array): void {
    this.#map = { baseMap, heightsMslM };
    this.#terrain = new TerrainGrid(baseMap.terrain, heightsMslM);
  }

  get map(): { readonly baseMap: BaseMap; readonly heightsMslM: Float32Array } | undefined {
    return this.#map;
  }

  get terrain(): Terrain | undefined {
    return this.#terrain;
  }

  /** The middle of the region. */
  get centre(): LatLon | undefined {
    if (this.#map === undefined) return undefined;
    const { southDeg, westDeg, stepLatDeg, stepLonDeg, rows, columns } = this.#map.baseMap.terrain;
    return {
      latDeg: southDeg + ((rows - 1) * stepLatDeg) / 2,
      lonDeg: westDeg + ((columns - 1) * stepLonDeg) / 2,
    };
  }
}
