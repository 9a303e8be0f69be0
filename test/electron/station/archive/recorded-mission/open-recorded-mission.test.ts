import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLogIndex } from "../../../../../electron/station/archive/index/open-log-index.ts";
import {
  openRecordedMission,
  type RecordedMissionOptions,
} from "../../../../../electron/station/archive/recorded-mission/open-recorded-mission.ts";
import { openRecord } from "../../../../../electron/station/record/open-record.ts";
import { FrameWriter } from "../../../../../shared/mavlink/codec.ts";
import { buildHeat } from "../../../../support/build-views.ts";
import { journalRig } from "../../../../support/journal-rig.ts";
import { vehicleView } from "../../../../support/station-server.ts";

const parent = mkdtempSync(join(tmpdir(), "lantern-open-recorded-"));
const folder = join(parent, "record");
let sessionId = "";

const open = (options: Partial<RecordedMissionOptions> = {}) =>
  openRecordedMission({ folder, sessionId, openLog: (path) => openLogIndex(path), ...options });

const opened = async (options: Partial<RecordedMissionOptions> = {}) => {
  const result = await open(options);
  if (!result.ok) throw new Error(result.fault.detail);
  return result.mission;
};

/** Sixty seconds of a vehicle that sends a message a second. */
beforeAll(async () => {
  const result = openRecord({ folder });
  if (!result.ok) throw new Error(result.fault.detail);
  const { record } = result;
  sessionId = record.sessionId;
  const rig = journalRig({ folder: record.journal.folder, sessionId, chunkMs: 5_000 });
  const writer = new FrameWriter({ systemId: 1, componentId: 1 });
  const log = record.telemetry("l1", "udpin:0.0.0.0:14550");
  for (let s = 0; s < 60; s++) {
    const vehicle = vehicleView("1", {
      aglM: s,
      position: { atMs: rig.clock.now, latDeg: 30 + s * 1e-4, lonDeg: 120 },
    });
    rig.pass(1_000, { vehicles: new Map([["1", vehicle]]) });
    log.frame(writer.write("STATUSTEXT", { text: `second ${s}` }), rig.clockView().utcMs * 1000);
  }
  const confirmed = { state: "confirmed", by: "Li", atMs: 0, utcMs: 0 } as const;
  const lost = { located: false, reason: "no-pose" } as const;
  for (const heat of [
    buildHeat(1),
    buildHeat(2, { decision: confirmed }),
    buildHeat(3, { decision: confirmed, location: lost }),
  ])
    record.append({ kind: "heat-found", utcMs: 1, atMs: rig.clock.now, data: { heat } }, { heat });
  await rig.journal.close();
  await record.close();
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("a recorded mission", () => {
  test("has its telemetry on its own clock, and steps from message to message", async () => {
    const mission = await opened();
    await mission.timeline();

    const [telemetry] = mission.telemetry;
    expect(telemetry?.log).toMatchObject({ n: 0, format: "tlog", offsetFrom: "clock" });
    expect(telemetry?.log.offsetMs).toBeCloseTo(1_000, 0);
    const next = await mission.stepFrom(10_500, 1);
    expect(next).toBeCloseTo(11_000, 0);
    const after = await mission.stepFrom(next ?? 0, 1);
    expect(after).toBeCloseTo(12_000, 0);
    expect(await mission.stepFrom(after ?? 0, -1)).toBe(next);
    expect(await mission.stepFrom(0, -1)).toBeUndefined();
    await mission.close();
  });

  test("is summed up by what its chunks say, with the way of each vehicle", async () => {
    const mission = await opened({ id: "other" });

    expect(mission.id).toBe("other");
    expect(mission.summary).toMatchObject({
      ...{ id: "other", kind: "recorded", live: false, problems: [], notes: 0 },
      files: [expect.stringMatching(/^telemetry\/.*\.tlog$/)],
      vehicles: [{ id: "1", name: "D1" }],
    });
    expect(mission.summary.bytes).toBeGreaterThan(1_000);
    expect(mission.summary.vehicles[0]?.outline.length).toBeGreaterThan(4);
    const found = buildHeat(2).location;
    expect(mission.summary).toMatchObject({
      heatSources: 3,
      confirmedHeat: 2,
      confirmedPlaces: found.located ? [found.position.latDeg, found.position.lonDeg] : [],
    });
    expect(mission.summary.centre?.latDeg).toBeCloseTo(30.003, 2);
    await mission.close();
  });

  test("asks for its pictures with its place on the clock, and closes them with itself", async () => {
    let closed = 0;
    const mission = await opened({
      openMedia: async ({ startUtcMs, file }) => ({
        feeds: [
          { id: "f", name: "Thermal", fromMs: file("none") === undefined ? 1_000 : 0, toMs: 2_000 + startUtcMs * 0 },
        ],
        pieces: async () => undefined,
        tile: async () => undefined,
        searchAt: async () => undefined,
        thumbnail: async () => undefined,
        crop: async () => undefined,
        file: async () => undefined,
        close: async () => {
          closed += 1;
        },
      }),
    });
    const { lanes } = await mission.timeline();

    expect(lanes.find(({ id }) => id === "media")?.spans).toEqual([
      { kind: "video", text: "Thermal", fromMs: 1_000, toMs: 2_000 },
    ]);
    await mission.close();
    await mission.close();
    expect(closed).toBe(1);
  });

  test("says why it can't be opened", async () => {
    expect(await open({ sessionId: "nobody" })).toMatchObject({ ok: false, fault: { code: "no-session" } });
    expect(await open({ folder: join(parent, "nowhere") })).toMatchObject({ ok: false, fault: { code: "unreadable" } });
    const bare = join(parent, "bare");
    cpSync(folder, bare, { recursive: true });
    rmSync(join(bare, "journal"), { recursive: true });
    expect(await open({ folder: bare })).toMatchObject({ ok: false, fault: { code: "no-journal" } });
    writeFileSync(join(bare, "lantern.db"), "no database at all");
    expect(await open({ folder: bare })).toMatchObject({ ok: false, fault: { code: "unreadable" } });
  });
});

describe("a session that this very process records", () => {
  test("grows while it is open, tells of that, and shows the last line at once", async () => {
    const live = join(parent, "live");
    const result = openRecord({ folder: live });
    if (!result.ok) throw new Error(result.fault.detail);
    const { record } = result;
    const rig = journalRig({ folder: record.journal.folder, sessionId: record.sessionId, chunkMs: 5_000 });
    const show = (n: number) => rig.pass(1_000, { vehicles: new Map([["1", vehicleView("1", { aglM: n })]]) });
    let lines = 0;
    rig.journal.on(() => {
      lines += 1;
    });
    show(0);
    await expect.poll(() => lines).toBe(1);
    const mission = await opened({ folder: live, sessionId: record.sessionId, live: rig.journal });
    let told = 0;
    mission.on(() => {
      told += 1;
    });

    for (let n = 1; n < 40; n++) {
      show(n);
      await expect.poll(() => lines).toBeGreaterThanOrEqual(n + 1);
      expect(mission.durationMs).toBe(rig.journal.durationMs);
      expect((await mission.at(mission.durationMs)).state.vehicles.get("1")?.aglM).toBe(n);
      expect((await mission.at(mission.durationMs - 1_000)).state.vehicles.get("1")?.aglM).toBe(n - 1);
    }
    record.append({ kind: "heat-found", utcMs: 1, atMs: rig.clock.now, data: { heat: { id: "h1", number: 1 } } });
    await expect.poll(() => told).toBeGreaterThan(0);
    const { lanes, durationMs } = await mission.timeline();
    expect(lanes.find(({ id }) => id === "heat")?.marks).toMatchObject([{ positionMs: durationMs, ref: "h1" }]);
    expect(mission.summary).toMatchObject({ live: true, durationMs });
    await mission.close();
    await rig.journal.close();
    await record.close();
  });
});

const mount = join(parent, "mount");
mkdirSync(mount);
const mounted =
  process.platform === "linux" && spawnSync("mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", mount]).status === 0;
afterAll(() => {
  if (mounted) spawnSync("umount", [mount]);
});

describe.skipIf(!mounted)(`on a medium that takes nothing${mounted ? "" : " (only root can mount one)"}`, () => {
  test("it is open all the same", async () => {
    cpSync(folder, join(mount, "record"), { recursive: true });
    spawnSync("mount", ["-o", "remount,ro", mount]);
    expect(() => writeFileSync(join(mount, "x"), "")).toThrow(/EROFS/);
    const mission = await opened({ folder: join(mount, "record") });

    expect((await mission.at(30_500)).state.vehicles.get("1")?.aglM).toBe(29);
    expect((await mission.timeline()).lanes.some(({ id }) => id === "vehicle/1")).toBe(true);
    await mission.close();
  });
});
