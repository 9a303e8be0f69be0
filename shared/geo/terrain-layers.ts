import type { Terrain } from "./terrain.ts";
import type { Roof, TerrainRaster } from "./terrain-raster.ts";

/** Height models one over the other: the finest that knows a place says its height; its gaps are filled by coarser ones. */
export class TerrainLayers implements Terrain {
  readonly cellM: number;
  readonly #layers: readonly TerrainRaster[];
  readonly #coarsestM: number;

  /** @param layers at least one */
  constructor(layers: readonly TerrainRaster[]) {
    this.#layers = [...layers].sort((a, b) => a.cellM - b.cellM);
    this.cellM = Math.min(...layers.map(({ cellM }) => cellM));
    this.#coarsestM = Math.max(...layers.map(({ cellM }) => cellM));
  }

  heightMslM(latDeg: number, lonDeg: number): number | undefined {
    for (const layer of this.#layers) {
      const height = layer.heightMslM(latDeg, lonDeg);
      if (height !== undefined) return height;
    }
    return undefined;
  }

  /** Of the finest layer there, or a step of the coarsest away: a ray must not leap into it. */
  cellAtM(latDeg: number, lonDeg: number): number {
    for (const layer of this.#layers) if (layer.isNear(latDeg, lonDeg, this.#coarsestM)) return layer.cellM;
    return this.#coarsestM;
  }

  roofAt(latDeg: number, lonDeg: number): Roof {
    let mslM = Number.NEGATIVE_INFINITY;
    let withinM = Number.POSITIVE_INFINITY;
    for (const layer of this.#layers) {
      const roof = layer.roofAt(latDeg, lonDeg);
      if (!layer.isNear(latDeg, lonDeg, 2 * roof.withinM)) continue;
      mslM = Math.max(mslM, roof.mslM);
      withinM = Math.min(withinM, roof.withinM);
    }
    return { mslM, withinM };
  }
}
