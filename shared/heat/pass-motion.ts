import { invertCovariance } from "./covariance.ts";
import { totalCovariance } from "./georeference.ts";
import type { CovarianceNe } from "./heat-source.ts";
import type { LocalSighting } from "./local-sighting.ts";

/** Consecutive frames share part of their random errors too (gusts, gait): so many count as one. */
export const CORRELATED_FRAMES = 3;
/** What was seen so long ago counts a third for how the source moves now, ms: people turn. */
const MEMORY_MS = 10_000;
/** The middle of what is warm wanders as limbs move and the outline frays, m, one sigma of each axis. */
const LIMBS_M = 0.15;
/** Less than so long a look, or fewer frames, can't tell a step from a gust. */
const SHORTEST_MS = 2500;
const FEWEST_FRAMES = 8;

/** Where a source was at a moment and how fast, if it goes straight on. */
export interface MotionAt {
  readonly northM: number;
  readonly eastM: number;
  /** Of the place: what a pass's lasting errors do to it, as in `LocalSighting.systematic`, and the rest. */
  readonly columns: readonly number[];
  readonly noise: CovarianceNe;
}

export interface MotionVelocity {
  readonly northMps: number;
  readonly eastMps: number;
  readonly covariance: CovarianceNe;
}

/**
 * A straight line through the sightings of one pass by weighted least squares, older ones fading. Lasting errors of the pass
 * are fitted with the same weights: what a wrong heading or height moves all sightings by cancels out of the velocity; only
 * what it moves the later ones by more than the earlier ones (the camera came nearer, the bearing turned) stays as its error.
 */
export class PassMotion {
  #atMs: number;
  readonly #firstMs: number;
  #frames = 0;
  // Sums over sightings, times relative to the newest, s: of weights, w t, w t^2 ...
  #w = 0;
  #wt = 0;
  #wtt = 0;
  /** ... of w x and w t x for north, east and each number of the columns ... */
  #values: { readonly wx: readonly number[]; readonly wtx: readonly number[] } = { wx: [], wtx: [] };
  /** ... and of w^2 R, w^2 t R, w^2 t^2 R, for the random part. */
  #noise: readonly [CovarianceNe, CovarianceNe, CovarianceNe] = [none, none, none];

  constructor(nowMs: number) {
    this.#atMs = nowMs;
    this.#firstMs = nowMs;
  }

  add(sighting: LocalSighting, nowMs: number): void {
    this.#age(nowMs);
    const { systematic, random, northM, eastM } = sighting;
    const total = totalCovariance(systematic, random);
    const w = 1 / (total.nn + total.ee);
    this.#w += w;
    const values = [northM, eastM, ...systematic];
    const { wx, wtx } = this.#values;
    this.#values = { wx: values.map((x, i) => (wx[i] ?? 0) + w * x), wtx: values.map((_, i) => wtx[i] ?? 0) };
    const limbs2 = LIMBS_M * LIMBS_M;
    const fresh = { nn: random.nn + limbs2, ne: random.ne, ee: random.ee + limbs2 };
    const [r0, r1, r2] = this.#noise;
    this.#noise = [addScaled(r0, fresh, w * w), r1, r2];
    this.#frames++;
  }

  /** Into the local frame of another track. */
  shift(northM: number, eastM: number): void {
    const by = (i: number) => (i === 0 ? northM : i === 1 ? eastM : 0);
    const { wx, wtx } = this.#values;
    this.#values = {
      wx: wx.map((value, i) => value + this.#w * by(i)),
      wtx: wtx.map((value, i) => value + this.#wt * by(i)),
    };
  }

  /** Undefined where the look was too short to tell. */
  get velocity(): MotionVelocity | undefined {
    if (this.#frames < FEWEST_FRAMES || this.#atMs - this.#firstMs < SHORTEST_MS) return undefined;
    const det = this.#determinant;
    if (!(det > 1e-9 * this.#w * this.#w)) return undefined;
    const slopes = this.#fitted((wx, wtx) => (this.#w * wtx - this.#wt * wx) / det);
    const [northMps = 0, eastMps = 0, ...columns] = slopes;
    // Each sighting's share in the slope: w (W t - T) / det.
    const [a, b] = [-this.#wt / det, this.#w / det];
    return { northMps, eastMps, covariance: totalCovariance(columns, this.#noiseOf(a, b)) };
  }

  /** @returns where the line is at a moment; undefined where there is none */
  at(nowMs: number): MotionAt | undefined {
    const det = this.#determinant;
    if (!(det > 1e-9 * this.#w * this.#w)) return undefined;
    const t = (nowMs - this.#atMs) / 1000;
    const a = (this.#wtt - this.#wt * t) / det;
    const b = (this.#w * t - this.#wt) / det;
    const [northM = 0, eastM = 0, ...columns] = this.#fitted((wx, wtx) => a * wx + b * wtx);
    return { northM, eastM, columns, noise: this.#noiseOf(a, b) };
  }

  get #determinant(): number {
    return this.#w * this.#wtt - this.#wt * this.#wt;
  }

  #fitted(of: (wx: number, wtx: number) => number): readonly number[] {
    const { wx, wtx } = this.#values;
    return wx.map((value, i) => of(value, wtx[i] ?? 0));
  }

  /** The random part of a sum of sightings whose shares are w (a + b t). */
  #noiseOf(a: number, b: number): CovarianceNe {
    const [r0, r1, r2] = this.#noise;
    const scale = Math.min(CORRELATED_FRAMES, this.#frames);
    const sum = addScaled(addScaled(addScaled(none, r0, a * a), r1, 2 * a * b), r2, b * b);
    return addScaled(none, sum, scale);
  }

  /** Moves the origin of time to now, and fades what was. */
  #age(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#atMs);
    const d = -elapsedMs / 1000;
    const fade = Math.exp(-elapsedMs / MEMORY_MS);
    this.#wtt = fade * (this.#wtt + 2 * d * this.#wt + d * d * this.#w);
    this.#wt = fade * (this.#wt + d * this.#w);
    this.#w *= fade;
    const { wx, wtx } = this.#values;
    this.#values = {
      wx: wx.map((value) => fade * value),
      wtx: wtx.map((value, i) => fade * (value + d * (wx[i] ?? 0))),
    };
    const [r0, r1, r2] = this.#noise;
    const fade2 = fade * fade;
    this.#noise = [
      addScaled(none, r0, fade2),
      addScaled(addScaled(none, r1, fade2), r0, fade2 * d),
      addScaled(addScaled(addScaled(none, r2, fade2), r1, 2 * fade2 * d), r0, fade2 * d * d),
    ];
    this.#atMs = Math.max(this.#atMs, nowMs);
  }
}

const none: CovarianceNe = { nn: 0, ne: 0, ee: 0 };

const addScaled = (a: CovarianceNe, b: CovarianceNe, by: number): CovarianceNe => ({
  nn: a.nn + by * b.nn,
  ne: a.ne + by * b.ne,
  ee: a.ee + by * b.ee,
});

/** Squared speed over its variance: chi squared with 2 degrees of freedom for what stands still. */
export const significance2 = ({ northMps, eastMps, covariance }: MotionVelocity): number => {
  const { nn, ne, ee } = invertCovariance(covariance);
  return nn * northMps * northMps + 2 * ne * northMps * eastMps + ee * eastMps * eastMps;
};
