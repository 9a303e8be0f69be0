import type { VehicleId } from "../vehicle/vehicle-state.ts";
import { addCovariance, invertCovariance, mahalanobisSquared } from "./covariance.ts";
import { totalCovariance } from "./georeference.ts";
import type { CovarianceNe } from "./heat-source.ts";
import type { LocalSighting } from "./local-sighting.ts";
import { CORRELATED_FRAMES, type MotionAt, type MotionVelocity, PassMotion, significance2 } from "./pass-motion.ts";

/** A warm spot's middle wanders over what is warm, whatever the pose. */
const SPOT_WANDER_M = 0.5;
/** Share of the newest sighting in where the source was lately: some seven frames, of which `CORRELATED_FRAMES` count as one. */
const LATELY = 0.25;
const LATELY_NOISE = (CORRELATED_FRAMES * LATELY) / (2 - LATELY);
/** Mean age of what makes up "lately", frames. */
const LATELY_AGE_FRAMES = (1 - LATELY) / LATELY;
/** Squared distance that 99.9 % of the sightings of one thing stay within: chi squared with 2 degrees of freedom. */
export const sightingGate2 = 13.8;
/** A person on foot. */
const WALKING_MPS = 1.5;
/** Slower than this nobody needs to be told, m/s. */
const SLOWEST_MPS = 0.25;
/** A speed is believed from 3 sigma on (99.7 % of a chi squared with 2 degrees of freedom), and until it is under 2. */
const MOVING_GATE2 = 11.8;
const STILL_GATE2 = 4;

const none: CovarianceNe = { nn: 0, ne: 0, ee: 0 };

/**
 * What one vehicle saw of one source in one go: the weighted mean of its sightings. GPS, compass, mounting, height and
 * latency errors are the same in all of them, so their effect (`columns`, one pair a kind of error) is averaged with its
 * sign and does not shrink with the number of frames; only the random part does.
 */
export class PassEstimate {
  readonly vehicleId: VehicleId;
  readonly firstMs: number;
  lastMs: number;
  /** Of all sightings since it was last seen to go elsewhere. */
  #mean: MotionAt = { northM: 0, eastM: 0, columns: [], noise: none };
  #weight = 0;
  #frames = 0;
  #last: LocalSighting | undefined;
  #lately: LocalSighting | undefined;
  #motion: PassMotion;
  #place: MotionAt = this.#mean;
  #velocity: MotionVelocity | undefined;
  /** 0: it stands, as far as can be told; 1: it is all but sure that it moves. */
  #creeping = 0;

  constructor(vehicleId: VehicleId, sighting: LocalSighting, nowMs: number) {
    this.vehicleId = vehicleId;
    this.firstMs = nowMs;
    this.lastMs = nowMs;
    this.#motion = new PassMotion(nowMs);
    this.add(sighting, nowMs);
  }

  /** How it moves; undefined where it isn't known to. */
  get velocity(): MotionVelocity | undefined {
    return this.#velocity;
  }

  /** Where it is taken to be at `lastMs`. */
  get place(): MotionAt {
    return this.#place;
  }

  get covariance(): CovarianceNe {
    return totalCovariance(this.#place.columns, this.#place.noise);
  }

  /** Whether a sighting goes on with what was seen; else it stopped, turned or set off. */
  fits(sighting: LocalSighting, nowMs: number): boolean {
    return Math.max(this.distance2(sighting, nowMs), this.#drift2(sighting, nowMs)) <= sightingGate2;
  }

  add(sighting: LocalSighting, nowMs: number): void {
    this.#average(sighting);
    this.#last = sighting;
    this.#lately = this.#latelyWith(sighting);
    this.lastMs = nowMs;
    this.#motion.add(sighting, nowMs);
    this.#judgeMotion();
    this.#place = this.#placeNow();
  }

  /** It goes elsewhere than it was taken to: only the newest sighting counts. */
  restart(sighting: LocalSighting, nowMs: number): void {
    // What was taken to stand still may have walked for a while; what was taken to go straight on has turned.
    if (this.#velocity) this.#motion = new PassMotion(nowMs);
    this.#velocity = undefined;
    this.#weight = 0;
    this.#frames = 0;
    this.#lately = undefined;
    this.add(sighting, nowMs);
  }

  /** Into the local frame of another track. */
  shift(northM: number, eastM: number): void {
    const moved = <Place extends { readonly northM: number; readonly eastM: number }>(place: Place): Place => ({
      ...place,
      northM: place.northM + northM,
      eastM: place.eastM + eastM,
    });
    this.#mean = moved(this.#mean);
    this.#place = moved(this.#place);
    this.#motion.shift(northM, eastM);
    if (this.#lately) this.#lately = moved(this.#lately);
    if (this.#last) this.#last = moved(this.#last);
  }

  /** Squared Mahalanobis distance of a new sighting of the same pass; what both have in common cancels out. */
  distance2(sighting: LocalSighting, nowMs: number): number {
    const from = this.#at(nowMs);
    return distance2(sighting, from, addCovariance(sighting.random, from.noise), wanderM2(sighting));
  }

  /** The same from the latest sighting alone, for what walks. */
  distanceFromLast2(sighting: LocalSighting, nowMs: number): number {
    const last = this.#last;
    const elapsedS = (nowMs - this.lastMs) / 1000;
    if (!last || elapsedS > 2) return Number.POSITIVE_INFINITY;
    const walked2 = (WALKING_MPS * elapsedS) ** 2;
    const from = { northM: last.northM, eastM: last.eastM, columns: last.systematic };
    return distance2(sighting, from, addCovariance(sighting.random, last.random), wanderM2(sighting) + walked2);
  }

  /** Where it is taken to be: on its way, where it is known to move. */
  #at(nowMs: number): MotionAt {
    return (this.#velocity && this.#motion.at(nowMs)) ?? this.#mean;
  }

  /** What may creep, too slowly to be sure, is as far from the mean as it would be on its way. */
  #placeNow(): MotionAt {
    const place = this.#at(this.lastMs);
    if (this.#velocity) return place;
    const line = this.#creeping > 0 ? this.#motion.at(this.lastMs) : undefined;
    if (!line) return place;
    const [northM, eastM] = [line.northM - place.northM, line.eastM - place.eastM];
    const lag = { nn: northM * northM, ne: northM * eastM, ee: eastM * eastM };
    return { ...place, noise: addCovariance(place.noise, scaled(lag, this.#creeping)) };
  }

  #average(sighting: LocalSighting): void {
    const total = totalCovariance(sighting.systematic, sighting.random);
    const weight = 1 / (total.nn + total.ee);
    const sum = this.#weight + weight;
    const [kept, share] = [this.#weight / sum, weight / sum];
    this.#frames++;
    const { northM, eastM, columns, noise } = this.#mean;
    // One frame's noise counts as it is, of the mean of many as if every third one were new.
    const before = Math.min(CORRELATED_FRAMES, this.#frames - 1);
    const scale = Math.min(CORRELATED_FRAMES, this.#frames);
    const ofMean = scaled(noise, before > 0 ? (kept * kept * scale) / before : 0);
    this.#mean = {
      northM: northM * kept + sighting.northM * share,
      eastM: eastM * kept + sighting.eastM * share,
      columns: sighting.systematic.map((value, i) => (columns[i] ?? 0) * kept + value * share),
      noise: addCovariance(ofMean, scaled(sighting.random, share * share * scale)),
    };
    this.#weight = sum;
  }

  #judgeMotion(): void {
    const velocity = this.#motion.velocity;
    const gate2 = this.#velocity ? STILL_GATE2 : MOVING_GATE2;
    const sure2 = velocity ? significance2(velocity) : 0;
    this.#creeping = Math.min(1, Math.max(0, (sure2 - STILL_GATE2) / (MOVING_GATE2 - STILL_GATE2)));
    const isMoving = velocity && Math.hypot(velocity.northMps, velocity.eastMps) > SLOWEST_MPS && sure2 > gate2;
    const stopped = this.#velocity !== undefined && !isMoving;
    this.#velocity = isMoving ? velocity : undefined;
    if (!stopped || !this.#lately) return;
    // The mean of where it was on its way is nowhere: from here on it stands where it was lately.
    this.#weight = 0;
    this.#frames = 0;
    this.#average(this.#lately);
  }

  /** Squared distance of where the source was lately, this sighting included, from where it is taken to be: large where it walks. */
  #drift2(sighting: LocalSighting, nowMs: number): number {
    const lately = this.#latelyWith(sighting);
    const from = this.#at(nowMs - (this.#velocity ? LATELY_AGE_FRAMES * (nowMs - this.lastMs) : 0));
    const random = addCovariance(scaled(lately.random, LATELY_NOISE), from.noise);
    return distance2(lately, from, random, LATELY_NOISE * wanderM2(lately));
  }

  #latelyWith(sighting: LocalSighting): LocalSighting {
    const before = this.#lately ?? sighting;
    const mix = (was: number, is: number) => was + LATELY * (is - was);
    const { random, systematic } = before;
    return {
      northM: mix(before.northM, sighting.northM),
      eastM: mix(before.eastM, sighting.eastM),
      systematic: sighting.systematic.map((is, i) => mix(systematic[i] ?? 0, is)),
      random: {
        nn: mix(random.nn, sighting.random.nn),
        ne: mix(random.ne, sighting.random.ne),
        ee: mix(random.ee, sighting.random.ee),
      },
      sizeM: mix(before.sizeM, sighting.sizeM),
    };
  }
}

const wanderM2 = ({ sizeM }: LocalSighting): number => SPOT_WANDER_M ** 2 + (sizeM / 4) ** 2;

const distance2 = (
  sighting: LocalSighting,
  from: { readonly northM: number; readonly eastM: number; readonly columns: readonly number[] },
  random: CovarianceNe,
  wander2: number,
): number => {
  const columns = sighting.systematic.map((value, i) => value - (from.columns[i] ?? 0));
  const { nn, ne, ee } = totalCovariance(columns, random);
  return mahalanobisSquared(sighting.northM - from.northM, sighting.eastM - from.eastM, {
    nn: nn + wander2,
    ne,
    ee: ee + wander2,
  });
};

/**
 * How much of a vehicle's lasting errors is the same in its next pass: between none (a new flight) and all (a bent mount).
 * At one half the ellipse still holds the truth in nine of ten cases if it is all, and is not much too wide if it is none.
 */
const PASS_CORRELATION = 0.5;

export interface FusedEstimate {
  readonly northM: number;
  readonly eastM: number;
  readonly covariance: CovarianceNe;
  /** The lasting errors of each vehicle in it, as columns. */
  readonly lasting: ReadonlyMap<VehicleId, readonly number[]>;
}

/**
 * Squared Mahalanobis distance of two estimates that may share vehicles: what their errors have in common cancels out, so
 * that two warm things that one drone passes twice are told apart.
 */
export const estimateDistance2 = (a: FusedEstimate, b: FusedEstimate, northM: number, eastM: number): number => {
  let { nn, ne, ee } = addCovariance(a.covariance, b.covariance);
  for (const [vehicleId, columns] of a.lasting) {
    const others = b.lasting.get(vehicleId) ?? [];
    for (let i = 0; i + 1 < columns.length; i += 2) {
      const [north, east] = [columns[i] ?? 0, columns[i + 1] ?? 0];
      const [otherNorth, otherEast] = [others[i] ?? 0, others[i + 1] ?? 0];
      nn -= 2 * PASS_CORRELATION * north * otherNorth;
      ne -= PASS_CORRELATION * (north * otherEast + east * otherNorth);
      ee -= 2 * PASS_CORRELATION * east * otherEast;
    }
  }
  const wander2 = 2 * SPOT_WANDER_M ** 2;
  return mahalanobisSquared(northM, eastM, { nn: nn + wander2, ne, ee: ee + wander2 });
};

/**
 * The mean of passes, weighted by their information. Its covariance is that of just this mean under the model: errors of
 * different vehicles are independent, those of one vehicle's passes correlate by `PASS_CORRELATION`.
 * @param moves whether the thing may have gone elsewhere between passes: then older ones count for less and less
 */
export const fusePasses = (passes: readonly PassEstimate[], moves = false): FusedEstimate => {
  const newestMs = Math.max(...passes.map(({ lastMs }) => lastMs));
  const speedMps = Math.max(0, ...passes.map(({ velocity: v }) => (v ? Math.hypot(v.northMps, v.eastMps) : 0)));
  const drifts = passes.map(({ lastMs }) => (moves ? driftSince(newestMs - lastMs, speedMps) : none));
  const information = passes.map((pass, i) => invertCovariance(addCovariance(pass.covariance, drifts[i] ?? none)));
  const total = invertCovariance(information.reduce(addCovariance));
  let northM = 0;
  let eastM = 0;
  let covariance: CovarianceNe = { nn: 0, ne: 0, ee: 0 };
  const perVehicle = new Map<VehicleId, number[]>();
  for (const [i, pass] of passes.entries()) {
    const gain = product(total, information[i] ?? total);
    const { place } = pass;
    northM += gain.a * place.northM + gain.b * place.eastM;
    eastM += gain.c * place.northM + gain.d * place.eastM;
    const columns = applyToColumns(gain, place.columns);
    covariance = addCovariance(covariance, scaled(totalCovariance(columns, none), 1 - PASS_CORRELATION));
    covariance = addCovariance(covariance, congruent(gain, addCovariance(place.noise, drifts[i] ?? none)));
    const sums = perVehicle.get(pass.vehicleId) ?? [];
    for (const [j, value] of columns.entries()) sums[j] = (sums[j] ?? 0) + value;
    perVehicle.set(pass.vehicleId, sums);
  }
  for (const sums of perVehicle.values()) {
    covariance = addCovariance(covariance, scaled(totalCovariance(sums, none), PASS_CORRELATION));
  }
  return { northM, eastM, covariance, lasting: perVehicle };
};

/** What walks about without a goal (grazing, confused) gets so far: variance of each axis, m2 a second, and at most. */
const DRIFT_M2_PER_S = 0.5;
const MAX_DRIFT_M2 = 225;

/** What was seen to walk gets as far as it walked then, in whatever direction. */
const driftSince = (elapsedMs: number, speedMps: number): CovarianceNe => {
  if (!(elapsedMs > 0)) return none;
  const wandered = Math.min(MAX_DRIFT_M2, (DRIFT_M2_PER_S * elapsedMs) / 1000);
  const variance = Math.min(MAX_VARIANCE_M2, wandered + ((speedMps * elapsedMs) / 1000) ** 2);
  return { nn: variance, ne: 0, ee: variance };
};

/** So that what was restored, of no known age, still has a weight. */
const MAX_VARIANCE_M2 = 1e6;

interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

const product = (p: CovarianceNe, q: CovarianceNe): Matrix => ({
  a: p.nn * q.nn + p.ne * q.ne,
  b: p.nn * q.ne + p.ne * q.ee,
  c: p.ne * q.nn + p.ee * q.ne,
  d: p.ne * q.ne + p.ee * q.ee,
});

const scaled = ({ nn, ne, ee }: CovarianceNe, by: number): CovarianceNe => ({ nn: nn * by, ne: ne * by, ee: ee * by });

const applyToColumns = ({ a, b, c, d }: Matrix, columns: readonly number[]): number[] => {
  const result: number[] = [];
  for (let i = 0; i + 1 < columns.length; i += 2) {
    const north = columns[i] ?? 0;
    const east = columns[i + 1] ?? 0;
    result.push(a * north + b * east, c * north + d * east);
  }
  return result;
};

/** M C M^T. */
const congruent = ({ a, b, c, d }: Matrix, { nn, ne, ee }: CovarianceNe): CovarianceNe => ({
  nn: a * a * nn + 2 * a * b * ne + b * b * ee,
  ne: a * c * nn + (a * d + b * c) * ne + b * d * ee,
  ee: c * c * nn + 2 * c * d * ne + d * d * ee,
});
