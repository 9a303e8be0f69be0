import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openRecord } from "../../../../electron/station/record/open-record.ts";
import type { RecordChange } from "../../../../electron/station/record/record.ts";
import { FrameWriter } from "../../../../shared/mavlink/codec.ts";
import { encodeTlogRecord } from "../../../support/encode-tlog-record.ts";
import { buildHeatSource } from "../../../support/heat-source.ts";

const mountPoint = mkdtempSync(join(tmpdir(), "lantern-small-disk-"));
const mounted =
  process.platform === "linux" &&
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", mountPoint]).status === 0;

afterAll(() => {
  if (mounted) spawnSync("umount", [mountPoint]);
  rmSync(mountPoint, { recursive: true, force: true });
});

describe.skipIf(!mounted)(
  `a disk that is really full${mounted ? "" : " (a small disk can only be mounted by root on Linux)"}`,
  () => {
    test("is said loudly, acknowledges nothing falsely, and loses nothing once there is room", async () => {
      const folder = join(mountPoint, "record");
      const opened = openRecord({ folder, retryMs: 200 });
      if (!opened.ok) throw new Error(opened.fault.detail);
      const { record } = opened;
      const changes: RecordChange[] = [];
      record.on((change) => changes.push(change));
      const ballast = join(mountPoint, "ballast");
      for (let megabytes = 1; megabytes > 0; megabytes /= 2) {
        try {
          writeFileSync(ballast, new Uint8Array(megabytes * (1 << 20)), { flag: "a" });
        } catch {
          // It takes what fits.
        }
      }

      const writer = new FrameWriter({ systemId: 1, componentId: 1 });
      const frames = Array.from({ length: 6_000 }, (_, i) => writer.write("STATUSTEXT", { text: `number ${i}` }));
      for (const [i, frame] of frames.entries()) record.telemetry("l1", "udpin:0.0.0.0:14550").frame(frame, i);
      record.saveHeat(buildHeatSource({ id: "h1" }));
      await expect.poll(() => record.state.state).toBe("failed");
      const acknowledged: number[] = [];
      let refused = 0;
      for (let n = 1; n <= 40; n++) {
        const stored = record.append({ kind: "test", n, utcMs: n, atMs: n, data: "x".repeat(4_000) });
        if (stored.ok) acknowledged.push(n);
        else {
          refused++;
          expect(stored.fault.code).toBe("disk-full");
          expect(stored.fault.detail).toMatch(/full.*Delete or move files/);
        }
      }
      expect(refused).toBeGreaterThan(0);
      expect(record.state).toMatchObject({ state: "failed", fault: { code: "disk-full" } });
      expect(changes.some((change) => change.kind === "state" && change.state.state === "failed")).toBe(true);

      rmSync(ballast);
      await expect.poll(() => record.state.state).toBe("recording");
      expect(record.append({ kind: "test", n: 99, utcMs: 99, atMs: 99, data: 1 })).toEqual({ ok: true });
      await record.close();

      const [name = ""] = readdirSync(join(folder, "telemetry"));
      const log = readFileSync(join(folder, "telemetry", name));
      expect(log.equals(Buffer.concat(frames.map((frame, i) => encodeTlogRecord(i, frame))))).toBe(true);
      const again = openRecord({ folder });
      if (!again.ok) throw new Error(again.fault.detail);
      expect(again.record.readEvents().map(({ n }) => n)).toEqual([...acknowledged, 99]);
      await again.record.close();
    }, 30_000);
  },
);
