import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildShell, projectRoot } from "../../electron/build.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { peopleScene } from "../support/people-scene.ts";
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

  it("makes the map of a search in its worker", async () => {
    const lastSeen = { place: { latDeg: 30.87, lonDeg: 120.433 }, utcMs: Date.now(), kind: "PLS" };
    await station.post({ kind: "incident.open", incident: {}, subject: { category: "dementia", lastSeen } });
    const search = async () =>
      ((await (await station.get("/api/state")).json()) as StateSnapshot).station.search?.state;

    await expect.poll(search, { timeout: 60_000, interval: 200 }).toBe("ready");
  });

  it("finds people with the network beside it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lantern-emitted-"));
    const [image, out] = [join(folder, "two.png"), join(folder, "out.json")];
    const { widthPx: width, heightPx: height, data } = peopleScene({ widthPx: 320, heightPx: 256, persons: 2 });
    await sharp(data, { raw: { width, height, channels: 1 } }).toFile(image);
    const cli = join(projectRoot, "dist", "electron", "station", "cli.js");

    const { stderr } = spawnSync(process.execPath, [cli, "detect", image, "--out", out, "--threshold", "0.3"]);

    expect(String(stderr)).toBe("");
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(
      Array(2).fill(expect.objectContaining({ category: "Person" })),
    );
    rmSync(folder, { recursive: true });
  });
});
