/** A position as the phone gives it. */
export interface Fix {
  readonly latDeg: number;
  readonly lonDeg: number;
  /** Radius of 68 %, m: half of what browsers give as 95 %. */
  readonly sigmaM?: number;
  readonly speedMps?: number;
  readonly courseRad?: number;
  readonly phoneMs: number;
}

const degM = 111_195;

/** Plane, which is good to centimetres over the metres that matter here. */
export const stepM = (a: Pick<Fix, "latDeg" | "lonDeg">, b: Pick<Fix, "latDeg" | "lonDeg">): number =>
  Math.hypot((b.latDeg - a.latDeg) * degM, (b.lonDeg - a.lonDeg) * degM * Math.cos((a.latDeg * Math.PI) / 180));

/** Nearer in time than this none is told: battery and network of hundreds of phones. */
const leastMs = 5_000;
const lowBatteryLeastMs = 30_000;
/** Who stands still says once a minute that they still do. */
const stillMs = 60_000;
const leastM = 10;

/**
 * Whether a position is to be kept for the station: after 10 m (or as much as it is uncertain by), or a minute. With a low
 * battery less often, so that the phone lasts the night.
 * @param before the last that was told
 */
export const isWorthTelling = (before: Fix | undefined, now: Fix, batteryFraction = 1): boolean => {
  if (before === undefined) return true;
  const sinceMs = now.phoneMs - before.phoneMs;
  // The clock was set back: nothing can be said of the time between.
  if (sinceMs < 0) return true;
  if (sinceMs < (batteryFraction < 0.2 ? lowBatteryLeastMs : leastMs)) return false;
  return sinceMs >= stillMs || stepM(before, now) >= Math.max(leastM, now.sigmaM ?? 0);
};
