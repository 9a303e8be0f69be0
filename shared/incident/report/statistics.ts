import { distanceM } from "../../geo/geodesic.ts";
import type { Thing } from "../thing.ts";
import { type ReportInput, thingsOfKind } from "./report-input.ts";
import { firstTimeOf } from "./steps.ts";

/** Figures of one search; times in ms, absent where one of the two moments isn't known. */
export interface Statistics {
  readonly reportToFirstOrderMs?: number;
  readonly firstOrderToSceneMs?: number;
  readonly reportToFoundMs?: number;
  readonly lastSeenToFoundMs?: number;
  /** From "sent" to "accepted", the median over assignments that were accepted. */
  readonly acceptMedianMs?: number;
  readonly searchedM2?: number;
  readonly pos?: number;
  readonly assignmentsGiven: number;
  readonly assignmentsDone: number;
  readonly people: number;
  readonly teams: number;
  readonly vehicles: number;
  readonly clues: number;
  readonly heatJudged: number;
  readonly heatSeen: number;
  readonly messages: number;
  readonly trackM: number;
}

const least = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

const median = (values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
};

const between = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : to - from;

/** Along the points, m; a gap of over ten minutes isn't counted as a way. */
export const trackLengthM = (points: ReportInput["tracks"][number]["points"]): number => {
  let sumM = 0;
  let last: (typeof points)[number] | undefined;
  for (const point of points) {
    if (last !== undefined && point.utcMs - last.utcMs <= 600_000) sumM += distanceM(last, point);
    last = point;
  }
  return sumM;
};

const acceptedAfterMs = ({ steps }: Thing<"assignment">): number | undefined =>
  between(firstTimeOf(steps, "sent"), firstTimeOf(steps, "accepted"));

/** What the whole search comes down to. */
export const statistics = (input: ReportInput): Statistics => {
  const incident = thingsOfKind(input, "incident")[0];
  const assignments = thingsOfKind(input, "assignment");
  const reportedMs = incident?.fields.reportedUtcMs;
  const outcome = incident?.fields.outcome;
  const foundMs = outcome === undefined || outcome.state === "not-found" ? undefined : outcome.utcMs;
  const lastSeenMs = least(thingsOfKind(input, "subject").map(({ fields }) => fields.lastSeen?.utcMs));
  const firstOrderMs = least(assignments.map(({ steps }) => firstTimeOf(steps, "sent")));
  const firstOnSceneMs = least(assignments.map(({ steps }) => firstTimeOf(steps, "on-scene")));
  const accepted = assignments.map(acceptedAfterMs).filter((ms) => ms !== undefined);
  const judged = input.heat.filter(({ state }) => state !== "new").length;
  const known = <K extends string>(key: K, value: number | undefined) =>
    (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: number };
  return {
    ...known("reportToFirstOrderMs", between(reportedMs, firstOrderMs)),
    ...known("firstOrderToSceneMs", between(firstOrderMs, firstOnSceneMs)),
    ...known("reportToFoundMs", between(reportedMs, foundMs)),
    ...known("lastSeenToFoundMs", between(lastSeenMs, foundMs)),
    ...known("acceptMedianMs", median(accepted)),
    ...known("searchedM2", input.search?.coveredM2),
    ...known("pos", input.search?.pos),
    assignmentsGiven: assignments.length,
    assignmentsDone: assignments.filter(({ steps }) => firstTimeOf(steps, "done") !== undefined).length,
    people: thingsOfKind(input, "person").length,
    teams: thingsOfKind(input, "team").length,
    vehicles: input.vehicles.length,
    clues: thingsOfKind(input, "clue").length,
    heatJudged: judged,
    heatSeen: input.heat.length,
    messages: thingsOfKind(input, "message").length,
    trackM: input.tracks.reduce((sum, { points }) => sum + trackLengthM(points), 0),
  };
};
