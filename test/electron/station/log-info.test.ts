import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type LogSummary, logInfo } from "../../../electron/station/log-info.ts";
import { encodeTlogRecord } from "../../support/encode-tlog-record.ts";
import { joined, referenceFrames, telemetryFixture, unknownFrame } from "../../support/mavlink-bytes.ts";
import { noSharedData, sharedData, telemetryLogs } from "../../support/shared-data.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-log-info-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

const summaryOf = async (path: string): Promise<LogSummary> => {
  const info = await logInfo(path);
  if (!info.ok) throw new Error(info.fault.detail);
  return info;
};

const counts = z.record(z.string(), z.number());
const truthSchema = z.object({
  frames: z.number().optional(),
  crc_scan_valid: z.number().optional(),
  counts: counts.optional(),
  crc_scan_by_name: counts.optional(),
  counts_by_system_component: counts.optional(),
  first_time: z.number().optional(),
  last_time: z.number().optional(),
  bad_bytes_hex: z.string().optional(),
});

describe("logInfo on real logs", () => {
  test.for(telemetryLogs)("gives exactly the counts of %s", async (log, { skip }) => {
    const path = sharedData(`telemetry/${log}`);
    const truthPath = sharedData(`telemetry/${log.replace(/\.\w+$/, ".json")}`);
    if (path === undefined || truthPath === undefined) return skip(noSharedData);
    const truth = truthSchema.parse(JSON.parse(readFileSync(truthPath, "utf8")));
    const { BAD_DATA: _, ...expected } = truth.counts ?? truth.crc_scan_by_name ?? {};

    const info = await summaryOf(path);

    expect(info.counts).toEqual(expected);
    expect(info.frames).toBe(truth.frames ?? truth.crc_scan_valid);
    expect(info.unknown).toEqual({});
    if (truth.counts_by_system_component)
      expect(info.countsBySystemComponent).toEqual(truth.counts_by_system_component);
    if (truth.first_time) expect(info.firstTimeUs).toBe(Math.round(truth.first_time * 1e6));
    if (truth.last_time) expect(info.lastTimeUs).toBe(Math.round(truth.last_time * 1e6));
    if (truth.bad_bytes_hex !== undefined) expect(info.skippedBytes).toBe(truth.bad_bytes_hex.length / 2);
    else if (truth.counts) expect(info.skippedBytes).toBe(0);
  });
});

describe("logInfo", () => {
  test.each(["copter.tlog", "two-vehicles.tlog", "noisy.tlog", "bursts.tlog", "boot.bin"])(
    "finds every frame of %s",
    async (name) => {
      const bytes = telemetryFixture(name);
      const info = await summaryOf(write(name, bytes));

      expect(info.frames).toBe(referenceFrames(bytes).length);
      expect(Object.values(info.counts).reduce((a, b) => a + b)).toBe(info.frames);
      expect(Object.values(info.countsBySystemComponent).reduce((a, b) => a + b)).toBe(info.frames);
    },
  );

  test("tells a log from the raw bytes of a link by what is in it, not by its name", async () => {
    const log = await summaryOf(write("named.bin", telemetryFixture("copter.tlog")));
    const raw = await summaryOf(write("named.tlog", telemetryFixture("boot.bin")));

    expect(log).toMatchObject({ format: "tlog", skippedBytes: 0, notes: [] });
    expect(log.firstTimeUs).toBeGreaterThan(0);
    expect(raw).toMatchObject({ format: "raw", skippedBytes: expect.any(Number) });
    expect(raw).not.toHaveProperty("firstTimeUs");
  });

  test("counts unknown ids by id", async () => {
    const unknown = [1, 2].map((sequence) =>
      encodeTlogRecord(1_795_299_851_468_000, unknownFrame(54321, [5], { sequence })),
    );

    const info = await summaryOf(write("unknown.tlog", joined(...unknown, telemetryFixture("copter.tlog"))));

    expect(info.unknown).toEqual({ 54321: 2 });
    expect(info.counts).not.toHaveProperty("UNKNOWN_54321");
  });

  test("says that the tail is cut, and reads everything before it", async () => {
    const bytes = telemetryFixture("copter.tlog");
    const whole = await summaryOf(write("whole.tlog", bytes));
    const cut = await summaryOf(write("cut.tlog", bytes.subarray(0, bytes.length - 5)));

    expect(cut.frames).toBe(whole.frames - 1);
    expect(cut.notes).toMatchObject([
      { code: "tail-cut", detail: expect.stringContaining("Everything before it was read") },
    ]);
  });

  test("says that a log is damaged", async () => {
    const { notes } = await summaryOf(write("damaged.tlog", telemetryFixture("noisy.tlog")));

    expect(notes.map((note) => note.code)).toContain("damaged");
  });

  test.each([
    ["an empty file", "", "empty", "nothing was recorded"],
    ["a text", "This is no log.\n".repeat(500), "not-a-log", "holds no MAVLink frames"],
  ] as const)("refuses %s and says what to do", async (name, content, code, words) => {
    const info = await logInfo(write(name, content));

    expect(info).toMatchObject({ ok: false, fault: { code, detail: expect.stringContaining(words) } });
    expect(info).toMatchObject({ fault: { detail: expect.stringContaining("Choose") } });
  });

  test("refuses a file that isn't there, and a folder", async () => {
    expect(await logInfo(join(folder, "missing.tlog"))).toMatchObject({ ok: false, fault: { code: "cannot-read" } });
    expect(await logInfo(folder)).toMatchObject({ ok: false, fault: { code: "cannot-read" } });
  });
});
