/** Steps in metres; each index contour is the fifth. */
const intervalsM = [1, 2, 5, 10, 20, 50, 100, 200] as const;

/** Smallest interval worth drawing at a zoom, whatever the ground: 1 m from zoom 17, 2 m from 15, 5 m from 13, then 10 and 20. */
const floorM = (zoom: number): number => (zoom >= 17 ? 1 : zoom >= 15 ? 2 : zoom >= 13 ? 5 : zoom >= 12 ? 10 : 20);

/**
 * Contour interval, m: as fine as the zoom allows, but coarse enough that lines on the steep tenth of the ground stay `minGapPx`
 * apart.
 */
export function contourIntervalM(zoom: number, metresPerPx: number, steepSlope: number, minGapPx = 7): number {
  const leastM = Math.max(floorM(zoom), steepSlope * metresPerPx * minGapPx);
  return intervalsM.find((intervalM) => intervalM >= leastM) ?? intervalsM[intervalsM.length - 1] ?? 200;
}

/** Every multiple of the interval within [lowestM, highestM]. */
export function contourLevelsM(lowestM: number, highestM: number, intervalM: number): number[] {
  const levels: number[] = [];
  if (!Number.isFinite(lowestM) || !Number.isFinite(highestM)) return levels;
  for (let n = Math.ceil(lowestM / intervalM); n * intervalM <= highestM; n += 1) levels.push(n * intervalM);
  return levels;
}

/** Index contours are drawn heavier and carry their height. */
export const isIndexContour = (levelM: number, intervalM: number): boolean => Math.round(levelM / intervalM) % 5 === 0;
