import { describe, expect, test } from "vitest";
import type { OpenTelemetryFile } from "../../../../electron/station/record/telemetry-file.ts";
import { type TelemetryBudget, TlogWriter } from "../../../../electron/station/record/tlog-writer.ts";
import { encodeTlogRecord } from "../../../support/encode-tlog-record.ts";

/** A disk in memory that takes what a test allows it to. */
class FakeDisk {
  readonly files = new Map<string, number[]>();
  /** Bytes that it still takes. */
  freeBytes = Number.POSITIVE_INFINITY;
  /** The most that one write takes. */
  mostAtOnce = Number.POSITIVE_INFINITY;
  broken = false;

  readonly open: OpenTelemetryFile = async (path, how) => {
    if (this.broken) throw Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
    if (how === "again" && !this.files.has(path)) throw Object.assign(new Error("ENOENT"), { code: "ENOENT" });
    const content = this.files.get(path) ?? [];
    this.files.set(path, content);
    return {
      write: async (bytes, position) => {
        if (this.broken) throw Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
        if (this.freeBytes <= 0) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        const count = Math.min(bytes.length, this.freeBytes, this.mostAtOnce);
        this.freeBytes -= count;
        for (let i = 0; i < count; i++) content[position + i] = bytes[i] ?? 0;
        return count;
      },
      sync: async () => {},
      close: async () => {},
    };
  };
}

const make = (disk: FakeDisk, maxBytes = 1 << 20) => {
  const said: string[] = [];
  let files = 0;
  const budget: TelemetryBudget = { maxBytes, usedBytes: 0 };
  const writer = new TlogWriter({
    makePath: () => `${++files}.tlog`,
    openFile: disk.open,
    budget,
    onFailed: (error) => said.push(error instanceof Error && "code" in error ? String(error.code) : String(error)),
    onWorksAgain: () => said.push("works"),
  });
  return { writer, said, budget };
};

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

const frame = (i: number, length = 40): Uint8Array => new Uint8Array(length).fill(i & 255);
const expected = (from: number, to: number, length = 40): number[] =>
  Array.from({ length: to - from }, (_, i) => [...encodeTlogRecord(from + i, frame(from + i, length))]).flat();
const addAll = (writer: TlogWriter, from: number, to: number, length = 40): void => {
  for (let i = from; i < to; i++) writer.add(frame(i, length), 0, length, i);
};

describe("a telemetry log being written", () => {
  test("holds every frame in order, however little each write takes", async () => {
    const disk = new FakeDisk();
    disk.mostAtOnce = 7;
    const { writer } = make(disk);

    addAll(writer, 0, 50);
    writer.flush();
    await settle();
    addAll(writer, 50, 100);
    await writer.close();

    expect(disk.files.get("1.tlog")).toEqual(expected(0, 100));
    expect(writer.wholeBytes).toBe(100 * 48);
  });

  test("goes on exactly where a full disk stopped it, once there is room", async () => {
    const disk = new FakeDisk();
    disk.freeBytes = 1_000;
    const { writer, said } = make(disk);

    addAll(writer, 0, 100);
    writer.flush();
    await settle();
    addAll(writer, 100, 200);
    writer.flush();
    writer.retry();
    await settle();
    expect(said).toEqual(["ENOSPC"]);
    expect(writer.wholeBytes).toBe(0);
    disk.freeBytes = Number.POSITIVE_INFINITY;
    writer.retry();
    await settle();
    writer.flush();
    await writer.close();

    expect(said).toEqual(["ENOSPC", "works"]);
    expect(disk.files.get("1.tlog")).toEqual(expected(0, 200));
    expect(writer.lostFrames).toBe(0);
  });

  test("keeps to its share of memory, counts what it had no room for, and keeps the older frames", async () => {
    const disk = new FakeDisk();
    disk.broken = true;
    const { writer, budget } = make(disk, 4 * 64 * 1024);

    addAll(writer, 0, 10_000);
    await settle();
    expect(budget.usedBytes).toBe(4 * 64 * 1024);
    expect(writer.lostFrames).toBe(10_000 - 4 * Math.floor(65536 / 48));
    disk.broken = false;
    writer.retry();
    await settle();
    await writer.close();

    expect(disk.files.get("1.tlog")).toEqual(expected(0, 10_000 - writer.lostFrames));
    expect(budget.usedBytes).toBe(0);
  });

  test("begins another file where its own was deleted during an outage, and repeats no half record", async () => {
    const disk = new FakeDisk();
    disk.freeBytes = 100;
    const { writer } = make(disk);
    addAll(writer, 0, 10);
    writer.flush();
    await settle();

    disk.files.clear();
    disk.freeBytes = Number.POSITIVE_INFINITY;
    writer.retry();
    await settle();
    await writer.close();

    expect(disk.files.get("2.tlog")).toEqual(expected(0, 10));
  });

  test("makes no file while there is nothing to write", async () => {
    const disk = new FakeDisk();
    const { writer } = make(disk);
    writer.flush();
    await writer.close();

    expect(disk.files.size).toBe(0);
  });
});
