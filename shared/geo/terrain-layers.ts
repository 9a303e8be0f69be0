import type { Terrain } from "./terrain.ts";
import type { Roof, TerrainRaster } from "./terrain-raster.ts";

/** Height models one over the other: the finest that knows a place says its height; its gaps are filled by coarser ones. */
export class TerrainLayers implements Terrain {
  readonly cellM: number;
  readonly #layers: readonly TerrainRaster[];
  readonly #coarsestM: number;

  /**
   * @param layers the finest of them counts first; at least one
   * @param last what counts only where none of them knows anything, however fine it is
   */
  constructor(layers: readonly TerrainRaster[], last: readonly TerrainRaster[] = []) {
    this.#layers = [...[...layers].sort((a, b) => a.cellM - b.cellM), ...last];
    const cellsM = this.#layers.map(({ cellM }) => cellM);
    this.cellM = Math.min(...cellsM);
    this.#coarsestM = Math.max(...cellsM);
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
    let cellM = this.#coarsestM;
    for (const layer of this.#layers)
      if (layer.cellM < cellM && layer.isNear(latDeg, lonDeg, this.#coarsestM)) cellM = layer.cellM;
    return cellM;
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
