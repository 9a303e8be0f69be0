import { curvatureRadii } from "./local-frame.ts";
import type { Terrain, TerrainGridMeta } from "./terrain.ts";

/** In cells: a place on the very edge is inside, however its degrees were rounded. */
const EDGE = 1e-6;

/** Heights of a regular latitude/longitude grid, bilinear between the samples; see `TerrainGridMeta` for the layout. */
export class TerrainGrid implements Terrain {
  readonly meta: TerrainGridMeta;
  /** Row-major from the south-west, m MSL; NaN where nothing is known. Not copied: the caller leaves it alone from now on. */
  readonly heightsMslM: Float32Array;
  readonly cellM: number;

  constructor(meta: TerrainGridMeta, heightsMslM: Float32Array) {
    const { rows, columns, stepLatDeg, stepLonDeg } = meta;
    if (!(rows >= 2 && columns >= 2 && stepLatDeg > 0 && stepLonDeg > 0)) {
      throw new Error(
        `A terrain grid needs 2 rows and columns and positive steps, not ${rows}x${columns}, ${stepLatDeg}, ${stepLonDeg}.`,
      );
    }
    if (heightsMslM.length !== rows * columns) {
      throw new Error(`Got ${heightsMslM.length} heights for a terrain grid of ${rows}x${columns}.`);
    }
    this.meta = meta;
    this.heightsMslM = heightsMslM;
    const midLatDeg = meta.southDeg + ((rows - 1) * stepLatDeg) / 2;
    const { meridianM, primeVerticalM } = curvatureRadii(midLatDeg);
    const degRad = Math.PI / 180;
    const northM = stepLatDeg * degRad * meridianM;
    const eastM = stepLonDeg * degRad * primeVerticalM * Math.cos(midLatDeg * degRad);
    this.cellM = Math.min(northM, eastM);
  }

  heightMslM(latDeg: number, lonDeg: number): number | undefined {
    const { southDeg, westDeg, stepLatDeg, stepLonDeg, rows, columns } = this.meta;
    const y = (latDeg - southDeg) / stepLatDeg;
    let x = (lonDeg - westDeg) / stepLonDeg;
    // A grid across the date line runs past 180 degrees; longitudes east of it arrive as negative.
    if (x < -EDGE) x += 360 / stepLonDeg;
    if (!(y >= -EDGE && y <= rows - 1 + EDGE && x >= -EDGE && x <= columns - 1 + EDGE)) return undefined;
    const row = Math.min(Math.max(Math.floor(y), 0), rows - 2);
    const column = Math.min(Math.max(Math.floor(x), 0), columns - 2);
    const at = row * columns + column;
    const heights = this.heightsMslM;
    const fx = x - column;
    const fy = y - row;
    const south = (heights[at] ?? Number.NaN) * (1 - fx) + (heights[at + 1] ?? Number.NaN) * fx;
    const north = (heights[at + columns] ?? Number.NaN) * (1 - fx) + (heights[at + columns + 1] ?? Number.NaN) * fx;
    const height = south * (1 - fy) + north * fy;
    return Number.isNaN(height) ? undefined : height;
  }
}
