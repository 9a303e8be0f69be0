import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apiOperator, Custody, type CustodyChange } from "../../../../electron/station/flight/custody.ts";
import type { Operator } from "../../../../shared/wire/operations.ts";
import { FakeFarEnd } from "../../../support/fake-far-end.ts";
import { FlightRig } from "../../../support/flight-rig.ts";
import { ScriptedJob } from "../../../support/scripted-job.ts";

const ann: Operator = { id: "ann", name: "Ann" };
const ben: Operator = { id: "ben", name: "Ben" };

const desk = () => {
  const world = { nowMs: 0, present: new Set<string>() };
  const changes: { readonly id: string; readonly change: CustodyChange }[] = [];
  const custody = new Custody({
    nowMs: () => world.nowMs,
    isPresent: (id) => world.present.has(id),
    onChanged: (id, change) => changes.push({ id, change }),
  });
  return { custody, world, changes };
};

describe("custody", () => {
  it("is the first one's who commands a free vehicle, and names the holder to the next", () => {
    const { custody } = desk();

    expect(custody.claim("1", ann)).toEqual({ ok: true });
    expect(custody.claim("1", ben)).toEqual({ ok: false, code: "held-by-other", holder: ann });
    expect(custody.claim("2", ben)).toEqual({ ok: true });
    expect(custody.view("1")).toEqual({ holder: ann, sinceMs: 0, holderPresent: false, askedBy: [] });
  });

  it("is handed over to one who asked, and to nobody else", () => {
    const { custody, changes } = desk();
    custody.claim("1", ann);

    const early = custody.give("1", ann, "ben");
    custody.ask("1", ben);
    custody.ask("1", ben);
    const asked = custody.view("1")?.askedBy;
    const stolen = custody.give("1", ben, "ben");
    const given = custody.give("1", ann, "ben");

    expect(early).toEqual({ ok: false, code: "not-asked" });
    expect(asked).toEqual([ben]);
    expect(stolen).toEqual({ ok: false, code: "not-holder", holder: ann });
    expect(given).toEqual({ ok: true });
    expect(custody.view("1")).toMatchObject({ holder: ben, askedBy: [] });
    expect(changes.map(({ change }) => change.kind)).toEqual(["held", "asked", "held"]);
  });

  it("is kept by a holder who says so, and let go by one who has done", () => {
    const { custody } = desk();
    custody.claim("1", ann);
    custody.ask("1", ben);

    custody.keep("1", ann);
    const kept = custody.view("1");
    custody.give("1", ann);

    expect(kept).toMatchObject({ holder: ann, askedBy: [] });
    expect(custody.view("1")).toBeUndefined();
    expect(custody.claim("1", ben)).toEqual({ ok: true });
  });

  it("can be taken at once from a program that names nobody", () => {
    const { custody } = desk();
    custody.claim("1", apiOperator);

    expect(custody.claim("1", ben)).toMatchObject({ ok: false, holder: apiOperator });
    expect(custody.take("1", ben)).toEqual({ ok: true });
    expect(custody.view("1")).toMatchObject({ holder: ben });
  });

  it("can be taken only from a holder who is away for half a minute", () => {
    const { custody, world } = desk();
    world.present.add("ann");
    custody.claim("1", ann);
    world.nowMs = 600_000;
    custody.look();
    const present = custody.take("1", ben);
    world.present.delete("ann");
    world.nowMs += 29_000;
    const soon = custody.take("1", ben);
    world.nowMs += 2_000;

    const later = custody.take("1", ben);

    expect(present).toMatchObject({ ok: false, code: "held-by-other" });
    expect(soon).toMatchObject({ ok: false, code: "held-by-other" });
    expect(later).toEqual({ ok: true });
    expect(custody.view("1")?.holder).toEqual(ben);
  });

  it("changes its view only when something changed", () => {
    const { custody, world } = desk();
    custody.claim("1", ann);
    const before = custody.view("1");
    custody.claim("1", ann);
    const same = custody.view("1");
    world.present.add("ann");

    expect(same).toBe(before);
    expect(custody.view("1")).toMatchObject({ holderPresent: true });
  });

  it("has one holder at any time, whatever any number of people do in any order", () => {
    const people = ["a", "b", "c"].map((id): Operator => ({ id, name: id }));
    const step = fc.record({
      who: fc.constantFrom(...people),
      to: fc.constantFrom(...people),
      what: fc.constantFrom("claim", "take", "ask", "give", "give-to", "keep", "come", "go", "wait"),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { custody, world, changes } = desk();
        let holder: string | undefined;
        for (const { who, to, what } of steps) {
          const before = custody.view("1")?.holder.id;
          if (what === "come") world.present.add(who.id);
          else if (what === "go") world.present.delete(who.id);
          else if (what === "wait") world.nowMs += 20_000;
          else if (what === "give") custody.give("1", who);
          else if (what === "give-to") custody.give("1", who, to.id);
          else if (what === "claim") {
            const answer = custody.claim("1", who);
            // Whoever may command holds it, and nobody else may.
            expect(answer.ok).toBe(before === undefined || before === who.id);
          } else custody[what]("1", who);
          custody.look();
          const now = custody.view("1")?.holder.id;
          // Nobody loses it but by their own hand, or by being away.
          const mayLose = who.id === before || what === "take";
          if (before !== undefined && now !== before) expect(mayLose).toBe(true);
          if (what === "take" && now !== before && before !== undefined) expect(world.present.has(before)).toBe(false);
          holder = now;
        }
        const last = changes.findLast(({ change }) => change.kind === "held" || change.kind === "freed")?.change;
        expect(last?.kind === "held" ? last.holder.id : undefined).toBe(holder);
      }),
    );
  });
});

describe("two operators at once", () => {
  const flying = () => {
    const rig = new FlightRig();
    const end = new FakeFarEnd();
    rig.connect("a", end);
    rig.pass(6_000);
    return { rig, end };
  };

  it("get one answer each: exactly one of them has the vehicle, and only that one's command is sent", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([ann, ben, { id: "eve", name: "Eve" }], { minLength: 2 }),
        async (people) => {
          const { rig, end } = flying();

          const results = await Promise.all(
            people.map((operator) => rig.do({ kind: "set-speed", speedMps: 5 }, { operator })),
          );
          rig.pass(100);

          expect(results.filter(({ ok }) => ok)).toHaveLength(1);
          expect(results[0]?.ok).toBe(true);
          expect(end.commands).toEqual([178]);
          const refusals = results.flatMap((result) => (result.ok ? [] : [result.fault]));
          expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(["held-by-other"]));
          expect(refusals.every(({ detail }) => detail.includes(people[0]?.name ?? ""))).toBe(true);
        },
      ),
      { numRuns: 12 },
    );
  });

  it("can both stop it in an emergency", async () => {
    const { rig, end } = flying();
    await rig.do({ kind: "hold" }, { operator: ann });

    const result = await rig.do({ kind: "emergency-stop" }, { operator: ben });
    rig.pass(100);

    expect(result.ok).toBe(true);
    expect(end.commands).toContain(400);
    // A stop isn't a way to get the vehicle.
    expect(rig.flight.custody.view("1")?.holder).toEqual(ann);
  });

  it("can both read what a vehicle has, which takes it from nobody", async () => {
    const { rig } = flying();
    const read = (operator: Operator) =>
      rig.flight.commands.order({
        ...{ vehicleId: "1", operator, kind: "parameters-fetch" },
        job: () => new ScriptedJob(10),
      });

    const free = await read(ben);
    const holder = rig.flight.custody.view("1");
    await rig.do({ kind: "set-speed", speedMps: 5 }, { operator: ann });
    const held = await read(ben);

    expect([free.ok, held.ok]).toEqual([true, true]);
    expect(holder).toBeUndefined();
    expect(rig.flight.custody.view("1")?.holder).toEqual(ann);
  });

  it("are told: an alert for the holder, an event for the record", () => {
    const { rig } = flying();
    rig.flight.custody.claim("1", ann);
    rig.flight.custody.ask("1", ben);
    const asked = [...rig.alerts.alerts.values()].filter(({ code }) => code === "custody-asked");
    rig.flight.custody.give("1", ann, "ben");
    const after = [...rig.alerts.alerts.values()].filter(({ code, active }) => code === "custody-asked" && active);

    expect(asked).toMatchObject([{ vehicleId: "1", params: { name: "Ben" }, active: true }]);
    expect(after).toEqual([]);
    expect([...rig.alerts.alerts.values()].filter(({ code }) => code === "custody-changed")).toMatchObject([
      { vehicleId: "1", params: { name: "Ben" }, severity: "info" },
    ]);
    expect(rig.events.filter(({ kind }) => kind === "custody-changed")).toEqual([
      { kind: "custody-changed", vehicleId: "1", holder: ann },
      { kind: "custody-changed", vehicleId: "1", holder: ben },
    ]);
  });

  const shown = (rig: ReturnType<typeof flying>["rig"], code: string) =>
    [...rig.alerts.alerts.values()].filter((alert) => alert.code === code);

  it("are asked no longer once it was given, kept, let go, or the one who asked is gone for good", () => {
    for (const end of ["give", "keep", "free", "left"] as const) {
      const { rig } = flying();
      rig.flight.custody.claim("1", ann);
      rig.flight.custody.ask("1", ben);

      if (end === "give") rig.flight.custody.give("1", ann, "ben");
      else if (end === "keep") rig.flight.custody.keep("1", ann);
      else if (end === "free") rig.flight.custody.give("1", ann);
      else rig.pass(32_000);

      expect(shown(rig, "custody-asked"), end).toEqual([]);
      expect(rig.flight.custody.view("1")?.askedBy ?? [], end).toEqual([]);
    }
  });

  it("are asked for as long as the one who asks has a screen here, by the next one when the first is gone", () => {
    const { rig } = flying();
    const cleo: Operator = { id: "cleo", name: "Cleo" };
    rig.flight.custody.claim("1", ann);
    const leave = rig.flight.operators.join(ben);
    rig.flight.operators.join(cleo);
    rig.flight.custody.ask("1", ben);
    rig.flight.custody.ask("1", cleo);

    rig.pass(60_000);
    const first = shown(rig, "custody-asked");
    leave();
    rig.pass(32_000);

    expect(first).toMatchObject([{ params: { name: "Ben", forId: "ann" }, active: true }]);
    expect(shown(rig, "custody-asked")).toMatchObject([{ params: { name: "Cleo", forId: "ann" }, active: true }]);
    expect(rig.flight.custody.view("1")?.askedBy).toEqual([cleo]);
  });

  it("leave nothing in the list after an afternoon of handing over and back", () => {
    const { rig } = flying();
    rig.flight.custody.claim("1", ann);

    for (let i = 0; i < 20; i += 1) {
      const [from, to] = i % 2 === 0 ? [ann, ben] : [ben, ann];
      rig.flight.custody.ask("1", to);
      rig.flight.custody.give("1", from, to.id);
    }
    const during = shown(rig, "custody-changed");
    rig.pass(32_000);

    expect(during).toMatchObject([{ count: 1, params: { name: "Ann", forId: "ann", alsoForId: "ben" } }]);
    expect([...rig.alerts.alerts.values()].filter(({ code }) => code.startsWith("custody"))).toEqual([]);
  });
});
