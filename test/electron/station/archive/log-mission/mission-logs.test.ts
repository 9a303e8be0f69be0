import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
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
