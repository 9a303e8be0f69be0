import { roughDistanceM } from "../../vehicle/rough-distance.ts";
import type { BootEpoch, ClockWitness } from "./clock-witness.ts";

/** Where one log begins on another's clock. */
export interface OffsetEstimate {
  /** Position of the other log's beginning, ms. */
  readonly offsetMs: number;
  /** 1 sigma, ms: how far the single witnesses lie apart, for their delays may all lean the same way. */
  readonly sigmaMs: number;
  /** frames: both heard the same ones. vehicle-clock: both heard the same vehicle. gps-time: vehicles told both the time. */
  readonly by: "frames" | "vehicle-clock" | "gps-time";
  readonly witnesses: number;
}

/** Fewer may be chance. */
const fewestWitnesses = 5;
/** A radio's delays are hardly known better, ms. */
const leastSigmaMs = { frames: 1, "vehicle-clock": 20, "gps-time": 50 };
/** For a normal distribution the standard deviation is this times the median distance from the median. */
const sigmaPerMad = 1.4826;
/** One vehicle in two logs is at one place at one second of its clock, but for what it flew within it, m. */
const samePlaceM = 40;
const sameShare = 0.8;

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

const estimateOf = (by: OffsetEstimate["by"], offsetsMs: readonly number[]): OffsetEstimate | undefined => {
  if (offsetsMs.length < fewestWitnesses) return undefined;
  const offsetMs = medianOf(offsetsMs);
  const spreadMs = sigmaPerMad * medianOf(offsetsMs.map((offset) => Math.abs(offset - offsetMs)));
  return { offsetMs, sigmaMs: Math.max(leastSigmaMs[by], spreadMs), by, witnesses: offsetsMs.length };
};

const byFrames = (a: ClockWitness, b: ClockWitness): OffsetEstimate | undefined => {
  const every = Math.max(a.every, b.every);
  const offsetsMs: number[] = [];
  for (const [fingerprint, positionMs] of b.fingerprints) {
    const there = fingerprint % every === 0 ? a.fingerprints.get(fingerprint) : undefined;
    if (there !== undefined) offsetsMs.push(there - positionMs);
  }
  const estimate = estimateOf("frames", offsetsMs);
  // The very same words at any distance are another flight that says the same by chance.
  return estimate !== undefined && estimate.sigmaMs < 5_000 ? estimate : undefined;
};

/** The seconds of a vehicle's clock that both heard; none where it was in two places at one second: another flight, or vehicle. */
const commonSeconds = (a: BootEpoch, b: BootEpoch): readonly number[] => {
  if (a.systemId !== b.systemId) return [];
  const offsetsMs: number[] = [];
  let places = 0;
  let same = 0;
  for (const [second, there] of a.seconds) {
    const here = b.seconds.get(second);
    if (here === undefined) continue;
    offsetsMs.push(there.leadMs - here.leadMs);
    const { latDeg, lonDeg } = there;
    if (latDeg === undefined || lonDeg === undefined || here.latDeg === undefined || here.lonDeg === undefined)
      continue;
    places++;
    if (roughDistanceM({ latDeg, lonDeg }, { latDeg: here.latDeg, lonDeg: here.lonDeg }) < samePlaceM) same++;
  }
  return places >= fewestWitnesses && same >= sameShare * places ? offsetsMs : [];
};

const byVehicleClock = (a: ClockWitness, b: ClockWitness): OffsetEstimate | undefined => {
  let longest: readonly number[] = [];
  for (const one of a.epochs) {
    for (const other of b.epochs) {
      const offsetsMs = commonSeconds(one, other);
      if (offsetsMs.length > longest.length) longest = offsetsMs;
    }
  }
  return estimateOf("vehicle-clock", longest);
};

const byGpsTime = ({ utcLeadsMs: a }: ClockWitness, { utcLeadsMs: b }: ClockWitness): OffsetEstimate | undefined => {
  if (a.length < fewestWitnesses || b.length < fewestWitnesses) return undefined;
  const [inA, inB] = [medianOf(a), medianOf(b)];
  const spreadOf = (leads: readonly number[], middle: number) =>
    sigmaPerMad * medianOf(leads.map((lead) => Math.abs(lead - middle)));
  const sigmaMs = Math.max(leastSigmaMs["gps-time"], Math.hypot(spreadOf(a, inA), spreadOf(b, inB)));
  return { offsetMs: inA - inB, sigmaMs, by: "gps-time", witnesses: Math.min(a.length, b.length) };
};

/**
 * Where log `b` begins on the clock of log `a`, by what both heard: the same frames tell to the millisecond, a vehicle's own clock to
 * the radios' delays, the time that vehicles have from GPS a little less.
 * @returns undefined where nothing ties them together: then only their own stamps, or a person, can tell
 */
export const estimateOffset = (a: ClockWitness, b: ClockWitness): OffsetEstimate | undefined =>
  byFrames(a, b) ?? byVehicleClock(a, b) ?? byGpsTime(a, b);
