import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openLogs } from "../../../../electron/station/archive/shelves/open-logs.ts";
import { SeededRandom } from "../../../../hardware/simulator/seeded-random.ts";
import { ArchiveClient } from "../../../support/archive-client.ts";
import { buildZip, manifestPart } from "../../../support/build-zip.ts";
import { flownFrames, flownTlog } from "../../../support/flown-tlog.ts";
import { type LiveStation, liveStation } from "../../../support/live-station.ts";
import { dataFlashFlight, ulogFlight } from "../../../support/native-flights.ts";

const startUtcMs = Date.UTC(2026, 10, 20, 20);
const flight = flownFrames({ seconds: 60 });
const tlog = flownTlog(flight, startUtcMs);
const hourMs = 3_600_000;
const yearMs = 365 * 24 * hourMs;

// Each of them imports or opens many files.
vi.setConfig({ testTimeout: 120_000 });

describe("a log opened as a mission", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lantern-faults-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = (path: string) =>
    openLogs({
      ...{ id: "m", name: "m", version: "1", cacheFolder: folder },
      logs: [{ path, offsetMs: 0, offsetFrom: "clock" }],
    });

  it("shows all up to its cut, at whichever byte of its last kilobyte that is", async () => {
    const short = flownTlog(flownFrames({ seconds: 12 }), startUtcMs);
    const path = join(folder, "cut.tlog");
    for (let length = short.length - 1_024; length < short.length; length++) {
      writeFileSync(path, short.subarray(0, length));
      const mission = await open(path);
      const { state } = await mission.at(mission.durationMs);

      expect(mission.durationMs).toBeGreaterThan(9_000);
      expect(state.vehicles.get("1")?.position?.latDeg).toBeCloseTo(30.871 + (mission.durationMs / 100) * 4.5e-6, 5);
      await mission.close();
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    }
  });

  it("of 20 GB with a flight at its beginning and nothing behind shows the flight at once", async () => {
    const path = join(folder, "sparse.tlog");
    writeFileSync(path, tlog);
    truncateSync(path, 20e9);
    const startMs = performance.now();
    const mission = await open(path);
    const { state } = await mission.at(30_000);
    const tookMs = performance.now() - startMs;
    const timeline = await mission.timeline();
    await mission.close();

    expect(state.vehicles.get("1")?.position?.latDeg).toBeCloseTo(30.871 + 300 * 4.5e-6, 5);
    expect(timeline.durationMs).toBeGreaterThanOrEqual(60_000);
    expect(tookMs).toBeLessThan(5_000);
  });
});

describe("what a station's archive shows of a file", () => {
  let live: LiveStation;
  let archive: ArchiveClient;
  beforeAll(async () => {
    live = await liveStation();
    archive = new ArchiveClient(live);
  });
  afterAll(() => live.close());

  /** All that a person does with a mission at once: it is listed, read, and looked at in three places. */
  const shown = async (name: string, bytes: Uint8Array) => {
    const id = await archive.taken(name, bytes);
    const details = await archive.read(id);
    const { durationMs } = details.summary;
    const player = archive.player(id);
    const places: number[] = [];
    for (const share of [0.3, 0.6, 0.95]) {
      const { vehicles } = await player.seek(durationMs * share);
      places.push(Object.values(vehicles).filter(({ position }) => position !== undefined).length);
    }
    player.socket.close();
    const marks = details.timeline.lanes.flatMap((lane) => lane.marks.map(({ kind }) => kind));
    const spans = details.timeline.lanes.flatMap((lane) => lane.spans.map(({ kind }) => kind));
    const listed = (await archive.list()).find((one) => one.id === id);
    return { ...details, id, durationMs, places, told: new Set<string>([...marks, ...spans]), listed };
  };

  it("with 2 % of its bytes damaged is the flight that is left of it, with the damage told", async () => {
    const random = new SeededRandom(2);
    const damaged = tlog.map((byte) => (random.next() < 0.02 ? random.next() * 256 : byte));

    const { places, summary, told } = await shown("damaged.tlog", damaged);

    expect(places).toEqual([1, 1, 1]);
    expect(summary.problems.map(({ code }) => code)).toContain("damaged");
    expect([...told]).toContain("damage");
  });

  it.each([
    ["in the far future", Date.UTC(2199, 0, 1)],
    ["on the day that clocks begin", 0],
    ["before 1970", -5 * yearMs],
  ])("whose clock was %s is the flight", async (_, clockMs) => {
    const { places, durationMs } = await shown("clock.tlog", flownTlog(flight, clockMs));

    expect(places).toEqual([1, 1, 1]);
    expect(durationMs).toBeGreaterThan(50_000);
    expect(durationMs).toBeLessThan(2 * hourMs);
  });

  it("whose clock jumps by years, on and back, is one flight with its jumps told", async () => {
    const jumping = Buffer.concat([
      flownTlog(flight.slice(0, 400), startUtcMs),
      flownTlog(flight.slice(400, 800), startUtcMs + 9 * yearMs),
      flownTlog(flight.slice(800), startUtcMs - 3 * yearMs),
    ]);

    const { places, durationMs, summary, told, timeline } = await shown("jumping.tlog", jumping);

    expect(places).toEqual([1, 1, 1]);
    expect(durationMs).toBeLessThan(2 * hourMs);
    expect(summary.problems.map(({ code }) => code)).toContain("clock-jumped");
    expect([...told]).toEqual(expect.arrayContaining(["clock-jump", "clock-back"]));
    expect(timeline.clock.length).toBeGreaterThanOrEqual(3);
  });

  it("of which two vehicles have one id has both, each with its lane", async () => {
    // It was switched on earlier, and counts its own messages.
    const there = flownFrames({ seconds: 777, latDeg: 31.5, lonDeg: 121.5 }).filter(({ atMs }) => atMs >= 717_000);
    const both = flight.flatMap((frame, n) => [frame, { ...(there[n] ?? frame), atMs: frame.atMs }]);

    const { timeline, told } = await shown("two.tlog", flownTlog(both, startUtcMs));

    expect([...told]).toContain("duplicate-id");
    expect(timeline.lanes.flatMap(({ vehicleId }) => vehicleId ?? [])).toEqual(["1", "1~2"]);
  });

  it.each([
    ["a DataFlash log", () => dataFlashFlight(30), "x.bin"],
    ["a ULog", () => ulogFlight(30), "x.ulg"],
  ])("that was %s, with any byte of its header damaged, is a mission or is refused in words", async (_, make, name) => {
    const whole = make();
    const before = readdirSync(join(live.recordFolder, "archive")).length;
    let refusals = 0;
    for (const at of [0, 1, 2, 3, 4, 6, 7, 9, 15, 16, 17, 20, 40, 60, 88, 120]) {
      const bytes = Uint8Array.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      const result = await archive.import(name, bytes);
      if (!result.ok) {
        refusals += 1;
        expect(result.fault).toMatchObject({ code: "bad-file", detail: expect.stringMatching(/\w+ .*\./s) });
        continue;
      }
      expect((await archive.details(result.missionId)).logs.length).toBeGreaterThan(0);
      await live.request({ kind: "archive.remove", missionId: result.missionId });
    }
    expect(refusals).toBeLessThan(16);
    expect(readdirSync(join(live.recordFolder, "archive")).length).toBe(before);
  });

  it("that is a mission file full of tricks is nothing, and nothing of it is left", async () => {
    const before = readdirSync(live.recordFolder, { recursive: true }).length;
    const data = new TextEncoder().encode("x");
    const names = ["../../evil", "/tmp/evil", "C:\\evil", "a/../../evil", "telemetry/nul.tlog", "a\u0000b"];
    for (const name of names) {
      const zip = buildZip([{ name, data }, manifestPart([{ name, data }])]);
      expect(await archive.import("trick.lantern", zip), name).toMatchObject({
        ok: false,
        fault: { code: "bad-file" },
      });
    }
    const bomb = { name: "telemetry/a.tlog", data: new Uint8Array(8 << 20), method: 8 };
    const link = { name: "telemetry/b.tlog", data, mode: 0o120777 };
    for (const part of [bomb, link])
      expect(await archive.import("trick.lantern", buildZip([part, manifestPart([part])]))).toMatchObject({
        ok: false,
        fault: { code: "bad-file" },
      });
    expect(readdirSync(live.recordFolder, { recursive: true }).length).toBe(before);
  });
});
