import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildShell } from "../../electron/build.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { type RunningStation, runStation } from "../support/running-station.ts";

describe("the JavaScript that the packaged app runs", () => {
  let station: RunningStation;

  beforeAll(async () => {
    buildShell();
    station = await runStation({ by: "emitted", args: ["--speed", "10"] });
  });

  afterAll(async () => {
    await station?.stop();
  });

  it("flies the scenario with its workers: vehicles move and thermal pictures come", async () => {
    const streaming = async () => {
      const state = (await (await station.get("/api/state")).json()) as StateSnapshot;
      return Object.values(state.vehicles).filter(({ thermal }) => thermal?.state === "streaming").length;
    };

    await expect.poll(streaming, { timeout: 60_000, interval: 200 }).toBe(3);
  });

  it("finds the scenario's terrain and the user interface beside it", async () => {
    const [terrain, page] = await Promise.all([station.get("/api/terrain"), station.get("/")]);

    expect(await terrain.json()).toMatchObject({ synthetic: true });
    expect(await page.text()).toContain('id="root"');
  });
});
