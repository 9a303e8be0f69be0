import type { PlanePoint } from "../../geo/polygon.ts";

/** Somebody or something that can search: a drone, a robot, a team on foot. Places are in the plane of the segments. */
export interface Searcher {
  readonly id: string;
  readonly at: PlanePoint;
  /** Where it must be in the end, with its reserve left; absent: it need not come back within its endurance. */
  readonly home?: PlanePoint;
  /** Searchers side by side, n of Z = n W v t; 1 for a vehicle. */
  readonly abreast: number;
  /** Effective sweep width W of one of them, m. */
  readonly sweepWidthM: number;
  /** Other sweep widths by the ground's kind, m; 0: it must not or can't search there. */
  readonly widthByCoverM?: Readonly<Record<string, number>>;
  readonly searchSpeedMps: number;
  /** To get from one segment to the next. */
  readonly travelSpeedMps: number;
  /** How much longer the way is than the straight line: 1 in the air. */
  readonly detour: number;
  /** Time left until the battery is empty or the shift ends, s. */
  readonly enduranceS: number;
  /** What of the endurance must be left when it is back, s. */
  readonly reserveS: number;
  /** What tiredness leaves of its sweep width, 0 to 1; absent: fresh. */
  readonly freshness?: number;
}

/** A segment as the allocation sees it. */
export interface OpenSegment {
  readonly id: string;
  /** Its middle. */
  readonly at: PlanePoint;
  readonly areaM2: number;
  /** Probability that is left in it: after all that was searched (Bayes), so that POD so far is in it already. */
  readonly probability: number;
  /** Kind of ground, as in `widthByCoverM`. */
  readonly cover?: string;
}

/** One segment of a searcher's plan. */
export interface Stint {
  readonly segmentId: string;
  /** The way there, m and s, from where the one before ended. */
  readonly distanceM: number;
  readonly travelS: number;
  /** Begins so long from now, s, when it has arrived. */
  readonly startS: number;
  readonly searchS: number;
  /** Coverage C = n W v t / A by this searcher alone, and its POD 1 - e^-C. */
  readonly coverage: number;
  readonly pod: number;
  /** Its share of the probability of success that all searchers of the segment together bring. */
  readonly gain: number;
  /** Others who are sent to the same segment, because that pays more than elsewhere. */
  readonly sharedWith: readonly string[];
}

export interface SearcherPlan {
  readonly searcherId: string;
  readonly stints: readonly Stint[];
  readonly gain: number;
  /** Time left over on the way home and in reserve when all is done, s; absent without a home. */
  readonly leftAtHomeS?: number;
  /** Why there is nothing for it. "no-time": endurance; "not-its-ground"; "too-far": travel would take most of its time. */
  readonly idle?: "no-time" | "not-its-ground" | "too-far" | "nothing-left";
}

export interface Allocation {
  readonly plans: readonly SearcherPlan[];
  /** Probability of success that the whole allocation adds within its horizon: the "+12 %" of the next hour. */
  readonly gain: number;
}
