import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openLogIndex } from "../../../../electron/station/archive/index/open-log-index.ts";
import { openRecordedMission } from "../../../../electron/station/archive/recorded-mission/open-recorded-mission.ts";
import { openRecord } from "../../../../electron/station/record/open-record.ts";
import { buildHeat } from "../../../support/build-views.ts";
import { journalRig } from "../../../support/journal-rig.ts";

const mountPoint = mkdtempSync(join(tmpdir(), "lantern-small-journal-"));
const mounted =
  process.platform === "linux" &&
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", mountPoint]).status === 0;

afterAll(() => {
  if (mounted) spawnSync("umount", [mountPoint]);
  rmSync(mountPoint, { recursive: true, force: true });
});

describe.skipIf(!mounted)(
  `a journal on a disk that is really full${mounted ? "" : " (a small disk can only be mounted by root on Linux)"}`,
  () => {
    test("has the record say that it fails, and goes on once there is room, with the gap told", async () => {
      const folder = join(mountPoint, "record");
      const opened = openRecord({ folder, retryMs: 100 });
      if (!opened.ok) throw new Error(opened.fault.detail);
      const { record } = opened;
      const rig = journalRig({
        folder: record.journal.folder,
        sessionId: record.sessionId,
        chunkMs: 2_000,
        onFailed: (error) => record.journal.failed(error),
        onWorks: () => record.journal.works(),
        onSealed: ({ chunk, sha256 }) => record.journal.sealed(chunk, sha256),
      });
      let n = 0;
      /** Each line some 20 kB, none like another. */
      const show = () => {
        n += 1;
        const heat = Array.from(
          { length: 30 },
          (_, i) => [`h${i}`, buildHeat(n * 100 + i, { contrastK: Math.sin(n * 31 + i) })] as const,
        );
        rig.pass(100, { heat: new Map(heat) });
      };
      for (let i = 0; i < 5; i++) show();
      const ballast = join(mountPoint, "ballast");
      for (let bytes = 1 << 20; bytes > 0; bytes >>= 1) {
        try {
          writeFileSync(ballast, new Uint8Array(bytes), { flag: "a" });
        } catch {
          // It takes what fits.
        }
      }

      await expect
        .poll(() => {
          show();
          return record.state;
        })
        .toMatchObject({ state: "failed", fault: { code: "disk-full" } });
      const failedMs = rig.journal.durationMs;
      for (let i = 0; i < 50; i++) show();
      rmSync(ballast);
      await expect
        .poll(() => {
          show();
          return record.state;
        })
        .toEqual({ state: "recording" });
      for (let i = 0; i < 5; i++) show();
      const { state } = rig.world;
      await rig.journal.close();
      await record.close();

      const mission = await openRecordedMission({
        folder,
        sessionId: record.sessionId,
        openLog: (path) => openLogIndex(path),
      });
      if (!mission.ok) throw new Error(mission.fault.detail);
      const { lanes, durationMs } = await mission.mission.timeline();
      const spans = lanes.find(({ id }) => id === "record")?.spans ?? [];
      expect(spans.map(({ kind }) => kind)).toEqual(["recorded", "missing", "recorded"]);
      const missing = spans.find(({ kind }) => kind === "missing");
      expect(missing?.fromMs).toBeLessThanOrEqual(failedMs);
      expect(missing?.toMs).toBeGreaterThan(failedMs + 5_000);
      expect([...(await mission.mission.at(durationMs)).state.heat.keys()]).toEqual([...state.heat.keys()]);
      expect(mission.mission.summary.problems).toEqual([{ code: "not-whole", detail: expect.any(String) }]);
      await mission.mission.close();
    }, 60_000);
  },
);
