import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ParameterFileDiff, ParameterList } from "../../../../shared/wire/parameters.ts";
import { eventually, type LiveStation, liveStation } from "../../../support/live-station.ts";
import { flyOverUdp } from "../../../support/virtual-udp.ts";
import { VirtualVehicle, type VirtualVehicleOptions } from "../../../support/virtual-vehicle.ts";

/** A station that hears one simulated vehicle over UDP. */
class Scene {
  readonly live: LiveStation;
  readonly #land: () => Promise<void>;

  private constructor(live: LiveStation, land: () => Promise<void>) {
    this.live = live;
    this.#land = land;
  }

  static async open(options: VirtualVehicleOptions): Promise<Scene> {
    const live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
    const port = await eventually(() => live.linkPort() || undefined);
    const land = flyOverUdp(new VirtualVehicle(options), port);
    await eventually(() => live.station.snapshot().vehicles["1"]?.presence.state === "heard");
    return new Scene(live, land);
  }

  async close(): Promise<void> {
    await this.#land();
    await this.live.close();
  }

  fetch(): Promise<unknown> {
    return this.live.request({ kind: "parameters.fetch", vehicleId: "1", wait: true });
  }

  set(name: string, value: number): Promise<unknown> {
    return this.live.request({ kind: "parameters.set", vehicleId: "1", wait: true, values: [{ name, value }] });
  }

  get view() {
    return this.live.station.snapshot().vehicles["1"]?.parameters;
  }

  async get(path: string): Promise<Response> {
    return fetch(`${this.live.origin}/api/vehicles/${path}`, { headers: this.live.headers });
  }

  async list(): Promise<ParameterList> {
    return (await this.get("1/parameters")).json() as Promise<ParameterList>;
  }

  async diff(file: string, type = "text/plain"): Promise<Response> {
    const headers = { ...this.live.headers, "content-type": type };
    return fetch(`${this.live.origin}/api/vehicles/1/parameters/diff`, { method: "POST", headers, body: file });
  }

  async valueOf(name: string): Promise<number | undefined> {
    return (await this.list()).parameters.find((parameter) => parameter.name === name)?.value;
  }
}

let scene: Scene;
afterEach(() => scene.close());

describe("a simulated Copter", () => {
  beforeEach(async () => {
    scene = await Scene.open({ kind: "copter" });
  });

  test("has no parameters until they are asked for; then all, with what is known of each", async () => {
    expect(await scene.list()).toMatchObject({ state: "none", parameters: [] });

    expect(await scene.fetch()).toMatchObject({ ok: true, operations: [{ kind: "parameters-fetch", state: "done" }] });

    const { state, parameters } = await scene.list();
    expect(state).toBe("complete");
    expect(scene.view).toMatchObject({ state: "complete", received: parameters.length, total: parameters.length });
    expect(parameters.find(({ name }) => name === "RTL_ALT")).toMatchObject({
      ...{ type: "int32", unit: "cm", min: 30, max: 300_000, described: true },
    });
    expect(parameters.map(({ name }) => name)).toEqual([...parameters.map(({ name }) => name)].sort());
  });

  test("stores a value, and tells that it has it", async () => {
    await scene.fetch();
    const before = scene.view?.version ?? 0;

    expect(await scene.set("RTL_ALT", 4_200)).toMatchObject({ ok: true });

    expect(await scene.valueOf("RTL_ALT")).toBe(4_200);
    expect(scene.view?.version).toBeGreaterThan(before);
  });

  test("says what was stored instead of 1.7, and that there is no such name", async () => {
    expect(await scene.set("FS_GCS_ENABLE", 1.7)).toMatchObject({
      ok: false,
      operations: [{ fault: { code: "parameter-differs", params: { name: "FS_GCS_ENABLE", stored: 1 } } }],
    });
    expect(await scene.set("NOT_THERE", 1)).toMatchObject({
      ok: false,
      operations: [{ fault: { code: "parameter-unknown", params: { name: "NOT_THERE" } } }],
    });
  });

  test("goes into a file and comes back equal; a changed file says what differs", async () => {
    await scene.fetch();

    const answer = await scene.get("1/parameters.params");
    const file = await answer.text();
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="\S+\.params"/);

    await scene.live.request({ kind: "vehicle.rename", vehicleId: "1", name: "甲 1\ud800/../x" });
    const renamed = await scene.get("1/parameters.params");
    expect(renamed.headers.get("content-disposition")).toBe(
      "attachment; filename=\"_1__.._x.params\"; filename*=UTF-8''%E7%94%B2%201_%2F..%2Fx.params",
    );

    const same = (await (await scene.diff(file)).json()) as ParameterFileDiff;
    expect(same).toMatchObject({ changed: [], missing: [], unknown: [], leftOut: [] });
    expect(same.same).toBe((await scene.list()).parameters.length);

    const other = (await (await scene.diff("RTL_ALT,15\nHELLO,1\n", "application/octet-stream")).json()) as object;
    expect(other).toMatchObject({
      changed: [{ name: "RTL_ALT", file: 15, concern: "out-of-range" }],
      unknown: ["HELLO"],
    });
  });

  test("bad files, unknown vehicles and files that aren't there are refused", async () => {
    const noText = await scene.diff("<html>");
    expect([noText.status, await noText.json()]).toMatchObject([400, { fault: { code: "bad-file" } }]);

    const tooLarge = await scene.diff("A,1\n".repeat(400_000));
    expect([tooLarge.status, await tooLarge.json()]).toMatchObject([413, { fault: { code: "file-too-large" } }]);

    expect((await scene.get("9/parameters")).status).toBe(404);
    expect((await scene.get("1/parameters.params")).status).toBe(404);
    expect((await scene.diff("A,1", "image/png")).status).toBe(415);
  });
});

test("PX4's values travel as bytes: whole numbers and others come out right and go back", async () => {
  scene = await Scene.open({ kind: "px4-copter" });

  expect(await scene.fetch()).toMatchObject({ ok: true });

  const { parameters } = await scene.list();
  expect(parameters.find(({ name }) => name === "NAV_DLL_ACT")).toMatchObject({ type: "int32" });
  expect(parameters.every(({ value }) => Math.abs(value) < 1e7)).toBe(true);
  expect(await scene.set("NAV_DLL_ACT", 2)).toMatchObject({ ok: true });
  expect(await scene.set("RTL_RETURN_ALT", 42.5)).toMatchObject({ ok: true });
  expect([await scene.valueOf("NAV_DLL_ACT"), await scene.valueOf("RTL_RETURN_ALT")]).toEqual([2, 42.5]);
});
