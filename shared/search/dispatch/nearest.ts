import type { LatLon } from "../../geo/lat-lon.ts";
import { LocalFrame } from "../../geo/local-frame.ts";
import { type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import { cellAt } from "../grid/search-grid.ts";
import { type Arrival, Arrivals } from "./arrivals.ts";
import type { Candidate, TravelMeans } from "./candidate.ts";
import { isInWater, seedsOf, startJoint } from "./joined-nodes.ts";
import { TravelFront } from "./travel-front.ts";
import type { GroundMode, TravelGround } from "./travel-ground.ts";
import { detourFactors, travelSpeeds } from "./travel-speeds.ts";

/** A team that was silent for so long is not where it was: one hour, ms. */
const oldPositionMs = 3_600_000;

export interface NearestOptions {
  readonly nowUtcMs: number;
  /** The country, see `prepareGround`. Absent, or where a way begins or ends outside of it: straight lines. */
  readonly ground?: TravelGround;
  /** How many to rank; 10. */
  readonly limit?: number;
  /** What a candidate must be able to do, all of it. */
  readonly skills?: readonly string[];
  /** "team": only the soonest of each `teamId`, so that ten lines are ten teams; "candidate" unless told. */
  readonly per?: "candidate" | "team";
  /** Positions older than this are listed apart, ms; one hour. */
  readonly maxPositionAgeMs?: number;
  /** Time to spend at the target before going home, s: for `enduranceS`; 0. */
  readonly onSceneS?: number;
}

export type LeftOutWhy =
  | "busy"
  | "resting"
  | "off"
  | "lacks-skill"
  | "no-position"
  | "old-position"
  | "no-speed"
  | "no-way"
  | "endurance";

export interface LeftOut {
  readonly id: string;
  readonly why: LeftOutWhy;
  /** For "lacks-skill": which. */
  readonly lacks?: readonly string[];
  readonly positionAgeMs?: number;
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
export const nearest = (
  candidates: readonly Candidate[],
  target: LatLon,
  { nowUtcMs, ground, limit = 10, skills = [], per = "candidate", ...rest }: NearestOptions,
): NearestResult => {
  const { maxPositionAgeMs = oldPositionMs, onSceneS = 0 } = rest;
  const leftOut: LeftOut[] = [];
  const arrivals = new Arrivals(limit, per);
  const frame = ground?.frame ?? new LocalFrame(target);
  const goal = frame.toNorthEast(target);
  const mapped = ground && cellAt(ground.grid, goal.northM, goal.eastM) >= 0 ? ground : undefined;
  const inWater = mapped !== undefined && isInWater(mapped, goal);
  const starts = new Map<GroundMode, Map<number, Start[]>>();
  const whyNot = new Map<Candidate, LeftOutWhy>();
  const fits = ({ enduranceS, home, place }: Candidate, outS: number, straightM: number): boolean => {
    if (enduranceS === undefined) return true;
    // Going home is as fast as going out, over as winding a way.
    const homeM = planeDistanceM(goal, frame.toNorthEast(home ?? place ?? target));
    const backS = straightM < 1 || !home ? outS : (outS * homeM) / straightM;
    return outS + onSceneS + backS <= enduranceS;
  };
  const arrive = (candidate: Candidate, straightM: number, way: Omit<Arrival, "id" | "positionAgeMs">): void => {
    if (!fits(candidate, way.seconds, straightM)) {
      whyNot.set(candidate, "endurance");
      return;
    }
    const ageMs = ageOf(candidate, nowUtcMs);
    arrivals.add(candidate, {
      id: candidate.id,
      ...way,
      ...(ageMs === undefined ? {} : { positionAgeMs: ageMs }),
    });
  };

  let able = 0;
  for (const candidate of candidates) {
    const out = unableWhy(candidate, { nowUtcMs, skills, maxPositionAgeMs });
    if (out) {
      leftOut.push(out);
      continue;
    }
    able += 1;
    const from = frame.toNorthEast(candidate.place ?? target);
    const straightM = planeDistanceM(from, goal);
    whyNot.set(candidate, candidate.means.some(hasSpeed) ? "no-way" : "no-speed");
    for (const means of candidate.means) {
      const speedMps = speedOf(means);
      if (speedMps === undefined) continue;
      const { mode } = means;
      const known = mapped && mode !== "wing" && cellAt(mapped.grid, from.northM, from.eastM) >= 0;
      if (known) addStart(starts, mapped, from, { candidate, means, mode, straightM });
      else {
        const metres = straightM * detourFactors[mode];
        const estimate = mode !== "wing";
        arrive(candidate, straightM, { mode, metres, seconds: metres / speedMps, estimate, toBank: false });
      }
    }
  }

  let wentRound = true;
  if (mapped && starts.size > 0) {
    const front = new TravelFront(mapped, seedsOf(mapped, goal), new Set(starts.keys()));
    wentRound = spread(front, starts, arrivals, (start, node) => {
      const mode = start.means.mode;
      const metres = Math.max(start.straightM, (front.metres[node] ?? 0) + start.metres);
      const seconds = Math.max(
        ((front.seconds[node] ?? 0) + start.seconds) * start.scale,
        start.straightM / topSpeedMps(start.means),
      );
      const toBank = inWater && mode !== "boat";
      arrive(start.candidate, start.straightM, { mode, seconds, metres, estimate: false, toBank });
    });
  }
  for (const [candidate, why] of whyNot) {
    if (arrivals.has(candidate) || (why === "no-way" && !wentRound)) continue;
    leftOut.push({ id: candidate.id, why });
    able -= 1;
  }
  const ranked = arrivals.ranked();
  return { ranked, leftOut, later: able - ranked.length };
};

/** @returns whether all that can be reached was */
const spread = (
  front: TravelFront,
  starts: ReadonlyMap<GroundMode, ReadonlyMap<number, readonly Start[]>>,
  arrivals: Arrivals,
  meet: (start: Start, node: number) => void,
): boolean => {
  const waiting = new Map<number, readonly Start[]>();
  let leastScale = Number.POSITIVE_INFINITY;
  let open = 0;
  for (const [mode, byCell] of starts) {
    for (const [cell, here] of byCell) {
      waiting.set(front.nodeOf(mode, cell), here);
      open += here.length;
      for (const { scale } of here) leastScale = Math.min(leastScale, scale);
    }
  }
  while (open > 0) {
    const node = front.next();
    if (node < 0) return true;
    if ((front.seconds[node] ?? 0) * leastScale > arrivals.lastS) return false;
    const here = waiting.get(node);
    if (!here) continue;
    for (const start of here) meet(start, node);
    open -= here.length;
  }
  return true;
};

const addStart = (
  starts: Map<GroundMode, Map<number, Start[]>>,
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

const ageOf = ({ positionUtcMs }: Candidate, nowUtcMs: number): number | undefined =>
  positionUtcMs === undefined ? undefined : Math.max(0, nowUtcMs - positionUtcMs);

/** Why somebody can't be sent whatever the way; undefined where nothing speaks against it. */
const unableWhy = (
  candidate: Candidate,
  options: { readonly nowUtcMs: number; readonly skills: readonly string[]; readonly maxPositionAgeMs: number },
): LeftOut | undefined => {
  const { id, readiness, place } = candidate;
  const ageMs = ageOf(candidate, options.nowUtcMs);
  const age = ageMs === undefined ? {} : { positionAgeMs: ageMs };
  if (readiness !== "ready") return { id, why: readiness, ...age };
  const lacks = options.skills.filter((skill) => !candidate.skills.includes(skill));
  if (lacks.length > 0) return { id, why: "lacks-skill", lacks, ...age };
  if (!place) return { id, why: "no-position" };
  if (ageMs !== undefined && ageMs >= options.maxPositionAgeMs) return { id, why: "old-position", ...age };
  return undefined;
};

const speedOf = ({ mode, speedMps }: TravelMeans): number | undefined => {
  if (speedMps !== undefined) return speedMps > 0 ? speedMps : undefined;
  return mode === "wing" ? undefined : travelSpeeds[mode];
};

const hasSpeed = (means: TravelMeans): boolean => speedOf(means) !== undefined;

/** Nobody is faster than this, whatever the cells say; downhill one walks a fifth faster than on the level. */
const topSpeedMps = (means: TravelMeans): number => (speedOf(means) ?? 0) * (means.mode === "foot" ? 1.2 : 1);
