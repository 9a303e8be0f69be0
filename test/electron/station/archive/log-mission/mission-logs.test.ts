import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { LogIndex } from "../../../../../electron/station/archive/log-index.ts";
import { MissionLogs } from "../../../../../electron/station/archive/log-mission/mission-logs.ts";
import { encodeTlogRecord } from "../../../../support/encode-tlog-record.ts";
import { buildFrame, joined } from "../../../../support/mavlink-bytes.ts";
import { openIndex } from "../../../../support/open-index.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-mission-logs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const startUs = Date.UTC(2026, 4, 1) * 1000;

/** A minute and more of heartbeats, so often, ms. */
const logOf = async (name: string, everyMs: number) => {
  const path = join(folder, name);
  const count = 70_000 / everyMs;
  const frame = buildFrame("HEARTBEAT", { type: 2 });
  const records = Array.from({ length: count }, (_, n) => encodeTlogRecord(startUs + n * everyMs * 1000, frame));
  writeFileSync(path, joined(...records));
  return openIndex(path);
};

test("several logs are read as one, each frame once and in order, wherever a read begins or ends", async () => {
  const [a, b] = [await logOf("a.tlog", 1_000), await logOf("b.tlog", 500)];
  const logs = new MissionLogs([
    { index: a, offsetMs: 2_000 },
    { index: b, offsetMs: 5_000 },
  ]);
  const all: [number, number][] = [];
  for (let n = 0; n < 70; n++) all.push([0, n * 1_000]);
  for (let n = 0; n < 140; n++) all.push([1, 3_000 + n * 500]);
  all.sort((x, y) => x[1] - y[1] || x[0] - y[0]);

  for (const [fromMs, toMs] of [
    [0, 100_000],
    [0, 40_000],
    [20_000, 40_000],
    [40_000, 40_000],
    [3_250, 43_250],
  ] as const) {
    const read: [number, number][] = [];
    await logs.read({ fromMs, toMs }, ({ log, positionMs }) => read.push([log, positionMs]));
    expect(read).toEqual(all.filter(([, positionMs]) => positionMs >= fromMs && positionMs <= toMs));
  }
  expect(logs.durationMs).toBe(72_500);
  expect(logs.utcAt(1_000)).toBe(startUs / 1000 + 1_000);
  await Promise.all([a.close(), b.close()]);
});

test("tells the time by whichever piece of the clock an instant lies in, in whatever order it is asked", async () => {
  const index = await logOf("pieces.tlog", 500);
  // From each minute on the clock was set a second further back.
  const clock = Array.from({ length: 2_000 }, (_, n) => ({
    fromMs: n * 60_000,
    utcOffsetMs: startUs / 1000 - n * 1000,
  }));
  const timed: LogIndex = Object.create(index, { clock: { value: clock } });
  const logs = new MissionLogs([{ index: timed, offsetMs: 0 }]);
  const utcOf = (positionMs: number): number =>
    positionMs + startUs / 1000 - 1000 * Math.min(1_999, Math.max(0, Math.floor(positionMs / 60_000)));

  // On, back and across, at the beginnings of pieces, between them, and beyond both ends.
  const onMs = Array.from({ length: 4_100 }, (_, n) => (n - 50) * 30_000);
  const acrossMs = onMs.map((_, n) => onMs[(n * 977) % onMs.length] ?? 0);
  for (const positionsMs of [onMs, onMs.toReversed(), acrossMs])
    expect(positionsMs.map(logs.utcAt)).toEqual(positionsMs.map(utcOf));
  await index.close();
});

test("asks a log for its clock without having it put together again for each frame", async () => {
  const index = await logOf("often.tlog", 500);

  expect(index.clock).toBe(index.clock);
  await index.close();
});
