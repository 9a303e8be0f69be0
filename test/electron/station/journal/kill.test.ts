import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { verifyRecord } from "../../../../electron/station/record/verify-record.ts";
import type { StateSnapshot } from "../../../../shared/wire/state.ts";
import { threeKindsPath } from "../../../support/flown-station.ts";
import { journalFolder, journalledSessions, openNewest } from "../../../support/recorded-sessions.ts";
import { runStation } from "../../../support/running-station.ts";

const recordFolder = mkdtempSync(join(tmpdir(), "lantern-journal-kill-"));
afterAll(() => rmSync(recordFolder, { recursive: true, force: true }));

describe("a station killed with kill -9", () => {
  test("leaves a journal that shows what clients saw up to that second, and the next session has its own", async () => {
    const args = ["--simulate", threeKindsPath, "--speed", "4"];
    const station = await runStation({ args, recordFolder });
    const snapshot = async (): Promise<StateSnapshot> => (await station.get("/api/state")).json();
    await expect
      .poll(async () => Object.values((await snapshot()).vehicles).filter(({ home }) => home !== undefined).length, {
        timeout: 50_000,
      })
      .toBe(3);
    const readyMs = (await snapshot()).clock.nowMs;
    await expect.poll(async () => (await snapshot()).clock.nowMs).toBeGreaterThan(readyMs + 16_000);
    const last = await snapshot();
    await station.stop("SIGKILL");

    // Nothing was finished: it died in its first chunk.
    expect(readdirSync(journalFolder(recordFolder)).filter((name) => name.endsWith(".zst"))).toEqual([]);
    const text = readFileSync(join(journalFolder(recordFolder), "000001.jsonl"), "utf8");
    expect(text.length).toBeGreaterThan(10_000);
    const mission = await openNewest(recordFolder);
    const { clock, state } = await mission.at(mission.durationMs);
    // Lines come every 200 ms; a busy machine, at four times the speed, may be some late.
    expect(clock.nowMs).toBeGreaterThan(last.clock.nowMs - 4_000);
    expect([...state.vehicles.keys()].sort()).toEqual(Object.keys(last.vehicles).sort());
    expect(state.vehicles.get("1")?.home?.latDeg).toBe(last.vehicles["1"]?.home?.latDeg);
    await mission.close();
    expect((await verifyRecord(recordFolder)).checked.filter(({ ok }) => !ok)).toEqual([]);

    const again = await runStation({ args, recordFolder });
    await expect.poll(() => journalledSessions(recordFolder).length).toBe(2);
    await again.stop();
    expect((await verifyRecord(recordFolder)).checked.filter(({ ok }) => !ok)).toEqual([]);
  }, 120_000);
});
