import { describe, expect, it } from "vitest";
import { needMark } from "../../../../renderer/panels/incident/need-mark.ts";
import { findTeams, teamRows } from "../../../../renderer/panels/incident/team-rows.ts";
import { lastWords } from "../../../../shared/incident/last-words.ts";
import { type Thing, thingKey } from "../../../../shared/incident/thing.ts";
import { sceneUtcMs } from "../../../support/build-views.ts";
import { buildStep, buildThing } from "../../../support/search-scenes.ts";

const mapOf = (...things: readonly Thing[]) => new Map(things.map((thing) => [thingKey(thing.kind, thing.id), thing]));

/** @param placesMinAgo of "team/ID" */
const rowsOf = (things: readonly Thing[], placesMinAgo: Readonly<Record<string, number>> = {}) => {
  const map = mapOf(...things);
  return teamRows(map, {
    nowUtcMs: sceneUtcMs,
    words: lastWords(map),
    positionUtcMs: (who) => {
      const ago = placesMinAgo[who];
      return ago === undefined ? undefined : sceneUtcMs - ago * 60_000;
    },
  });
};

const job = (id: string, teamId: string, ...steps: readonly ReturnType<typeof buildStep>[]) => ({
  ...buildThing("assignment", id, { number: 201, to: { kind: "team", id: teamId }, task: "search" }, steps),
  createdUtcMs: steps[0]?.utcMs ?? sceneUtcMs,
});

describe("the list of teams", () => {
  const things: readonly Thing[] = [
    buildThing("team", "resting", { name: "Team 9", state: "resting" }),
    buildThing("team", "free", { name: "Team 10", state: "ready" }),
    buildThing("team", "also-free", { name: "Team 2", state: "ready" }),
    buildThing("team", "busy", { name: "Team 3" }),
    buildThing("team", "overdue", { name: "Team 4" }),
    buildThing("team", "silent", { name: "Team 5", state: "ready" }),
    buildThing("team", "help", { name: "Team 6", state: "ready" }, [buildStep("called-for-help", 3)]),
    job("a", "busy", buildStep("sent", 12), buildStep("accepted", 10)),
    job("b", "overdue", buildStep("sent", 60), buildStep("on-the-way", 45)),
  ];
  const placesMinAgo = { "team/silent": 31, "team/free": 1 };

  it("has those first who need somebody, with the reason", () => {
    const rows = rowsOf(things, placesMinAgo);

    expect(rows.map(({ team, need }) => `${team.fields.name} ${need}`)).toEqual([
      "Team 6 help",
      "Team 4 overdue",
      "Team 5 silent",
      "Team 3 busy",
      "Team 2 free",
      "Team 10 free",
      "Team 9 resting",
    ]);
    expect(rows.slice(0, 4).map(({ need }) => needMark(need))).toEqual(["bad", "bad", "bad", "ok"]);
  });

  it("says since when, and what a team is sent to", () => {
    const rows = rowsOf(things, placesMinAgo);
    const of = (id: string) => rows.find(({ team }) => team.id === id);

    expect(of("help")?.sinceUtcMs).toBe(sceneUtcMs - 3 * 60_000);
    expect(of("overdue")?.sinceUtcMs).toBe(sceneUtcMs - 45 * 60_000);
    expect(of("silent")?.sinceUtcMs).toBe(sceneUtcMs - 31 * 60_000);
    expect(of("busy")?.job?.id).toBe("a");
    expect(of("free")?.sinceUtcMs).toBeUndefined();
  });

  it("counts a team without any position as free, not as silent: nobody knows that it is out there", () => {
    const [row] = rowsOf([buildThing("team", "new", { name: "New", state: "ready" })]);

    expect(row).toMatchObject({ need: "free", sinceUtcMs: undefined, job: undefined });
  });

  it("takes a member's or a message's call for help for the team's, until it is over", () => {
    const team = buildThing("team", "t", { name: "T" });
    const member = (steps: Parameters<typeof buildThing>[3]) =>
      buildThing("person", "p", { name: "P", teamId: "t" }, steps);
    const message = (steps: Parameters<typeof buildThing>[3]) =>
      buildThing("message", "m", { nature: "help", text: "leg", fromTeamId: "t" }, steps);
    const needOf = (thing: Thing) => rowsOf([team, thing])[0]?.need;

    expect(needOf(member([buildStep("called-for-help", 5)]))).toBe("help");
    expect(needOf(message([]))).toBe("help");
    expect(needOf(member([buildStep("called-for-help", 5), buildStep("acknowledged", 4)]))).toBe("help");
    expect(needOf(member([buildStep("called-for-help", 5), buildStep("answered", 4)]))).toBe("free");
  });

  it("names the leader first, by the team's word or by the person's own role", () => {
    const people = [
      buildThing("person", "a", { name: "A", teamId: "t", role: "searcher" }),
      buildThing("person", "b", { name: "B", teamId: "t", role: "leader" }),
    ];
    const first = (leaderId?: string) =>
      rowsOf([buildThing("team", "t", { name: "T", ...(leaderId === undefined ? {} : { leaderId }) }), ...people])[0]
        ?.members[0]?.id;

    expect(first()).toBe("b");
    expect(first("a")).toBe("a");
  });

  it("is found by name, people, skills and radio, all words of it", () => {
    const rows = rowsOf([
      buildThing("team", "t", { name: "搜救3组", radio: "CH2", skills: ["绳索"] }),
      buildThing("person", "p", { name: "Li Wei", teamId: "t", skills: ["first aid"] }),
      buildThing("team", "u", { name: "Team 4" }),
    ]);
    const found = (wanted: string) => findTeams(rows, wanted).map(({ team }) => team.id);

    expect(found("")).toEqual(rows.map(({ team }) => team.id));
    expect(found("li wei ch2")).toEqual(["t"]);
    expect(found("绳索")).toEqual(["t"]);
    expect(found("first aid team")).toEqual([]);
    expect(found("TEAM")).toEqual(["u"]);
  });
});
