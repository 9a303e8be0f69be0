import { degToRad } from "../../units/angle.ts";
import { systematicShare } from "../georeference.ts";
import type { BiasEstimate, CameraBias } from "./camera-bias.ts";
import { LinearFilter } from "./linear-filter.ts";
import { addSpreads, distance2, type Effect, type LinearSighting, linearised, spreadOf } from "./linear-sighting.ts";
import type { ReferenceSighting } from "./reference-sighting.ts";

/** One sigma of each part of the bias before anything was seen. */
export type BiasPrior = CameraBias;

/** The unknowns, in their order. After them, north and east of each of the places that are in mind. */
const HEADING = 0;
const PITCH = 1;
const TIME = 2;
const CROSS = 3;
const ROLL = 4;
const NORTH = 5;
const EAST = 6;
const HEIGHT = 7;
const FRESH_HEADING = 8;
const FRESH_PITCH = 9;
const PLACES = 10;
const MOST_PLACES = 5;

/**
 * After how long errors of the pose are others, ms. Assumptions: an attitude filter levels itself within a minute, a GPS
 * position and a barometer wander within ten, and what is new in each frame is not quite new in the next.
 */
const ATTITUDE_MS = 60_000;
const POSITION_MS = 600_000;
const FRESH_MS = 1_500;

/** How far a bias wanders in a minute, variance: compass and mount, gimbal, clock. Assumptions. */
const WANDER_PER_MINUTE: CameraBias = { headingRad: degToRad(0.2) ** 2, pitchRad: degToRad(0.05) ** 2, timeMs: 5 ** 2 };

/** Up to 95 % of the chi squared distribution a sighting counts whole, then less and less; beyond the second not at all. */
const WHOLE_2 = 5.99;
const NOTHING_2 = 25;
const SOFTNESS_2 = 3;
const ROUNDS = 8;

/** Fits the bias to sightings, the oldest first, again and again from where the last round came to. */
export class BiasSolver {
  readonly #sightings: readonly ReferenceSighting[];
  readonly #prior: BiasPrior;

  constructor(sightings: readonly ReferenceSighting[], prior: BiasPrior) {
    this.#sightings = sightings;
    this.#prior = prior;
  }

  /** @returns undefined where no sighting fits anything */
  solve(nowUtcMs: number): BiasEstimate | undefined {
    let bias: CameraBias = { headingRad: 0, pitchRad: 0, timeMs: 0 };
    let unsure: (effects: LinearSighting["effects"]) => readonly (readonly [Effect, number])[] = (effects) => [
      [effects.headingRad, this.#prior.headingRad],
      [effects.pitchRad, this.#prior.pitchRad],
      [effects.timeMs, this.#prior.timeMs],
    ];
    for (let round = 0; ; round++) {
      const weighed = this.#sightings.flatMap((sighting) => {
        const linear = linearised(sighting, bias);
        return linear === undefined ? [] : [weighedBy(linear, unsure(linear.effects))];
      });
      const filter = this.#filter(weighed, bias, nowUtcMs);
      const next = { headingRad: filter.mean(HEADING), pitchRad: filter.mean(PITCH), timeMs: filter.mean(TIME) };
      const settled = round > 1 && isClose(next, bias);
      bias = next;
      if (settled || round === ROUNDS) return estimateOf(filter, weighed, this.#sightings.length);
      unsure = () => [];
    }
  }

  #filter(sightings: readonly WeighedSighting[], at: CameraBias, nowUtcMs: number): LinearFilter {
    const { headingRad, pitchRad, timeMs } = this.#prior;
    const filter = new LinearFilter([headingRad, pitchRad, timeMs, ...Array(PLACES - 3 + 2 * MOST_PLACES).fill(0)]);
    const places = new PlacesInMind();
    let lastMs: number | undefined;
    for (const { linear, weight, spread } of sightings) {
      const { sighting, effects, residual, noise } = linear;
      const passedMs = lastMs === undefined ? Number.POSITIVE_INFINITY : sighting.utcMs - lastMs;
      if (lastMs !== undefined) this.#wander(filter, passedMs);
      lastMs = sighting.utcMs;
      renewErrors(filter, sighting, passedMs);
      const place = PLACES + 2 * places.slotOf(filter, sighting);
      if (weight === 0) continue;
      for (const axis of [0, 1] as const) {
        const row: number[] = Array(PLACES + 2 * MOST_PLACES).fill(0);
        row[HEADING] = effects.headingRad[axis];
        row[PITCH] = effects.pitchRad[axis];
        row[TIME] = effects.timeMs[axis];
        row[CROSS] = effects.crossRad[axis];
        row[ROLL] = effects.rollRad[axis];
        row[NORTH] = effects.northM[axis];
        row[EAST] = effects.eastM[axis];
        row[HEIGHT] = effects.heightM[axis];
        row[FRESH_HEADING] = effects.headingRad[axis];
        row[FRESH_PITCH] = effects.pitchRad[axis];
        row[place] = effects.placeNorthM[axis];
        row[place + 1] = effects.placeEastM[axis];
        const value =
          residual[axis] +
          effects.headingRad[axis] * at.headingRad +
          effects.pitchRad[axis] * at.pitchRad +
          effects.timeMs[axis] * at.timeMs;
        const doubt = (1 / weight - 1) * (axis === 0 ? spread.rr : spread.bb);
        filter.measure(row, value, noise[axis] + doubt);
      }
    }
    if (lastMs !== undefined) this.#wander(filter, Math.max(0, nowUtcMs - lastMs));
    return filter;
  }

  #wander(filter: LinearFilter, passedMs: number): void {
    const minutes = passedMs / 60_000;
    const { headingRad, pitchRad, timeMs } = this.#prior;
    filter.wander(HEADING, WANDER_PER_MINUTE.headingRad * minutes, headingRad ** 2);
    filter.wander(PITCH, WANDER_PER_MINUTE.pitchRad * minutes, pitchRad ** 2);
    filter.wander(TIME, WANDER_PER_MINUTE.timeMs * minutes, timeMs ** 2);
  }
}

/** Nearer than anybody will ever see. */
const isClose = (a: CameraBias, b: CameraBias): boolean =>
  Math.abs(a.headingRad - b.headingRad) < 1e-5 &&
  Math.abs(a.pitchRad - b.pitchRad) < 1e-5 &&
  Math.abs(a.timeMs - b.timeMs) < 0.1;

interface WeighedSighting {
  readonly linear: LinearSighting;
  /** 1: counts whole; 0: fits nothing. */
  readonly weight: number;
  /** What its residual may be by all errors but the bias. */
  readonly spread: ReturnType<typeof addSpreads>;
}

const fresh = Math.sqrt(1 - systematicShare);

const weighedBy = (linear: LinearSighting, bias: readonly (readonly [Effect, number])[]): WeighedSighting => {
  const { effects, noise, sighting } = linear;
  const { sigmas, placeSigmaM } = sighting;
  const spread = addSpreads([
    { rr: noise[0], rb: 0, bb: noise[1] },
    spreadOf(effects.headingRad, fresh * sigmas.headingRad),
    spreadOf(effects.pitchRad, fresh * sigmas.pitchRad),
    spreadOf(effects.crossRad, sigmas.rollRad),
    spreadOf(effects.rollRad, sigmas.rollRad),
    spreadOf(effects.northM, Math.hypot(sigmas.positionM, placeSigmaM)),
    spreadOf(effects.eastM, Math.hypot(sigmas.positionM, placeSigmaM)),
    spreadOf(effects.heightM, sigmas.heightM),
  ]);
  const all = addSpreads([spread, ...bias.map(([effect, sigma]) => spreadOf(effect, sigma))]);
  return { linear, spread, weight: weightAt(distance2(linear.residual, all)) };
};

const weightAt = (chi2: number): number => {
  if (chi2 <= WHOLE_2) return 1;
  // Also what is no number.
  return chi2 < NOTHING_2 ? (1 + (chi2 - WHOLE_2) / SOFTNESS_2) ** -2 : 0;
};

/** What part of the pose's own errors is not what it was at the sighting before. */
const renewErrors = (filter: LinearFilter, { sigmas }: ReferenceSighting, passedMs: number): void => {
  const kept = (lifeMs: number) => Math.exp(-passedMs / lifeMs);
  filter.renew(CROSS, kept(ATTITUDE_MS), sigmas.rollRad);
  filter.renew(ROLL, kept(ATTITUDE_MS), sigmas.rollRad);
  filter.renew(NORTH, kept(POSITION_MS), sigmas.positionM);
  filter.renew(EAST, kept(POSITION_MS), sigmas.positionM);
  filter.renew(HEIGHT, kept(POSITION_MS), sigmas.heightM);
  filter.renew(FRESH_HEADING, kept(FRESH_MS), fresh * sigmas.headingRad);
  filter.renew(FRESH_PITCH, kept(FRESH_MS), fresh * sigmas.pitchRad);
};

/** The known places seen last: how wrong each is known stays the same from one picture of it to the next. */
class PlacesInMind {
  readonly #seen = new Map<string, { readonly slot: number; readonly sighting: ReferenceSighting }>();

  slotOf(filter: LinearFilter, sighting: ReferenceSighting): number {
    const { referenceId, placeSigmaM, place, utcMs } = sighting;
    const known = this.#seen.get(referenceId);
    const slot = known?.slot ?? this.#free();
    const before = known?.sighting;
    const stood = before?.place.latDeg === place.latDeg && before.place.lonDeg === place.lonDeg;
    const passedMs = utcMs - (before?.utcMs ?? Number.NEGATIVE_INFINITY);
    const kept = stood ? 1 : Math.exp(-passedMs / POSITION_MS);
    filter.renew(PLACES + 2 * slot, kept, placeSigmaM);
    filter.renew(PLACES + 2 * slot + 1, kept, placeSigmaM);
    // Last in the map is seen last.
    this.#seen.delete(referenceId);
    this.#seen.set(referenceId, { slot, sighting });
    return slot;
  }

  #free(): number {
    if (this.#seen.size < MOST_PLACES) return this.#seen.size;
    const [oldest] = this.#seen;
    if (oldest === undefined) return 0;
    this.#seen.delete(oldest[0]);
    return oldest[1].slot;
  }
}

const estimateOf = (
  filter: LinearFilter,
  weighed: readonly WeighedSighting[],
  all: number,
): BiasEstimate | undefined => {
  const sightings = weighed.filter(({ weight }) => weight > 0.5).length;
  if (sightings === 0) return undefined;
  const rows = [HEADING, PITCH, TIME];
  const estimated = (row: number) => ({ value: filter.mean(row), sigma: Math.sqrt(filter.covariance(row, row)) });
  return {
    headingRad: estimated(HEADING),
    pitchRad: estimated(PITCH),
    timeMs: estimated(TIME),
    covariance: rows.map((row) => rows.map((column) => filter.covariance(row, column))),
    sightings,
    leftOut: all - sightings,
  };
};
