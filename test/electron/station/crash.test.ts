import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { logInfo } from "../../../electron/station/log-info.ts";
import type { StateSnapshot } from "../../../shared/wire/state.ts";
import { type RunningStation, runStation } from "../../support/running-station.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-crash-"));
const running: RunningStation[] = [];

afterAll(async () => {
  for (const station of running) await station.stop("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const start = async (...args: string[]) => {
  const station = await runStation({ args, recordFolder: folder });
  running.push(station);
  return station;
};

const stateOf = async (station: RunningStation): Promise<StateSnapshot> =>
  (await station.get("/api/state")).json() as Promise<StateSnapshot>;

/** Over HTTP a state can only be asked for; on a busy computer the scenario flies slowly. */
const soon = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  const startMs = performance.now();
  while (performance.now() - startMs < 80_000) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Waited in vain for ${look}`);
};

const newestTelemetryUtcMs = async (): Promise<number> => {
  const files = readdirSync(join(folder, "telemetry")).filter((file) => file.endsWith(".tlog"));
  const infos = await Promise.all(files.map((file) => logInfo(join(folder, "telemetry", file))));
  return Math.max(...infos.map((info) => (info.ok ? (info.lastTimeUs ?? 0) / 1000 : 0)));
};

describe("a station that is killed", () => {
  test("comes back with heat sources, decisions and telemetry, and says what it recovered", {
    timeout: 120_000,
  }, async () => {
    const first = await start("--speed", "10");
    const heat = await soon(async () =>
      Object.values((await stateOf(first)).heat).find((source) => source.sightings >= 3 && source.thumbnailVersion > 0),
    );
    const decided = await first.post({ kind: "heat.decide", heatId: heat.id, decision: "confirmed", by: "Wang" });
    expect(decided.status).toBe(200);
    expect((await first.post({ kind: "vehicle.rename", vehicleId: "1", name: "Heron" })).status).toBe(200);
    const { eventN, clock } = await stateOf(first);
    await first.stop("SIGKILL");

    const second = await start("--link", "udpin:127.0.0.1:0");
    const state = await stateOf(second);

    // From when it surely lived, by its own clock: how long killing takes on a busy computer is not its loss.
    expect(clock.utcMs - (await newestTelemetryUtcMs())).toBeLessThan(1000 * clock.rate);
    expect(state.heat[heat.id]).toMatchObject({ decision: { state: "confirmed", by: "Wang" }, number: heat.number });
    expect(state.heat[heat.id]?.thumbnailVersion).toBeGreaterThanOrEqual(heat.thumbnailVersion);
    expect((await second.get(`/api/heat/${heat.id}/thumbnail`)).status).toBe(200);
    const recovered = Object.values(state.alerts).find(({ code }) => code === "record-recovered");
    expect(recovered?.params.events).toBeGreaterThan(0);
    expect(recovered?.params.heat).toBeGreaterThanOrEqual(1);
    expect(String(recovered?.params.detail)).toContain("telemetry logs");
    // The ordered events count on, so that no client mistakes an old number for a new one.
    expect(state.eventN).toBeGreaterThan(eventN - 1);

    const refusedStation = await runStation({ args: ["--link", "udpin:127.0.0.1:0"], recordFolder: folder }).catch(
      String,
    );
    expect(refusedStation).toMatch(/--record/);

    await second.stop("SIGTERM");
    const third = await start("--link", "udpin:127.0.0.1:0");
    const codes = Object.values((await stateOf(third)).alerts).map(({ code }) => code);
    expect(codes).not.toContain("record-recovered");
    await third.stop("SIGTERM");
  });
});

describe("a station that can't start", () => {
  test("names the port that is taken and ends with 1", async () => {
    const holder = await runStation({ args: ["--link", "udpin:127.0.0.1:0"] });
    running.push(holder);
    const { port } = new URL(holder.url);

    const said = await runStation({ args: ["--link", "udpin:127.0.0.1:0", "--port", port] }).catch(String);

    expect(said).toContain(`Port ${port} on 127.0.0.1 is already taken`);
    expect(said).toContain(`--port ${Number(port) + 1}`);
  });

  test("names the field of a malformed scenario", async () => {
    const said = await runStation({ args: ["--simulate", join(import.meta.dirname, "scenario.test.ts")] }).catch(
      String,
    );

    expect(said).toMatch(/scenario\.test\.ts: line 1/);
  });
});
