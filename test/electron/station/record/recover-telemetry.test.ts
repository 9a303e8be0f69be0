import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { recoverTelemetry } from "../../../../electron/station/record/recover-telemetry.ts";
import { FrameWriter } from "../../../../shared/mavlink/codec.ts";
import { encodeTlogRecord } from "../../../support/encode-tlog-record.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lantern-torn-"));
  path = join(folder, "a.tlog");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const records = (count: number): Uint8Array[] => {
  const writer = new FrameWriter({ systemId: 1, componentId: 1 });
  return Array.from({ length: count }, (_, i) =>
    encodeTlogRecord(1_795_299_851_468_550 + i, writer.write("STATUSTEXT", { text: "x".repeat(1 + (i % 50)) })),
  );
};

const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.length, 0);

describe("a log that a crash left", () => {
  test("is kept whole up to the last whole frame wherever it was cut", () => {
    const all = records(5);
    const bytes = Buffer.concat(all);
    const ends = all.map((_, i) => lengthOf(all.slice(0, i + 1)));
    for (let length = 0; length <= bytes.length; length++) {
      writeFileSync(path, bytes.subarray(0, length));
      rmSync(`${path}.torn`, { force: true });

      const { bytesKept, bytesCutOff } = recoverTelemetry(path);

      expect(bytesKept).toBe(Math.max(0, ...ends.filter((end) => end <= length)));
      expect(bytesKept + bytesCutOff).toBe(length);
      const torn = existsSync(`${path}.torn`) ? readFileSync(`${path}.torn`) : Buffer.alloc(0);
      expect(Buffer.concat([readFileSync(path), torn]).equals(bytes.subarray(0, length))).toBe(true);
    }
  });

  test("is cut where a power cut left unwritten blocks, and what is behind them is kept beside it", () => {
    const all = records(10);
    const kept = Buffer.concat(all.slice(0, 6));
    writeFileSync(path, Buffer.concat([kept, Buffer.alloc(5_000), ...all.slice(6)]));

    const { bytesKept } = recoverTelemetry(path);

    expect(bytesKept).toBe(kept.length);
    expect(readFileSync(path).equals(kept)).toBe(true);
    expect(readFileSync(`${path}.torn`).length).toBe(5_000 + lengthOf(all.slice(6)));
  });

  test("is read only from where it is known to be whole, or from its start where it became shorter", () => {
    const all = records(10);
    const bytes = Buffer.concat(all);
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    const end = lengthOf(all.slice(0, 9));

    expect(recoverTelemetry(path, lengthOf(all.slice(0, 4)))).toEqual({
      bytesKept: end,
      bytesCutOff: bytes.length - 1 - end,
    });
    expect(recoverTelemetry(path, 1e9)).toEqual({ bytesKept: end, bytesCutOff: 0 });
  });

  test("of many megabytes is read in pieces", () => {
    const bytes = Buffer.concat(records(5_000));
    writeFileSync(path, Buffer.concat([...Array.from({ length: 20 }, () => bytes), Uint8Array.of(0, 6)]));

    expect(bytes.length * 20).toBeGreaterThan(3 << 20);
    expect(recoverTelemetry(path)).toEqual({ bytesKept: bytes.length * 20, bytesCutOff: 2 });
  });

  test("knows frames of MAVLink 1 and signed ones", () => {
    const one = Uint8Array.of(0xfe, 2, 0, 1, 1, 0, 9, 9, 1, 2);
    const signed = new Uint8Array(12 + 3 + 13).fill(1);
    signed.set([0xfd, 3, 1, 0]);
    writeFileSync(path, Buffer.concat([encodeTlogRecord(1, one), encodeTlogRecord(2, signed), Uint8Array.of(0)]));

    expect(recoverTelemetry(path)).toEqual({ bytesKept: 8 + one.length + 8 + signed.length, bytesCutOff: 1 });
  });
});
