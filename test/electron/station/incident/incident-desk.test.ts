import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { IncidentChange } from "../../../../electron/station/incident/incident-desk.ts";
import type { RequestResult } from "../../../../shared/wire/requests.ts";
import { type IncidentRig, incidentRig, openIncident, seenLast, well } from "../../../support/incident-rig.ts";

let rig: IncidentRig;

beforeEach(() => {
  rig = incidentRig();
});
afterEach(() => rig.remove());

const faultOf = (result: RequestResult) => (result.ok ? undefined : result.fault);
const things = () => rig.desk.things;

describe("before an incident is open", () => {
  test("nothing is done, and it is said what to do", () => {
    for (const result of [
      rig.desk.put({ thing: "team", fields: { name: "Team 1" } }),
      rig.desk.step({ thing: "team", thingId: "t", step: "note" }),
      rig.desk.place("team/t", { ...seenLast, utcMs: 1, source: "radio" }),
    ])
      expect(faultOf(result)).toMatchObject({ code: "no-incident", detail: expect.stringMatching(/Open one/) });
    expect(things().size).toBe(0);
  });
});

describe("opening", () => {
  test("makes the incident and its subject at once, with the place last seen as planning point", () => {
    const incidentId = openIncident(rig);

    const subject = [...things().values()].find((thing) => thing.kind === "subject");
    expect(rig.desk.incidentId).toBe(incidentId);
    expect(rig.desk.thing("incident", incidentId)?.fields).toMatchObject({
      ...{ name: "Linghu", nature: "lost", phase: "reported", period: 1 },
    });
    expect(subject?.fields).toMatchObject({ name: "Wang", ipp: { place: seenLast } });
    expect(rig.news()).toEqual(["opened Linghu"]);
  });

  test("another one shows that one; the first stays in the record and can be shown again", () => {
    const first = openIncident(rig);
    well(rig.desk.put({ thing: "team", thingId: "t1", fields: { name: "Team 1" } }));
    const second = openIncident(rig);
    expect(rig.desk.incidentId).toBe(second);
    expect(rig.desk.thing("team", "t1")).toBeUndefined();

    well(rig.desk.show(first));

    expect(rig.desk.thing("team", "t1")?.fields.name).toBe("Team 1");
    expect(rig.incidents.list()).toMatchObject([
      { id: first, name: "Linghu", phase: "reported", events: 3, shown: true },
      { id: second, events: 2, shown: false },
    ]);
    expect(faultOf(rig.desk.show("nowhere"))?.code).toBe("unknown-thing");
  });
});

describe("a value that can't be right", () => {
  beforeEach(() => void openIncident(rig));

  test.each([
    ["team", { colour: "red" }, /team\.colour: a team has no such field/],
    ["team", { mode: "broom" }, /team\.mode: Invalid option/],
    ["clue", { place: { latDeg: 91, lonDeg: 0 } }, /clue\.place\.latDeg/],
    ["clue", { place: { latDeg: 1, lonDeg: 0, altM: 3 } }, /clue\.place/],
    ["segment", { ring: [{ latDeg: 1, lonDeg: 1 }] }, /segment\.ring/],
    ["subject", { removed: "yes" }, /subject\.removed/],
    ["team", { constructor: 1 }, /no such field/],
    ["clue", { reliability: Number.NaN }, /clue\.reliability/],
  ] as const)("of a %s is refused, and its field named: %o", (thing, fields, words) => {
    const result = rig.desk.put({ thing, fields });

    expect(faultOf(result)).toMatchObject({ code: "bad-field", detail: expect.stringMatching(words) });
  });

  test("among many leaves all of them undone", () => {
    const before = things();

    const result = rig.desk.putMany([
      { thing: "segment", fields: { name: "AA" } },
      { thing: "segment", fields: { poa: 2 } },
    ]);

    expect(faultOf(result)?.code).toBe("bad-field");
    expect(things()).toBe(before);
  });

  test("a change of a thing that isn't there is no new thing", () => {
    const put = { thing: "team", thingId: "gone", fields: { name: "x" }, seen: { "a-station": 3 } } as const;

    expect(faultOf(rig.desk.put(put))?.code).toBe("unknown-thing");
    expect(faultOf(rig.desk.step({ thing: "team", thingId: "gone", step: "note" }))?.code).toBe("unknown-thing");
    expect(faultOf(rig.desk.place("team/gone", { ...seenLast, utcMs: 1, source: "radio" }))?.code).toBe(
      "unknown-thing",
    );
    expect(faultOf(rig.desk.place("clue/gone", { ...seenLast, utcMs: 1, source: "radio" }))?.code).toBe(
      "unknown-thing",
    );
  });

  test("there is one incident in an incident", () => {
    const other = rig.desk.put({ thing: "incident", thingId: "other", fields: { name: "x" } });

    expect(faultOf(other)?.code).toBe("unknown-thing");
    well(rig.desk.put({ thing: "incident", fields: { phase: "searching" } }));
    expect([...things().values()].filter((thing) => thing.kind === "incident")).toHaveLength(1);
  });
});

describe("new things", () => {
  beforeEach(() => void openIncident(rig));

  test("get numbers and names one after another, also in one batch", () => {
    const puts = ["clue", "segment", "assignment", "clue", "segment", "assignment"].map((thing) => ({
      thing: thing as "clue" | "segment" | "assignment",
      fields: {},
    }));

    const { thingIds = [] } = well(rig.desk.putMany([{ thing: "segment", fields: { name: "AB" } }, ...puts]));

    const made = [...things().values()].filter(({ id }) => thingIds.includes(id)).map(({ fields }) => fields);
    expect(made).toMatchObject([
      { name: "AB" },
      { number: 1, state: "new", reporter: "API" },
      { name: "AA" },
      { number: 101, period: 1 },
      { number: 2 },
      { name: "AC" },
      { number: 102 },
    ]);
  });

  test("are numbered by the operational period", () => {
    well(rig.desk.put({ thing: "incident", fields: { period: 2 } }));
    const { thingId = "" } = well(rig.desk.put({ thing: "assignment", fields: {} }));

    expect(rig.desk.thing("assignment", thingId)?.fields.number).toBe(201);
  });

  test("are told of to listeners, with what was written", () => {
    const changes: IncidentChange[] = [];
    const stop = rig.desk.onChanged((change) => changes.push(change));

    well(rig.desk.put({ thing: "team", thingId: "t1", fields: { name: "Team 1" } }));
    stop();
    well(rig.desk.put({ thing: "team", thingId: "t2", fields: { name: "Team 2" } }));

    expect(changes.map(({ keys }) => [...keys])).toEqual([["team/t1"]]);
    expect(changes[0]?.events[0]?.author).toMatchObject({ id: "api", role: "coordinator" });
  });
});

describe("the planning point", () => {
  const subjectId = () => [...things().values()].find((thing) => thing.kind === "subject")?.id ?? "";
  const there = { latDeg: 30.9, lonDeg: 120.5 };
  const move = (reason?: string) =>
    rig.desk.put({
      thing: "subject",
      thingId: subjectId(),
      fields: { ipp: { place: there, utcMs: 1, ...(reason === undefined ? {} : { reason }) } },
    });

  test("is moved with a reason only", () => {
    openIncident(rig);
    expect(faultOf(move())).toMatchObject({ code: "bad-field", detail: expect.stringMatching(/say why it is moved/) });
    expect(faultOf(move("  "))?.code).toBe("bad-field");

    well(move("The caller mixed up two villages."));

    expect(rig.desk.thing("subject", subjectId())?.fields.ipp?.place).toEqual(there);
    const again = { place: seenLast, utcMs: 1, reason: "The caller mixed up two villages." };
    expect(faultOf(rig.desk.put({ thing: "subject", thingId: subjectId(), fields: { ipp: again } }))?.code).toBe(
      "bad-field",
    );
  });
});

describe("who had not seen what another wrote", () => {
  test("two at two screens that decide differently at once: both are kept, and the post is alerted until one decides", () => {
    const incidentId = openIncident(rig);
    const seen = rig.desk.thing("incident", incidentId)?.seen;
    const put = (phase: string, name: string, knew = seen) =>
      well(
        rig.desk.put(
          { thing: "incident", fields: { phase }, ...(knew === undefined ? {} : { seen: knew }) },
          { operator: { id: name, name } },
        ),
      );
    put("suspended", "Li");
    rig.pass(1_000);

    put("searching", "Wang");
    rig.pass(1_000);

    const conflicts = rig.desk.thing("incident", incidentId)?.conflicts;
    expect(conflicts?.phase).toMatchObject([
      { value: "searching", by: { name: "Wang" } },
      { value: "suspended", by: { name: "Li" } },
    ]);
    expect(rig.standing()).toEqual([
      { code: "incident-conflict", params: { thing: "Linghu", first: "Wang", second: "Li" } },
    ]);

    put("suspended", "Chen", rig.desk.thing("incident", incidentId)?.seen);
    rig.pass(1_000);

    expect(rig.desk.thing("incident", incidentId)?.conflicts).toBeUndefined();
    expect(rig.standing()).toEqual([]);
  });

  test("nobody has seen what isn't there yet", () => {
    openIncident(rig);
    const put = (radio: string, name: string, seen?: Record<string, number>) =>
      well(
        rig.desk.put(
          { thing: "team", thingId: "t1", fields: { radio }, ...(seen === undefined ? {} : { seen }) },
          { operator: { id: name, name } },
        ),
      );
    put("1", "Li");
    const own = Object.keys(rig.desk.thing("team", "t1")?.seen ?? {})[0] ?? "";

    put("2", "Li", { [own]: 999, other: 5 });
    put("3", "Wang", {});

    expect(rig.desk.thing("team", "t1")?.seen).toEqual({ [own]: 5 });
    expect(rig.desk.thing("team", "t1")?.conflicts?.radio?.map(({ value }) => value)).toEqual(["3", "2"]);
  });

  test("nobody contradicts themselves: who types faster than their screen hears of it means the last", () => {
    const incidentId = openIncident(rig);
    const seen = rig.desk.thing("incident", incidentId)?.seen ?? {};
    const put = (objectives: string, name: string) =>
      well(
        rig.desk.put(
          { thing: "incident", fields: { objectives }, seen: { ...seen } },
          { operator: { id: name, name } },
        ),
      );

    put("The village", "Li");
    put("The village and the canal", "Li");

    expect(rig.desk.thing("incident", incidentId)?.fields.objectives).toBe("The village and the canal");
    expect(rig.desk.thing("incident", incidentId)?.conflicts).toBeUndefined();
    put("The hill", "Wang");
    expect(rig.desk.thing("incident", incidentId)?.conflicts?.objectives?.map(({ value }) => value)).toEqual([
      "The hill",
      "The village and the canal",
    ]);
  });
});

test("a computer whose clock is put back by a day goes on by the right time, and what it writes stands over what it wrote", () => {
  openIncident(rig);
  well(rig.desk.put({ thing: "team", thingId: "t1", fields: { radio: "1" } }));
  rig.clock.now -= 86_400_000;

  well(rig.desk.put({ thing: "team", thingId: "t1", fields: { radio: "2" } }));
  well(rig.desk.put({ thing: "clue", thingId: "c", fields: {} }));

  expect(rig.desk.thing("team", "t1")).toMatchObject({ fields: { radio: "2" }, changedUtcMs: rig.clock.utcMs() });
  expect(rig.desk.thing("team", "t1")?.conflicts).toBeUndefined();
  expect(rig.desk.thing("clue", "c")?.createdUtcMs).toBe(rig.clock.utcMs());
});

describe("a phone that was without network", () => {
  const searcher = { principal: { role: "searcher", personId: "p1", name: "Wang" } } as const;
  beforeEach(() => {
    openIncident(rig);
    well(rig.desk.put({ thing: "assignment", thingId: "a", fields: {} }));
    well(rig.desk.step({ thing: "assignment", thingId: "a", step: "sent" }));
  });

  test("sends again what it got no answer to, and it is done once", () => {
    const put = { thing: "clue", fields: { text: "Shoe" } } as const;
    const first = well(rig.desk.put(put, { ...searcher, eventId: "e1" }));
    const again = well(rig.desk.put(put, { ...searcher, eventId: "e1" }));
    for (const _ of [1, 2])
      well(rig.desk.step({ thing: "assignment", thingId: "a", step: "accepted" }, { ...searcher, eventId: "e2" }));

    expect(again.thingId).toBe(first.thingId);
    expect([...things().values()].filter(({ kind }) => kind === "clue")).toHaveLength(1);
    expect(rig.desk.thing("assignment", "a")?.steps.map(({ step }) => step)).toEqual(["sent", "accepted"]);
  });

  test("tells when it happened; a time to come is taken for now", () => {
    rig.pass(600_000);
    const now = rig.clock.utcMs();
    const say = (step: "accepted" | "on-the-way", happenedUtcMs: number) =>
      well(rig.desk.step({ thing: "assignment", thingId: "a", step }, { ...searcher, happenedUtcMs }));

    say("on-the-way", now + 86_400_000);
    say("accepted", now - 300_000);

    expect(rig.desk.thing("assignment", "a")?.steps.map(({ step, utcMs }) => [step, utcMs])).toEqual([
      ["sent", now - 600_000],
      ["accepted", now - 300_000],
      ["on-the-way", now],
    ]);
  });

  test("with a very long name is there again after a restart", async () => {
    const { thingId = "" } = well(
      rig.desk.put(
        { thing: "clue", fields: {} },
        { principal: { role: "searcher", inviteId: "i", name: "W".repeat(4_000) } },
      ),
    );
    await rig.close();

    const again = incidentRig(rig.folder);
    expect(again.desk.thing("clue", thingId)?.createdBy).toMatchObject({ id: "i", name: "W".repeat(200) });
    await again.close();
  });

  test("is known by its person, whatever its screen says", () => {
    const asking = { ...searcher, operator: { id: "o1", name: "Somebody else" } };
    const { thingId = "" } = well(rig.desk.put({ thing: "clue", fields: { text: "Shoe" } }, asking));

    const by = { id: "p1", name: "Wang", role: "searcher" };
    expect(rig.desk.thing("clue", thingId)).toMatchObject({ createdBy: by, fields: { reporter: "Wang" } });
  });
});

describe("found", () => {
  test("tells everybody once by an order that must be acknowledged", () => {
    openIncident(rig);
    well(rig.desk.put({ thing: "team", thingId: "t1", fields: { name: "Team 1" } }));
    const found = { phase: "found", outcome: { utcMs: 1, by: "Team 1", state: "well" } };

    well(rig.desk.put({ thing: "incident", fields: found }, { operator: { id: "o", name: "Chen" } }));
    well(rig.desk.put({ thing: "incident", fields: { ...found, commander: "Li" } }));

    const orders = [...things().values()].filter((thing) => thing.kind === "message");
    expect(orders).toHaveLength(1);
    expect(orders[0]).toMatchObject({
      createdBy: { name: "Chen" },
      fields: { nature: "order", needsAck: true, text: expect.stringMatching(/已找到.*Found/) },
    });
    rig.pass(300_000);
    expect(rig.standing()).toMatchObject([{ code: "order-unacknowledged", params: { missing: "Team 1" } }]);
  });
});
