import type { LocalFrame } from "../../geo/local-frame.ts";
import { between, type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import { keptIndices } from "../../geo/simplify-line.ts";
import type { Terrain } from "../../geo/terrain.ts";
import type { PatternHeight } from "./pattern.ts";

/** A point of a path in the plane; `searching` is what begins here. */
export interface PathPoint extends PlanePoint {
  readonly searching: boolean;
  readonly altMslM?: number;
}

/** How far above the height asked for a path may be to save points, m. */
export const terrainToleranceM = 2;
/** The ground is looked at this often at least, m. */
const coarsestM = 30;
const finestM = 2;
/** So often at most in all. */
const maxSamples = 2_000_000;
/** What a ridge between two looks is taken to rise above them at most, m. */
const ridgeM = 3;

interface Samples {
  readonly points: readonly PathPoint[];
  /** From the path's beginning, m. */
  readonly alongM: Float64Array;
  /** Wanted height above the sea, m; NaN where the ground isn't known. */
  readonly wantedMslM: Float64Array;
  /** Of the path's own points among the samples. */
  readonly corners: readonly number[];
}

const sample = (path: readonly PathPoint[], stepM: number, groundAt: (point: PlanePoint) => number): Samples => {
  const points: PathPoint[] = [];
  const corners: number[] = [];
  for (const [i, point] of path.entries()) {
    const before = path[i - 1];
    if (before) {
      const steps = Math.ceil(planeDistanceM(before, point) / stepM);
      for (let k = 1; k < steps; k += 1) {
        points.push({ ...between(before, point, k / steps), searching: before.searching });
      }
    }
    corners.push(points.length);
    points.push(point);
  }
  const alongM = new Float64Array(points.length);
  const wantedMslM = new Float64Array(points.length);
  for (const [i, point] of points.entries()) {
    alongM[i] = (alongM[i - 1] ?? 0) + planeDistanceM(points[i - 1] ?? point, point);
    wantedMslM[i] = groundAt(point);
  }
  return { points, alongM, wantedMslM, corners };
};

/** How much the ground near a sample may rise above the straight way to the next one: half of how sharply it bends there. */
const ridgeAt = (heightsM: Float64Array, at: number): number => {
  let sharpestM = 0;
  for (let i = Math.max(1, at - 1); i <= Math.min(heightsM.length - 2, at + 1); i += 1) {
    const bendM = 2 * (heightsM[i] ?? 0) - (heightsM[i - 1] ?? 0) - (heightsM[i + 1] ?? 0);
    // Beside unknown ground there is no bend to be seen.
    if (bendM > sharpestM) sharpestM = bendM;
  }
  return Math.min(ridgeM, sharpestM / 2);
};

/**
 * The lowest heights that are nowhere below the wanted ones and change by no more than `maxClimb` per metre: what is steeper
 * is begun earlier. Where the ground isn't known nothing is asked for, and the climb goes on over it.
 */
const withinClimb = ({ alongM, wantedMslM }: Samples, maxClimb: number): Float64Array => {
  const heights = wantedMslM.map((m, i) => (Number.isNaN(m) ? Number.NEGATIVE_INFINITY : m + ridgeAt(wantedMslM, i)));
  const raise = (i: number, from: number) => {
    const reachedM = (heights[from] ?? 0) - maxClimb * Math.abs((alongM[i] ?? 0) - (alongM[from] ?? 0));
    if (reachedM > (heights[i] ?? 0)) heights[i] = reachedM;
  };
  for (let i = 1; i < heights.length; i += 1) raise(i, i - 1);
  for (let i = heights.length - 2; i >= 0; i -= 1) raise(i, i + 1);
  return heights;
};

/** Chords of heights that keep to a climb keep to it too, and half the tolerance above they are nowhere too low. */
const keptBetween = (samples: Samples, heights: Float64Array, from: number, to: number): readonly number[] => {
  const along = (i: number) => samples.alongM[from + i] ?? 0;
  const height = (i: number) => heights[from + i] ?? 0;
  const kept = keptIndices(to - from + 1, terrainToleranceM / 2, (i, a, b) => {
    const share = along(b) === along(a) ? 0 : (along(i) - along(a)) / (along(b) - along(a));
    return Math.abs(height(i) - (height(a) + share * (height(b) - height(a))));
  });
  return kept.slice(1).map((i) => from + i);
};

export type TerrainPath =
  | { readonly ok: true; readonly path: readonly PathPoint[] }
  /** It would take more looks at the ground than anybody waits for. */
  | { readonly ok: false; readonly samples: number };

/**
 * Gives a path its heights above the sea: nowhere less than `aglM` above the ground (bilinear between the terrain's samples)
 * by more than rounding, at most `terrainToleranceM` (and what a sharp ridge might hide) more than the climb limit asks for, with as few points between the turns as
 * that takes. Nothing climbs or descends steeper than `maxClimb`: where the ground does, the path begins earlier and stays above. Without
 * following it is level, at the height asked for above the highest ground below. Points over unknown ground get no height.
 */
export const followTerrain = (
  path: readonly PathPoint[],
  { height, terrain, frame }: { readonly height: PatternHeight; readonly terrain: Terrain; readonly frame: LocalFrame },
): TerrainPath => {
  const stepM = Math.min(coarsestM, Math.max(finestM, terrain.cellM / 4));
  const lengthM = path.reduce((sum, point, i) => sum + planeDistanceM(path[i - 1] ?? point, point), 0);
  if (lengthM / stepM + path.length > maxSamples) return { ok: false, samples: Math.ceil(lengthM / stepM) };
  const samples = sample(path, stepM, ({ northM, eastM }) => {
    const groundM = terrain.heightMslM(frame.latDeg(northM, eastM), wrapped(frame.lonDeg(northM, eastM)));
    return groundM === undefined ? Number.NaN : groundM + height.aglM;
  });
  if (!height.followTerrain) return { ok: true, path: level(path, samples.wantedMslM) };
  const heights = withinClimb(samples, Math.max(0.001, height.maxClimb));
  const kept = new Set<number>(samples.corners);
  const fixed = fixedSamples(samples);
  for (const [i, to] of fixed.entries()) {
    const from = fixed[i - 1];
    if (from !== undefined) for (const at of keptBetween(samples, heights, from, to)) kept.add(at);
  }
  const out = [...kept]
    .sort((one, other) => one - other)
    .map((i): PathPoint | undefined => {
      const point = samples.points[i];
      const isKnown = !Number.isNaN(samples.wantedMslM[i] ?? Number.NaN);
      return point && isKnown ? { ...point, altMslM: (heights[i] ?? 0) + terrainToleranceM / 2 } : point;
    });
  return { ok: true, path: out.filter((point) => point !== undefined) };
};

const wrapped = (lonDeg: number): number => (lonDeg >= 180 ? lonDeg - 360 : lonDeg < -180 ? lonDeg + 360 : lonDeg);

/** Samples that stay whatever the ground: turns, and where known ground begins and ends. */
const fixedSamples = ({ corners, wantedMslM }: Samples): readonly number[] => {
  const fixed = new Set(corners);
  for (let i = 1; i < wantedMslM.length; i += 1) {
    if (Number.isNaN(wantedMslM[i] ?? 0) === Number.isNaN(wantedMslM[i - 1] ?? 0)) continue;
    fixed.add(i - 1);
    fixed.add(i);
  }
  return [...fixed].sort((one, other) => one - other);
};

const level = (path: readonly PathPoint[], wantedMslM: Float64Array): readonly PathPoint[] => {
  let altMslM = Number.NEGATIVE_INFINITY;
  for (const m of wantedMslM) if (m > altMslM) altMslM = m;
  return Number.isFinite(altMslM) ? path.map((point) => ({ ...point, altMslM })) : path;
};
