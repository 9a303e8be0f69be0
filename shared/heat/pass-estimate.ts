import type { VehicleId } from "../vehicle/vehicle-state.ts";
import { addCovariance, invertCovariance, mahalanobisSquared } from "./covariance.ts";
import { type GeoreferencedSpot, totalCovariance } from "./georeference.ts";
import type { CovarianceNe } from "./heat-source.ts";

/** A located sighting in metres from the origin of the track that it is compared with. */
export interface LocalSighting {
  readonly northM: number;
  readonly eastM: number;
  readonly systematic: readonly number[];
  readonly random: CovarianceNe;
  readonly sizeM: number;
}

export const localSighting = (spot: GeoreferencedSpot, northM: number, eastM: number): LocalSighting => ({
  northM,
  eastM,
  systematic: spot.systematic,
  random: spot.random,
  sizeM: spot.sizeM,
});

/** Consecutive frames share part of their random errors too (gusts, gait): so many count as one. */
const CORRELATED_FRAMES = 3;
/** A warm spot's middle wanders over what is warm, whatever the pose. */
const SPOT_WANDER_M = 0.5;
/** Share of the newest sighting in where the source was lately: some seven frames, of which `CORRELATED_FRAMES` count as one. */
const LATELY = 0.25;
const LATELY_NOISE = (CORRELATED_FRAMES * LATELY) / (2 - LATELY);
/** A person on foot. */
const WALKING_MPS = 1.5;

/**
 * What one vehicle saw of one source in one go: the weighted mean of its sightings. GPS, compass, mounting, height and
 * latency errors are the same in all of them, so their effect (`columns`, one pair a kind of error) is averaged with its
 * sign and does not shrink with the number of frames; only the random part does.
 */
export class PassEstimate {
  readonly vehicleId: VehicleId;
  readonly firstMs: number;
  lastMs: number;
  northM = 0;
  eastM = 0;
  #columns: readonly number[] = [];
  #noise: CovarianceNe = { nn: 0, ne: 0, ee: 0 };
  #weight = 0;
  #frames = 0;
  #last: LocalSighting | undefined;
  #lately: LocalSighting | undefined;

  constructor(vehicleId: VehicleId, sighting: LocalSighting, nowMs: number) {
    this.vehicleId = vehicleId;
    this.firstMs = nowMs;
    this.lastMs = nowMs;
    this.add(sighting, nowMs);
  }

  get columns(): readonly number[] {
    return this.#columns;
  }

  /** Of the mean: its random part. */
  get noise(): CovarianceNe {
    const scale = Math.min(CORRELATED_FRAMES, this.#frames);
    return { nn: this.#noise.nn * scale, ne: this.#noise.ne * scale, ee: this.#noise.ee * scale };
  }

  get covariance(): CovarianceNe {
    return totalCovariance(this.#columns, this.noise);
  }

  add(sighting: LocalSighting, nowMs: number): void {
    const total = totalCovariance(sighting.systematic, sighting.random);
    const weight = 1 / (total.nn + total.ee);
    const sum = this.#weight + weight;
    const [kept, share] = [this.#weight / sum, weight / sum];
    this.northM = this.northM * kept + sighting.northM * share;
    this.eastM = this.eastM * kept + sighting.eastM * share;
    this.#columns = sighting.systematic.map((value, i) => (this.#columns[i] ?? 0) * kept + value * share);
    this.#noise = {
      nn: this.#noise.nn * kept * kept + sighting.random.nn * share * share,
      ne: this.#noise.ne * kept * kept + sighting.random.ne * share * share,
      ee: this.#noise.ee * kept * kept + sighting.random.ee * share * share,
    };
    this.#weight = sum;
    this.#frames++;
    this.#last = sighting;
    this.#lately = this.#latelyWith(sighting);
    this.lastMs = nowMs;
  }

  /** The source moves: only the newest sighting counts. */
  restart(sighting: LocalSighting, nowMs: number): void {
    this.#weight = 0;
    this.#frames = 0;
    this.#lately = undefined;
    this.add(sighting, nowMs);
  }

  /** Squared distance of where the source was lately, this sighting included, from the mean: large where it walks. */
  drift2(sighting: LocalSighting): number {
    const lately = this.#latelyWith(sighting);
    const random = addCovariance(scaled(lately.random, LATELY_NOISE), this.noise);
    return distance2(lately, this, random, LATELY_NOISE * wanderM2(lately));
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

  /** Into the local frame of another track. */
  shift(northM: number, eastM: number): void {
    this.northM += northM;
    this.eastM += eastM;
    const lately = this.#lately;
    if (lately) this.#lately = { ...lately, northM: lately.northM + northM, eastM: lately.eastM + eastM };
    if (this.#last) {
      this.#last = { ...this.#last, northM: this.#last.northM + northM, eastM: this.#last.eastM + eastM };
    }
  }

  /** Squared Mahalanobis distance of a new sighting of the same pass; what both have in common cancels out. */
  distance2(sighting: LocalSighting): number {
    return distance2(sighting, this, addCovariance(sighting.random, this.noise), wanderM2(sighting));
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
  const drifts = passes.map(({ lastMs }) => (moves ? driftSince(newestMs - lastMs) : zero));
  const information = passes.map((pass, i) => invertCovariance(addCovariance(pass.covariance, drifts[i] ?? zero)));
  const total = invertCovariance(information.reduce(addCovariance));
  let northM = 0;
  let eastM = 0;
  let covariance: CovarianceNe = { nn: 0, ne: 0, ee: 0 };
  const perVehicle = new Map<VehicleId, number[]>();
  for (const [i, pass] of passes.entries()) {
    const gain = product(total, information[i] ?? total);
    northM += gain.a * pass.northM + gain.b * pass.eastM;
    eastM += gain.c * pass.northM + gain.d * pass.eastM;
    const columns = applyToColumns(gain, pass.columns);
    covariance = addCovariance(covariance, scaled(totalCovariance(columns, zero), 1 - PASS_CORRELATION));
    covariance = addCovariance(covariance, congruent(gain, addCovariance(pass.noise, drifts[i] ?? zero)));
    const sums = perVehicle.get(pass.vehicleId) ?? [];
    for (const [j, value] of columns.entries()) sums[j] = (sums[j] ?? 0) + value;
    perVehicle.set(pass.vehicleId, sums);
  }
  for (const sums of perVehicle.values()) {
    covariance = addCovariance(covariance, scaled(totalCovariance(sums, zero), PASS_CORRELATION));
  }
  return { northM, eastM, covariance, lasting: perVehicle };
};

const zero: CovarianceNe = { nn: 0, ne: 0, ee: 0 };

/** What walks about without a goal (grazing, confused) gets so far: variance of each axis, m2 a second, and at most. */
const DRIFT_M2_PER_S = 0.5;
const MAX_DRIFT_M2 = 225;

const driftSince = (elapsedMs: number): CovarianceNe => {
  const variance = elapsedMs > 0 ? Math.min(MAX_DRIFT_M2, (DRIFT_M2_PER_S * elapsedMs) / 1000) : 0;
  return { nn: variance, ne: 0, ee: variance };
};

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
