import { assignmentStatus } from "./assignment-status.ts";
import { mostAheadMs } from "./hybrid-clock.ts";
import { silenceLimitMs } from "./last-words.ts";
import { ofKind } from "./of-kind.ts";
import type { Thing } from "./thing.ts";

/** What is known of the time. */
export interface TeamTimes {
  readonly nowUtcMs: number;
  /** By "team/ID", of `lastWords`. */
  readonly words: ReadonlyMap<string, number>;
  /** When "team/ID" last told where it is. */
  readonly positionUtcMs: (who: string) => number | undefined;
}

/** What a team is doing. */
export interface TeamView {
  readonly state: "free" | "busy" | "resting" | "off" | "staging";
  /** Under way now, the oldest first. */
  readonly assignmentIds: readonly string[];
  /** By a word or a position; absent: never. */
  readonly heardUtcMs?: number;
  /** There since nobody heard of it, though it is out there: on a job, or with a phone that told where it is. */
  readonly silentSinceUtcMs?: number;
}

/** Jobs that are under way, by who does them: "team/ID", "vehicle/ID", "person/ID"; the oldest first. */
export const jobsUnderWay = (
  things: ReadonlyMap<string, Thing>,
): ReadonlyMap<string, readonly Thing<"assignment">[]> => {
  const jobs = ofKind(things, "assignment").filter((job) => assignmentStatus(job).isUnderWay);
  const oldestFirst = jobs.toSorted((a, b) => a.createdUtcMs - b.createdUtcMs);
  return Map.groupBy(oldestFirst, ({ fields: { to } }) => (to === undefined ? "" : `${to.kind}/${to.id}`));
};

/**
 * A time that is still to come was written while some computer's clock was ahead: it tells nothing of how long ago that was, and
 * must not keep anybody from being missed until then.
 */
const isPast = (utcMs: number | undefined, nowUtcMs: number): utcMs is number =>
  utcMs !== undefined && utcMs <= nowUtcMs + mostAheadMs;

/** @param jobs of `jobsUnderWay` */
export const teamView = (
  { id, fields }: Thing<"team">,
  jobs: ReadonlyMap<string, readonly Thing<"assignment">[]>,
  { nowUtcMs, words, positionUtcMs: positionOf }: TeamTimes,
): TeamView => {
  const key = `team/${id}`;
  const own = jobs.get(key) ?? [];
  const positionUtcMs = positionOf(key);
  const heard = [words.get(key), positionUtcMs].filter((utcMs) => isPast(utcMs, nowUtcMs));
  const [latest] = heard.toSorted((a, b) => b - a);
  const isOut = own.length > 0 || (positionUtcMs !== undefined && fields.state !== "off" && fields.state !== "resting");
  // A team that was quiet at the post has its 30 minutes from when it was sent.
  const [known] = [latest, own[0]?.createdUtcMs].filter((utcMs) => isPast(utcMs, nowUtcMs)).toSorted((a, b) => b - a);
  // Out there, and nothing tells since when.
  const since = known ?? (isOut ? nowUtcMs - silenceLimitMs : undefined);
  const isSilent = isOut && since !== undefined && nowUtcMs - since >= silenceLimitMs;
  const rest = fields.state === undefined || fields.state === "ready" ? "free" : fields.state;
  return {
    state: own.length > 0 ? "busy" : rest,
    assignmentIds: own.map((job) => job.id),
    ...(latest === undefined ? {} : { heardUtcMs: latest }),
    ...(isSilent ? { silentSinceUtcMs: since } : {}),
  };
};

/** Since when nothing was heard of a job that is under way, where that is too long ago; UTC ms. */
export const overdueSince = (
  job: Thing<"assignment">,
  { nowUtcMs, words }: Pick<TeamTimes, "nowUtcMs" | "words">,
): number | undefined => {
  const { isUnderWay, sinceUtcMs } = assignmentStatus(job);
  const { to } = job.fields;
  const word = to === undefined ? undefined : words.get(`${to.kind}/${to.id}`);
  const times = [sinceUtcMs, word].filter((utcMs) => isPast(utcMs, nowUtcMs));
  const since = times.length === 0 ? nowUtcMs - silenceLimitMs : Math.max(...times);
  return isUnderWay && nowUtcMs - since >= silenceLimitMs ? since : undefined;
};
