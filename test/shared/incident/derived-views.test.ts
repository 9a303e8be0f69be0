import { beforeEach, describe, expect, test } from "vitest";
import { assignmentStatus } from "../../../shared/incident/assignment-status.ts";
import { helpCalls } from "../../../shared/incident/help-calls.ts";
import type { StepName } from "../../../shared/incident/incident-event.ts";
import { lastWords } from "../../../shared/incident/last-words.ts";
import { messageDelivery } from "../../../shared/incident/message-delivery.ts";
import { nextAssignmentNumber, nextClueNumber, numbersOf } from "../../../shared/incident/next-numbers.ts";
import { jobsUnderWay, overdueSince, teamView } from "../../../shared/incident/team-view.ts";
import { thingName } from "../../../shared/incident/thing-name.ts";
import type { ThingKind } from "../../../shared/incident/things.ts";
import { author, LogStation } from "../../support/incident-stations.ts";

const minute = 60_000;
const start = 1_000_000;
let log: LogStation;

beforeEach(() => {
  log = new LogStation("A", start);
});

const pass = (ms: number) => {
  log.nowUtcMs += ms;
};
const step = (thing: ThingKind, thingId: string, name: StepName, by = author("post"), text?: string) =>
  log.write({ kind: "step", thing, thingId, step: name, ...(text === undefined ? {} : { text }) }, by);
const things = () => log.book.things;
const make = (kind: ThingKind, id: string, fields: Readonly<Record<string, unknown>>) => log.put(kind, id, fields);

const sendTeam = () => {
  make("team", "t1", { name: "Team 1", mode: "foot" });
  make("person", "p1", { name: "Wang", teamId: "t1", role: "searcher" });
  make("assignment", "a", { number: 101, to: { kind: "team", id: "t1" } });
  step("assignment", "a", "sent");
};
const job = () => {
  const found = log.book.thing("assignment", "a");
  if (found === undefined) throw new Error("There is a job.");
  return found;
};
const overdue = () => overdueSince(job(), { nowUtcMs: log.nowUtcMs, words: lastWords(things()) });
const team = (positionUtcMs?: number) => {
  const found = log.book.thing("team", "t1");
  if (found === undefined) throw new Error("There is a team.");
  const times = { nowUtcMs: log.nowUtcMs, words: lastWords(things()), positionUtcMs: () => positionUtcMs };
  return teamView(found, jobsUnderWay(things()), times);
};

describe("how a job stands", () => {
  test("is a draft until it was sent, then what happened last, with the time of each", () => {
    make("assignment", "a", { number: 101 });
    expect(assignmentStatus(job())).toEqual({ state: "draft", sinceUtcMs: start, times: {}, isUnderWay: false });

    for (const name of ["sent", "accepted", "on-the-way", "on-scene", "note", "done"] as const) {
      pass(minute);
      step("assignment", "a", name);
    }

    expect(assignmentStatus(job())).toEqual({
      state: "done",
      sinceUtcMs: start + 6 * minute,
      times: {
        sent: start + minute,
        accepted: start + 2 * minute,
        "on-the-way": start + 3 * minute,
        "on-scene": start + 4 * minute,
        done: start + 6 * minute,
      },
      isUnderWay: false,
    });
  });

  test.each([
    ["sent", true],
    ["accepted", true],
    ["on-the-way", true],
    ["on-scene", true],
    ["done", false],
    ["declined", false],
    ["cancelled", false],
  ] as const)("%s is under way: %s", (name, isUnderWay) => {
    make("assignment", "a", {});
    step("assignment", "a", name);

    expect(assignmentStatus(job())).toMatchObject({ state: name, isUnderWay });
  });

  test("is overdue after 30 min without a word, and isn't any more with the next one", () => {
    sendTeam();
    pass(30 * minute - 1);
    expect(overdue()).toBeUndefined();
    pass(1);
    expect(overdue()).toBe(start);

    make("message", "m", { text: "We are at the creek.", fromTeamId: "t1" });

    expect(overdue()).toBeUndefined();
  });

  test("isn't overdue while one of its team speaks, nor once it is over", () => {
    sendTeam();
    pass(29 * minute);
    log.write(
      { kind: "put", thing: "clue", thingId: "c", fields: { text: "Shoe" }, seen: {} },
      author("p1", "searcher"),
    );
    pass(29 * minute);
    expect(overdue()).toBeUndefined();

    step("assignment", "a", "done");
    pass(5 * 60 * minute);

    expect(overdue()).toBeUndefined();
  });

  test("what the post writes to them is no word of theirs", () => {
    sendTeam();
    pass(20 * minute);
    make("message", "m", { text: "Where are you?", teamIds: ["t1"] });
    step("assignment", "a", "note");
    pass(10 * minute);

    expect(overdue()).toBe(start);
  });
});

describe("a team", () => {
  test("is free, or busy with what is under way, the oldest first", () => {
    make("team", "t1", { name: "Team 1" });
    expect(team()).toEqual({ state: "free", assignmentIds: [] });
    make("assignment", "a", { to: { kind: "team", id: "t1" } });
    make("assignment", "b", { to: { kind: "team", id: "t1" } });
    step("assignment", "b", "sent");
    pass(1);
    step("assignment", "a", "sent");

    expect(team()).toMatchObject({ state: "busy", assignmentIds: ["a", "b"] });

    step("assignment", "a", "declined");
    step("assignment", "b", "cancelled");
    expect(team()).toMatchObject({ state: "free", assignmentIds: [] });
  });

  test("that rests, waits or is off is not free", () => {
    make("team", "t1", { state: "resting" });
    expect(team().state).toBe("resting");
    make("team", "t1", { state: "ready" });
    expect(team().state).toBe("free");
  });

  test("is silent after 30 min without word or position; neither where it was quiet at the post before it was sent", () => {
    make("team", "t1", { name: "Team 1" });
    make("message", "m", { text: "Ready.", fromTeamId: "t1" });
    pass(60 * minute);
    expect(team().silentSinceUtcMs).toBeUndefined();

    make("assignment", "a", { to: { kind: "team", id: "t1" } });
    step("assignment", "a", "sent");
    pass(29 * minute);
    expect(team()).toMatchObject({ heardUtcMs: start });
    expect(team().silentSinceUtcMs).toBeUndefined();
    pass(minute);

    expect(team().silentSinceUtcMs).toBe(start + 60 * minute);
    expect(team(log.nowUtcMs - minute).silentSinceUtcMs).toBeUndefined();
  });

  test("that told where it is and then nothing for an hour is silent, on a job or not", () => {
    make("team", "t1", { name: "Team 1" });
    pass(60 * minute);

    expect(team(start).silentSinceUtcMs).toBe(start);
    expect(team().silentSinceUtcMs).toBeUndefined();
    make("team", "t1", { state: "off" });
    expect(team(start).silentSinceUtcMs).toBeUndefined();
  });
});

describe("a message that must be acknowledged", () => {
  const delivery = () => {
    const message = log.book.thing("message", "m");
    if (message === undefined) throw new Error("There is a message.");
    const { acknowledged, missing } = messageDelivery(message, things());
    return { by: acknowledged.map(({ to }) => to.id), missing: missing.map(({ id }) => id) };
  };
  beforeEach(() => {
    make("team", "t1", { name: "Team 1" });
    make("team", "t2", { name: "Team 2" });
    make("team", "t3", { name: "Team 3", state: "off" });
    make("person", "p1", { name: "Wang", teamId: "t1" });
    make("person", "p2", { name: "Doctor Li" });
  });

  test("reaches a team by any of its people, or by the radio", () => {
    make("message", "m", { text: "Stop.", needsAck: true, teamIds: ["t1", "t2"] });
    expect(delivery()).toEqual({ by: [], missing: ["t1", "t2"] });

    step("message", "m", "seen", author("p1", "searcher"));
    step("message", "m", "acknowledged", author("p1", "searcher"));
    expect(delivery()).toEqual({ by: ["t1"], missing: ["t2"] });
    step("message", "m", "acknowledged", author("post"), "team/t2");

    expect(delivery()).toEqual({ by: ["t1", "t2"], missing: [] });
  });

  test("that names nobody is for all teams that are there and for people without one", () => {
    make("message", "m", { text: "Found.", needsAck: true });

    expect(delivery().missing).toEqual(["t1", "t2", "p2"]);
  });

  test("for a role is read by anybody in it; its own author needn't", () => {
    make("message", "m", { text: "Land.", needsAck: true, roles: ["pilot"], personIds: ["A", "p2"] });
    step("message", "m", "acknowledged", author("x", "pilot"));

    expect(delivery()).toEqual({ by: ["pilot"], missing: ["p2"] });
  });

  test("for a role can be acknowledged by the coordinator of a small post, who flies, too", () => {
    make("message", "m", { text: "Land.", needsAck: true, roles: ["pilot"] });
    step("message", "m", "acknowledged", author("x", "searcher"));
    expect(delivery().missing).toEqual(["pilot"]);

    step("message", "m", "acknowledged", author("post", "coordinator"));

    expect(delivery().missing).toEqual([]);
  });

  test("that orders a job is acknowledged by who takes it on", () => {
    make("assignment", "a", { to: { kind: "team", id: "t1" } });
    make("message", "m", { text: "101", needsAck: true, teamIds: ["t1"], assignmentId: "a" });
    step("assignment", "a", "sent");
    expect(delivery().missing).toEqual(["t1"]);

    step("assignment", "a", "accepted", author("p1", "searcher"));

    expect(delivery()).toEqual({ by: ["t1"], missing: [] });
  });
});

describe("a call for help", () => {
  test("stands until somebody says that it is over; that it was heard doesn't end it", () => {
    make("team", "t1", { name: "Team 1" });
    make("person", "p1", { name: "Wang", teamId: "t1" });
    expect(helpCalls(things())).toEqual([]);

    step("person", "p1", "called-for-help", author("p1", "searcher"), "Broken leg");
    step("person", "p1", "acknowledged");
    expect(helpCalls(things())).toMatchObject([{ key: "person/p1", text: "Broken leg" }]);
    pass(1);
    step("person", "p1", "done");
    expect(helpCalls(things())).toEqual([]);

    pass(1);
    step("person", "p1", "called-for-help", author("p1", "searcher"));
    expect(helpCalls(things())).toHaveLength(1);
  });

  test("can be a message", () => {
    make("message", "m", { nature: "help", text: "We need a stretcher." });
    expect(helpCalls(things())).toMatchObject([{ key: "message/m", text: "We need a stretcher." }]);

    step("message", "m", "done");

    expect(helpCalls(things())).toEqual([]);
  });
});

describe("numbers", () => {
  test("of assignments count by operational period: 101 ..., 201 ...", () => {
    expect(nextAssignmentNumber([], 1)).toBe(101);
    expect(nextAssignmentNumber([101, 102], 1)).toBe(103);
    expect(nextAssignmentNumber([101, 102], 2)).toBe(201);
    expect(nextAssignmentNumber([201, 105], 1)).toBe(106);
  });

  test("of a period with over 99 assignments stand above all others", () => {
    const all = Array.from({ length: 99 }, (_, i) => 101 + i);

    expect(nextAssignmentNumber(all, 1)).toBe(200);
    expect(nextAssignmentNumber([...all, 201, 202], 1)).toBe(203);
    expect(nextAssignmentNumber([...all, 200], 2)).toBe(201);
  });

  test("aren't used again: what was said on the radio must not mean something else later", () => {
    make("clue", "c1", { number: 1 });
    make("clue", "c2", { number: 2 });
    make("clue", "c2", { removed: true });

    expect(nextClueNumber(numbersOf(things(), "clue"))).toBe(3);
    expect(nextClueNumber([])).toBe(1);
  });
});

test("things are called as people call them", () => {
  make("team", "t1", { name: "Team 1" });
  make("assignment", "a", { number: 101 });
  make("message", "m", { text: "x".repeat(100) });
  make("model", "model", {});

  expect([...things().values()].map(thingName)).toEqual(["Team 1", "101", "x".repeat(60), "model"]);
});
