import { curvatureRadii } from "./local-frame.ts";
import type { Terrain, TerrainGridMeta } from "./terrain.ts";

/** Where 16-bit heights are unknown, as SRTM writes it. */
export const voidHeight = -32768;

/** In cells: a place on the very edge is inside, however its degrees were rounded. */
const EDGE = 1e-6;
/** Of one block of the roof, cells a side. */
const BLOCK = 32;

/** Nothing within `withinM` is higher than `mslM`. */
export interface Roof {
  readonly mslM: number;
  readonly withinM: number;
}

/**
 * Heights of a regular latitude/longitude grid, half as large in memory where they are whole metres, and with a roof of
 * their blocks, so that a ray may leap over what it is high above. Bilinear; unknown where a sample around is unknown.
 */
export class TerrainRaster implements Terrain {
  readonly meta: TerrainGridMeta;
  readonly cellM: number;
  readonly northDeg: number;
  readonly eastDeg: number;
  readonly #heights: Int16Array | Float32Array;
  readonly #blockRows: number;
  readonly #blockColumns: number;
  readonly #roofs: Float32Array;

  /** @param heights row-major from the south-west, m MSL; `voidHeight` or NaN where unknown. Not copied. */
  constructor(meta: TerrainGridMeta, heights: Int16Array | Float32Array) {
    const { rows, columns, stepLatDeg, stepLonDeg, southDeg, westDeg } = meta;
    if (!(rows >= 2 && columns >= 2 && stepLatDeg > 0 && stepLonDeg > 0))
      throw new Error(`A terrain raster needs 2 rows and columns and positive steps, not ${rows}x${columns}.`);
    if (heights.length !== rows * columns)
      throw new Error(`Got ${heights.length} heights for a terrain raster of ${rows}x${columns}.`);
    this.meta = meta;
    this.#heights = heights;
    this.northDeg = southDeg + (rows - 1) * stepLatDeg;
    this.eastDeg = westDeg + (columns - 1) * stepLonDeg;
    const midLatDeg = (southDeg + this.northDeg) / 2;
    const { meridianM, primeVerticalM } = curvatureRadii(midLatDeg);
    const degRad = Math.PI / 180;
    const eastM = stepLonDeg * degRad * primeVerticalM * Math.cos(midLatDeg * degRad);
    this.cellM = Math.min(stepLatDeg * degRad * meridianM, eastM);
    this.#blockRows = Math.ceil(rows / BLOCK);
    this.#blockColumns = Math.ceil(columns / BLOCK);
    this.#roofs = roofsOf(blockTops(meta, heights), this.#blockRows, this.#blockColumns);
  }

  get byteLength(): number {
    return this.#heights.byteLength;
  }

  heightMslM(latDeg: number, lonDeg: number): number | undefined {
    const { rows, columns } = this.meta;
    const y = this.#row(latDeg);
    const x = this.#column(lonDeg);
    if (!(y >= -EDGE && y <= rows - 1 + EDGE && x >= -EDGE && x <= columns - 1 + EDGE)) return undefined;
    const row = Math.min(Math.max(Math.floor(y), 0), rows - 2);
    const column = Math.min(Math.max(Math.floor(x), 0), columns - 2);
    const at = row * columns + column;
    const heights = this.#heights;
    const southWest = heights[at] ?? Number.NaN;
    const southEast = heights[at + 1] ?? Number.NaN;
    const northWest = heights[at + columns] ?? Number.NaN;
    const northEast = heights[at + columns + 1] ?? Number.NaN;
    if (Math.min(southWest, southEast, northWest, northEast) <= voidHeight) return undefined;
    const fx = x - column;
    const fy = y - row;
    const south = southWest * (1 - fx) + southEast * fx;
    const north = northWest * (1 - fx) + northEast * fx;
    const height = south * (1 - fy) + north * fy;
    return Number.isNaN(height) ? undefined : height;
  }

  /** Whether a place is inside, or no further outside than so many metres. */
  isNear(latDeg: number, lonDeg: number, withinM: number): boolean {
    const { rows, columns } = this.meta;
    const margin = withinM / this.cellM;
    const y = this.#row(latDeg);
    const x = this.#column(lonDeg);
    return y >= -margin && y <= rows - 1 + margin && x >= -margin && x <= columns - 1 + margin;
  }

  /** What no height around the place is above. Outside: of the part that is nearest. */
  roofAt(latDeg: number, lonDeg: number): Roof {
    const blockRow = clamp(Math.floor(this.#row(latDeg) / BLOCK), this.#blockRows);
    const blockColumn = clamp(Math.floor(this.#column(lonDeg) / BLOCK), this.#blockColumns);
    const mslM = this.#roofs[blockRow * this.#blockColumns + blockColumn] ?? Number.POSITIVE_INFINITY;
    return { mslM, withinM: BLOCK * this.cellM };
  }

  #row(latDeg: number): number {
    return (latDeg - this.meta.southDeg) / this.meta.stepLatDeg;
  }

  #column(lonDeg: number): number {
    const { westDeg, stepLonDeg, columns } = this.meta;
    const x = (lonDeg - westDeg) / stepLonDeg;
    // A grid across the date line runs past 180 degrees; longitudes east of it arrive as negative.
    const turn = 360 / stepLonDeg;
    return x < (columns - 1 - turn) / 2 ? x + turn : x;
  }
}

const clamp = (index: number, count: number): number => Math.min(count - 1, Math.max(0, index));

/** The highest sample of each block; none where nothing is known. */
const blockTops = ({ rows, columns }: TerrainGridMeta, heights: Int16Array | Float32Array): Float32Array => {
  const blockColumns = Math.ceil(columns / BLOCK);
  const tops = new Float32Array(Math.ceil(rows / BLOCK) * blockColumns).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < rows; row++) {
    const first = Math.floor(row / BLOCK) * blockColumns;
    for (let column = 0; column < columns; column++) {
      const height = heights[row * columns + column] ?? Number.NaN;
      const block = first + Math.floor(column / BLOCK);
      if (height > (tops[block] ?? 0)) tops[block] = height;
    }
  }
  return tops;
};

/** Of each block with its eight neighbours: wherever one stands in it, a block's side around is covered. */
const roofsOf = (tops: Float32Array, rows: number, columns: number): Float32Array => {
  const roofs = new Float32Array(tops.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let top = Number.NEGATIVE_INFINITY;
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++)
          top = Math.max(top, tops[r * columns + c] ?? top);
      }
      roofs[row * columns + column] = top;
    }
  }
  return roofs;
};
