/** Steps in metres; each index contour is the fifth. */
const intervalsM = [1, 2, 5, 10, 20, 50, 100, 200] as const;

/** Smallest interval worth drawing at a zoom, whatever the ground: 1 m from zoom 17, 2 m from 15, 5 m from 13, then 10 and 20. */
const floorM = (zoom: number): number => (zoom >= 17 ? 1 : zoom >= 15 ? 2 : zoom >= 13 ? 5 : zoom >= 12 ? 10 : 20);

/** Lines closer than this blur into a stain, px. */
const leastGapPx = 5;

export interface ContourIntervals {
  /** Of the lines drawn everywhere, m. */
  readonly mainM: number;
  /** Of the supplementary lines, drawn only where the ground is flat enough for them, m; the same as `mainM` where there are none. */
  readonly fineM: number;
}

/**
 * Intervals for a zoom: main lines stay apart even on steep ground; where that makes them coarse, flat ground gets finer ones.
 * @param steepestSlope rise over run that nearly all the ground stays below
 */
export function contourIntervals(zoom: number, metresPerPx: number, steepestSlope: number): ContourIntervals {
  const fineM = floorM(zoom);
  const leastM = Math.max(fineM, steepestSlope * metresPerPx * leastGapPx);
  const mainM = intervalsM.find((intervalM) => intervalM >= leastM) ?? 200;
  return { mainM, fineM: mainM % fineM === 0 ? fineM : mainM };
}

/** Is the ground flat enough for a supplementary line? */
export const isFlatEnough = (slope: number, fineM: number, metresPerPx: number): boolean =>
  slope * metresPerPx * (leastGapPx + 3) < fineM;

/** Every multiple of the interval within [lowestM, highestM]. */
export function contourLevelsM(lowestM: number, highestM: number, intervalM: number): number[] {
  const levels: number[] = [];
  if (!Number.isFinite(lowestM) || !Number.isFinite(highestM)) return levels;
  for (let n = Math.ceil(lowestM / intervalM); n * intervalM <= highestM; n += 1) levels.push(n * intervalM);
  return levels;
}

/** "index" (every fifth main line, heavier, carries its height), "main", or "fine" (supplementary). */
export function contourRank(levelM: number, { mainM }: ContourIntervals): "index" | "main" | "fine" {
  const n = levelM / mainM;
  if (Math.abs(n - Math.round(n)) > 1e-6) return "fine";
  return Math.round(n) % 5 === 0 ? "index" : "main";
}
