import { worldX, worldY } from "../../../shared/geo/web-mercator.ts";
import type { EnuFrame } from "../enu-frame.ts";
import { type GroundGrid, groundRange } from "./ground-grid.ts";
import type { MosaicPlan } from "./mosaic-plan.ts";

/** What the ground's mesh is made of. */
export interface GroundMeshData {
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  readonly uvs: Float32Array;
  /** 1 on the ground, less on the cut sides of the block. */
  readonly shades: Float32Array;
  readonly indices: Uint32Array;
}

/** How far the block's cut sides reach below its lowest ground, of its width. */
const skirtFraction = 0.012;
const skirtShade = 0.42;

/** @param mosaic the picture that is laid over it; without one all lies on the picture's corner */
export const groundMeshData = (grid: GroundGrid, frame: EnuFrame, mosaic: MosaicPlan | undefined): GroundMeshData => {
  const { columns, rows } = grid;
  const rim = rimOf(grid);
  const count = columns * rows + 2 * rim.length;
  const data = {
    positions: new Float32Array(count * 3),
    normals: new Float32Array(count * 3),
    uvs: new Float32Array(count * 2),
    shades: new Float32Array(count).fill(1),
  };
  for (let i = 0; i < columns * rows; i += 1) putVertex(data, i, grid, frame, mosaic);
  const indices = cellIndices(grid);
  putSkirt(data, indices, grid, rim);
  return { ...data, indices: Uint32Array.from(indices) };
};

type Buffers = Omit<GroundMeshData, "indices">;

const putVertex = (
  { positions, normals, uvs }: Buffers,
  i: number,
  grid: GroundGrid,
  frame: EnuFrame,
  mosaic: MosaicPlan | undefined,
): void => {
  const column = i % grid.columns;
  const row = Math.floor(i / grid.columns);
  const eastM = grid.westM + column * grid.stepM;
  const northM = grid.southM + row * grid.stepM;
  const upM = grid.upM[i] ?? Number.NaN;
  positions[3 * i] = eastM;
  positions[3 * i + 1] = northM;
  positions[3 * i + 2] = Number.isNaN(upM) ? 0 : upM;
  const east = slope(grid, i, column > 0 ? -1 : 0, column < grid.columns - 1 ? 1 : 0);
  const north = slope(grid, i, row > 0 ? -grid.columns : 0, row < grid.rows - 1 ? grid.columns : 0);
  const length = Math.hypot(east, north, 1);
  normals[3 * i] = -east / length;
  normals[3 * i + 1] = -north / length;
  normals[3 * i + 2] = 1 / length;
  if (mosaic === undefined) return;
  const { latDeg, lonDeg } = frame.toLatLon(eastM, northM);
  uvs[2 * i] = (worldX(lonDeg) - mosaic.westX) / mosaic.widthX;
  uvs[2 * i + 1] = 1 - (worldY(latDeg) - mosaic.northY) / mosaic.heightY;
};

/** Rise over run between two neighbours, given by their distance in the array; level where one isn't known. */
const slope = ({ upM, columns, stepM }: GroundGrid, i: number, from: number, to: number): number => {
  const steps = (to - from) / (Math.abs(to) >= columns || Math.abs(from) >= columns ? columns : 1);
  const rise = (upM[i + to] ?? Number.NaN) - (upM[i + from] ?? Number.NaN);
  return Number.isFinite(rise) && steps > 0 ? rise / (steps * stepM) : 0;
};

const cellIndices = ({ columns, rows, upM }: GroundGrid): number[] => {
  const indices: number[] = [];
  const isKnown = (i: number): boolean => !Number.isNaN(upM[i] ?? Number.NaN);
  for (let row = 0; row < rows - 1; row += 1)
    for (let column = 0; column < columns - 1; column += 1) {
      const sw = row * columns + column;
      const [se, nw, ne] = [sw + 1, sw + columns, sw + columns + 1];
      if (!isKnown(sw) || !isKnown(ne)) continue;
      if (isKnown(se)) indices.push(sw, se, ne);
      if (isKnown(nw)) indices.push(sw, ne, nw);
    }
  return indices;
};

/** The outermost samples, around against the clock. */
const rimOf = ({ columns, rows }: GroundGrid): number[] => {
  const rim: number[] = [];
  for (let column = 0; column < columns - 1; column += 1) rim.push(column);
  for (let row = 0; row < rows - 1; row += 1) rim.push(row * columns + columns - 1);
  for (let column = columns - 1; column > 0; column -= 1) rim.push((rows - 1) * columns + column);
  for (let row = rows - 1; row > 0; row -= 1) rim.push(row * columns);
  return rim;
};

/** The block's sides, dark, so that the terrain stands there like a model. */
const putSkirt = (data: Buffers, indices: number[], grid: GroundGrid, rim: readonly number[]): void => {
  const { positions, normals, uvs, shades } = data;
  const widthM = Math.max(grid.columns, grid.rows) * grid.stepM;
  const footM = groundRange(grid).lowestM - skirtFraction * widthM;
  const first = grid.columns * grid.rows;
  rim.forEach((from, k) => {
    for (const [at, isFoot] of [
      [first + 2 * k, false],
      [first + 2 * k + 1, true],
    ] as const) {
      positions.copyWithin(3 * at, 3 * from, 3 * from + 3);
      if (isFoot) positions[3 * at + 2] = footM;
      normals[3 * at + 2] = 1;
      uvs.copyWithin(2 * at, 2 * from, 2 * from + 2);
      shades[at] = skirtShade;
    }
    const next = (k + 1) % rim.length;
    const to = rim[next] ?? 0;
    if (Number.isNaN(grid.upM[from] ?? Number.NaN) || Number.isNaN(grid.upM[to] ?? Number.NaN)) return;
    const [a, b] = [first + 2 * k, first + 2 * next];
    indices.push(a, a + 1, b, b, a + 1, b + 1);
  });
};
