import type { Candidate } from "./candidate.ts";

/** A team that was silent for so long is not where it was: one hour, ms. */
const oldPositionMs = 3_600_000;

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

export interface SendOptions {
  readonly nowUtcMs: number;
  /** What a candidate must be able to do, all of it. */
  readonly skills?: readonly string[];
  /** Positions older than this are listed apart, ms; one hour. */
  readonly maxPositionAgeMs?: number;
}

export const ageOf = ({ positionUtcMs }: Candidate, nowUtcMs: number): number | undefined =>
  positionUtcMs === undefined ? undefined : Math.max(0, nowUtcMs - positionUtcMs);

/** Why somebody can't be sent whatever the way; undefined where nothing speaks against it. */
export const unableWhy = (
  candidate: Candidate,
  { nowUtcMs, skills = [], maxPositionAgeMs = oldPositionMs }: SendOptions,
): LeftOut | undefined => {
  const { id, readiness, place } = candidate;
  const ageMs = ageOf(candidate, nowUtcMs);
  const age = ageMs === undefined ? {} : { positionAgeMs: ageMs };
  if (readiness !== "ready") return { id, why: readiness, ...age };
  const lacks = skills.filter((skill) => !candidate.skills.includes(skill));
  if (lacks.length > 0) return { id, why: "lacks-skill", lacks, ...age };
  if (!place) return { id, why: "no-position" };
  if (ageMs !== undefined && ageMs >= maxPositionAgeMs) return { id, why: "old-position", ...age };
  return undefined;
};
