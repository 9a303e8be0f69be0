import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildVehicle } from "../../../support/build-views.ts";
import { type IncidentRig, incidentRig, openIncident, seenLast, well } from "../../../support/incident-rig.ts";

const minute = 60_000;
let rig: IncidentRig;

beforeEach(() => {
  rig = incidentRig();
  openIncident(rig);
  well(
    rig.desk.putMany([
      { thing: "team", thingId: "t1", fields: { name: "Team 1" } },
      { thing: "person", thingId: "p1", fields: { name: "Wang", teamId: "t1" } },
    ]),
  );
});
afterEach(() => rig.remove());

const job = (to: { kind: "team" | "vehicle"; id: string }) => {
  well(rig.desk.put({ thing: "assignment", thingId: "a", fields: { to } }));
  well(rig.desk.step({ thing: "assignment", thingId: "a", step: "sent" }));
};
const codes = () => rig.standing().map(({ code }) => code);
const wang = { principal: { role: "searcher", personId: "p1", name: "Wang" } } as const;

describe("silence", () => {
  test("of a team on a job raises an alarm after 30 min, and a word ends it", () => {
    job({ kind: "team", id: "t1" });
    rig.pass(30 * minute - 1);
    expect(codes()).toEqual([]);
    rig.pass(1);
    expect(rig.standing()).toEqual([
      { code: "team-silent", params: { team: "Team 1" } },
      { code: "assignment-overdue", params: { number: "101", who: "Team 1" } },
    ]);

    well(rig.desk.step({ thing: "assignment", thingId: "a", step: "on-the-way" }, wang));
    rig.pass(1_000);

    expect(codes()).toEqual([]);
  });

  test("a team without position for an hour is silent, though nobody sent it; not one that never told any", () => {
    rig.desk.place("team/t1", { ...seenLast, utcMs: rig.clock.utcMs(), source: "phone" });
    well(rig.desk.put({ thing: "team", thingId: "t2", fields: { name: "Team 2" } }));

    rig.pass(60 * minute);

    expect(rig.standing()).toEqual([{ code: "team-silent", params: { team: "Team 1" } }]);
    rig.desk.place("team/t1", { ...seenLast, utcMs: rig.clock.utcMs(), source: "phone" });
    rig.pass(1_000);
    expect(codes()).toEqual([]);
  });

  test("positions keep a team from being silent, but its job is overdue without a word", () => {
    job({ kind: "team", id: "t1" });
    rig.pass(29 * minute);
    rig.desk.place("person/p1", { ...seenLast, utcMs: rig.clock.utcMs(), source: "phone" });

    rig.pass(minute);

    expect(codes()).toEqual(["assignment-overdue"]);
  });

  test("is broken by a place that was told by radio", () => {
    job({ kind: "team", id: "t1" });
    rig.pass(30 * minute);

    rig.desk.place("team/t1", { ...seenLast, utcMs: rig.clock.utcMs(), source: "radio" });
    rig.pass(1_000);

    expect(codes()).toEqual([]);
  });

  test("isn't hidden by a computer's clock that was ahead and is put right: what lies to come tells nothing", () => {
    job({ kind: "team", id: "t1" });
    rig.desk.place("team/t1", { ...seenLast, utcMs: rig.clock.utcMs(), source: "phone" });

    rig.pass(-120 * minute);
    expect(codes()).toEqual(["team-silent", "assignment-overdue"]);

    rig.desk.place("team/t1", { ...seenLast, utcMs: rig.clock.utcMs(), source: "radio" });
    rig.pass(1_000);
    expect(codes()).toEqual([]);

    rig.pass(30 * minute);
    expect(codes()).toEqual(["team-silent", "assignment-overdue"]);
  });

  test("of a vehicle whose telemetry is heard is none", () => {
    rig.vehicles.set("1", buildVehicle({ id: "1" }));
    job({ kind: "vehicle", id: "1" });
    rig.pass(60 * minute);
    expect(codes()).toEqual([]);

    rig.vehicles.delete("1");
    rig.pass(1_000);

    expect(rig.standing()).toMatchObject([{ code: "assignment-overdue", params: { who: "1" } }]);
  });

  test("is no matter any more once the incident is closed", () => {
    job({ kind: "team", id: "t1" });
    rig.pass(40 * minute);
    expect(codes()).toContain("team-silent");

    well(rig.desk.put({ thing: "incident", fields: { phase: "closed" } }));
    rig.pass(1_000);

    expect(codes()).toEqual([]);
  });
});

describe("a call for help", () => {
  test("is critical at once, is told of as news, and stands until it is over", () => {
    well(rig.desk.step({ thing: "person", thingId: "p1", step: "called-for-help", text: "Fell." }, wang));
    rig.pass(1_000);
    expect(rig.standing()).toEqual([{ code: "help-called", params: { who: "Wang", text: "Fell." } }]);
    expect(rig.news()).toContain("help Fell.");

    well(rig.desk.step({ thing: "person", thingId: "p1", step: "acknowledged" }));
    rig.pass(1_000);
    expect(codes()).toEqual(["help-called"]);
    well(rig.desk.step({ thing: "person", thingId: "p1", step: "done" }));
    rig.pass(1_000);

    expect(codes()).toEqual([]);
  });

  test("is one alarm for each caller, however often they call, and stands until all of it is over", () => {
    const call = (text: string) =>
      well(rig.desk.put({ thing: "message", fields: { text, nature: "help" } }, wang)).thingId ?? "";
    const ids = Array.from({ length: 200 }, (_, i) => call(`Fell ${i}.`));
    well(rig.desk.step({ thing: "person", thingId: "p1", step: "called-for-help" }, wang));
    const other = { principal: { role: "searcher", inviteId: "i-2", name: "Li" } } as const;
    well(rig.desk.put({ thing: "message", fields: { text: "Snake.", nature: "help" } }, other));
    rig.pass(1_000);

    expect(rig.standing()).toEqual([
      { code: "help-called", params: { who: "Wang", text: "Fell 199." } },
      { code: "help-called", params: { who: "Li", text: "Snake." } },
    ]);

    for (const thingId of ids.slice(1)) well(rig.desk.step({ thing: "message", thingId, step: "done" }));
    well(rig.desk.step({ thing: "person", thingId: "p1", step: "done" }));
    rig.pass(1_000);
    expect(rig.standing()[0]).toEqual({ code: "help-called", params: { who: "Wang", text: "Fell 0." } });
  });

  test("stands on though another incident is shown, until it is over there", () => {
    const incidentId = rig.desk.incidentId ?? "";
    well(rig.desk.step({ thing: "person", thingId: "p1", step: "called-for-help" }, wang));
    rig.pass(1_000);

    openIncident(rig);
    rig.pass(1_000);
    expect(rig.standing()).toEqual([{ code: "help-called", params: { who: "Wang", text: "" } }]);

    well(rig.desk.show(incidentId));
    rig.pass(1_000);
    expect(codes()).toEqual(["help-called"]);
    well(rig.desk.step({ thing: "person", thingId: "p1", step: "done" }));
    rig.pass(1_000);
    expect(codes()).toEqual([]);
  });

  test("of an incident that was closed leaves with it", () => {
    well(rig.desk.step({ thing: "person", thingId: "p1", step: "called-for-help" }, wang));
    well(rig.desk.put({ thing: "incident", fields: { phase: "closed" } }));
    rig.pass(1_000);
    expect(codes()).toEqual(["help-called"]);

    openIncident(rig);
    rig.pass(1_000);

    expect(codes()).toEqual([]);
  });
});

describe("an order", () => {
  test("that not all acknowledged within 5 min says who is missing, until they do", () => {
    const fields = { nature: "order", text: "Come back.", needsAck: true, teamIds: ["t1"] };
    const { thingId = "" } = well(rig.desk.put({ thing: "message", fields }));
    rig.pass(5 * minute - 1);
    expect(codes()).toEqual([]);
    rig.pass(1);
    expect(rig.standing()).toEqual([
      { code: "order-unacknowledged", params: { text: "Come back.", missing: "Team 1" } },
    ]);

    well(rig.desk.step({ thing: "message", thingId, step: "acknowledged" }, wang));
    rig.pass(1_000);

    expect(codes()).toEqual([]);
  });
});

test("a number that two jobs have is a contradiction until one gets another", () => {
  well(
    rig.desk.putMany([1, 2].map((i) => ({ thing: "assignment", thingId: `j${i}`, fields: { number: 103 } }) as const)),
  );
  rig.pass(1_000);
  expect(rig.standing()).toEqual([{ code: "incident-conflict", params: { thing: 103, first: "API", second: "API" } }]);

  well(rig.desk.put({ thing: "assignment", thingId: "j2", fields: { number: 104 } }));
  rig.pass(1_000);

  expect(codes()).toEqual([]);
});

describe("news", () => {
  test("tell of what people should hear of, and of no roster or division", () => {
    well(rig.desk.put({ thing: "clue", fields: { text: "Shoe" } }));
    well(rig.desk.put({ thing: "message", fields: { text: "Hello" } }));
    well(rig.desk.put({ thing: "message", fields: { text: "Stop.", nature: "order" } }));
    well(rig.desk.put({ thing: "message", fields: { text: "Help!", nature: "help" } }));
    job({ kind: "team", id: "t1" });
    well(rig.desk.step({ thing: "assignment", thingId: "a", step: "accepted" }));
    well(rig.desk.put({ thing: "incident", fields: { phase: "searching" } }));
    well(rig.desk.putMany(Array.from({ length: 100 }, () => ({ thing: "segment", fields: {} }) as const)));

    expect(rig.news()).toEqual([
      ...[
        "opened Linghu",
        "clue Shoe",
        "message Hello",
        "order Stop.",
        "help Help!",
        "step accepted",
        "phase searching",
      ],
    ]);
  });

  test("are told once, and not again at each change", () => {
    const { thingId = "" } = well(rig.desk.put({ thing: "clue", fields: { text: "Shoe" } }));
    const before = rig.news().length;

    well(rig.desk.put({ thing: "clue", thingId, fields: { text: "Red shoe" } }));

    expect(rig.news()).toHaveLength(before);
  });

  test("a hundred clues at once are no hundred news", () => {
    well(rig.desk.putMany(Array.from({ length: 100 }, () => ({ thing: "clue", fields: {} }) as const)));

    expect(rig.news().length).toBeLessThanOrEqual(21);
  });
});
