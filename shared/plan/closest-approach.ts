/** Two points that move straight and evenly, seen from one of them; m and m/s at the start of an interval. */
export interface RelativeMotion {
  readonly northM: number;
  readonly eastM: number;
  /** NaN where a height isn't known. */
  readonly upM: number;
  readonly northMps: number;
  readonly eastMps: number;
  readonly upMps: number;
  readonly durationS: number;
}

export interface Limits {
  readonly horizontalM: number;
  readonly verticalM: number;
}

/** When both distances are below their limits at once, s from the start of the interval, and when it is worst. */
export interface Approach {
  readonly fromS: number;
  readonly toS: number;
  /** When the larger of the two shares of the limits is smallest. */
  readonly closestS: number;
  /** That share, 0 to 1. */
  readonly share: number;
}

/**
 * Exact for straight even motion: the horizontal distance squared is a parabola in time, the vertical one a line, so both
 * limits are intervals. An unknown height counts as the same height: nobody can say that it isn't.
 */
export const approachOf = (motion: RelativeMotion, limits: Limits): Approach | undefined => {
  const { northM, eastM, northMps, eastMps, durationS } = motion;
  const [upM, upMps] = Number.isNaN(motion.upM + motion.upMps) ? [0, 0] : [motion.upM, motion.upMps];
  const a = northMps * northMps + eastMps * eastMps;
  const b = northM * northMps + eastM * eastMps;
  const c = northM * northM + eastM * eastM;
  const flat = whenBelow(a, b, c - limits.horizontalM * limits.horizontalM);
  if (flat === undefined) return undefined;
  const level = whenBelow(upMps * upMps, upM * upMps, upM * upM - limits.verticalM * limits.verticalM);
  if (level === undefined) return undefined;
  const fromS = Math.max(0, flat[0], level[0]);
  const toS = Math.min(durationS, flat[1], level[1]);
  if (!(fromS <= toS)) return undefined;
  const horizontal2 = limits.horizontalM * limits.horizontalM;
  const vertical2 = limits.verticalM * limits.verticalM;
  const share2 = (s: number): number =>
    Math.max((c + 2 * b * s + a * s * s) / horizontal2, (upM + upMps * s) ** 2 / vertical2);
  // Both are convex, so the least of the larger one is at the least of either, where they are equal, or at an end.
  const equal = roots(
    a / horizontal2 - (upMps * upMps) / vertical2,
    b / horizontal2 - (upM * upMps) / vertical2,
    c / horizontal2 - (upM * upM) / vertical2,
  );
  let closestS = fromS;
  for (const s of [toS, a > 0 ? -b / a : fromS, upMps === 0 ? fromS : -upM / upMps, ...equal]) {
    if (s >= fromS && s <= toS && share2(s) < share2(closestS)) closestS = s;
  }
  return { fromS, toS, closestS, share: Math.sqrt(Math.max(0, share2(closestS))) };
};

/** Where a s² + 2 b s + c is below 0, for a parabola that opens upwards or a constant. */
const whenBelow = (a: number, b: number, c: number): readonly [number, number] | undefined => {
  if (a === 0) return c < 0 ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : undefined;
  const under = b * b - a * c;
  if (under <= 0) return undefined;
  const root = Math.sqrt(under);
  return [(-b - root) / a, (-b + root) / a];
};

/** Of a s² + 2 b s + c. */
const roots = (a: number, b: number, c: number): readonly number[] => {
  if (a === 0) return b === 0 ? [] : [-c / (2 * b)];
  const under = b * b - a * c;
  if (under < 0) return [];
  const root = Math.sqrt(under);
  return [(-b - root) / a, (-b + root) / a];
};
