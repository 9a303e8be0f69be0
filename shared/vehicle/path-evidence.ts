import type { MavlinkMessage } from "../mavlink/messages.ts";
import { wrapPi } from "../units/angle.ts";
import type { Path } from "./path.ts";
import { roughDistanceM } from "./rough-distance.ts";
import type { SampleTrack } from "./sample-track.ts";
import { placeE7 } from "./wire-values.ts";

/** One vehicle's positions at one instant of its clock differ by rounding and interpolation only. */
const positionToleranceM = 5;
/** And by its turns between samples: this much per m/s. */
const perSpeedS = 0.15;
const angleToleranceRad = 0.35;
const positionGapMs = 2_500;
const attitudeGapMs = 600;
const needed = 5;
/** Old evidence fades, so that two vehicles that stood side by side are told apart once they part. */
const halfLifeCount = 60;

interface Tally {
  agree: number;
  disagree: number;
}

const nothing: Readonly<Tally> = { agree: 0, disagree: 0 };

/** All that a PathEvidence knows. */
export interface SavedEvidence {
  readonly position: Readonly<Tally>;
  readonly attitude: Readonly<Tally>;
}

/** What comparing two paths at equal vehicle times has shown so far. */
export class PathEvidence {
  readonly #position: Tally;
  readonly #attitude: Tally;

  constructor({ position, attitude }: SavedEvidence = { position: nothing, attitude: nothing }) {
    this.#position = { ...position };
    this.#attitude = { ...attitude };
  }

  save(): SavedEvidence {
    return { position: { ...this.#position }, attitude: { ...this.#attitude } };
  }

  count(track: "position" | "attitude", agrees: boolean): void {
    const tally = track === "position" ? this.#position : this.#attitude;
    if (agrees) tally.agree++;
    else tally.disagree++;
    if (tally.agree + tally.disagree > halfLifeCount) {
      tally.agree /= 2;
      tally.disagree /= 2;
    }
  }

  /** What shows two different vehicles, if anything does. */
  get difference(): "position" | "attitude" | undefined {
    if (differs(this.#position)) return "position";
    return differs(this.#attitude) ? "attitude" : undefined;
  }

  /** Both paths said the same at the same times. */
  get agrees(): boolean {
    const { agree, disagree } = this.#position;
    const attitude = this.#attitude;
    return agree + attitude.agree >= needed && agree >= 3 * disagree && attitude.agree >= 3 * attitude.disagree;
  }
}

const differs = ({ agree, disagree }: Tally): boolean => disagree >= needed && disagree > 3 * agree;

/**
 * Notes a message's sample on its path and compares it with another path's at the same time of the vehicle's clock.
 * @param evidenceWith gives the tally with another path
 */
export const compareSample = (
  path: Path,
  others: Iterable<Path>,
  message: MavlinkMessage,
  evidenceWith: (other: Path) => PathEvidence,
): void => {
  if (message.name === "GLOBAL_POSITION_INT") {
    const { timeBootMs, lat, lon, vx, vy } = message.fields;
    const place = placeE7(lat, lon);
    if (place === undefined) return;
    const toleranceM = positionToleranceM + (perSpeedS * Math.hypot(vx, vy)) / 100;
    for (const other of others) {
      const there = other === path ? undefined : sampleAt(other.positions, timeBootMs, positionGapMs);
      if (there === undefined) continue;
      const apartM = roughDistanceM(place, { latDeg: there[0] ?? 0, lonDeg: there[1] ?? 0 });
      evidenceWith(other).count("position", apartM <= toleranceM);
    }
    path.positions.add(timeBootMs, [place.latDeg, place.lonDeg]);
  } else if (message.name === "ATTITUDE") {
    const { timeBootMs, roll, pitch, yaw } = message.fields;
    if (!Number.isFinite(roll + pitch + yaw)) return;
    const angles = [roll, pitch, yaw];
    for (const other of others) {
      const there = other === path ? undefined : sampleAt(other.attitudes, timeBootMs, attitudeGapMs);
      if (there === undefined) continue;
      const apartRad = Math.max(...angles.map((angle, index) => Math.abs(wrapPi(angle - (there[index] ?? 0)))));
      evidenceWith(other).count("attitude", apartRad <= angleToleranceRad);
    }
    path.attitudes.add(timeBootMs, angles);
  }
};

/** Interpolated between the samples around `timeMs`, where they are near enough to each other. */
const sampleAt = (track: SampleTrack, timeMs: number, maxGapMs: number): number[] | undefined => {
  const before = track.rowAtOrBefore(timeMs);
  if (before < 0) return undefined;
  const sinceMs = timeMs - track.timeMs(before);
  const width = track.width;
  if (sinceMs === 0) return Array.from({ length: width }, (_, column) => track.value(before, column));
  if (before + 1 >= track.count) return undefined;
  const gapMs = track.timeMs(before + 1) - track.timeMs(before);
  if (gapMs > maxGapMs) return undefined;
  return Array.from({ length: width }, (_, column) => {
    const from = track.value(before, column);
    const step = track.value(before + 1, column) - from;
    // Columns are angles (yaw wraps at pi) or degrees that hardly change; both may be wrapped the same way.
    return from + (width === 3 ? wrapPi(step) : step) * (sinceMs / gapMs);
  });
};
