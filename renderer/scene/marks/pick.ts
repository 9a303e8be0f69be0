/** Something that can be pressed, where it is drawn, px. */
export interface PickSpot {
  readonly key: string;
  readonly xPx: number;
  readonly yPx: number;
  readonly reachPx: number;
}

/** What a press means: the nearest thing within its reach, or nothing. */
export const pickNearest = (spots: Iterable<PickSpot>, xPx: number, yPx: number): string | undefined => {
  let best: string | undefined;
  let bestPx = Number.POSITIVE_INFINITY;
  for (const spot of spots) {
    const awayPx = Math.hypot(spot.xPx - xPx, spot.yPx - yPx);
    if (awayPx <= spot.reachPx && awayPx < bestPx) {
      best = spot.key;
      bestPx = awayPx;
    }
  }
  return best;
};
