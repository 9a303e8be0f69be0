import type { TerrainGridMeta } from "../../../shared/geo/terrain.ts";

const degM = 111_320;

/** A regular grid of heights with its slopes, ready to be shaded; row 0 is the southernmost. */
export interface ReliefGrid extends TerrainGridMeta {
  readonly cellNorthM: number;
  readonly cellEastM: number;
  readonly heightsM: Float32Array;
  /** Rise towards north and towards east, m per m. */
  readonly slopeNorth: Float32Array;
  readonly slopeEast: Float32Array;
}

/** Central differences, one-sided at the rim; a missing (not finite) neighbour counts as level. */
export function reliefGrid(meta: TerrainGridMeta, heightsM: Float32Array): ReliefGrid {
  const { rows, columns } = meta;
  if (heightsM.length !== rows * columns) {
    throw new Error(`Got ${heightsM.length} heights when the grid has ${rows} x ${columns}.`);
  }
  const middleDeg = meta.southDeg + (meta.stepLatDeg * rows) / 2;
  const cellNorthM = meta.stepLatDeg * degM;
  const cellEastM = meta.stepLonDeg * degM * Math.cos((middleDeg * Math.PI) / 180);
  const slopeNorth = new Float32Array(heightsM.length);
  const slopeEast = new Float32Array(heightsM.length);
  for (let row = 0; row < rows; row += 1) {
    const below = Math.max(0, row - 1) * columns;
    const above = Math.min(rows - 1, row + 1) * columns;
    const spanNorthM = (row === 0 || row === rows - 1 ? 1 : 2) * cellNorthM;
    for (let column = 0; column < columns; column += 1) {
      const left = Math.max(0, column - 1);
      const right = Math.min(columns - 1, column + 1);
      const here = row * columns;
      slopeNorth[here + column] = slope(heightsM[below + column], heightsM[above + column], spanNorthM);
      slopeEast[here + column] = slope(heightsM[here + left], heightsM[here + right], (right - left) * cellEastM);
    }
  }
  return { ...meta, cellNorthM, cellEastM, heightsM, slopeNorth, slopeEast };
}

function slope(fromM: number | undefined, toM: number | undefined, spanM: number): number {
  const riseM = (toM ?? Number.NaN) - (fromM ?? Number.NaN);
  return Number.isFinite(riseM) && spanM > 0 ? riseM / spanM : 0;
}

/** Every second sample, each the mean of itself and its neighbours: for zooms at which a pixel spans several cells. */
export function halved(
  meta: TerrainGridMeta,
  heightsM: Float32Array,
): { meta: TerrainGridMeta; heightsM: Float32Array } {
  const rows = Math.floor((meta.rows + 1) / 2);
  const columns = Math.floor((meta.columns + 1) / 2);
  const out = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      out[row * columns + column] = meanAround(meta, heightsM, row * 2, column * 2);
    }
  }
  return {
    meta: { ...meta, rows, columns, stepLatDeg: meta.stepLatDeg * 2, stepLonDeg: meta.stepLonDeg * 2 },
    heightsM: out,
  };
}

function meanAround(meta: TerrainGridMeta, heightsM: Float32Array, row: number, column: number): number {
  let sum = 0;
  let weights = 0;
  for (let dr = -1; dr <= 1; dr += 1) {
    for (let dc = -1; dc <= 1; dc += 1) {
      const r = row + dr;
      const c = column + dc;
      if (r < 0 || c < 0 || r >= meta.rows || c >= meta.columns) continue;
      const heightM = heightsM[r * meta.columns + c] ?? Number.NaN;
      if (!Number.isFinite(heightM)) continue;
      const weight = (2 - Math.abs(dr)) * (2 - Math.abs(dc));
      sum += weight * heightM;
      weights += weight;
    }
  }
  return weights > 0 ? sum / weights : Number.NaN;
}

export interface ReliefStatistics {
  readonly lowestM: number;
  readonly highestM: number;
  /** The slope (rise over run) that nine tenths of the ground stay below. */
  readonly steepSlope: number;
  /** The slope that nearly all of the ground (98 %) stays below. */
  readonly steepestSlope: number;
}

/** Of a sample of some ten thousand cells. */
export function reliefStatistics(grid: ReliefGrid): ReliefStatistics {
  const stride = Math.max(1, Math.floor(grid.heightsM.length / 10_000)) | 1;
  const slopes: number[] = [];
  let lowestM = Number.POSITIVE_INFINITY;
  let highestM = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < grid.heightsM.length; i += stride) {
    const heightM = grid.heightsM[i] ?? Number.NaN;
    if (!Number.isFinite(heightM)) continue;
    lowestM = Math.min(lowestM, heightM);
    highestM = Math.max(highestM, heightM);
    slopes.push(Math.hypot(grid.slopeNorth[i] ?? 0, grid.slopeEast[i] ?? 0));
  }
  if (slopes.length === 0) return { lowestM: 0, highestM: 0, steepSlope: 0, steepestSlope: 0 };
  slopes.sort((a, b) => a - b);
  const below = (fraction: number): number => slopes[Math.floor(slopes.length * fraction)] ?? 0;
  return { lowestM, highestM, steepSlope: below(0.9), steepestSlope: below(0.98) };
}
