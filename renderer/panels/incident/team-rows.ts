import { helpCalls } from "../../../shared/incident/help-calls.ts";
import { ofKind } from "../../../shared/incident/of-kind.ts";
import {
  jobsUnderWay,
  overdueSince,
  type TeamTimes,
  type TeamView,
  teamView,
} from "../../../shared/incident/team-view.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { Things } from "./things-context.tsx";

/** How much a team needs somebody to look at it, the most first. */
const teamNeeds = ["help", "overdue", "silent", "busy", "free", "staging", "resting", "off"] as const;
export type TeamNeed = (typeof teamNeeds)[number];

/** One team as it is listed. */
export interface TeamRow {
  readonly team: Thing<"team">;
  readonly view: TeamView;
  readonly need: TeamNeed;
  readonly members: readonly Thing<"person">[];
  /** Its oldest job that is under way. */
  readonly job: Thing<"assignment"> | undefined;
  /** What it needs somebody for: since when, UTC ms. */
  readonly sinceUtcMs: number | undefined;
}

/** Keys of teams and people who call for help, or in whose name a message does, and since when. */
const callers = (things: Things): ReadonlyMap<string, number> => {
  const called = new Map<string, number>();
  for (const { key, utcMs } of helpCalls(things)) {
    const thing = things.get(key);
    if (thing?.kind === "person" && thing.fields.teamId !== undefined) called.set(thing.fields.teamId, utcMs);
    if (thing?.kind === "team") called.set(thing.id, utcMs);
    if (thing?.kind === "message" && thing.fields.fromTeamId !== undefined) called.set(thing.fields.fromTeamId, utcMs);
  }
  return called;
};

const leaderFirst = (people: readonly Thing<"person">[], leaderId: string | undefined) =>
  people.toSorted((a, b) => Number(isLeader(b, leaderId)) - Number(isLeader(a, leaderId)));

export const isLeader = ({ id, fields }: Thing<"person">, leaderId: string | undefined): boolean =>
  leaderId === undefined ? fields.role === "leader" : id === leaderId;

/** All teams, those that need somebody first; among equals by name, so that rows keep their places. */
export const teamRows = (things: Things, times: TeamTimes): readonly TeamRow[] => {
  const jobs = jobsUnderWay(things);
  const called = callers(things);
  const people = Map.groupBy(ofKind(things, "person"), ({ fields }) => fields.teamId ?? "");
  const rows = ofKind(things, "team").map((team): TeamRow => {
    const view = teamView(team, jobs, times);
    const own = jobs.get(`team/${team.id}`) ?? [];
    const overdue = own.map((job) => overdueSince(job, times)).find((since) => since !== undefined);
    const helpUtcMs = called.get(team.id);
    const [need, sinceUtcMs]: [TeamNeed, number | undefined] =
      helpUtcMs !== undefined
        ? ["help", helpUtcMs]
        : overdue !== undefined
          ? ["overdue", overdue]
          : view.silentSinceUtcMs !== undefined
            ? ["silent", view.silentSinceUtcMs]
            : [view.state, undefined];
    const members = leaderFirst(people.get(team.id) ?? [], team.fields.leaderId);
    return { team, view, need, members, job: own[0], sinceUtcMs };
  });
  return rows.toSorted(
    (a, b) =>
      teamNeeds.indexOf(a.need) - teamNeeds.indexOf(b.need) ||
      (a.team.fields.name ?? "").localeCompare(b.team.fields.name ?? "", undefined, { numeric: true }),
  );
};

/** Rows where each word that is looked for stands in the team's name, people, skills, radio or organisation. */
export const findTeams = (rows: readonly TeamRow[], wanted: string): readonly TeamRow[] => {
  const words = wanted.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ team: { fields }, members, job }) => {
    const text = [
      fields.name,
      fields.organisation,
      fields.radio,
      ...(fields.skills ?? []),
      ...members.flatMap((person) => [person.fields.name, ...(person.fields.skills ?? [])]),
      job?.fields.number,
    ]
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
};
