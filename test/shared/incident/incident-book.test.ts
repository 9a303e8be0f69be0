import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareEvents } from "../../../shared/incident/hybrid-clock.ts";
import { IncidentBook, reduceIncident } from "../../../shared/incident/incident-book.ts";
import type { IncidentEvent } from "../../../shared/incident/incident-event.ts";
import { sameValue } from "../../../shared/incident/same-value.ts";
import { author, LogStation } from "../../support/incident-stations.ts";

const teamOf = (book: IncidentBook) => book.thing("team", "t");

/** Both know of all that either knew. */
const meet = (a: LogStation, b: LogStation) => {
  for (const event of [...a.events]) b.hear(event);
  for (const event of [...b.events]) a.hear(event);
};

describe("a thing", () => {
  test("is made of the fields that were put, each changed for itself", () => {
    const station = new LogStation("A");
    station.put("team", "t", { name: "Team 1", mode: "foot" });
    station.put("team", "t", { mode: "wheels" });

    const team = teamOf(station.book);

    expect(team?.fields).toEqual({ name: "Team 1", mode: "wheels" });
    expect(team?.conflicts).toBeUndefined();
    expect(team?.seen).toEqual({ A: 2 });
    expect(team?.createdBy.name).toBe("A");
  });

  test("loses a field that is emptied, and gets it again", () => {
    const station = new LogStation("A");
    station.put("team", "t", { name: "Team 1", radio: "145.5" });
    station.put("team", "t", { radio: null });
    expect(teamOf(station.book)?.fields).toEqual({ name: "Team 1" });

    station.put("team", "t", { radio: "146" });

    expect(teamOf(station.book)?.fields.radio).toBe("146");
  });

  test("isn't there while only what happened to it has come, and has that as soon as it is", () => {
    const station = new LogStation("A");
    const put = station.put("team", "t", { name: "Team 1" });
    const step = station.write({ kind: "step", thing: "team", thingId: "t", step: "called-for-help" });
    const book = new IncidentBook();

    book.apply(step);
    expect(teamOf(book)).toBeUndefined();
    book.apply(put);

    expect(teamOf(book)).toEqual(teamOf(station.book));
  });

  test("has its steps in the order in which they happened, not in which they were told of", () => {
    const station = new LogStation("A");
    station.put("assignment", "a", {});
    const step = (name: "sent" | "accepted" | "on-scene", happenedUtcMs?: number) =>
      station.write({ kind: "step", thing: "assignment", thingId: "a", step: name }, author("A"), happenedUtcMs);
    step("sent");
    station.nowUtcMs += 600_000;
    step("on-scene");
    step("accepted", 1_000_500);

    const steps = station.book.thing("assignment", "a")?.steps;

    expect(steps?.map(({ step: name }) => name)).toEqual(["sent", "accepted", "on-scene"]);
    expect(steps?.[1]?.utcMs).toBe(1_000_500);
  });

  test("is the same object until an event of its own comes", () => {
    const station = new LogStation("A");
    station.put("team", "t", { name: "Team 1" });
    const before = teamOf(station.book);
    const { things } = station.book;
    expect(station.book.things).toBe(things);

    station.put("team", "other", { name: "Team 2" });

    expect(teamOf(station.book)).toBe(before);
    expect(station.book.things).not.toBe(things);
  });
});

describe("two coordinators that decide differently at once", () => {
  const decide = () => {
    const [east, west] = [new LogStation("east"), new LogStation("west")];
    east.put("incident", "i", { name: "Search", commander: "nobody" });
    meet(east, west);
    east.put("incident", "i", { phase: "suspended" });
    west.nowUtcMs += 1_000;
    west.put("incident", "i", { phase: "searching", commander: "Li" });
    meet(east, west);
    return { east, west };
  };

  test("both are kept, the later one shown first, with names", () => {
    const { east, west } = decide();

    const incident = east.book.thing("incident", "i");

    expect(incident?.fields).toMatchObject({ phase: "searching", commander: "Li" });
    expect(incident?.conflicts).toEqual({
      phase: [
        { value: "searching", by: author("west"), utcMs: 1_001_000 },
        { value: "suspended", by: author("east"), utcMs: 1_000_000 },
      ],
    });
    expect(west.book.things).toEqual(east.book.things);
  });

  test("agree again as soon as one has seen both and decides", () => {
    const { east, west } = decide();
    east.put("incident", "i", { phase: "suspended" });
    meet(east, west);

    for (const { book } of [east, west]) {
      expect(book.thing("incident", "i")?.fields.phase).toBe("suspended");
      expect(book.thing("incident", "i")?.conflicts).toBeUndefined();
    }
  });

  test("agree where they wrote the same, whatever the order of its parts", () => {
    const [east, west] = [new LogStation("east"), new LogStation("west")];
    east.put("clue", "c", { place: { latDeg: 30, lonDeg: 120 } });
    west.put("clue", "c", { place: { lonDeg: 120, latDeg: 30 } });
    meet(east, west);

    expect(east.book.thing("clue", "c")?.conflicts).toBeUndefined();
    expect(west.book.things).toEqual(east.book.things);
  });

  test("one empties a field, the other fills it: both stand", () => {
    const [east, west] = [new LogStation("east"), new LogStation("west", 999_000)];
    east.put("incident", "i", { radio: "145.5" });
    meet(east, west);
    east.nowUtcMs += 5_000;
    west.put("incident", "i", { radio: "146" });
    east.put("incident", "i", { radio: null });
    meet(east, west);

    const incident = west.book.thing("incident", "i");
    expect(incident?.fields.radio).toBeUndefined();
    expect(incident?.conflicts?.radio?.map(({ value }) => value)).toEqual([null, "146"]);
  });

  test("a clock that is a day ahead is shown first, but what has seen it stands over it", () => {
    const [east, wrong] = [new LogStation("east"), new LogStation("wrong", 1_000_000 + 86_400_000)];
    east.put("incident", "i", { phase: "reported" });
    meet(east, wrong);
    wrong.put("incident", "i", { phase: "suspended" });
    meet(east, wrong);
    expect(east.time?.utcMs).toBe(1_000_000);

    east.nowUtcMs += 1;
    east.put("incident", "i", { phase: "searching" });
    meet(east, wrong);

    for (const { book } of [east, wrong]) {
      expect(book.thing("incident", "i")?.fields.phase).toBe("searching");
      expect(book.thing("incident", "i")?.conflicts).toBeUndefined();
    }
  });

  test("a write that claims to have seen itself doesn't cover itself", () => {
    const book = new IncidentBook();
    const event = new LogStation("A").put("team", "t", { name: "Team 1" });
    if (event.body.kind !== "put") throw new Error("A put was written.");

    book.apply({ ...event, body: { ...event.body, seen: { A: 99 } } });

    expect(teamOf(book)?.fields).toEqual({ name: "Team 1" });
  });
});

const stationCount = 3;
const value = fc.constantFrom(null, "x", "y", { a: 1, b: [1, 2] }, { b: [1, 2], a: 1 });
const station = fc.nat(stationCount - 1);
const operation = fc.oneof(
  fc.record({
    kind: fc.constant("put" as const),
    station,
    thing: fc.constantFrom("t1", "t2"),
    fields: fc.dictionary(fc.constantFrom("name", "radio", "note"), value, { minKeys: 1 }),
  }),
  fc.record({ kind: fc.constant("step" as const), station, thing: fc.constantFrom("t1", "t2"), agoMs: fc.nat(5_000) }),
  fc.record({ kind: fc.constant("meet" as const), station, other: station }),
  fc.record({ kind: fc.constant("wait" as const), station, ms: fc.integer({ min: -2_000, max: 5_000 }) }),
);
type Operation = typeof operation extends fc.Arbitrary<infer O> ? O : never;

/** What stations write that now and then hear of one another; and what each event's author knew of. */
const play = (operations: readonly Operation[]) => {
  const stations = Array.from({ length: stationCount }, (_, i) => new LogStation(`S${i}`, 1_000_000 + i));
  const knew = new Map<string, ReadonlySet<string>>();
  const at = (i: number) => stations[i] as LogStation;
  for (const op of operations) {
    const own = at(op.station);
    const before = new Set(own.events.map(({ id }) => id));
    if (op.kind === "put") knew.set(own.put("team", op.thing, op.fields).id, before);
    if (op.kind === "step")
      own.write(
        { kind: "step", thing: "team", thingId: op.thing, step: "note" },
        author(own.id),
        own.nowUtcMs - op.agoMs,
      );
    if (op.kind === "meet") meet(own, at(op.other));
    if (op.kind === "wait") own.nowUtcMs += op.ms;
  }
  const events = [...new Map(stations.flatMap((one) => one.events).map((event) => [event.id, event])).values()];
  return { stations, events: events.sort(compareEvents), knew };
};

const putsOf = (events: readonly IncidentEvent[], thingId: string, field: string) =>
  events.flatMap((event) =>
    event.body.kind === "put" && event.body.thingId === thingId && field in event.body.fields
      ? [{ event, value: (event.body.fields as Readonly<Record<string, unknown>>)[field] }]
      : [],
  );

const distinct = (values: readonly unknown[]) =>
  values.filter((one, i) => values.findIndex((other) => sameValue(other, one)) === i);

describe("the same events", () => {
  const operations = fc.array(operation, { minLength: 1, maxLength: 40 });

  test("in any order, twice, in batches, make the same things", () => {
    const order = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));

    fc.assert(
      fc.property(operations, order, fc.nat(7), (list, random, batch) => {
        const { events } = play(list);
        const expected = reduceIncident(events);
        const draws = random[Symbol.iterator]();
        const draw = () => Number(draws.next().value);

        const shuffled = [...events, ...events.filter(() => draw() < 0.5)]
          .map((event) => ({ event, at: draw() }))
          .sort((a, b) => a.at - b.at)
          .map(({ event }) => event);
        const book = new IncidentBook();
        for (const [i, event] of shuffled.entries()) {
          book.apply(event);
          // Whoever looks in between changes nothing.
          if (i % (batch + 1) === batch) void book.things;
        }

        expect(book.things).toEqual(expected);
        expect(book.size).toBe(events.length);
      }),
      { numRuns: 300 },
    );
  });

  test("lose nothing that nobody overwrote knowing of it", () => {
    fc.assert(
      fc.property(operations, (list) => {
        const { events, knew } = play(list);
        const things = reduceIncident(events);

        for (const id of ["t1", "t2"])
          for (const field of ["name", "radio", "note"]) {
            const writes = putsOf(events, id, field);
            const standing = writes.filter(
              ({ event }) => !writes.some((other) => knew.get(other.event.id)?.has(event.id) === true),
            );
            const expected = distinct(standing.map((write) => write.value));
            const thing = things.get(`team/${id}`);
            const shown = (thing?.fields as Readonly<Record<string, unknown>> | undefined)?.[field] ?? null;
            const kept = thing?.conflicts?.[field]?.map((one) => one.value) ?? (writes.length === 0 ? [] : [shown]);

            expect(kept).toHaveLength(expected.length);
            for (const one of expected) expect(kept.some((other) => sameValue(other, one))).toBe(true);
          }
      }),
      { numRuns: 300 },
    );
  });

  test("are agreed upon by stations that have met", () => {
    fc.assert(
      fc.property(operations, (list) => {
        const { stations, events } = play(list);
        for (const one of stations) for (const event of events) one.hear(event);

        for (const one of stations) expect(one.book.things).toEqual(reduceIncident(events));
      }),
    );
  });
});
