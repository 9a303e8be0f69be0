import type { Terrain } from "../../../shared/geo/terrain.ts";
import type { EnuFrame } from "../enu-frame.ts";

/** The ground as it is drawn: square cells, each of two triangles, in the scene's frame. Row 0 is the southernmost. */
export interface GroundGrid {
  readonly westM: number;
  readonly southM: number;
  readonly stepM: number;
  readonly columns: number;
  readonly rows: number;
  /** Row-major, m above the frame's origin; NaN where nothing is known. */
  readonly upM: Float32Array;
  /** No heights are known here: it is level by assumption. */
  readonly level: boolean;
}

/** What of the terrain is drawn at a time, on either side of the origin. */
const reachM = 8_000;
const levelSideM = 4_000;

interface Box {
  readonly westM: number;
  readonly southM: number;
  readonly eastM: number;
  readonly northM: number;
}

/** Where a terrain lies in the frame; undefined where none of it is within reach. */
const boxOf = (corners: readonly { readonly x: number; readonly y: number }[]): Box | undefined => {
  const box = {
    westM: Math.max(-reachM, Math.min(...corners.map(({ x }) => x))),
    southM: Math.max(-reachM, Math.min(...corners.map(({ y }) => y))),
    eastM: Math.min(reachM, Math.max(...corners.map(({ x }) => x))),
    northM: Math.min(reachM, Math.max(...corners.map(({ y }) => y))),
  };
  return box.eastM - box.westM > 1 && box.northM - box.southM > 1 ? box : undefined;
};

/**
 * Samples the terrain around the frame's origin.
 * @param corners of the terrain in the frame
 * @param mostSamples along a side
 * @returns undefined where none of it is within reach
 */
export const sampleGround = (
  terrain: Terrain,
  frame: EnuFrame,
  corners: readonly { readonly x: number; readonly y: number }[],
  mostSamples: number,
): GroundGrid | undefined => {
  const box = boxOf(corners);
  if (box === undefined) return undefined;
  const sideM = Math.max(box.eastM - box.westM, box.northM - box.southM);
  const stepM = Math.max(terrain.cellM, sideM / (mostSamples - 1));
  const columns = Math.max(2, Math.floor((box.eastM - box.westM) / stepM + 1e-6) + 1);
  const rows = Math.max(2, Math.floor((box.northM - box.southM) / stepM + 1e-6) + 1);
  const upM = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const { latDeg, lonDeg } = frame.toLatLon(box.westM + column * stepM, box.southM + row * stepM);
      upM[row * columns + column] = (terrain.heightMslM(latDeg, lonDeg) ?? Number.NaN) - frame.originMslM;
    }
  return { westM: box.westM, southM: box.southM, stepM, columns, rows, upM, level: false };
};

/** Level ground for want of any, at the frame's own height. */
export const levelGround = (): GroundGrid => {
  const count = 41;
  const stepM = levelSideM / (count - 1);
  return {
    westM: -levelSideM / 2,
    southM: -levelSideM / 2,
    stepM,
    columns: count,
    rows: count,
    upM: new Float32Array(count * count),
    level: true,
  };
};

/**
 * The height of the very triangles that are drawn (each cell is cut from its south-western to its north-eastern corner), so that
 * what lies on the ground lies on it. @returns undefined outside and where nothing is known
 */
export const groundUpM = (grid: GroundGrid, eastM: number, northM: number): number | undefined => {
  const x = (eastM - grid.westM) / grid.stepM;
  const y = (northM - grid.southM) / grid.stepM;
  if (!(x >= 0 && y >= 0 && x <= grid.columns - 1 && y <= grid.rows - 1)) return undefined;
  const column = Math.min(Math.floor(x), grid.columns - 2);
  const row = Math.min(Math.floor(y), grid.rows - 2);
  const at = row * grid.columns + column;
  const fx = x - column;
  const fy = y - row;
  const sw = grid.upM[at] ?? Number.NaN;
  const ne = grid.upM[at + grid.columns + 1] ?? Number.NaN;
  const third = (fx >= fy ? grid.upM[at + 1] : grid.upM[at + grid.columns]) ?? Number.NaN;
  const upM = fx >= fy ? sw + (third - sw) * fx + (ne - third) * fy : sw + (ne - third) * fx + (third - sw) * fy;
  return Number.isNaN(upM) ? undefined : upM;
};

/** The lowest and highest ground; 0 and 0 where none is known. */
export const groundRange = ({ upM }: GroundGrid): { readonly lowestM: number; readonly highestM: number } => {
  let lowestM = Number.POSITIVE_INFINITY;
  let highestM = Number.NEGATIVE_INFINITY;
  for (const m of upM) {
    if (Number.isNaN(m)) continue;
    lowestM = Math.min(lowestM, m);
    highestM = Math.max(highestM, m);
  }
  return lowestM > highestM ? { lowestM: 0, highestM: 0 } : { lowestM, highestM };
};

/** Steps between contour lines that people know, m. */
const contourStepsM = [1, 2, 5, 10, 20, 50, 100, 200] as const;

/** So that some fifteen lines lie between lowest and highest. */
export const contourStepM = (spanM: number): number => contourStepsM.find((stepM) => spanM / stepM <= 18) ?? 500;
