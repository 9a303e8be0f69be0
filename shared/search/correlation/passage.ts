import type { LatLon } from "../../geo/lat-lon.ts";
import { curvatureRadii } from "../../geo/local-frame.ts";

/** Somebody or something seen at a place and a time: by a camera, a gate, a witness. */
export interface Passage extends LatLon {
  /** Whose: a number plate, a phone, a camera's track. Different things may have the same one only if they are one. */
  readonly id: string;
  readonly utcMs: number;
  /** How far off the place may be, m; 0 unless told. */
  readonly accuracyM?: number;
  /** The camera or gate, or who said so. */
  readonly source?: string;
}

/** What movement is thought possible. */
export interface MovementRule {
  /** The fastest that is thought possible, m/s. */
  readonly maxSpeedMps: number;
  /** Only what is this near fits, m; 5 km unless told. */
  readonly maxDistanceM?: number;
  /** Only what is this near in time fits, ms; one hour unless told. */
  readonly windowMs?: number;
  /** How far two clocks may differ, ms; 30 s unless told, an assumption: cameras are seldom set to the second. */
  readonly clockToleranceMs?: number;
}

export type FullRule = Required<MovementRule>;

export const fullRule = (rule: MovementRule): FullRule => ({
  maxDistanceM: 5_000,
  windowMs: 3_600_000,
  clockToleranceMs: 30_000,
  ...rule,
});

const e2 = 0.0066943799901413165;

/**
 * A place of the ellipsoid in space, m (WGS-84, earth-centred, without heights): straight lines between such are exact over the
 * date line and the poles, and less than a millimetre shorter than the ground over 5 km.
 */
export const inSpace = ({ latDeg, lonDeg }: LatLon): readonly [number, number, number] => {
  const [lat, lon] = [(latDeg * Math.PI) / 180, (lonDeg * Math.PI) / 180];
  const { primeVerticalM } = curvatureRadii(latDeg);
  const outM = primeVerticalM * Math.cos(lat);
  return [outM * Math.cos(lon), outM * Math.sin(lon), primeVerticalM * (1 - e2) * Math.sin(lat)];
};

/** m, see `inSpace`. */
export const straightM = (a: LatLon, b: LatLon): number => {
  const [ax, ay, az] = inSpace(a);
  const [bx, by, bz] = inSpace(b);
  return Math.sqrt((ax - bx) ** 2 + (ay - by) ** 2 + (az - bz) ** 2);
};

/**
 * How fast one must have been to be at both, m/s: the distance less what both places may be off, in the time between plus
 * what the clocks may differ. 0 where the places can be one; infinite for two places at one time.
 */
export const neededSpeedMps = (a: Passage, b: Passage, clockToleranceMs = 0): number => {
  const gapM = straightM(a, b) - (a.accuracyM ?? 0) - (b.accuracyM ?? 0);
  return gapM <= 0 ? 0 : gapM / ((Math.abs(a.utcMs - b.utcMs) + clockToleranceMs) / 1000);
};
