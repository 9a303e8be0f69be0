import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LogIndex, LogRecord } from "../../../../../electron/station/archive/log-index.ts";
import { messageName } from "../../../../../shared/mavlink/dialect.ts";
import { viewOf } from "../../../../../shared/mavlink/x25.ts";
import { bareCounts, bareRecords } from "../../../../support/bare-log.ts";
import { writeLongLog } from "../../../../support/long-log.ts";
import { telemetryFixture } from "../../../../support/mavlink-bytes.ts";
import { openIndex } from "../../../../support/open-index.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-index-"));
const path = join(folder, "long.tlog");
let index: LogIndex;
/** Everything in it, as one read gives it; what else is asked must agree. */
const records: (LogRecord & { readonly key: string })[] = [];

const keyOf = (frame: Uint8Array): string => {
  const [systemId = 0, componentId = 0, low = 0, middle = 0, high = 0] = frame.subarray(frame[0] === 0xfd ? 5 : 3);
  const messageId = frame[0] === 0xfd ? low | (middle << 8) | (high << 16) : low;
  return `${systemId}/${componentId}/${messageName(messageId)}`;
};

beforeAll(async () => {
  writeLongLog(path, ["copter.tlog", "two-vehicles.tlog"].map(telemetryFixture), 4_000_000);
  index = await openIndex(path);
  await index.read({ fromMs: 0, toMs: index.durationMs }, (record) => {
    const bytes = new Uint8Array(record.bytes);
    records.push({ ...record, bytes, key: keyOf(bytes) });
  });
});

afterAll(async () => {
  await index.close();
  rmSync(folder, { recursive: true });
});

const position = fc.double({ min: -0.05, max: 1.05, noNaN: true });

describe("the index of a log", () => {
  test("reads every record of the log with its place, its stamp and its bytes", () => {
    const bare = bareRecords(new Uint8Array(readFileSync(path)));

    expect(records.map(({ offset }) => offset)).toEqual(bare.map(({ offset }) => offset));
    expect(records.map(({ utcUs }) => utcUs)).toEqual(bare.map(({ utcUs }) => utcUs));
    expect(records.every(({ bytes }, n) => Buffer.compare(bytes, bare[n]?.bytes ?? new Uint8Array(0)) === 0)).toBe(
      true,
    );
    expect(Object.fromEntries(index.streams.map(({ key, count }) => [key, count]))).toEqual(
      bareCounts(new Uint8Array(readFileSync(path))),
    );
  });

  test("reads any stretch of it, of all streams or of some", async () => {
    const keys = fc.option(fc.subarray(["1/1/ATTITUDE", "2/1/HEARTBEAT", "1/1/STATUSTEXT", "9/9/NONE"]), {
      nil: undefined,
    });
    await fc.assert(
      fc.asyncProperty(position, position, keys, async (a, b, streams) => {
        const [fromMs, toMs] = [Math.min(a, b) * index.durationMs, Math.max(a, b) * index.durationMs];
        const found: number[] = [];
        await index.read({ fromMs, toMs, ...(streams === undefined ? {} : { streams }) }, ({ offset }) => {
          found.push(offset);
        });
        const expected = records.filter(
          ({ positionMs, key }) => positionMs >= fromMs && positionMs <= toMs && (streams?.includes(key) ?? true),
        );
        expect(found).toEqual(expected.map(({ offset }) => offset));
      }),
      { numRuns: 40 },
    );
  });

  test("begins exactly at a position that it told", async () => {
    for (let n = 0; n < records.length; n += 997) {
      const { positionMs = 0 } = records[n] ?? {};
      const found: number[] = [];
      await index.read({ fromMs: positionMs, toMs: positionMs }, ({ offset }) => {
        found.push(offset);
      });
      expect(found).toEqual(records.filter((record) => record.positionMs === positionMs).map(({ offset }) => offset));
    }
  });

  test("stops reading when it is told to", async () => {
    let count = 0;
    await index.read({ fromMs: 0, toMs: index.durationMs }, () => ++count < 3);

    expect(count).toBe(3);
  });

  test("knows the last records of each stream before any instant", async () => {
    await fc.assert(
      fc.asyncProperty(position, fc.integer({ min: 1, max: 40 }), async (share, count) => {
        const atMs = share * index.durationMs;
        const found = await index.lastOfEach(atMs, ({ message }) => (message === "STATUSTEXT" ? 0 : count));
        const byKey = new Map<string, number[]>();
        for (const { positionMs, key, offset } of records) {
          if (positionMs < atMs && !key.endsWith("/STATUSTEXT"))
            byKey.set(key, [...(byKey.get(key) ?? []), offset].slice(-count));
        }
        expect(found.map(({ offset }) => offset)).toEqual([...byKey.values()].flat().sort((a, b) => a - b));
        for (const { offset, positionMs } of found)
          expect(positionMs).toBe(records.find((record) => record.offset === offset)?.positionMs);
      }),
      { numRuns: 20 },
    );
  });

  test("tells messages before and after an instant with names and values, and whether there are more", async () => {
    await fc.assert(
      fc.asyncProperty(position, fc.constantFrom("back" as const, "on" as const), async (share, direction) => {
        const atMs = share * index.durationMs;
        const { messages, more } = await index.messages({ atMs, direction, count: 20, streams: ["1/1/ATTITUDE"] });
        const all = records.filter(
          ({ positionMs, key }) =>
            key === "1/1/ATTITUDE" && (direction === "back" ? positionMs <= atMs : positionMs > atMs),
        );
        const expected = direction === "back" ? all.slice(-20) : all.slice(0, 20);
        expect(messages.map(({ offset }) => offset)).toEqual(expected.map(({ offset }) => offset));
        expect(more).toBe(all.length > 20);
      }),
      { numRuns: 20 },
    );
    const { messages } = await index.messages({ atMs: index.durationMs, direction: "back", count: 1, text: "ardu" });
    expect(messages[0]?.message).toBe("STATUSTEXT");
    expect(messages[0]?.fields.text).toMatch(/ardu/i);
    expect(messages[0]?.fields).toHaveProperty("severity");
  });

  test("tells where the vehicles were, once a second at most", () => {
    const seen = new Map<number, number>();
    expect(index.track.length).toBeGreaterThan(20);
    for (const { systemId, positionMs, latDeg } of index.track) {
      expect(positionMs - (seen.get(systemId) ?? -1_000)).toBeGreaterThanOrEqual(999);
      expect(latDeg).not.toBe(0);
      seen.set(systemId, positionMs);
    }
  });
});

describe("a plot of a field", () => {
  const valueAt = { "1/1/ATTITUDE.roll": 4, "2/1/ATTITUDE.pitch": 8 };
  const fieldNames = ["1/1/ATTITUDE.roll", "2/1/ATTITUDE.pitch"] as const;
  const valuesOf = (field: (typeof fieldNames)[number], fromMs: number, toMs: number) =>
    records
      .filter(({ key, positionMs }) => field.startsWith(`${key}.`) && positionMs >= fromMs && positionMs <= toMs)
      .map(({ positionMs, bytes }) => {
        const payload = new Uint8Array(256);
        payload.set(bytes.subarray(bytes[0] === 0xfd ? 10 : 6, bytes.length - 2));
        return { positionMs, value: viewOf(payload).getFloat32(valueAt[field], true) };
      });

  test("has the least and greatest value of each step exactly where steps are finer than the index's blocks", async () => {
    await fc.assert(
      fc.asyncProperty(position, position, fc.constantFrom(...fieldNames), async (a, b, field) => {
        const [fromMs, toMs] = [Math.min(a, b) * index.durationMs, Math.max(a, b) * index.durationMs];
        const steps = 64;
        const plot = await index.plot({ field, fromMs, toMs, steps });
        const values = valuesOf(field, fromMs, toMs);
        expect(plot?.messages).toBe(values.length);
        if (values.length <= steps) {
          expect(plot?.least).toEqual(values.map(({ value }) => value));
          expect(plot?.positionMs).toEqual(values.map(({ positionMs }) => positionMs));
          return;
        }
        const stepMs = (toMs - fromMs) / steps;
        plot?.positionMs.forEach((middleMs, n) => {
          const nth = Math.round((middleMs - fromMs) / stepMs - 0.5);
          const here = values.filter(
            ({ positionMs }) => Math.min(steps - 1, Math.floor((positionMs - fromMs) / stepMs)) === nth,
          );
          expect(plot.least[n]).toBe(Math.min(...here.map(({ value }) => value)));
          expect(plot.greatest[n]).toBe(Math.max(...here.map(({ value }) => value)));
        });
      }),
      { numRuns: 30 },
    );
  });

  test("misses no extreme where steps are coarser than blocks, and puts none further away than a step and a block", async () => {
    await fc.assert(
      fc.asyncProperty(position, position, fc.constantFrom(...fieldNames), async (a, b, field) => {
        const [fromMs, toMs] = [Math.min(a, b) * index.durationMs, Math.max(a, b) * index.durationMs];
        const steps = 3;
        const plot = await index.plot({ field, fromMs, toMs, steps });
        const values = valuesOf(field, fromMs, toMs);
        expect(plot?.messages).toBe(values.length);
        if (plot === undefined || values.length === 0) return;
        expect(Math.min(...plot.least)).toBe(Math.min(...values.map(({ value }) => value)));
        expect(Math.max(...plot.greatest)).toBe(Math.max(...values.map(({ value }) => value)));
        const reachMs = (toMs - fromMs) / steps + index.durationMs / 10;
        plot.positionMs.forEach((middleMs, n) => {
          const near = values.filter(({ positionMs }) => Math.abs(positionMs - middleMs) <= reachMs);
          expect(near.some(({ value }) => value === plot.least[n])).toBe(true);
          expect(near.some(({ value }) => value === plot.greatest[n])).toBe(true);
        });
      }),
      { numRuns: 30 },
    );
  });

  test("knows no field that isn't there, and has the unit that its definition writes", async () => {
    const all = { fromMs: 0, toMs: index.durationMs, steps: 10 };
    expect(await index.plot({ field: "1/1/ATTITUDE.none", ...all })).toBeUndefined();
    expect(await index.plot({ field: "7/7/ATTITUDE.roll", ...all })).toBeUndefined();
    expect(await index.plot({ field: "ATTITUDE", ...all })).toBeUndefined();
    expect((await index.plot({ field: "1/1/ATTITUDE.roll", ...all }))?.unit).toBe("rad");
    expect((await index.plot({ field: "1/1/BATTERY_STATUS.voltages[0]", ...all }))?.unit).toBe("mV");
  });
});
