import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { verifyLog } from "../../../../../electron/station/archive/log-commands/verify-log.ts";
import { whereLost } from "../../../../../electron/station/archive/log-commands/where-lost.ts";
import { type LogSummary, logInfo } from "../../../../../electron/station/log-info.ts";
import { FrameWriter } from "../../../../../shared/mavlink/codec.ts";
import { encodeTlogRecord } from "../../../../support/encode-tlog-record.ts";
import { joined, telemetryFixture } from "../../../../support/mavlink-bytes.ts";
import { dataFlashFlight, flightStartUtcMs, ulogFlight } from "../../../../support/native-flights.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-read-log-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

const summaryOf = async (path: string): Promise<LogSummary> => {
  const info = await logInfo(path);
  if (!info.ok) throw new Error(info.fault.detail);
  return info;
};

const startUs = 1_795_299_851_000_000;
const heartbeats = (seconds: readonly number[], sequenceStep = 1): Uint8Array => {
  const records = seconds.map((s, n) => {
    const writer = new FrameWriter({ systemId: 7, componentId: 1 });
    for (let skip = 0; skip < n * sequenceStep; skip++) writer.write("HEARTBEAT", {});
    return encodeTlogRecord(startUs + s * 1e6, writer.write("HEARTBEAT", { type: 2, autopilot: 3, customMode: n }));
  });
  return joined(...records);
};

describe("an autopilot's own log", () => {
  test.each([
    ["a DataFlash log", "flight.bin", dataFlashFlight(20), "dataflash", "ATT", "ardupilot"],
    ["a ULog", "flight.ulg", ulogFlight(20), "ulog", "vehicle_attitude", "px4"],
  ] as const)(
    "%s is told as its own messages and as what its vehicle did",
    async (_, name, bytes, format, message, autopilot) => {
      const path = write(name, bytes);

      const info = await summaryOf(path);
      const { vehicles } = (await whereLost(path, 60)) as Extract<Awaited<ReturnType<typeof whereLost>>, { ok: true }>;

      expect(info).toMatchObject({ format, skippedBytes: 0, bytes: bytes.length });
      expect(info.nativeCounts?.[message]).toBeGreaterThan(10);
      expect((info.firstTimeUs ?? 0) / 1000).toBeGreaterThan(flightStartUtcMs - 60_000);
      expect((info.firstTimeUs ?? 0) / 1000).toBeLessThan(flightStartUtcMs + 60_000);
      expect(info.vehicles[0]?.flight.autopilot).toBe(autopilot);
      expect(info.vehicles[0]?.flight.modes.length).toBeGreaterThan(0);
      expect(info.vehicles[0]?.texts.statusTexts.length).toBeGreaterThan(0);
      expect(info.vehicles[0]?.position.positions).toBeGreaterThan(5);
      expect(vehicles[0]?.lastPlace).toBeDefined();
    },
  );

  test("with a damaged header is refused, or says that it is damaged", async () => {
    const ulog = ulogFlight(5).slice();
    ulog.fill(0xaa, 0, 4);
    const dataFlash = dataFlashFlight(5).slice();
    dataFlash.fill(0xaa, 4_000, 4_200);

    expect(await logInfo(write("no-magic.ulg", ulog))).toMatchObject({ ok: false, fault: { code: "not-a-log" } });
    const damaged = await summaryOf(write("damaged.bin", dataFlash));
    expect(damaged.skippedBytes).toBeGreaterThan(0);
    expect(damaged.notes.map(({ code }) => code)).toContain("damaged");
  });
});

describe("loss and silence", () => {
  test("are told of each sender: lost frames, gaps and when nothing came", async () => {
    const info = await summaryOf(write("gaps.tlog", heartbeats([0, 1, 2, 10, 11], 3)));

    expect(info.senders["7/1"]).toMatchObject({
      received: 5,
      lost: 8,
      gaps: 4,
      silenceCount: 1,
      longestSilenceMs: 8_000,
    });
    expect(info.senders["7/1"]?.silences).toEqual([{ fromUs: startUs + 2e6, toUs: startUs + 10e6 }]);
    expect(info).toMatchObject({ durationMs: 11_000, framesByVersion: { v1: 0, v2: 5 } });
  });

  test("of a log before 1970, in the future or with a clock that jumps by years don't stop the reading", async () => {
    const years = 365 * 86_400;

    for (const seconds of [[-60 * years, 1 - 60 * years], [60 * years], [0, 1, 2, -20 * years, 1 - 20 * years, 3]])
      expect(await summaryOf(write("years.tlog", heartbeats(seconds)))).toMatchObject({ frames: seconds.length });
  });
});

describe("what a person should know of a log", () => {
  test("is that its recorder's clock was set", async () => {
    const day = 86_400;
    const seconds = [0, 1, 2, 3, 400 * day, 400 * day + 1, 400 * day + 2, 400 * day + 3, 5, 6, 7, 8];

    const { notes } = await summaryOf(write("set-clock.tlog", heartbeats(seconds)));

    expect(notes).toMatchObject([{ code: "clock-jumped", detail: expect.stringContaining("2 times") }]);
  });

  test("is that two vehicles share one id, but not that one restarted or lost much", async () => {
    const senders = [0, 77].map((skip) => {
      const writer = new FrameWriter({ systemId: 1, componentId: 1 });
      for (let i = 0; i < skip; i++) writer.write("HEARTBEAT", {});
      return writer;
    });
    const record = (n: number, writer: FrameWriter | undefined) =>
      encodeTlogRecord(startUs + n * 1e5, writer?.write("HEARTBEAT", { customMode: n }) ?? new Uint8Array());
    const both = Array.from({ length: 200 }, (_, n) => record(n, senders[n % 2]));

    expect((await summaryOf(write("both.tlog", joined(...both)))).notes).toMatchObject([{ code: "two-with-one-id" }]);
    expect(
      (
        await summaryOf(
          write(
            "lossy.tlog",
            heartbeats(
              Array.from({ length: 200 }, (_, n) => n),
              9,
            ),
          ),
        )
      ).notes,
    ).toEqual([]);
  });
});

describe("verifyLog", () => {
  test("finds nothing wrong with a whole log", async () => {
    const path = write("whole.tlog", telemetryFixture("copter.tlog"));

    expect(await verifyLog(path)).toEqual({ name: "whole.tlog", ok: true, records: (await summaryOf(path)).frames });
  });

  test("names the first bad record by its place", async () => {
    const bytes = heartbeats([0, 1, 2, 3]);
    const record = bytes.length / 4;
    const damaged = bytes.slice();
    damaged[2 * record + 12] = (damaged[2 * record + 12] ?? 0) ^ 0xff;

    const checked = await verifyLog(write("damaged.tlog", damaged));

    expect(checked).toMatchObject({ ok: false, records: 3 });
    expect(checked.fault).toMatch(new RegExp(`the first bad record is at byte ${2 * record}:`));
  });

  test("says that only the end is cut off", async () => {
    const bytes = heartbeats([0, 1, 2]);

    for (let cut = 1; cut < bytes.length / 3; cut++) {
      const checked = await verifyLog(write("cut.tlog", bytes.subarray(0, bytes.length - cut)));
      expect(checked).toMatchObject({ ok: false, records: 2 });
      expect(checked.fault).toContain(`the last record, at byte ${(2 * bytes.length) / 3}, is cut off`);
    }
  });

  test("takes the words of a booting autopilot in raw bytes for no fault, but a wrong checksum", async () => {
    const raw = telemetryFixture("boot.bin");

    expect(await verifyLog(write("boot.bin", raw))).toMatchObject({ ok: true });
    const damaged = raw.slice();
    const middle = Math.floor(raw.length / 2);
    for (let at = middle; at < middle + 400; at++) damaged[at] = (damaged[at] ?? 0) ^ 0x55;
    expect(await verifyLog(write("bad-boot.bin", damaged))).toMatchObject({ ok: false });
  });

  test("says what can't be read", async () => {
    expect(await verifyLog(join(folder, "none.tlog"))).toMatchObject({ ok: false, records: 0 });
  });
});
