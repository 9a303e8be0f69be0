import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { missingSpans } from "../../../../electron/station/archive/recorded-mission/recorded-timeline.ts";
import { ChunkFrames } from "../../../../electron/station/journal/chunk-frames.ts";
import { JournalReader } from "../../../../electron/station/journal/journal-reader.ts";
import type { PublishedState } from "../../../../electron/station/published-state.ts";
import type { PlanView } from "../../../../shared/wire/plans.ts";
import { buildPlan } from "../../../support/build-plan.ts";
import { buildHeat } from "../../../support/build-views.ts";
import { journalRig } from "../../../support/journal-rig.ts";
import { vehicleView } from "../../../support/station-server.ts";
import { asSeen } from "../../../support/watched-states.ts";

type Rig = ReturnType<typeof journalRig>;

const rigs: Rig[] = [];
const makeRig = (options: Parameters<typeof journalRig>[0] = {}): Rig => {
  const rig = journalRig(options);
  rigs.push(rig);
  return rig;
};

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.remove();
});

const linesOf = (folder: string, n = 1): readonly string[] =>
  readFileSync(join(folder, `${String(n).padStart(6, "0")}.jsonl`), "utf8")
    .split("\n")
    .slice(1, -1);

/** Resolves once so many lines are on the disk. */
const written = async (rig: Rig, count: number): Promise<void> => {
  await expect.poll(() => linesOf(rig.folder).length).toBe(count);
};

const withVehicle = (state: PublishedState, change: Parameters<typeof vehicleView>[1]): Partial<PublishedState> => ({
  vehicles: new Map([...state.vehicles, ["1", { ...vehicleView("1"), ...state.vehicles.get("1"), ...change }]]),
});

const planView = (revision: number, points: number): PlanView => ({
  plan: { ...buildPlan("1"), id: "p1", name: `Plan ${"x".repeat(points)}` },
  revision,
  changedBy: "Test",
  changedUtcMs: 1,
});

describe("the journal of a session", () => {
  test("writes a line when something changed, and one a second that says that it lives", async () => {
    const rig = makeRig({ chunkMs: 100_000 });
    rig.pass(50, withVehicle(rig.world.state, { armed: false }));
    rig.pass(50, withVehicle(rig.world.state, { armed: true }));
    for (let ms = 0; ms < 2_000; ms += 50) rig.pass(50);

    await written(rig, 4);
    const [key, delta, ...idle] = linesOf(rig.folder).map((line) => JSON.parse(line));
    expect(key).toMatchObject({ key: { vehicles: { 1: { armed: false } } }, trails: {} });
    expect(delta).toMatchObject({ delta: { vehicles: { 1: { armed: true } } } });
    expect(Object.keys(delta.delta.vehicles["1"])).not.toContain("name");
    expect(idle.map((line) => Object.keys(line))).toEqual([["at"], ["at"]]);
  });

  test("writes at most five lines a second, and fewer where they are long", async () => {
    const rig = journalRig({ chunkMs: 100_000 });
    const { everyMs: _, ...options } = { everyMs: 0, chunkMs: 100_000 };
    await rig.remove();
    const slow = makeRig({ ...options, everyMs: 200 });
    for (let ms = 0; ms < 4_000; ms += 50) slow.pass(50, withVehicle(slow.world.state, { aglM: ms }));

    await written(slow, 20);
  });

  test("is read at once while it is being written, and gives the states and trails exactly as they were", async () => {
    const rig = makeRig({ chunkMs: 500 });
    for (let ms = 0; ms < 5_000; ms += 50) {
      const position = { atMs: rig.clock.now, latDeg: 30 + ms * 1e-7, lonDeg: 120 };
      rig.trails.note({ id: "1", position: ms < 2_000 ? position : { ...position, altMslM: ms / 20 } });
      rig.pass(50, withVehicle(rig.world.state, { position }));
    }
    await expect.poll(async () => (await rig.read()).durationMs).toBe(rig.shown.at(-1)?.positionMs);
    const reader = await rig.read();

    for (const { positionMs, state, trails } of rig.shown) {
      const instant = await reader.at(positionMs);
      expect(asSeen(instant.state)).toEqual(asSeen(state));
      expect({ trails: instant.trails, trailDetails: instant.trailDetails }).toEqual(trails);
      expect(instant.clock.nowMs).toBe(rig.journal.startMs + positionMs);
    }
    expect(readdirSync(rig.folder).filter((name) => name.endsWith(".zst")).length).toBeGreaterThan(3);
  });

  test("gives the trails of a journal that was written before heights were kept, and says that they aren't known", async () => {
    const rig = makeRig({ chunkMs: 100_000 });
    for (let s = 0; s < 3; s += 1) {
      rig.trails.note({ id: "1", position: { atMs: rig.clock.now, latDeg: 30, lonDeg: 120, altMslM: 80 } });
      rig.pass(1_000);
    }
    await written(rig, 3);
    await rig.journal.close();
    const path = join(rig.folder, "000001.jsonl");
    const text = zstdDecompressSync(readFileSync(`${path}.zst`)).toString();
    const lines = text.split("\n").slice(0, -3);
    const before = lines.map((line) => JSON.stringify({ ...JSON.parse(line), trailDetails: undefined }));

    const frames = new ChunkFrames(`${before.join("\n")}\n`, () => ({}));
    const { trails, trailDetails } = frames.at(frames.toMs, undefined);

    expect(text).toContain("trailDetails");
    expect(trails["1"]?.length).toBe(9);
    expect(trailDetails["1"]).toEqual([null, null, null, null, null, null]);
  });

  test("takes no trail's details from what every object has by the name of its vehicle", async () => {
    const rig = makeRig({ chunkMs: 100_000 });
    rig.trails.note({ id: "toString", position: { atMs: rig.clock.now, latDeg: 30, lonDeg: 120 } });
    rig.trails.note({ id: "toString", position: { atMs: rig.clock.now + 1_000, latDeg: 30, lonDeg: 120 } });
    rig.pass(1_000);
    rig.journal.look(rig.clock.now);
    await written(rig, 1);
    const [line] = linesOf(rig.folder);
    const head = readFileSync(join(rig.folder, "000001.jsonl"), "utf8").split("\n")[0];
    const bare = JSON.stringify({ ...JSON.parse(line ?? ""), trailDetails: {} });

    const frames = new ChunkFrames(`${head}\n${bare}\n`, () => ({}));

    expect(frames.at(frames.toMs, undefined).trailDetails).toEqual({ toString: [null, null, null, null] });
  });

  test("keeps whatever changes, however often, at every line (property)", async () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant("vehicle"), id: fc.constantFrom("1", "2", "3~2"), value: fc.integer({ max: 99 }) }),
      fc.record({ kind: fc.constant("gone"), id: fc.constantFrom("1", "2", "3~2"), value: fc.constant(0) }),
      fc.record({ kind: fc.constant("group"), id: fc.constantFrom("1", "2"), value: fc.integer({ max: 99 }) }),
      fc.record({ kind: fc.constant("heat"), id: fc.constantFrom("h1", "h2"), value: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant("plan"), id: fc.constant("p1"), value: fc.constantFrom(10, 5_000, 9_000) }),
      fc.record({ kind: fc.constant("station"), id: fc.constant("s"), value: fc.integer({ max: 3 }) }),
      fc.record({ kind: fc.constant("nothing"), id: fc.constant(""), value: fc.integer({ min: 1, max: 3_000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 60 }), async (changes) => {
        const rig = journalRig({ chunkMs: 300 });
        for (const { kind, id, value } of changes) {
          const { vehicles, heat, station } = rig.world.state;
          const known = vehicles.get(id);
          if (kind === "vehicle") {
            const made = { ...vehicleView(id), systemId: 3, aglM: value };
            rig.pass(50, { vehicles: new Map([...vehicles, [id, made]]) });
          } else if (kind === "gone") {
            rig.pass(50, { vehicles: new Map([...vehicles].filter(([one]) => one !== id)) });
          } else if (kind === "group" && known !== undefined) {
            const { mode: _, ...rest } = known;
            const next = value % 2 === 0 ? rest : { ...rest, mode: { atMs: value, name: "AUTO", customMode: 3 } };
            rig.pass(50, { vehicles: new Map([...vehicles, [id, next]]) });
          } else if (kind === "heat") {
            rig.pass(50, { heat: heat.has(id) ? new Map() : new Map([...heat, [id, buildHeat(value)]]) });
          } else if (kind === "plan") rig.pass(50, { plans: new Map([[id, planView(1, value)]]) });
          else if (kind === "station") {
            const { centre: _, ...rest } = station;
            rig.pass(50, { station: value === 0 ? rest : { ...rest, centre: { latDeg: value, lonDeg: 1 } } });
          } else rig.pass(kind === "nothing" ? value : 1);
        }
        await rig.journal.close();
        const reader = await rig.read();
        for (const { positionMs, state } of [...rig.shown, ...rig.shown.toReversed()])
          expect(asSeen((await reader.at(positionMs)).state)).toEqual(asSeen(state));
        await rig.remove();
      }),
      { numRuns: 40 },
    );
  });

  test("keeps a long plan once, however many key frames show it", async () => {
    const rig = makeRig({ chunkMs: 100 });
    rig.pass(50, { plans: new Map([["p1", planView(1, 50_000)]]) });
    for (let ms = 0; ms < 5_000; ms += 50) rig.pass(50, withVehicle(rig.world.state, { aglM: ms }));
    await rig.journal.close();

    expect(readdirSync(join(rig.folder, "entries"))).toHaveLength(1);
    const reader = await rig.read();
    expect(reader.chunks.length).toBeGreaterThan(5);
    const early = await reader.at(100);
    const late = await reader.at(4_900);
    expect(early.state.plans.get("p1")?.plan.name).toHaveLength(50_005);
    expect(late.state.plans).toBe(early.state.plans);
  });

  test("shows before its beginning what was there in the beginning, and a rate and UTC that go on between lines", async () => {
    const rig = makeRig();
    rig.world.rate = 2;
    rig.pass(0, withVehicle(rig.world.state, {}));
    rig.pass(1_000);
    await rig.journal.close();
    const reader = await rig.read();

    const { clock } = await reader.at(500);
    expect(clock).toEqual({ nowMs: rig.journal.startMs + 500, utcMs: rig.journal.startUtcMs + 500, rate: 2 });
    expect((await reader.at(-1)).state.vehicles.size).toBe(1);
  });
});

describe("a journal whose disk takes nothing", () => {
  test("says so, goes on by itself with a key frame, and tells what is missing", async () => {
    const rig = makeRig({ chunkMs: 100_000 });
    rig.pass(50, withVehicle(rig.world.state, { aglM: 1 }));
    await written(rig, 1);
    rmSync(rig.folder, { recursive: true });
    // In the folder's place lies a file: nothing can be made there.
    writeFileSync(rig.folder, "");
    rig.pass(50, { plans: new Map([["p1", planView(1, 9_000)]]) });
    await expect.poll(() => rig.faults.length).toBeGreaterThan(0);
    for (let ms = 0; ms < 8_000; ms += 1_000) rig.pass(1_000, withVehicle(rig.world.state, { aglM: ms }));
    expect(rig.worked).toBe(0);

    rmSync(rig.folder);
    await expect
      .poll(() => {
        rig.pass(150);
        return rig.worked;
      })
      .toBe(1);
    rig.pass(150, withVehicle(rig.world.state, { aglM: 2 }));
    rig.pass(150, withVehicle(rig.world.state, { aglM: 3 }));
    await rig.journal.close();

    const reader = await rig.read();
    const chunks = reader.chunks.map(({ n, resumed, summary }) => ({ n, resumed, summary: summary() }));
    expect(chunks.map(({ n, resumed }) => [n, resumed])).toEqual([
      [1, false],
      [2, true],
    ]);
    // What was underway when it failed is there, too.
    expect((await reader.at(50)).state.vehicles.get("1")?.aglM).toBe(1);
    expect((await reader.at(100)).state.plans.get("p1")?.plan.name).toHaveLength(9_005);
    expect((await reader.at(reader.durationMs)).state.vehicles.get("1")?.aglM).toBe(3);
    const [missing] = missingSpans({ chunks, durationMs: reader.durationMs });
    expect(missing).toMatchObject({ kind: "missing", fromMs: 100 });
    expect((missing?.toMs ?? 0) - (missing?.fromMs ?? 0)).toBeGreaterThan(8_000);
  });

  test("doesn't hold anybody up", async () => {
    const blocked = makeRig();
    writeFileSync(blocked.folder, "");
    const folder = join(blocked.folder, "journal");
    const rig = makeRig({ folder });
    const startMs = performance.now();
    for (let ms = 0; ms < 5_000; ms += 50) rig.pass(50, withVehicle(rig.world.state, { aglM: ms }));
    expect(performance.now() - startMs).toBeLessThan(1_000);
    await rig.journal.close();
    expect(rig.faults.length).toBeGreaterThan(0);
    expect(await JournalReader.open(folder)).toBeUndefined();
  });
});

describe("a journal that somebody damaged", () => {
  const made = async (): Promise<Rig> => {
    const rig = makeRig({ chunkMs: 200 });
    for (let ms = 0; ms < 3_000; ms += 50) rig.pass(50, withVehicle(rig.world.state, { aglM: ms }));
    await rig.journal.close();
    return rig;
  };

  test("without its list is read all the same", async () => {
    const rig = await made();
    const whole = await rig.read();
    rmSync(join(rig.folder, "chunks.jsonl"));
    const reader = await rig.read();

    expect(reader.chunks.map(({ summary }) => summary())).toEqual(whole.chunks.map(({ summary }) => summary()));
    expect(asSeen((await reader.at(1_500)).state)).toEqual(asSeen((await whole.at(1_500)).state));
  });

  test("with a chunk gone shows what was before it, and all that comes after", async () => {
    const rig = await made();
    const whole = await rig.read();
    const [, , third] = whole.chunks.map(({ summary }) => summary());
    rmSync(join(rig.folder, "000003.jsonl.zst"));
    const reader = await rig.read();

    const before = await whole.at((third?.fromMs ?? 0) - 1);
    expect(asSeen((await reader.at(third?.fromMs ?? 0)).state)).toEqual(asSeen(before.state));
    expect(asSeen((await reader.at(2_900)).state)).toEqual(asSeen((await whole.at(2_900)).state));
    const chunks = reader.chunks.map(({ n, resumed, summary }) => ({ n, resumed, summary: summary() }));
    expect(missingSpans({ chunks, durationMs: reader.durationMs })).toHaveLength(1);
  });

  test("with a line of noughts, as a power cut leaves them, ends before it", async () => {
    const rig = makeRig({ chunkMs: 100_000 });
    for (let ms = 0; ms < 1_000; ms += 50) rig.pass(50, withVehicle(rig.world.state, { aglM: ms }));
    await written(rig, 20);
    const path = join(rig.folder, "000001.jsonl");
    const lines = readFileSync(path, "utf8").split("\n");
    lines[10] = "\0".repeat(lines[10]?.length ?? 0);
    const copy = join(rig.folder, "copy");
    mkdirSync(copy);
    writeFileSync(join(copy, "000001.jsonl"), lines.join("\n"));

    const reader = await JournalReader.open(copy);
    expect(reader?.durationMs).toBe(rig.shown[8]?.positionMs);
    expect(asSeen((await reader?.at(1e6))?.state ?? {})).toEqual(asSeen(rig.shown[8]?.state ?? {}));
  });

  test("with nothing that can be read is none", async () => {
    const rig = await made();
    for (const name of readdirSync(rig.folder)) {
      if (name.endsWith(".zst")) writeFileSync(join(rig.folder, name), "no chunk");
    }
    expect(await JournalReader.open(rig.folder)).toBeUndefined();
  });
});
