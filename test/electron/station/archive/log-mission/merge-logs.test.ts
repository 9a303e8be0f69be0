import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { mergeLogs } from "../../../../../electron/station/archive/log-mission/merge-logs.ts";
import { placeLogFile } from "../../../../../electron/station/archive/log-mission/place-logs.ts";
import { copyFrameBytes } from "../../../../../shared/mavlink/frame.ts";
import { TlogReader } from "../../../../../shared/mavlink/tlog.ts";
import { encodeTlogRecord } from "../../../../support/encode-tlog-record.ts";
import { buildFrame, joined, telemetryFixture } from "../../../../support/mavlink-bytes.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-merge-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Kept {
  readonly utcUs: number;
  readonly bytes: Uint8Array;
}

const recordsOf = (log: Uint8Array): Kept[] => {
  const kept: Kept[] = [];
  const reader = new TlogReader();
  const onRecord: Parameters<TlogReader["push"]>[1] = (utcUs, frame) =>
    kept.push({ utcUs: utcUs ?? 0, bytes: copyFrameBytes(frame) });
  reader.push(log, onRecord);
  reader.flush(onRecord);
  return kept;
};

const write = (name: string, records: readonly Kept[], shiftMs = 0): string => {
  const path = join(folder, name);
  writeFileSync(path, joined(...records.map(({ utcUs, bytes }) => encodeTlogRecord(utcUs + shiftMs * 1000, bytes))));
  return path;
};

const hexOf = (records: readonly Kept[]): string[] => records.map(({ bytes }) => Buffer.from(bytes).toString("hex"));

const out = join(folder, "out.tlog");
const whole = recordsOf(telemetryFixture("copter.tlog"));
const third = Math.floor(whole.length / 3);

describe("placing a log beside another", () => {
  test("goes by what both heard, though the clock of one was years wrong", async () => {
    const a = write("first.tlog", whole);
    const b = write("second.tlog", whole.slice(third), 5 * 365 * 86_400_000);
    const trueMs = ((whole[third]?.utcUs ?? 0) - (whole[0]?.utcUs ?? 0)) / 1000;

    const placed = await placeLogFile(a, b);

    expect(placed).toMatchObject({ offsetFrom: "estimated", by: "frames" });
    expect(Math.abs((placed?.offsetMs ?? 0) - trueMs)).toBeLessThan(2);
  });

  test("says nothing where one of them can't be read", async () => {
    expect(await placeLogFile(write("first.tlog", whole), join(folder, "nothing.tlog"))).toBeUndefined();
  });
});

describe("merging logs of one mission", () => {
  test("gives back the whole of which two stations heard overlapping parts, the clock of one an hour wrong", async () => {
    const a = write("a.tlog", whole.slice(0, 2 * third));
    const b = write("b.tlog", whole.slice(third), 3_600_000);

    const merged = await mergeLogs([a, b], { out });

    expect(merged).toMatchObject({ ok: true, frames: whole.length, duplicates: third });
    expect(merged.ok && merged.logs[1]).toMatchObject({ offsetFrom: "estimated", by: "frames" });
    const records = recordsOf(readFileSync(out));
    expect(hexOf(records)).toEqual(hexOf(whole));
    expect(records.every(({ utcUs }, n) => n === 0 || utcUs >= (records[n - 1]?.utcUs ?? 0))).toBe(true);
    expect(records.at(-1)?.utcUs).toBeCloseTo(whole.at(-1)?.utcUs ?? 0, -4);
  });

  test("goes by what a person says where that is given", async () => {
    const a = write("a.tlog", whole);
    const b = write("b.tlog", recordsOf(telemetryFixture("two-vehicles.tlog")));

    const merged = await mergeLogs([a, b], { out, offsetsMs: [undefined, 90_000] });

    expect(merged.ok && merged.logs[1]).toMatchObject({ offsetFrom: "typed", offsetMs: 90_000 });
    const first = recordsOf(readFileSync(b))[0];
    const there = recordsOf(readFileSync(out)).find(({ bytes }) => Buffer.compare(bytes, first?.bytes ?? bytes) === 0);
    expect(there?.utcUs).toBe((whole[0]?.utcUs ?? 0) + 90_000_000);
  });

  test("goes by the stamps where nothing else ties them together", async () => {
    const alone = { utcUs: (whole[0]?.utcUs ?? 0) + 5_000_000, bytes: buildFrame("HEARTBEAT", { type: 2 }) };

    const merged = await mergeLogs([write("a.tlog", whole), write("b.tlog", [alone])], { out });

    expect(merged.ok && merged.logs[1]).toMatchObject({ offsetFrom: "clock", offsetMs: 5_000 });
  });

  test("keeps what one log has twice, and leaves no key of signing behind", async () => {
    const heartbeat = buildFrame("HEARTBEAT", { type: 2 });
    const secretKey = Array.from({ length: 32 }, (_, n) => n + 1);
    const signing = buildFrame("SETUP_SIGNING", { targetSystem: 1, secretKey });
    const at = (utcUs: number, bytes: Uint8Array) => ({ utcUs: (whole[0]?.utcUs ?? 0) + utcUs, bytes });
    const a = write("a.tlog", [at(0, heartbeat), at(1_000, heartbeat), at(2_000, signing)]);
    const b = write("b.tlog", [at(0, heartbeat)]);

    expect(await mergeLogs([a, b], { out })).toMatchObject({ ok: true, frames: 3, duplicates: 1 });
    expect(readFileSync(out).includes(Buffer.from(secretKey))).toBe(false);
  });

  test("doesn't write over a log that it reads, and says which one can't be read", async () => {
    const a = write("a.tlog", whole);
    const empty = join(folder, "empty.tlog");
    writeFileSync(empty, "");

    expect(await mergeLogs([a, a], { out: a })).toMatchObject({ ok: false, fault: { code: "cannot-write" } });
    expect(await mergeLogs([a, empty], { out })).toMatchObject({ ok: false, fault: { code: "empty" } });
    expect(await mergeLogs([a, join(folder, "none.tlog")], { out })).toMatchObject({
      ok: false,
      fault: { code: "cannot-read" },
    });
    expect(await mergeLogs([a], { out: join(folder, "no", "folder.tlog") })).toMatchObject({
      ok: false,
      fault: { code: "cannot-write" },
    });
    expect(recordsOf(readFileSync(a))).toHaveLength(whole.length);
  });
});
