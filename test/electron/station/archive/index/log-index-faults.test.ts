import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLogIndex } from "../../../../../electron/station/archive/index/open-log-index.ts";
import type { LogIndex } from "../../../../../electron/station/archive/log-index.ts";
import { SeededRandom } from "../../../../../hardware/simulator/seeded-random.ts";
import { writeStamp } from "../../../../../shared/mavlink/tlog-clock.ts";
import { bareCounts, bareRecords } from "../../../../support/bare-log.ts";
import { writeLongLog } from "../../../../support/long-log.ts";
import { telemetryFixture } from "../../../../support/mavlink-bytes.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-index-"));
afterAll(() => rmSync(folder, { recursive: true }));

let named = 0;
const write = (bytes: Uint8Array): string => {
  const path = join(folder, `${++named}.tlog`);
  writeFileSync(path, bytes);
  return path;
};

const open = async (path: string, cacheFolder?: string): Promise<LogIndex> => {
  const opened = await openLogIndex(path, cacheFolder === undefined ? {} : { cacheFolder });
  if (!opened.ok) throw new Error(opened.fault.detail);
  return opened.index;
};

const countsOf = ({ streams }: LogIndex): Readonly<Record<string, number>> =>
  Object.fromEntries(streams.map(({ key, count }) => [key, count]));

const wholeCounts = async (path: string): Promise<Readonly<Record<string, number>>> => {
  const index = await open(path);
  await index.whole();
  const counts = countsOf(index);
  await index.close();
  return counts;
};

const positionsOf = async (index: LogIndex): Promise<number[]> => {
  const positions: number[] = [];
  await index.read({ fromMs: 0, toMs: 1e15 }, ({ positionMs }) => {
    positions.push(positionMs);
  });
  return positions;
};

/** A log of some blocks. */
let long: Uint8Array;
beforeAll(() => {
  const path = join(folder, "long");
  writeLongLog(path, ["copter.tlog", "two-vehicles.tlog"].map(telemetryFixture), 3_000_000);
  long = new Uint8Array(readFileSync(path));
});

describe("the index of a log that isn't whole", () => {
  test("counts what a bare scan counts, wherever the last kilobyte was cut", async () => {
    const log = long.subarray(0, 50_000);

    for (let length = log.length - 1_024; length <= log.length; length++) {
      const cut = log.subarray(0, length);
      const path = write(cut);
      expect(await wholeCounts(path)).toEqual(bareCounts(cut));
      rmSync(path);
      rmSync(`${path}.lantern-index`);
    }
  });

  test("says how much of the last record is left", async () => {
    const records = bareRecords(long);
    const last = records.at(-1)?.offset ?? 0;
    const index = await open(write(long.subarray(0, last + 11)));
    await index.whole();

    expect(index.anomalies).toEqual([{ kind: "cut", positionMs: index.durationMs, amount: 11, offset: last }]);
    expect(index.totals.tailBytes).toBe(11);
    await index.close();
  });

  test("counts what a bare scan counts where 2 % of the bytes are damaged, and says where", async () => {
    const random = new SeededRandom(2);
    const damaged = long.map((byte) => (random.next() < 0.02 ? random.next() * 256 : byte));
    const index = await open(write(damaged));
    await index.whole();

    expect(countsOf(index)).toEqual(bareCounts(damaged));
    const damage = index.anomalies.filter(({ kind }) => kind === "damage");
    expect(damage.reduce((sum, { amount }) => sum + amount, 0)).toBeGreaterThan(0.5 * damaged.length);
    const positions = await positionsOf(index);
    expect(positions).toHaveLength(bareRecords(damaged).length);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    await index.close();
  });

  test("has a fault instead for an empty file, a folder and a file that isn't there", async () => {
    expect(await openLogIndex(write(new Uint8Array(0)))).toMatchObject({ ok: false, fault: { code: "empty" } });
    expect(await openLogIndex(folder)).toMatchObject({ ok: false, fault: { code: "cannot-read" } });
    expect(await openLogIndex(join(folder, "none"))).toMatchObject({ ok: false, fault: { code: "cannot-read" } });
  });

  test("says that noise is no log", async () => {
    const random = new SeededRandom(3);
    const index = await open(write(Uint8Array.from({ length: 600_000 }, () => random.next() * 256)));
    await index.whole();

    expect(index.totals.isLog).toBe(false);
    expect(await index.plot({ field: "1/1/ATTITUDE.roll", fromMs: 0, toMs: 1, steps: 10 })).toBeUndefined();
    await index.close();
  });
});

describe("a sparse file", () => {
  test("of 20 GB answers at once, goes by its holes and stops when it is closed", async () => {
    const path = write(long);
    truncateSync(path, 20e9);
    const index = await open(path);

    expect(index.streams.length).toBeGreaterThan(10);
    await new Promise<void>((resolve) => {
      index.on(({ bytes }) => {
        if (bytes > 1e9) resolve();
      });
    });
    expect(countsOf(index)).toEqual(bareCounts(long));
    await index.close();
    rmSync(path);
  });

  test("with a log on either side of a hole is read whole, and the hole is told as damage", async () => {
    const path = write(long);
    const hole = 300_000_000;
    truncateSync(path, long.length + hole);
    appendFileSync(path, long);
    const index = await open(path);
    await index.whole();

    const twice = Object.entries(bareCounts(long)).map(([key, count]) => [key, 2 * count]);
    expect(countsOf(index)).toEqual(Object.fromEntries(twice));
    const damage = index.anomalies.find(({ kind }) => kind === "damage");
    expect(damage?.amount).toBe(hole);
    const last = await index.messages({ atMs: index.durationMs, direction: "back", count: 1 });
    expect(last.messages[0]?.offset).toBe(long.length + hole + (bareRecords(long).at(-1)?.offset ?? 0));
    await index.close();
    rmSync(path);
  });
});

describe("a clock that can't be true", () => {
  const restamped = (stampUs: (utcUs: number, n: number) => number): Uint8Array => {
    const log = long.slice();
    bareRecords(long).forEach(({ offset, utcUs = 0 }, n) => {
      writeStamp(log, offset, stampUs(utcUs, n));
    });
    return log;
  };
  const year = 365 * 24 * 3_600_000_000;

  test.each([
    ["in the future", (utcUs: number) => utcUs + 60 * year],
    ["just after 1970", (utcUs: number) => utcUs - 56 * year],
  ])("%s is taken as it is", async (_, stampUs) => {
    const log = restamped(stampUs);
    const index = await open(write(log));
    await index.whole();

    const [first, last] = [bareRecords(log)[0]?.utcUs ?? 0, bareRecords(log).at(-1)?.utcUs ?? 0];
    expect(index.startUtcUs).toBe(first);
    expect(index.durationMs).toBeCloseTo((last - first) / 1_000, 3);
    expect(index.anomalies).toEqual([]);
    await index.close();
  });

  test("before 1970 can't be written in a log: it is read as one without stamps, and every frame is there", async () => {
    const log = long.slice();
    for (const { offset } of bareRecords(long)) log.fill(0xff, offset, offset + 4);
    const index = await open(write(log));
    await index.whole();

    expect(index.format).toBe("raw");
    expect(countsOf(index)).toEqual(bareCounts(long));
    const positions = await positionsOf(index);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    await index.close();
  });

  test("that jumps ahead by years and back again is shown, and the time goes on", async () => {
    const [from, to] = [20_000, 40_000];
    const log = restamped((utcUs, n) => (n >= from && n < to ? utcUs + 3 * year : utcUs));
    const records = bareRecords(log);
    const index = await open(write(log));
    await index.whole();

    expect(records.length).toBeGreaterThan(to);
    expect(index.anomalies.map(({ kind }) => kind)).toEqual(["clock-jump", "clock-back"]);
    expect(index.anomalies[0]?.amount).toBeCloseTo((3 * year) / 1_000, -5);
    expect(index.clock).toHaveLength(3);
    const positions = await positionsOf(index);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    const span = ((bareRecords(long).at(-1)?.utcUs ?? 0) - (bareRecords(long)[0]?.utcUs ?? 0)) / 1_000;
    expect(index.durationMs).toBeGreaterThan(0.99 * span);
    expect(index.durationMs).toBeLessThanOrEqual(span);
    await index.close();
  });
});

describe("the side file", () => {
  const sides = () => readdirSync(folder).filter((name) => name.endsWith(".part"));

  test("is made anew when it is damaged or cut, whichever byte of its end it was", async () => {
    const path = write(long);
    const counts = await wholeCounts(path);
    const side = `${path}.lantern-index`;
    const good = readFileSync(side);

    for (const spoil of [
      good.subarray(0, 100),
      good.subarray(0, good.length - 1),
      good.map((byte, at) => (at === good.length - 400 ? byte ^ 1 : byte)),
      Buffer.from(good.toString("latin1").replace('"version":', '"version":9'), "latin1"),
      new Uint8Array(0),
    ]) {
      writeFileSync(side, spoil);
      expect(await wholeCounts(path)).toEqual(counts);
      expect(readFileSync(side).length).toBe(good.length);
    }
    expect(sides()).toEqual([]);
  });

  test("of a log that was changed since is made anew", async () => {
    const path = write(long);
    await wholeCounts(path);
    const other = long.slice();
    other.fill(0, 1_000_000, 1_100_000);
    writeFileSync(path, other);
    utimesSync(path, 1, 1);

    expect(await wholeCounts(path)).toEqual(bareCounts(other));
  });

  test("may be made by two at once", async () => {
    const path = write(long);
    const both = await Promise.all([open(path), open(path)]);
    await Promise.all(both.map((index) => index.whole()));
    const third = await open(path);

    expect(third.progress.whole).toBe(true);
    for (const index of [...both, third]) {
      expect(countsOf(index)).toEqual(bareCounts(long));
      expect(await positionsOf(index)).toHaveLength(bareRecords(long).length);
      await index.close();
    }
    expect(sides()).toEqual([]);
  });

  test("goes to the cache where the log's folder is read-only, and the log is opened all the same", async () => {
    const archive = join(folder, "archive");
    const cache = join(folder, "cache");
    mkdirSync(archive);
    mkdirSync(cache);
    const path = join(archive, "flight.tlog");
    writeFileSync(path, long);
    chmodSync(path, 0o444);
    chmodSync(archive, 0o555);

    const index = await open(path, cache);
    await index.whole();
    await index.close();
    const again = await open(path, cache);

    expect(readdirSync(archive)).toEqual(["flight.tlog"]);
    expect(readdirSync(cache)).toHaveLength(1);
    expect(again.progress.whole).toBe(true);
    expect(countsOf(again)).toEqual(bareCounts(long));
    await again.close();
    chmodSync(archive, 0o755);
  });

  test("isn't needed: without a place for it the index is made for this time", async () => {
    const archive = join(folder, "elsewhere");
    mkdirSync(archive);
    const path = join(archive, "flight.tlog");
    writeFileSync(path, long);
    chmodSync(archive, 0o555);
    const index = await open(path);
    await index.whole();

    expect(countsOf(index)).toEqual(bareCounts(long));
    const plot = await index.plot({ field: "1/1/ATTITUDE.roll", fromMs: 0, toMs: index.durationMs, steps: 3 });
    expect(plot?.positionMs).toHaveLength(3);
    await index.close();
    expect(readdirSync(archive)).toEqual(["flight.tlog"]);
    chmodSync(archive, 0o755);
  });
});

describe("a log that changes while it is open", () => {
  test("that is being recorded is gone on with, now and when it is opened again", async () => {
    const path = write(long.subarray(0, 1_000_001));
    const index = await open(path);
    await index.whole();
    for (const [from, to] of [
      [1_000_001, 1_000_500],
      [1_000_500, 2_200_000],
    ] as const) {
      appendFileSync(path, long.subarray(from, to));
      await index.refresh();
      expect(countsOf(index)).toEqual(bareCounts(long.subarray(0, to)));
    }
    await index.close();
    appendFileSync(path, long.subarray(2_200_000));
    const again = await open(path);
    await again.whole();

    expect(countsOf(again)).toEqual(bareCounts(long));
    const positions = await positionsOf(again);
    expect(positions).toHaveLength(bareRecords(long).length);
    expect(again.totals.skippedBytes).toBe(0);
    await again.close();
    expect((await open(path)).progress.whole).toBe(true);
  });

  test("is read on when it vanishes, and answers what it can when it was cut", async () => {
    const path = write(long);
    const index = await open(path);
    await index.whole();
    truncateSync(path, 500_000);
    expect((await positionsOf(index)).length).toBeLessThan(bareRecords(long).length);
    await index.refresh();
    expect(countsOf(index)).toEqual(bareCounts(long.subarray(0, 500_000)));

    unlinkSync(path);
    expect((await positionsOf(index)).length).toBe(bareRecords(long.subarray(0, 500_000)).length);
    await index.close();
    expect(existsSync(path)).toBe(false);
  });

  test("can be closed at any time", async () => {
    const index = await open(write(long));
    const read = positionsOf(index);
    await index.close();
    await read;
    await index.whole();
    await index.close();
  });
});
