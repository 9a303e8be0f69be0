import { describe, expect, it } from "vitest";
import { nearestHit } from "../../../../renderer/map/search/mark-hit.ts";
import { openAssignments } from "../../../../renderer/map/search/open-assignments.ts";
import { percentText } from "../../../../renderer/map/search/search-words.ts";
import { teamMarks } from "../../../../renderer/map/search/team-marks.ts";
import { callsForHelp, standingOf, whoLook } from "../../../../renderer/map/search/who-places.ts";
import { applyStreamMessage } from "../../../../renderer/stores/apply-stream.ts";
import { thingsOf } from "../../../../renderer/stores/incident-store.ts";
import { teamColour, teamSign } from "../../../../renderer/stores/team-look.ts";
import { buildStores } from "../../../support/build-stores.ts";
import { sceneUtcMs } from "../../../support/build-views.ts";
import { buildStep, buildThing, searchScenes } from "../../../support/search-scenes.ts";

const minutes = (n: number): number => sceneUtcMs - n * 60_000;
const expected = { expected: true };

describe("how somebody stands", () => {
  it("is silent after 30 minutes, old news after five, and neither while they rest", () => {
    expect(standingOf([], minutes(4), sceneUtcMs, expected)).toBe("heard");
    expect(standingOf([], minutes(6), sceneUtcMs, expected)).toBe("stale");
    expect(standingOf([], minutes(31), sceneUtcMs, expected)).toBe("silent");
    expect(standingOf([], minutes(31), sceneUtcMs, { expected: false })).toBe("stale");
  });

  it("is a call for help until somebody says that it is over; that it was heard isn't enough", () => {
    const called = buildStep("called-for-help", 9);

    expect(callsForHelp([])).toBe(false);
    expect(callsForHelp([called, buildStep("acknowledged", 8)])).toBe(true);
    expect(callsForHelp([called, buildStep("done", 1)])).toBe(false);
    expect(callsForHelp([called, buildStep("done", 5), buildStep("called-for-help", 2)])).toBe(true);
    expect(standingOf([called], minutes(40), sceneUtcMs, expected)).toBe("help");
  });
});

describe("teams on the map", () => {
  const scene = () => {
    const { stores } = buildStores();
    applyStreamMessage(stores, { type: "snapshot", snapshot: searchScenes.searching() });
    return stores;
  };

  it("are those whose place is known, each with how it stands", () => {
    const marks = teamMarks(scene(), sceneUtcMs);

    expect(marks).toHaveLength(19);
    expect(marks.find(({ key }) => key === "team/team-5")?.standing).toBe("help");
    expect(marks.find(({ key }) => key === "team/team-7")?.standing).toBe("silent");
    expect(marks.find(({ key }) => key === "team/team-10")).toBeUndefined();
  });

  it("have one colour with their people, and nobody who isn't placed has a look", () => {
    const stores = scene();

    expect(whoLook(stores, "team/team-1")?.colour).toBe(teamColour("team-1"));
    expect(whoLook(stores, "person/person-1-1")?.colour).toBe(teamColour("team-1"));
    expect(whoLook(stores, "vehicle/1")?.name).toBe("D1");
    expect(whoLook(stores, "team/team-10")).toBeUndefined();
    expect(whoLook(stores, "vehicle/99")).toBeUndefined();
  });

  it("have a sign of their number, or of the first letter of their own name", () => {
    expect(["Team 12", "搜救7组", "Team Li", "蓝天救援队", ""].map(teamSign)).toEqual(["12", "7", "L", "蓝", "?"]);
  });
});

describe("jobs on the map", () => {
  it("are those that somebody has and that aren't over, in their last state", () => {
    const job = (id: string, ...steps: Parameters<typeof buildStep>[0][]) =>
      buildThing(
        "assignment",
        id,
        { number: 201, to: { kind: "team", id: "t" }, segmentIds: ["s"] },
        steps.map((step, i) => buildStep(step, 30 - i)),
      );
    const things = [
      job("a", "sent"),
      job("b", "sent", "accepted", "on-the-way", "seen"),
      job("c", "sent", "declined"),
      job("d", "sent", "accepted", "done"),
      buildThing("assignment", "e", { number: 202 }),
    ];

    const open = openAssignments(
      thingsOf(Object.fromEntries(things.map((thing) => [`assignment/${thing.id}`, thing]))),
    );

    expect(open.map(({ id, state, who }) => [id, state, who])).toEqual([
      ["a", "sent", "team/t"],
      ["b", "on-the-way", "team/t"],
    ]);
  });
});

describe("a press on the map", () => {
  it("means the nearest mark within reach, and of equally near ones the one on top", () => {
    const mark = (key: string, x: number, reachPx = 22) => ({ key, x, y: 0, reachPx, places: [] });

    expect(nearestHit([mark("a", 0), mark("b", 30)], 12, 0)?.key).toBe("a");
    expect(nearestHit([mark("below", 0), mark("above", 0)], 3, 0)?.key).toBe("above");
    expect(nearestHit([mark("person", 0, 14)], 15, 0)).toBeUndefined();
  });
});

describe("per cents", () => {
  it("have a decimal below ten, and are never a nought that isn't one", () => {
    expect([0, 0.0004, 0.0123, 0.0994, 0.0996, 0.5].map(percentText)).toEqual([
      "0 %",
      "<0.1 %",
      "1.2 %",
      "9.9 %",
      "10 %",
      "50 %",
    ]);
  });
});
