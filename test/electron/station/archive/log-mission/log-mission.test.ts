import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import {
  type LogMission,
  openLogMission,
} from "../../../../../electron/station/archive/log-mission/open-log-mission.ts";
import type { FrameWriter as Writer } from "../../../../../shared/mavlink/codec.ts";
import { FrameWriter } from "../../../../../shared/mavlink/codec.ts";
import { encodeTlogRecord } from "../../../../support/encode-tlog-record.ts";
import { writeLongLog } from "../../../../support/long-log.ts";
import { joined, telemetryFixture } from "../../../../support/mavlink-bytes.ts";
import { openIndex } from "../../../../support/open-index.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-log-mission-"));
const opened: LogMission[] = [];
afterEach(async () => {
  for (const mission of opened.splice(0)) await mission.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const missionOf = async (...paths: readonly string[]): Promise<LogMission> => {
  const logs = await Promise.all(paths.map(async (path) => ({ path, index: await openIndex(path), offsetMs: 0 })));
  const mission = openLogMission({ id: "log", name: "Log", version: "1", logs });
  opened.push(mission);
  await mission.whole();
  return mission;
};

/** Copied, so that nothing is written beside it. */
const fixture = (name: string): string => write(name, telemetryFixture(name));

const startMs = Date.UTC(2026, 4, 1, 12);
const settled: number = 831;
const armedAuto: number = 217;
const disarmedAuto: number = 89;

/** What a drone says in a second from `atMs` on; it flies north at 10 m/s while armed. */
const second = (writer: Writer, atMs: number, { armed = false, mode = 3, bootMs = atMs } = {}): Uint8Array[] => {
  const lat = 308_700_000 + Math.round((bootMs / 1000) * 898);
  const place = { lat, lon: 1_204_300_000, alt: 45_000, relativeAlt: 40_000, vx: armed ? 1_000 : 0 };
  return [
    writer.write("HEARTBEAT", {
      type: 2,
      autopilot: 3,
      baseMode: armed ? armedAuto : disarmedAuto,
      customMode: mode,
      systemStatus: 4,
    }),
    writer.write("EKF_STATUS_REPORT", { flags: settled }),
    writer.write("GPS_RAW_INT", { fixType: 3, lat, lon: place.lon, satellitesVisible: 12, eph: 80 }),
    ...[0, 250, 500, 750].map((ms) => writer.write("GLOBAL_POSITION_INT", { timeBootMs: bootMs + ms, ...place })),
  ];
};

interface Told {
  readonly atMs: number;
  readonly frames: readonly Uint8Array[];
}

/** Frames spread over their second, stamped from `utcMs` on. */
const records = (told: readonly Told[], utcOf = (atMs: number): number => startMs + atMs): Uint8Array =>
  joined(
    ...told.flatMap(({ atMs, frames }) =>
      frames.map((bytes, n) => encodeTlogRecord(1000 * utcOf(atMs + (n * 1000) / frames.length), bytes)),
    ),
  );

const flight = (fromS: number, toS: number, options: Parameters<typeof second>[2] = {}, writer = drone()): Told[] =>
  Array.from({ length: toS - fromS }, (_, n) => {
    const atMs = (fromS + n) * 1000;
    return { atMs, frames: second(writer, atMs, { bootMs: atMs, ...options }) };
  });

const drone = (systemId = 1): Writer => new FrameWriter({ systemId, componentId: 1 });

const write = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

const laneOf = async (mission: LogMission, id: string) => {
  const { lanes } = await mission.timeline();
  const lane = lanes.find((one) => one.id === id);
  if (lane === undefined) throw new Error(`No lane ${id}, only ${lanes.map((one) => one.id).join(", ")}.`);
  return lane;
};

describe("the timeline of a log", () => {
  test("has each vehicle's modes, armed times, link gaps, messages and a restart", async () => {
    const writer = drone();
    const text = { atMs: 25_000, frames: [writer.write("STATUSTEXT", { severity: 4, text: "Battery 1 is low" })] };
    const path = write(
      "lanes.tlog",
      records(
        [
          ...flight(0, 20, {}, writer),
          ...flight(20, 30, { armed: true, mode: 5 }, writer),
          text,
          ...flight(60, 80, { mode: 5 }, writer),
          ...Array.from({ length: 20 }, (_, n) => ({
            atMs: (80 + n) * 1000,
            frames: second(writer, n * 1000, { bootMs: n * 1000 }),
          })),
        ].sort((a, b) => a.atMs - b.atMs),
      ),
    );

    const lane = await laneOf(await missionOf(path), "vehicle/1");

    expect(lane).toMatchObject({ kind: "vehicle", name: "D1", vehicleId: "1", colourIndex: 0 });
    const spans = (kind: string) =>
      lane.spans.filter((span) => span.kind === kind).map(({ fromMs, toMs, text: name }) => [fromMs, toMs, name]);
    // The first two messages behind a silence still count as before it: a stamp alone doesn't tell a silence from damage.
    expect(spans("armed")).toEqual([[20_000, expect.closeTo(29_857, -1), ""]]);
    expect(spans("mode").map(([, , name]) => name)).toEqual(["AUTO", "LOITER", "AUTO"]);
    expect(spans("gap")).toEqual([[expect.closeTo(29_857, -1), expect.closeTo(60_286, -1), ""]]);
    const marks = lane.marks.map(({ kind }) => kind);
    expect(marks).toEqual(
      expect.arrayContaining(["vehicle-heard", "armed", "vehicle-lost", "vehicle-back", "disarmed"]),
    );
    expect(marks).toContain("reboot");
    expect(lane.marks.find(({ kind }) => kind === "status-text")).toMatchObject({
      text: "Battery 1 is low",
      severity: "warning",
    });
    expect(lane.marks.map(({ positionMs }) => positionMs)).toEqual(
      lane.marks.map(({ positionMs }) => positionMs).toSorted((a, b) => a - b),
    );
  });

  test("tells when nobody moves or is armed", async () => {
    const path = write(
      "idle.tlog",
      records([...flight(0, 60), ...flight(60, 90, { armed: true }), ...flight(90, 150)]),
    );

    const { idle } = await (await missionOf(path)).timeline();

    expect(idle).toEqual([
      { fromMs: expect.closeTo(0, -4), toMs: 60_000 },
      { fromMs: expect.closeTo(91_000, -4), toMs: expect.closeTo(150_000, -4) },
    ]);
  });

  test("keeps interleaved vehicles apart", async () => {
    const mission = await missionOf(fixture("two-vehicles.tlog"));

    const { lanes } = await mission.timeline();

    expect(lanes.map(({ id }) => id)).toEqual(["vehicle/1", "vehicle/2", "record"]);
    expect(mission.summary.vehicles.map(({ id, kind }) => [id, kind])).toEqual([
      ["1", "multirotor"],
      ["2", "ground-robot"],
    ]);
  });

  test("says where two vehicles have one id, and gives each its lane", async () => {
    const [one, other] = [drone(7), drone(7)];
    // Each counts its own messages; the other is ahead.
    for (let n = 0; n < 90; n++) other.write("HEARTBEAT", {});
    const both = flight(0, 60, {}, one).map(({ atMs, frames }) => {
      const others = second(other, atMs, { bootMs: atMs + 700_000 });
      return { atMs, frames: frames.flatMap((frame, n) => [frame, others[n] ?? frame]) };
    });

    const mission = await missionOf(write("double.tlog", records(both)));

    expect((await laneOf(mission, "record")).marks).toContainEqual(
      expect.objectContaining({ kind: "duplicate-id", text: "7", severity: "critical" }),
    );
    expect((await mission.timeline()).lanes.map(({ id }) => id)).toEqual(["vehicle/7", "vehicle/7~2", "record"]);
    const { state } = await mission.at(50_000);
    expect([...state.vehicles.keys()]).toEqual(["7", "7~2"]);
  });
});

describe("a clock that can't be trusted", () => {
  const jumpMs = 3 * 365 * 86_400_000;
  test.each([
    ["jumps ahead by years", (atMs: number) => startMs + atMs + (atMs < 30_000 ? 0 : jumpMs)],
    ["steps back by years", (atMs: number) => startMs + atMs - (atMs < 30_000 ? 0 : jumpMs)],
    ["is in the future", (atMs: number) => Date.UTC(2093, 0, 1) + atMs],
    ["is at the very beginning of 1970", (atMs: number) => 5_000 + atMs],
  ])("that %s leaves every instant where it was", async (_name, utcOf) => {
    const path = write("clock.tlog", records(flight(0, 60, { armed: true }), utcOf));

    const mission = await missionOf(path);

    expect(mission.durationMs).toBeGreaterThan(55_000);
    expect(mission.durationMs).toBeLessThan(65_000);
    const { state, clock } = await mission.at(50_000);
    const vehicle = state.vehicles.get("1");
    expect(vehicle?.presence.state).toBe("heard");
    expect(vehicle?.position?.latDeg).toBeCloseTo(30.87 + 50 * 8.98e-5, 3);
    expect(Math.abs(clock.utcMs - utcOf(50_000))).toBeLessThan(2_000);
  });

  test("has no times at all in a raw stream: the vehicle's own clock gives the positions, and that is said", async () => {
    const path = write("raw.bin", joined(...flight(0, 60, { armed: true }).flatMap(({ frames }) => frames)));

    const mission = await missionOf(path);

    expect(mission.summary.problems).toContainEqual(expect.objectContaining({ code: "no-times" }));
    expect(mission.summary.startUtcMs).toBeUndefined();
    expect((await mission.timeline()).startUtcMs).toBeUndefined();
    expect((await mission.at(mission.durationMs / 2)).state.vehicles.get("1")?.armed).toBe(true);
  });
});

describe("a log mission", () => {
  test("goes on from instant to instant, forwards and backwards, as if each were sought alone", async () => {
    const path = join(folder, "long.tlog");
    writeLongLog(path, [telemetryFixture("copter.tlog"), telemetryFixture("two-vehicles.tlog")], 600_000);
    const [player, seeker] = [await missionOf(path), await missionOf(path)];

    const positions = Array.from({ length: 120 }, (_, n) => (n / 120) * player.durationMs);
    for (const positionMs of [...positions, ...positions.toReversed()]) {
      const [played, sought] = [await player.at(positionMs), await seeker.at(positionMs)];
      expect(played).toEqual(sought);
      // Puts the other one somewhere else meanwhile.
      await seeker.at((positionMs * 7919) % player.durationMs);
    }
  });

  test("serves several who play at different places at once", async () => {
    const path = join(folder, "several.tlog");
    writeLongLog(path, [telemetryFixture("copter.tlog"), telemetryFixture("two-vehicles.tlog")], 600_000);
    const mission = await missionOf(path);
    const alone = await missionOf(path);
    const starts = Array.from({ length: 9 }, (_, n) => (n / 9) * mission.durationMs);

    for (let step = 0; step < 5; step++) {
      const instants = await Promise.all(starts.map((startMs) => mission.at(startMs + step * 300)));
      for (const [n, instant] of instants.entries()) {
        expect(instant).toEqual(await alone.at((starts[n] ?? 0) + step * 300));
      }
    }
  });

  test("keeps parts that didn't change as they are from one instant to the next", async () => {
    const mission = await missionOf(fixture("copter.tlog"));

    const before = (await mission.at(4_000)).state;
    const after = (await mission.at(4_000.5)).state;

    expect(after.alerts).toBe(before.alerts);
    expect(after.heat).toBe(before.heat);
    expect(after.station).toBe(before.station);
  });

  test("steps from message to message, both ways, and stops at the ends", async () => {
    const mission = await missionOf(write("steps.tlog", records(flight(0, 10))));

    const positions: number[] = [];
    let at: number | undefined = -1;
    while (at !== undefined) {
      at = await mission.stepFrom(at, 1);
      if (at !== undefined) positions.push(at);
    }

    expect(positions).toHaveLength(70);
    const back: number[] = [];
    for (at = mission.durationMs + 1; at !== undefined; ) {
      at = await mission.stepFrom(at, -1);
      if (at !== undefined) back.push(at);
    }
    expect(back.toReversed()).toEqual(positions);
  });

  test("grows with a log that is still being written, and is exact there, too", async () => {
    const writer = drone();
    const path = write("growing.tlog", records(flight(0, 30, { armed: true }, writer)));
    const mission = await missionOf(path);
    const later = records(flight(30, 60, { armed: true, mode: 6 }, writer));
    let told = 0;
    mission.on(() => told++);

    appendFileSync(path, later);
    await mission.refresh();

    expect(mission.durationMs).toBeGreaterThan(59_000);
    const { state } = await mission.at(mission.durationMs);
    expect(state.vehicles.get("1")?.mode).toMatchObject({ name: "RTL", atMs: 30_000 });
    expect((await laneOf(mission, "vehicle/1")).spans.filter(({ kind }) => kind === "mode")).toHaveLength(2);
  });

  test("uses what it learned when the same log is opened again, and learns anew when the log changed", async () => {
    const path = write("again.tlog", records(flight(0, 60, { armed: true })));
    const open = async () => {
      const logs = [{ path, index: await openIndex(path), offsetMs: 0 }];
      const mission = openLogMission({ id: "log", name: "Log", version: "1", logs, cacheFolder: folder });
      opened.push(mission);
      await mission.whole();
      return mission;
    };
    const first = await open();
    const expected = [await first.at(45_000), await first.timeline()];
    await first.close();

    const second = await open();
    expect([await second.at(45_000), await second.timeline()]).toEqual(expected);
    await second.close();
    writeFileSync(path, records(flight(0, 60, { armed: true, mode: 6 })));

    const third = await open();
    expect((await third.at(45_000)).state.vehicles.get("1")?.mode?.name).toBe("RTL");
  });

  test("tells its vehicles' ways, where it was and what is odd", async () => {
    const mission = await missionOf(fixture("copter.tlog"));

    const { summary } = mission;

    expect(summary).toMatchObject({ kind: "log", live: false, name: "Log", files: ["copter.tlog"] });
    expect(summary.readFraction).toBeUndefined();
    expect(summary.startUtcMs).toBeGreaterThan(Date.UTC(2020, 0, 1));
    expect(mission.telemetry[0]?.log).toMatchObject({ n: 0, format: "tlog", offsetMs: 0, offsetFrom: "clock" });
  });
});
