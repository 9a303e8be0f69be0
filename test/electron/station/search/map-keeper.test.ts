import { afterEach, describe, expect, it } from "vitest";
import { Ground } from "../../../../electron/station/ground.ts";
import { LookBook } from "../../../../electron/station/search/look-book.ts";
import { MapKeeper } from "../../../../electron/station/search/map-keeper.ts";
import { SearchThread } from "../../../../electron/station/search/search-thread.ts";
import type { Thing } from "../../../../shared/incident/thing.ts";
import { shippedLostPersonTable } from "../../../../shared/search/lost-person/shipped-table.ts";
import { eventually } from "../../../support/live-station.ts";
import { buildLook, buildSpec, ippPlace } from "../../../support/search-spec.ts";
import { handClock } from "../../../support/station-server.ts";

const thing = (kind: string, id: string, fields: object): readonly [string, Thing] => [
  `${kind}/${id}`,
  // Of a thing only these are read.
  { kind, id, fields, steps: [] } as unknown as Thing,
];

const incident = thing("incident", "i", { nature: "lost" });
const subject = thing("subject", "s", { category: "hiker", ipp: { place: ippPlace, utcMs: 0 } });

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const keep = () => {
  const world = { things: new Map([incident, subject]) };
  const clock = handClock();
  const book = new LookBook({ clock, archive: () => undefined });
  const keeper = new MapKeeper({
    ...{ book, ground: new Ground(), table: shippedLostPersonTable(), firstVersion: 100 },
    things: () => world.things,
    utcMs: () => clock.utcMs(),
    beginning: () => undefined,
    onGrid: () => {},
  });
  open.push(keeper);
  /** Ten seconds later, as this process' clock has it. */
  let nowMs = performance.now();
  const turn = () => {
    nowMs += 10_000;
    keeper.tick(nowMs);
    return true;
  };
  return { world, book, keeper, turn, clock };
};

describe("a search's map in its worker", () => {
  it("is made of the incident, and gone with it", async () => {
    const { world, keeper, turn } = keep();
    expect(keeper.view).toBeUndefined();

    await eventually(() => turn() && keeper.view?.state === "ready");
    expect(keeper.view?.version).toBeGreaterThan(100);

    world.things = new Map();
    await eventually(() => turn() && keeper.view === undefined);
  });

  it("takes what is looked at while it is still being made, once", async () => {
    const { book, keeper, turn } = keep();
    await eventually(() => turn() && keeper.view?.state === "ready");
    const { lookMs: _lookMs, ...look } = buildLook(0, 0);
    book.add(look);
    const bytes = book.flush();
    if (bytes !== undefined) keeper.looked(bytes);

    const view = await eventually(() => ((keeper.view?.pos ?? 0) > 0 ? keeper.view : undefined));

    expect(view.coveredM2).toBeGreaterThan(0);
  });

  it("follows a drift as time goes on, and counts no water that was searched before it moved", async () => {
    const { world, book, keeper, turn, clock } = keep();
    const drift = {
      ...{ object: "PIW-1", place: ippPlace, sigmaM: 50, fromUtcMs: clock.utcMs(), current: [] },
      wind: [{ utcMs: clock.utcMs(), towardsDeg: 90, mps: 10 }],
    };
    const sea = thing("incident", "i", { nature: "sea" });
    world.things = new Map([sea, thing("model", "model", { drift, radiusM: 2_000 })]);
    await eventually(() => turn() && keeper.view?.state === "ready");
    const { lookMs: _lookMs, ...look } = buildLook(0, 0);
    book.add({ ...look, utcMs: clock.utcMs() });
    keeper.looked(book.flush() ?? new Uint8Array());
    const before = await eventually(() => ((keeper.view?.pos ?? 0) > 0 ? keeper.view : undefined));

    clock.now += 7_200_000;
    const after = await eventually(() =>
      turn() && keeper.view?.state === "ready" && keeper.view.rings?.lonDeg !== before.rings?.lonDeg
        ? keeper.view
        : undefined,
    );

    expect(before.problems.map(({ code }) => code)).toEqual(["drift-moves"]);
    // 9.6 cm/s down the wind for two hours: some 700 m east.
    expect((after.rings?.lonDeg ?? 0) - (before.rings?.lonDeg ?? 0)).toBeGreaterThan(0.004);
    expect(after.pos).toBe(0);
  });

  it("says so when what it is made of can't be worked out, and comes back when it can", async () => {
    const { world, keeper, turn } = keep();
    // The schema lets no such radius in: a newer program may have.
    world.things = new Map([incident, subject, thing("model", "model", { radiusM: Number.NaN })]);

    await eventually(() => turn() && keeper.view?.state === "failed");
    expect(keeper.view?.problems.map(({ code }) => code)).toContain("worker-failed");

    world.things = new Map([incident, subject]);
    await eventually(() => turn() && keeper.view?.state === "ready");
    expect(keeper.view?.problems).toEqual([]);
  });
});

describe("the search's worker", () => {
  it("answers a wrong question with why not, and goes on", async () => {
    const thread = new SearchThread({ firstVersion: 1, onState: () => {}, onFailed: () => {} });
    open.push(thread);
    thread.post({ kind: "make", n: 1, spec: buildSpec(), restart: false });

    const wrong = await thread.ask({ kind: "tile", address: undefined as never });
    const right = await thread.ask({ kind: "at", place: ippPlace });

    expect(wrong.ok).toBe(false);
    expect(right).toMatchObject({ ok: true, answer: { pod: 0 } });
  });

  it("that ends by itself answers nobody, and says so once", async () => {
    const failed: string[] = [];
    const thread = new SearchThread({ firstVersion: 1, onState: () => {}, onFailed: (detail) => failed.push(detail) });
    open.push(thread);
    thread.post({ kind: "make", n: 1, spec: { ...buildSpec(), segments: undefined } as never, restart: false });

    const asked = await thread.ask({ kind: "at", place: ippPlace });

    expect(asked.ok).toBe(false);
    expect(failed).toHaveLength(1);
    expect((await thread.ask({ kind: "at", place: ippPlace })).ok).toBe(false);
  });
});
