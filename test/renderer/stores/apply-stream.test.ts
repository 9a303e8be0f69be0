import { describe, expect, it, vi } from "vitest";
import { applyStreamMessage, mergeVehicle } from "../../../renderer/stores/apply-stream.ts";
import { mergeEntries } from "../../../renderer/stores/merge-entries.ts";
import { buildStores } from "../../support/build-stores.ts";
import {
  buildAlert,
  buildHeat,
  buildLink,
  buildSnapshot,
  buildVehicle,
  sceneNowMs,
} from "../../support/build-views.ts";

const clock = { nowMs: sceneNowMs + 100, utcMs: 5_000, rate: 1 };

describe("a snapshot", () => {
  it("replaces all that was known", () => {
    const { stores } = buildStores();
    applyStreamMessage(stores, {
      type: "snapshot",
      snapshot: buildSnapshot({ vehicles: [buildVehicle({ id: "9" })], heat: [buildHeat(9)] }),
    });

    applyStreamMessage(stores, {
      type: "snapshot",
      snapshot: buildSnapshot({
        vehicles: [buildVehicle({ id: "10" }), buildVehicle({ id: "2" })],
        links: [buildLink({ id: "l1" })],
        alerts: [buildAlert({ id: "a1", code: "storage-low" })],
      }),
    });

    expect(stores.fleet.getState().order).toEqual(["2", "10"]);
    expect(Object.keys(stores.heat.getState().byId)).toEqual([]);
    expect(Object.keys(stores.links.getState().byId)).toEqual(["l1"]);
    expect(Object.keys(stores.alerts.getState().byId)).toEqual(["a1"]);
    expect(stores.station.getState().view?.mode).toBe("live");
  });
});

describe("a delta", () => {
  const given = () => {
    const built = buildStores();
    applyStreamMessage(built.stores, {
      type: "snapshot",
      snapshot: buildSnapshot({
        vehicles: [buildVehicle({ id: "1" }), buildVehicle({ id: "2" })],
        heat: [buildHeat(1)],
      }),
    });
    return built;
  };

  it("changes the groups it carries and no others", () => {
    const { stores } = given();
    const before = stores.fleet.getState().byId["1"];

    const mode = { atMs: clock.nowMs, name: "RTL", customMode: 6 };
    applyStreamMessage(stores, { type: "delta", delta: { clock, vehicles: { "1": { mode } } } });

    const after = stores.fleet.getState().byId["1"];
    expect(after?.mode).toEqual(mode);
    expect(after?.battery).toBe(before?.battery);
    expect(after?.position).toBe(before?.position);
  });

  it("forgets a group that became unknown", () => {
    const { stores } = given();

    applyStreamMessage(stores, { type: "delta", delta: { clock, vehicles: { "1": { position: null } } } });

    expect(stores.fleet.getState().byId["1"]).not.toHaveProperty("position");
  });

  it("leaves a vehicle that it doesn't name the same object, so that nothing of it is drawn anew", () => {
    const { stores } = given();
    const other = stores.fleet.getState().byId["2"];

    applyStreamMessage(stores, { type: "delta", delta: { clock, vehicles: { "1": { armed: false } } } });

    expect(stores.fleet.getState().byId["2"]).toBe(other);
  });

  it("keeps the order's identity unless a name or the fleet changed", () => {
    const { stores } = given();
    const { order } = stores.fleet.getState();

    applyStreamMessage(stores, { type: "delta", delta: { clock, vehicles: { "1": { armed: false } } } });
    expect(stores.fleet.getState().order).toBe(order);

    applyStreamMessage(stores, { type: "delta", delta: { clock, vehicles: { "1": { name: "Zulu" } } } });
    expect(stores.fleet.getState().order).toEqual(["2", "1"]);
  });

  it("adds a whole vehicle and ignores a fragment of an unknown one", () => {
    const { stores } = given();

    applyStreamMessage(stores, {
      type: "delta",
      delta: { clock, vehicles: { "3": buildVehicle({ id: "3" }), "4": { armed: true } } },
    });

    expect(stores.fleet.getState().order).toEqual(["1", "2", "3"]);
  });

  it("removes a vehicle with its trail", () => {
    const { stores } = given();

    applyStreamMessage(stores, { type: "delta", delta: { clock, vehicles: { "1": null } } });

    expect(stores.fleet.getState().order).toEqual(["2"]);
    expect(stores.fleet.getState().trails).not.toHaveProperty("1");
  });

  it("is one update of each store that it touches and none of the others", () => {
    const { stores } = given();
    const calls = { fleet: vi.fn(), heat: vi.fn(), links: vi.fn(), alerts: vi.fn(), station: vi.fn() };
    for (const name of ["fleet", "heat", "links", "alerts", "station"] as const) stores[name].subscribe(calls[name]);

    applyStreamMessage(stores, {
      type: "delta",
      delta: { clock, vehicles: { "1": { armed: false }, "2": { armed: false } }, heat: { "heat-2": buildHeat(2) } },
    });

    expect(calls.fleet).toHaveBeenCalledTimes(1);
    expect(calls.heat).toHaveBeenCalledTimes(1);
    expect(calls.station).toHaveBeenCalledTimes(1);
    expect(calls.links).not.toHaveBeenCalled();
    expect(calls.alerts).not.toHaveBeenCalled();
  });

  it("grows the trail by a new position, at most one a second", () => {
    const { stores } = given();
    const lengthBefore = stores.fleet.getState().trails["1"]?.length ?? 0;
    const at = (atMs: number) => ({ atMs, latDeg: 30.9, lonDeg: 120.5 });

    for (const atMs of [sceneNowMs + 1_000, sceneNowMs + 1_400, sceneNowMs + 2_000])
      applyStreamMessage(stores, { type: "delta", delta: { clock, vehicles: { "1": { position: at(atMs) } } } });

    const trail = stores.fleet.getState().trails["1"] ?? [];
    expect(trail.length).toBe(lengthBefore + 6);
    expect(trail.slice(-3)).toEqual([30.9, 120.5, sceneNowMs + 2_000]);
  });

  it("keeps a height and a link for each of the trail's points, as far as they are known", () => {
    const { stores } = given();
    const position = { atMs: sceneNowMs + 1_000, latDeg: 30.9, lonDeg: 120.5, altMslM: 123.456 };

    applyStreamMessage(stores, { type: "delta", delta: { clock, vehicles: { "1": { position } } } });

    const { trails, trailDetails } = stores.fleet.getState();
    expect((trailDetails["1"]?.length ?? 0) / 2).toBe((trails["1"]?.length ?? 0) / 3);
    expect(trailDetails["1"]?.slice(-4)).toEqual([null, null, 123.5, expect.anything()]);
  });
});

describe("a reset", () => {
  it("is counted, and what was known stays on screen until the snapshot that follows", () => {
    const { stores } = buildStores();
    applyStreamMessage(stores, {
      type: "snapshot",
      snapshot: buildSnapshot({ vehicles: [buildVehicle({ id: "1" })] }),
    });

    applyStreamMessage(stores, { type: "reset" });

    expect(stores.station.getState().resetN).toBe(1);
    expect(stores.fleet.getState().order).toEqual(["1"]);
  });
});

describe("the station clock", () => {
  it("runs on with this device's clock at the station's rate", () => {
    const { stores, device } = buildStores();
    applyStreamMessage(stores, { type: "delta", delta: { clock: { nowMs: 1_000, utcMs: 7_000, rate: 10 } } });

    device.nowMs += 300;

    expect(stores.stationNow()).toBe(4_000);
    expect(stores.stationUtcNow()).toBe(10_000);
  });

  it("stands still in a paused replay", () => {
    const { stores, device } = buildStores();
    applyStreamMessage(stores, { type: "delta", delta: { clock: { nowMs: 1_000, utcMs: 7_000, rate: 0 } } });

    device.nowMs += 9_000;

    expect(stores.stationNow()).toBe(1_000);
  });

  it("is unknown before the first message", () => {
    expect(buildStores().stores.stationNow()).toBeUndefined();
  });
});

describe("merging", () => {
  it("makes no new table when nothing changed", () => {
    const entries = { a: 1 };

    expect(mergeEntries(entries, undefined)).toBe(entries);
    expect(mergeEntries(entries, {})).toBe(entries);
    expect(mergeEntries<number>(entries, { a: null, b: 2 })).toEqual({ b: 2 });
  });

  it("takes no fragment for a vehicle", () => {
    expect(mergeVehicle(undefined, { id: "1", name: "D1" })).toBeUndefined();
  });
});
