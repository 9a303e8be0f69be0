import type { Thing } from "../../../shared/incident/thing.ts";
import type { ThingFields } from "../../../shared/incident/things.ts";
import type { RosterLine } from "./roster-csv.ts";

type Put =
  | { readonly thing: "team"; readonly thingId: string; readonly fields: ThingFields["team"] }
  | { readonly thing: "person"; readonly thingId: string; readonly fields: ThingFields["person"] };

/** As many as one request takes. */
export const mostPuts = 5_000;

const given = <K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });

/**
 * What a roster becomes: its teams first, each before its people. Who is known by name in a team of the same name is that one:
 * a roster that is read twice makes nobody twice.
 * @param newId made for each new team and person
 */
export const rosterPuts = (
  people: readonly RosterLine[],
  known: { readonly teams: readonly Thing<"team">[]; readonly people: readonly Thing<"person">[] },
  newId: () => string,
): readonly Put[] => {
  const teamIds = new Map(known.teams.map(({ id, fields }) => [fields.name ?? id, id]));
  const personIds = new Map(known.people.map(({ id, fields }) => [`${fields.teamId ?? ""}\n${fields.name ?? ""}`, id]));
  const byTeam = Map.groupBy(people, ({ team }) => team);
  return [...byTeam].flatMap(([team, members]): Put[] => {
    const teamId = team === undefined ? undefined : (teamIds.get(team) ?? newId());
    const persons = members.map(({ name, isLeader, skills, phone }) => {
      const thingId = personIds.get(`${teamId ?? ""}\n${name}`) ?? newId();
      const fields = {
        name,
        role: isLeader ? ("leader" as const) : ("searcher" as const),
        ...given("teamId", teamId),
        ...given("phone", phone),
        ...(skills.length === 0 ? {} : { skills: [...skills] }),
      };
      return { thing: "person", thingId, fields, isLeader } as const;
    });
    const own = persons.map(({ isLeader: _no, ...put }): Put => put);
    if (team === undefined || teamId === undefined) return own;
    const first = <K extends "mode" | "radio" | "organisation">(key: K): RosterLine[K] | undefined =>
      members.find((member) => member[key] !== undefined)?.[key];
    const skills = [...new Set(members.flatMap((member) => member.skills))].slice(0, 40);
    const isNew = !teamIds.has(team);
    const fields: ThingFields["team"] = {
      name: team,
      ...(isNew ? { state: "ready" as const, mode: first("mode") ?? ("foot" as const) } : given("mode", first("mode"))),
      ...given("radio", first("radio")),
      ...given("organisation", first("organisation")),
      ...given("leaderId", persons.find(({ isLeader }) => isLeader)?.thingId),
      ...(skills.length === 0 ? {} : { skills }),
    };
    return [{ thing: "team", thingId: teamId, fields }, ...own];
  });
};

/** Requests' worth, in order. */
export const batches = <T>(all: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, i) => all.slice(i * most, (i + 1) * most));
