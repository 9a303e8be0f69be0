import type { LatLon } from "../../geo/lat-lon.ts";
import { LocalFrame } from "../../geo/local-frame.ts";
import { type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import { cellAt } from "../grid/search-grid.ts";
import { type Arrival, Arrivals } from "./arrivals.ts";
import { ageOf, type LeftOut, type LeftOutWhy, type SendOptions, unableWhy } from "./can-be-sent.ts";
import type { Candidate, TravelMeans } from "./candidate.ts";
import { isInWater, seedsOf, startJoint } from "./joined-nodes.ts";
import { TravelFront } from "./travel-front.ts";
import type { GroundMode, TravelGround } from "./travel-ground.ts";
import { detourFactors, travelSpeeds } from "./travel-speeds.ts";

export interface NearestOptions extends SendOptions {
  /** The country, see `prepareGround`. Absent, or where a way begins or ends outside of it: straight lines. */
  readonly ground?: TravelGround;
  /** How many to rank; 10. */
  readonly limit?: number;
  /** "team": only the soonest of each `teamId`, so that ten lines are ten teams; "candidate" unless told. */
  readonly per?: "candidate" | "team";
  /** Time to spend at the target before going home, s: for `enduranceS`; 0. */
  readonly onSceneS?: number;
}

export interface NearestResult {
  /** Soonest first. */
  readonly ranked: readonly Arrival[];
  /** "old-position" with its age, and all others that can't be sent. "no-way" is known only where everybody was ranked. */
  readonly leftOut: readonly LeftOut[];
  /** Could be sent but come later than those ranked, or are of a team that is ranked. */
  readonly later: number;
}

/** One candidate's one way to travel over the ground. */
interface Start {
  readonly candidate: Candidate;
  readonly means: TravelMeans;
  /** Its time over that at the speeds of `travelSpeeds`. */
  readonly scale: number;
  readonly seconds: number;
  readonly metres: number;
  /** To the target, m. */
  readonly straightM: number;
}

/**
 * Who can be at a place first. Over a prepared country the front of travel times spreads from the target only until as many as
 * were asked for have been met, so the nearest ten cost little wherever they are.
 */
export const nearest = (candidates: readonly Candidate[], target: LatLon, options: NearestOptions): NearestResult => {
  const { ground, limit = 10, per = "candidate" } = options;
  const frame = ground?.frame ?? new LocalFrame(target);
  const goal = frame.toNorthEast(target);
  const mapped = ground && cellAt(ground.grid, goal.northM, goal.eastM) >= 0 ? ground : undefined;
  const leftOut: LeftOut[] = [];
  const arrivals = new Arrivals(limit, per);
  const starts: Starts = new Map();
  const whyNot = new Map<Candidate, LeftOutWhy>();
  const arrive: Arrive = (candidate, straightM, way) => {
    const homeM = candidate.home && planeDistanceM(goal, frame.toNorthEast(candidate.home));
    if (!returnsInTime(candidate, way.seconds + (options.onSceneS ?? 0), backS(way.seconds, straightM, homeM))) {
      whyNot.set(candidate, "endurance");
      return;
    }
    const positionAgeMs = ageOf(candidate, options.nowUtcMs);
    arrivals.add(candidate, { id: candidate.id, ...way, ...(positionAgeMs === undefined ? {} : { positionAgeMs }) });
  };
  for (const candidate of candidates) {
    const out = unableWhy(candidate, options);
    if (out) leftOut.push(out);
    else {
      whyNot.set(candidate, candidate.means.some(hasSpeed) ? "no-way" : "no-speed");
      setOut(candidate, frame.toNorthEast(candidate.place ?? target), { goal, mapped, starts, arrive });
    }
  }
  const able = whyNot.size;
  const wentRound = mapped === undefined || spread(mapped, goal, starts, arrivals, arrive);
  const sent = leftOut.length;
  for (const [candidate, why] of whyNot) {
    // Those that the front didn't come to arrive later.
    if (!arrivals.has(candidate) && (why !== "no-way" || wentRound)) leftOut.push({ id: candidate.id, why });
  }
  const ranked = arrivals.ranked();
  return { ranked, leftOut, later: able - (leftOut.length - sent) - ranked.length };
};

type Starts = Map<GroundMode, Map<number, Start[]>>;
type Arrive = (candidate: Candidate, straightM: number, way: Omit<Arrival, "id" | "positionAgeMs">) => void;

/** Going home is as fast as going out, over as winding a way; s. */
const backS = (outS: number, straightM: number, homeM: number | undefined): number =>
  homeM === undefined || straightM < 1 ? outS : (outS * homeM) / straightM;

const returnsInTime = ({ enduranceS }: Candidate, outS: number, homeS: number): boolean =>
  enduranceS === undefined || outS + homeS <= enduranceS;

/** Each of a candidate's ways: in a straight line at once, or waiting on the ground for the front to come. */
const setOut = (
  candidate: Candidate,
  from: PlanePoint,
  race: {
    readonly goal: PlanePoint;
    readonly mapped: TravelGround | undefined;
    readonly starts: Starts;
    readonly arrive: Arrive;
  },
): void => {
  const { mapped } = race;
  const straightM = planeDistanceM(from, race.goal);
  const onMap = mapped !== undefined && cellAt(mapped.grid, from.northM, from.eastM) >= 0;
  for (const means of candidate.means) {
    const { mode } = means;
    const speedMps = speedOf(means);
    if (speedMps === undefined) continue;
    if (onMap && mode !== "wing") addStart(race.starts, mapped, from, { candidate, means, mode, straightM });
    else {
      const metres = straightM * detourFactors[mode];
      const estimate = mode !== "wing";
      race.arrive(candidate, straightM, { mode, metres, seconds: metres / speedMps, estimate, toBank: false });
    }
  }
};

/** Lets the front spread until the last that was asked for is met. @returns whether all that can be reached was */
const spread = (
  ground: TravelGround,
  goal: PlanePoint,
  starts: Starts,
  arrivals: Arrivals,
  arrive: Arrive,
): boolean => {
  if (starts.size === 0) return true;
  const front = new TravelFront(ground, seedsOf(ground, goal), new Set(starts.keys()));
  const inWater = isInWater(ground, goal);
  const waiting = new Map<number, readonly Start[]>();
  for (const [mode, byCell] of starts) {
    for (const [cell, here] of byCell) waiting.set(front.nodeOf(mode, cell), here);
  }
  const leastScale = Math.min(...[...waiting.values()].flat().map(({ scale }) => scale));
  for (let node = front.next(); node >= 0 && waiting.size > 0; node = front.next()) {
    const frontS = front.seconds[node] ?? 0;
    if (frontS * leastScale > arrivals.lastS) return false;
    for (const { candidate, means, straightM, ...start } of waiting.get(node) ?? []) {
      const metres = Math.max(straightM, (front.metres[node] ?? 0) + start.metres);
      const seconds = Math.max((frontS + start.seconds) * start.scale, straightM / topSpeedMps(means));
      const toBank = inWater && means.mode !== "boat";
      arrive(candidate, straightM, { mode: means.mode, seconds, metres, estimate: false, toBank });
    }
    waiting.delete(node);
  }
  return true;
};

const addStart = (
  starts: Starts,
  ground: TravelGround,
  from: PlanePoint,
  { mode, ...who }: { candidate: Candidate; means: TravelMeans; mode: GroundMode; straightM: number },
): void => {
  const joint = startJoint(ground, from, mode);
  if (!joint) return;
  const byCell = starts.get(mode) ?? new Map<number, Start[]>();
  starts.set(mode, byCell);
  const scale = travelSpeeds[mode] / (who.means.speedMps ?? travelSpeeds[mode]);
  const start = { ...who, scale, seconds: joint.seconds, metres: joint.metres };
  const here = byCell.get(joint.cell);
  if (here) here.push(start);
  else byCell.set(joint.cell, [start]);
};

const speedOf = ({ mode, speedMps }: TravelMeans): number | undefined => {
  if (speedMps !== undefined) return speedMps > 0 ? speedMps : undefined;
  return mode === "wing" ? undefined : travelSpeeds[mode];
};

const hasSpeed = (means: TravelMeans): boolean => speedOf(means) !== undefined;

/** Nobody is faster than this, whatever the cells say; downhill one walks a fifth faster than on the level. */
const topSpeedMps = (means: TravelMeans): number => (speedOf(means) ?? 0) * (means.mode === "foot" ? 1.2 : 1);
