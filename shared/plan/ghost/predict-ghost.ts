import { type Disc, hullAround } from "../../geo/convex-hull.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import { LocalFrame } from "../../geo/local-frame.ts";
import { planeDistanceM } from "../../geo/polygon.ts";
import type { Ghost, GhostPhase } from "../../vehicle/ghost.ts";
import { type GhostCourse, stateOnCourse, wayFrom, whenNear } from "./ghost-course.ts";
import { courseOf, type Hypothesis, hypothesesOf, type Timing } from "./ghost-hypotheses.ts";
import { type GhostSpeeds, ghostSpeeds } from "./ghost-speeds.ts";
import type { GhostPlace, GhostTrack, Pace } from "./ghost-track.ts";
import { type GhostWorld, goToTrack, holdTrack, landTrack, retraceTrack, returnTrack } from "./ghost-ways.ts";
import type { LastSeen } from "./last-seen.ts";
import {
  type FlightStage,
  isGround,
  type LostLink,
  type LostLinkAction,
  lostLinkOf,
  stageOf,
} from "./lost-link-action.ts";
import { type LowBattery, lowBatteryOf } from "./low-battery.ts";
import { missionTrack } from "./mission-way.ts";

/** As expected. */
const evenly: Pace = { moves: 1, turns: 1 };
/** So many paces from the fastest to the slowest are looked at. */
const paces = 9;
/** Part of what turns cost that isn't known. */
const turnDoubt = 0.7;
/** The vehicle's own time without us differs from ours by up to this: heartbeats come once a second. */
const delaysS = [-1, 0, 1.5] as const;
/** Of a radio that hears again as far as it did before, and some less. */
const backShare = 0.9;
/** After this much more than expected it is overdue, s. */
const patienceS = 30;
/** On the map a way needs no more corners. */
const mostWayPoints = 150;
/** Without knowing where it goes, it may turn this far aside, rad. */
const asideRad = Math.PI / 5;
const awayMps = 1;

/** When it comes back, s after it was heard last. */
interface Back {
  readonly expectedS: number | undefined;
  readonly latestS: number | undefined;
}

/**
 * Where a vehicle is that isn't heard any more, from all that was known when it was lost; see `Ghost`. Made once at the loss,
 * then asked for any later time. What isn't known is several hypotheses, and the region holds them all: whether it returns or
 * goes on where its failsafe isn't known, whether it waits or flies on where nobody knows its target.
 */
export class GhostPredictor {
  readonly #seen: LastSeen;
  readonly #world: GhostWorld;
  readonly #link: LostLink;
  readonly #stage: FlightStage;
  readonly #speeds: GhostSpeeds;
  readonly #battery: LowBattery;
  /** The likeliest first. */
  readonly #hypotheses: readonly Hypothesis[];
  /** When it would be heard again at the latest, s after it was heard last; none where it wouldn't. */
  readonly #heardByS = new Map<Hypothesis, number>();
  readonly #back: Back;
  readonly #isKnownWay: boolean;

  private constructor(seen: LastSeen, position: LatLon & { readonly altMslM?: number }) {
    const frame = new LocalFrame(position);
    const { home } = seen.vehicle;
    const height = home && isGround(seen) ? {} : home && { altMslM: home.altMslM };
    this.#seen = seen;
    this.#speeds = ghostSpeeds(seen);
    this.#world = { seen, frame, speeds: this.#speeds, home: home && { ...frame.toNorthEast(home), ...height } };
    this.#link = lostLinkOf(seen);
    this.#stage = stageOf(seen);
    const from: GhostPlace = {
      northM: 0,
      eastM: 0,
      ...(position.altMslM === undefined ? {} : { altMslM: position.altMslM }),
    };
    const { tracks, isKnown } = this.#baseTracks(from);
    this.#isKnownWay = isKnown;
    this.#battery = lowBatteryOf(seen);
    this.#hypotheses = hypothesesOf(tracks, this.#link, this.#battery);
    this.#back = this.#whenBack();
  }

  /** @returns undefined for a vehicle whose position was never known */
  static of(seen: LastSeen): GhostPredictor | undefined {
    const { position } = seen.vehicle;
    return position === undefined ? undefined : new GhostPredictor(seen, position);
  }

  /** @param nowMs station clock, not before it was lost */
  at(nowMs: number): Ghost {
    const { lostMs } = this.#seen;
    const elapsedS = Math.max(0, nowMs - lostMs) / 1000;
    const atS = Math.min(elapsedS, this.#battery.emptyS);
    const likeliest = this.#likeliest(elapsedS);
    const course = likeliest && this.#expected(likeliest);
    const state = course && stateOnCourse(course, atS, evenly);
    const place = state?.place ?? { northM: 0, eastM: 0 };
    const way = course ? wayFrom(course, atS, evenly).slice(0, mostWayPoints) : [];
    const stillHears = likeliest?.stillHears === true;
    const { expectedS, latestS } = this.#back;
    const overdueS = latestS ?? this.#battery.emptyS;
    return {
      ...this.#latLon(place),
      atMs: nowMs,
      lostMs,
      ...(place.altMslM === undefined ? {} : { altMslM: place.altMslM }),
      phase: this.#phase(state?.phase ?? "unknown", elapsedS),
      failsafe: { action: publicAction(likeliest?.action), known: this.#link.known && !stillHears },
      assumed: state?.cause === "battery" ? "low-battery" : stillHears ? "still-hears" : "link-lost",
      path: way.map((point) => this.#latLon(point)),
      region: hullAround(this.#discs(atS, elapsedS)).map((point) => this.#latLon(point)),
      ...(expectedS === undefined ? {} : { expectedBackMs: lostMs + 1000 * expectedS }),
      overdue: elapsedS > overdueS + patienceS,
    };
  }

  #phase(phase: GhostPhase, elapsedS: number): GhostPhase {
    if (elapsedS > this.#battery.emptyS && !isGround(this.#seen)) return "landed";
    return this.#isKnownWay || phase === "returning" || phase === "landing" || phase === "landed" ? phase : "unknown";
  }

  #latLon({ northM, eastM }: GhostPlace): LatLon {
    return this.#world.frame.toLatLon(northM, eastM);
  }

  /** What it does as long as it doesn't miss the link. */
  #baseTracks(from: GhostPlace): { readonly tracks: readonly GhostTrack[]; readonly isKnown: boolean } {
    const { mission, goTo, vehicle } = this.#seen;
    const world = this.#world;
    const one = (track: GhostTrack) => ({ tracks: [track], isKnown: true });
    switch (this.#stage) {
      case "mission": {
        const seq = vehicle.mission?.currentSeq;
        const track = mission && seq !== undefined ? missionTrack(world, from, mission, seq) : undefined;
        return track ? one(track) : { tracks: this.#straightOn(from), isKnown: false };
      }
      case "guided": {
        if (goTo === undefined) return { tracks: [holdTrack(from), ...this.#straightOn(from)], isKnown: false };
        const altMslM = goTo.altMslM ?? from.altMslM;
        const to = { ...world.frame.toNorthEast(goTo), ...(altMslM === undefined ? {} : { altMslM }) };
        return one(goToTrack(world, from, to));
      }
      case "returning":
        return one(vehicle.mode?.name === "SMART_RTL" ? retraceTrack(world, from) : returnTrack(world, from));
      case "landing":
        return one(isGround(this.#seen) ? holdTrack(from) : landTrack(world, from));
      case "holding":
        return one(holdTrack(from));
      case "manual":
        return { tracks: [holdTrack(from)], isKnown: false };
    }
  }

  /** On as it went last, or somewhat aside, as long as its battery lasts. */
  #straightOn(from: GhostPlace): readonly GhostTrack[] {
    const { velocity } = this.#seen.vehicle;
    const [northMps, eastMps] = [velocity?.northMps ?? 0, velocity?.eastMps ?? 0];
    const mps = Math.hypot(northMps, eastMps);
    if (mps < awayMps) return [holdTrack(from)];
    const courseRad = Math.atan2(eastMps, northMps);
    const farM = mps * 3600;
    return [0, -asideRad, asideRad].map((turnRad) => {
      const to = {
        ...from,
        northM: from.northM + farM * Math.cos(courseRad + turnRad),
        eastM: from.eastM + farM * Math.sin(courseRad + turnRad),
      };
      return { from, legs: [{ to, moveS: farM / mps, turnS: 0, waitS: 0, phase: "unknown" }], endPhase: "unknown" };
    });
  }

  #courses(of: Hypothesis, timings: readonly Timing[]): readonly GhostCourse[] {
    return timings.map((timing) => courseOf(this.#world, of, timing));
  }

  #expected(of: Hypothesis): GhostCourse {
    return courseOf(this.#world, of, { linkAfterS: this.#link.afterS, lowAfterS: this.#battery.afterS.expected });
  }

  /** Of the likeliest first: one that would have been heard again by now is not the likeliest any more. */
  #likeliest(elapsedS: number): Hypothesis | undefined {
    return (
      this.#hypotheses.find(
        (one) => one.stillHears || elapsedS <= (this.#heardByS.get(one) ?? Number.POSITIVE_INFINITY) + patienceS,
      ) ?? this.#hypotheses[0]
    );
  }

  /** All that it may have come about by, once it may have. */
  #timings({ action, lowAction }: Hypothesis, atS: number): readonly Timing[] {
    const { expected, earliest, latest } = this.#battery.afterS;
    const low = lowAction === "continue" || atS < earliest ? [expected] : [earliest, expected, latest];
    const delays = action === "continue" ? [0] : delaysS;
    return low.flatMap((lowAfterS) =>
      delays.map((delayS) => ({ linkAfterS: Math.max(0, this.#link.afterS + delayS), lowAfterS })),
    );
  }

  /** From the fastest (0) to the slowest (1). */
  #pace(share: number): Pace {
    const { uncertainty } = this.#speeds;
    const [fastest, slowest] = [1 / (1 + uncertainty), 1 / (1 - uncertainty)];
    return { moves: fastest + share * (slowest - fastest), turns: 1 + turnDoubt * (2 * share - 1) };
  }

  #discs(atS: number, elapsedS: number): readonly Disc[] {
    const radiusM = this.#radiusM(elapsedS);
    return this.#hypotheses
      .flatMap((one) => this.#courses(one, this.#timings(one, atS)))
      .flatMap((course) =>
        Array.from({ length: paces }, (_, i): Disc => {
          const { place, aroundM } = stateOnCourse(course, atS, this.#pace(i / (paces - 1)));
          return { northM: place.northM, eastM: place.eastM, radiusM: radiusM + aroundM };
        }),
      );
  }

  /** How far beside its way it may be: its position's error, what it overshoots in turns, what it drifts. */
  #radiusM(elapsedS: number): number {
    const { gps, wind } = this.#seen.vehicle;
    const positionM = gps?.horizontalAccuracyM === undefined ? 3 : 2 * gps.horizontalAccuracyM;
    const overshootM = this.#speeds.cruiseMps;
    const driftMps = this.#stage === "manual" ? Math.max(1, (wind?.speedMps ?? 3) / 3) : 0.03;
    return 4 + positionM + overshootM + driftMps * elapsedS;
  }

  /** By the hypotheses in which both are out of reach: where only its own words are lost, coming nearer may not help. */
  #whenBack(): Back {
    const { station, vehicle } = this.#seen;
    const reference = station ?? vehicle.home;
    if (reference === undefined) return { expectedS: undefined, latestS: undefined };
    const place = this.#world.frame.toNorthEast(reference);
    const nearM = backShare * planeDistanceM({ northM: 0, eastM: 0 }, place);
    const { latest } = this.#battery.afterS;
    const slowly = { linkAfterS: this.#link.afterS, lowAfterS: latest };
    const lost = this.#hypotheses.filter(({ stillHears }) => !stillHears);
    for (const one of lost) {
      const backS = whenNear(courseOf(this.#world, one, slowly), place, { nearM, pace: this.#pace(1) });
      if (backS !== undefined) this.#heardByS.set(one, backS);
    }
    const [likeliest] = lost;
    const expectedS = likeliest && whenNear(this.#expected(likeliest), place, { nearM, pace: evenly });
    const isSure = this.#heardByS.size === lost.length;
    return { expectedS, latestS: isSure ? Math.max(...this.#heardByS.values()) : undefined };
  }
}

const publicAction = (action: LostLinkAction | undefined): Ghost["failsafe"]["action"] =>
  action === "retrace" ? "return" : (action ?? "unknown");
