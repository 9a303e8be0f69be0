import type { ProfileSample, TerrainProfile } from "../../../shared/plan/terrain-profile.ts";

/** Airspace above it is controlled (sar.md 7), m above ground. */
export const controlledAboveM = 120;

export interface ProfileBox {
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface ProfileScale {
  readonly lowM: number;
  readonly highM: number;
  readonly lengthM: number;
  readonly xPx: (atDistanceM: number) => number;
  readonly yPx: (mslM: number) => number;
}

/** Room over the highest and under the lowest, m. */
const marginM = 8;

const extremes = (values: readonly number[]): { readonly low: number; readonly high: number } => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
};

/**
 * What of the profile fits the box: all of the ground, the path and the 120 m line above the ground. Undefined where nothing
 * is known that has a height.
 */
export const profileScale = ({ samples, lengthM }: TerrainProfile, box: ProfileBox): ProfileScale | undefined => {
  const heights = samples.flatMap(({ groundMslM, pathMslM }) => [groundMslM, pathMslM]);
  const known = heights.filter((m): m is number => m !== undefined);
  if (known.length === 0 || lengthM <= 0) return undefined;
  const { low, high } = extremes(known);
  const ground = samples.flatMap(({ groundMslM }) => (groundMslM === undefined ? [] : [groundMslM]));
  const limitM = ground.length === 0 ? high : extremes(ground).high + controlledAboveM;
  const lowM = low - marginM;
  const highM = Math.max(high, limitM) + marginM;
  return {
    lowM,
    highM,
    lengthM,
    xPx: (atDistanceM) => (atDistanceM / lengthM) * box.widthPx,
    yPx: (mslM) => box.heightPx - ((mslM - lowM) / (highM - lowM)) * box.heightPx,
  };
};

/** At most about two samples a pixel, the lowest and the highest of each stretch, so that no peak goes missing. */
const thinned = (
  samples: readonly ProfileSample[],
  heightOf: (sample: ProfileSample) => number | undefined,
  scale: ProfileScale,
  widthPx: number,
): readonly (readonly { readonly x: number; readonly m: number }[])[] => {
  const pieces: { x: number; m: number }[][] = [];
  let piece: { x: number; m: number }[] = [];
  const dense = samples.length > widthPx * 2;
  let last: { x: number; m: number } | undefined;
  for (const sample of samples) {
    const m = heightOf(sample);
    if (m === undefined) {
      if (piece.length > 0) pieces.push(piece);
      piece = [];
      last = undefined;
      continue;
    }
    const x = scale.xPx(sample.atDistanceM);
    if (dense && last !== undefined && Math.floor(x) === Math.floor(last.x) && Math.abs(m - last.m) < 0.5) continue;
    last = { x, m };
    piece.push(last);
  }
  if (piece.length > 0) pieces.push(piece);
  return pieces;
};

const written = (value: number): string => value.toFixed(1);

/** SVG path of a height along the way, broken where it isn't known; `closed` fills it down to the box's foot. */
export const heightPath = (
  profile: TerrainProfile,
  scale: ProfileScale,
  box: ProfileBox,
  heightOf: (sample: ProfileSample) => number | undefined,
  { closed }: { readonly closed: boolean },
): string =>
  thinned(profile.samples, heightOf, scale, box.widthPx)
    .map((piece) => {
      const line = piece.map(({ x, m }) => `${written(x)} ${written(scale.yPx(m))}`).join("L");
      const [first, last] = [piece[0], piece.at(-1)];
      return closed && first !== undefined && last !== undefined
        ? `M${written(first.x)} ${box.heightPx}L${line}L${written(last.x)} ${box.heightPx}z`
        : `M${line}`;
    })
    .join("");

/** The sample nearest to a place on the box, by bisection. */
export const sampleAtX = (profile: TerrainProfile, scale: ProfileScale, x: number, box: ProfileBox): number => {
  const { samples } = profile;
  const wantedM = (Math.min(box.widthPx, Math.max(0, x)) / box.widthPx) * scale.lengthM;
  let [low, high] = [0, samples.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.atDistanceM ?? 0) < wantedM) low = middle + 1;
    else high = middle;
  }
  const before = samples[low - 1];
  const at = samples[low];
  return before !== undefined && at !== undefined && wantedM - before.atDistanceM < at.atDistanceM - wantedM
    ? low - 1
    : low;
};

/** 3 to 6 round heights in the box, m. */
export const heightTicks = ({ lowM, highM }: Pick<ProfileScale, "lowM" | "highM">): number[] => {
  const step = [5, 10, 20, 25, 50, 100, 200, 250, 500, 1000].find((m) => (highM - lowM) / m <= 4) ?? 2000;
  const ticks: number[] = [];
  for (let n = Math.ceil(lowM / step); n * step <= highM; n++) ticks.push(n === 0 ? 0 : n * step);
  return ticks;
};

/** Where along the way something is wrong: too low or too high, each stretch once at its worst. */
export const profileTroubles = (
  { samples }: TerrainProfile,
  leastM: number,
): readonly { readonly index: number; readonly kind: "below" | "low" | "high" }[] => {
  const troubles: { index: number; kind: "below" | "low" | "high"; worst: number }[] = [];
  let open: (typeof troubles)[number] | undefined;
  samples.forEach(({ clearanceM, pathMslM, grounded }, index) => {
    const kind =
      clearanceM === undefined || pathMslM === undefined
        ? undefined
        : clearanceM < -0.5 && !grounded
          ? "below"
          : clearanceM > controlledAboveM
            ? "high"
            : undefined;
    const low = kind === undefined && clearanceM !== undefined && clearanceM < leastM && !grounded;
    const found = kind ?? (low ? "low" : undefined);
    if (found === undefined || clearanceM === undefined) {
      open = undefined;
      return;
    }
    const worst = found === "high" ? clearanceM : -clearanceM;
    if (open?.kind !== found) {
      open = { index, kind: found, worst };
      troubles.push(open);
    } else if (worst > open.worst) {
      open.index = index;
      open.worst = worst;
    }
  });
  return troubles.map(({ index, kind }) => ({ index, kind }));
};
