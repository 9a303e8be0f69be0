import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, test } from "vitest";
import { openRecord } from "../../../../electron/station/record/open-record.ts";
import { migrate, recordMigrations } from "../../../../electron/station/record/record-schema.ts";
import type { StateSnapshot } from "../../../../shared/wire/state.ts";
import { buildPlan } from "../../../support/build-plan.ts";
import { type RunningStation, runStation } from "../../../support/running-station.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-plans-"));
const running: RunningStation[] = [];

afterAll(async () => {
  for (const station of running) await station.stop("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const start = async () => {
  const station = await runStation({ args: ["--link", "udpin:127.0.0.1:0"], recordFolder: folder });
  running.push(station);
  return station;
};

const plansOf = async (station: RunningStation) => {
  const state = (await (await station.get("/api/state")).json()) as StateSnapshot;
  return state.plans;
};

describe("plans", () => {
  test("survive a station that is killed, and one that is ended, with their revisions; deleted ones stay deleted", async () => {
    const first = await start();
    const plan = buildPlan("1");
    const put = (station: RunningStation, change: object, was: number) =>
      station.post({ kind: "plan.put", plan: { ...plan, ...change }, was, operator: { id: "w", name: "Wang" } });
    expect((await put(first, {}, 0)).status).toBe(200);
    expect((await put(first, { name: "Canal" }, 1)).status).toBe(200);
    expect((await put(first, { id: "gone" }, 0)).status).toBe(200);
    expect((await first.post({ kind: "plan.delete", planId: "gone", was: 1 })).status).toBe(200);
    await first.stop("SIGKILL");

    const second = await start();
    const recovered = await plansOf(second);
    expect(Object.keys(recovered)).toEqual(["plan-1"]);
    expect(recovered["plan-1"]).toMatchObject({ revision: 2, changedBy: "Wang", plan: { ...plan, name: "Canal" } });
    expect((await put(second, { name: "Ditch" }, 1)).status).toBe(409);
    expect((await put(second, { name: "Ditch" }, 2)).status).toBe(200);
    await second.stop("SIGTERM");

    const third = await start();
    expect((await plansOf(third))["plan-1"]).toMatchObject({ revision: 3, plan: { name: "Ditch" } });
  });

  test("are kept in a record that an earlier program made", async () => {
    const old = mkdtempSync(join(tmpdir(), "lantern-old-record-"));
    const database = new DatabaseSync(join(old, "lantern.db"));
    // As the first program that there was left it.
    expect(migrate(database, recordMigrations.slice(0, 1))).toEqual({ ok: true, from: 0, to: 1 });
    database.close();
    expect(recordMigrations.length).toBeGreaterThan(1);

    const opened = openRecord({ folder: old, version: "1" });
    if (!opened.ok) throw new Error(opened.fault.detail);
    const view = { plan: buildPlan("1"), revision: 1, changedBy: "Wang", changedUtcMs: 0 };
    const stored = opened.record.append({ kind: "plan-changed", utcMs: 0, atMs: 0, data: {} }, { plan: view });

    expect(stored).toEqual({ ok: true });
    expect(opened.record.plans()).toEqual([JSON.stringify(view)]);
    await opened.record.close();
    rmSync(old, { recursive: true, force: true });
  });
});
