import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { candidateLength } from "../../../shared/mavlink/frame-check.ts";
import { looksLikeTlog, TlogReader } from "../../../shared/mavlink/tlog.ts";
import { readStamp, writeStamp } from "../../../shared/mavlink/tlog-clock.ts";
import { viewOf } from "../../../shared/mavlink/x25.ts";
import { encodeTlogRecord } from "../../support/encode-tlog-record.ts";
import {
  buildFrame,
  describeFrame,
  joined,
  type OwnedFrame,
  referenceFrames,
  telemetryFixture,
  unknownFrame,
} from "../../support/mavlink-bytes.ts";

interface Row {
  utcUs: number | undefined;
  offset: number;
  frame: OwnedFrame;
}

const readAll = (bytes: Uint8Array, cuts: readonly number[] = []): { rows: Row[]; reader: TlogReader } => {
  const reader = new TlogReader();
  const rows: Row[] = [];
  const keep: Parameters<TlogReader["push"]>[1] = (utcUs, frame) => {
    rows.push({ utcUs, offset: reader.recordOffset, frame: describeFrame(frame) });
  };
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    const chunk = bytes.slice(from, cut);
    reader.push(chunk, keep);
    chunk.fill(0);
    from = cut;
  }
  reader.flush(keep);
  return { rows, reader };
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const startUs = Date.UTC(2026, 10, 22) * 1000;
const frames = Array.from({ length: 12 }, (_, index) => buildFrame("ATTITUDE", { timeBootMs: index + 1, roll: index }));
const records = frames.map((frame, index) => encodeTlogRecord(startUs + index * 20_000, frame));
const times = frames.map((_, index) => startUs + index * 20_000);

describe("TlogReader", () => {
  test("reads what encodeTlogRecord wrote, with the place of each record", () => {
    const { rows, reader } = readAll(joined(...records));

    expect(rows.map((row) => row.utcUs)).toEqual(times);
    expect(rows.map((row) => hex(row.frame.bytes))).toEqual(frames.map(hex));
    let offset = 0;
    for (const [index, record] of records.entries()) {
      expect(rows[index]?.offset).toBe(offset);
      offset += record.length;
    }
    expect(reader.stats).toEqual({ frames: 12, skippedBytes: 0, badChecksums: 0, unknown: 0 });
  });

  test("finds the same in a log that is cut at any one byte", () => {
    const log = joined(
      ...records.slice(0, 4),
      new Uint8Array([0xfd, 40, 0]),
      ...records.slice(4, 6),
      records[6]?.slice(3) ?? new Uint8Array(),
    );
    const whole = readAll(log);

    expect(whole.rows).toHaveLength(7);
    for (let cut = 0; cut <= log.length; cut++) {
      const split = readAll(log, [cut]);
      expect(split.rows).toEqual(whole.rows);
      expect(split.reader.stats).toEqual(whole.reader.stats);
    }
  });

  test("finds the same in a damaged log that comes byte by byte", () => {
    const log = telemetryFixture("noisy.tlog").subarray(0, 4000);

    expect(readAll(log, Array.from(log.keys())).rows).toEqual(readAll(log).rows);
  });

  test.each(["noisy.tlog", "bursts.tlog", "copter.tlog", "two-vehicles.tlog"])("finds every frame of %s", (name) => {
    const bytes = telemetryFixture(name);

    expect(readAll(bytes).rows.map((row) => hex(row.frame.bytes))).toEqual(referenceFrames(bytes).map(hex));
  });

  test("finds every frame of a log with any bytes cut out, doubled or changed", () => {
    const damage = fc.record({ at: fc.nat(500), removed: fc.nat(60), added: fc.uint8Array({ maxLength: 20 }) });
    const log = joined(...records);
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 4 }), fc.nat(500), (damages, cut) => {
        const bytes = [...log];
        for (const { at, removed, added } of damages) bytes.splice(at, removed, ...added);
        const damaged = new Uint8Array(bytes);
        const { rows, reader } = readAll(damaged, [Math.min(cut, damaged.length)]);

        const known = rows.filter((row) => row.frame.known);
        expect(known.map((row) => hex(row.frame.bytes))).toEqual(referenceFrames(damaged).map(hex));
        expect(reader.stats.skippedBytes).toBeLessThanOrEqual(damaged.length);
      }),
      { numRuns: 200 },
    );
  });

  test("gives a frame with a damaged stamp the time before it, and no wild one", () => {
    const damaged = records.map((record) => record.slice());
    damaged[3]?.set([0x7f], 0);
    damaged[6]?.set([0x00], 2);
    damaged[9]?.set([0x01], 4);

    const utc = readAll(joined(...damaged)).rows.map((row) => row.utcUs);

    expect(utc).toEqual(times.map((time, index) => ([3, 6, 9].includes(index) ? times[index - 1] : time)));
  });

  test("has no time for a first frame whose stamp is damaged", () => {
    const [first = new Uint8Array(), ...rest] = records.map((record) => record.slice());
    first.set([0x09], 1);

    const { rows } = readAll(joined(first, ...rest));

    expect(rows[0]?.utcUs).toBeUndefined();
    expect(rows[1]?.utcUs).toBe(times[1]);
  });

  test("follows a pause of the recorder, and a clock that was set", () => {
    const later = frames.map((frame, index) => encodeTlogRecord(startUs + 86_400e6 + index * 20_000, frame));

    expect(readAll(joined(...records, ...later)).rows.at(-1)?.utcUs).toBe(startUs + 86_400e6 + 11 * 20_000);
    expect(readAll(joined(...later, ...records)).rows.at(-1)?.utcUs).toBe(times.at(-1));
  });

  test("reads all but the record that is cut at the end", () => {
    const log = joined(...records);
    const { rows, reader } = readAll(log.subarray(0, log.length - 21));

    expect(rows).toHaveLength(11);
    expect(reader.stats.skippedBytes).toBe((records[11]?.length ?? 0) - 21);
  });

  test("hands over unknown ids raw and counts them", () => {
    const unknown = encodeTlogRecord(startUs, unknownFrame(54321, [1, 2, 3]));
    const { rows, reader } = readAll(joined(unknown, ...records));

    expect(rows[0]?.frame).toMatchObject({ messageId: 54321, known: false });
    expect(reader.stats).toMatchObject({ frames: 13, unknown: 1, skippedBytes: 0 });
  });

  test("tells of the same records in runs as one by one, in a damaged log too, wherever it is cut", () => {
    const logs = ["copter.tlog", "two-vehicles.tlog", "noisy.tlog"].map((name) =>
      telemetryFixture(name).subarray(0, 60_000),
    );
    let inRuns = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...logs),
        fc.array(fc.tuple(fc.nat(59_999), fc.nat(255)), { maxLength: 20 }),
        fc.array(fc.nat(59_999), { maxLength: 5 }),
        (log, damages, cuts) => {
          const damaged = log.slice();
          for (const [at, byte] of damages) damaged[at] = byte;
          const sortedCuts = cuts.toSorted((a, b) => a - b);
          const { rows, reader: oneByOne } = readAll(damaged, sortedCuts);
          const expected = rows.map(({ utcUs, offset, frame }) => ({ utcUs, offset, bytes: hex(frame.bytes) }));
          const reader = new TlogReader();
          const found: { utcUs: number | undefined; offset: number; bytes: string }[] = [];
          const onRecord: Parameters<TlogReader["push"]>[1] = (utcUs, frame) => {
            found.push({ utcUs, offset: reader.recordOffset, bytes: hex(describeFrame(frame).bytes) });
          };
          const onRun: Parameters<TlogReader["push"]>[2] = (bytes, from, to) => {
            let at = from;
            while (at < to) {
              const length = candidateLength(bytes, at + 8, to);
              const utcUs = readStamp(viewOf(bytes), at);
              const offset = reader.recordOffset + at - from;
              found.push({ utcUs, offset, bytes: hex(bytes.subarray(at + 8, at + 8 + length)) });
              at += 8 + length;
              inRuns++;
            }
          };
          let from = 0;
          for (const cut of [...sortedCuts, damaged.length]) {
            reader.push(damaged.slice(from, cut), onRecord, onRun);
            from = cut;
          }
          reader.flush(onRecord);
          expect(found).toEqual(expected);
          expect(reader.stats).toEqual(oneByOne.stats);
        },
      ),
      { numRuns: 30 },
    );
    expect(inRuns).toBeGreaterThan(1_000);
  });

  test("never throws on random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.nat(3000), (bytes, cut) => {
        readAll(bytes, [Math.min(cut, bytes.length)]);
      }),
    );
  });
});

describe("looksLikeTlog", () => {
  test.each([
    ["copter.tlog", true],
    ["two-vehicles.tlog", true],
    ["noisy.tlog", true],
    ["bursts.tlog", true],
    ["boot.bin", false],
  ])("tells what %s is", (name, expected) => {
    expect(looksLikeTlog(telemetryFixture(name))).toBe(expected);
  });

  test("takes a single record for a log and a single frame for raw bytes", () => {
    expect(looksLikeTlog(records[0] ?? new Uint8Array())).toBe(true);
    expect(looksLikeTlog(frames[0] ?? new Uint8Array())).toBe(false);
    expect(looksLikeTlog(new Uint8Array())).toBe(false);
  });
});

describe("writeStamp", () => {
  test("writes what the format says", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000_000 }), (utcUs) => {
        const own = new Uint8Array(8);

        writeStamp(own, 0, utcUs);

        expect(own).toEqual(encodeTlogRecord(utcUs, new Uint8Array(0)));
      }),
    );
  });
});
