import { describe, expect, it } from "vitest";
import { type PreArmCode, preArmChecklist, preArmCodes } from "../../../shared/vehicle/prearm.ts";
import type { VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import { vehicleView } from "../../support/station-server.ts";

const nowMs = 100_000;
const atMs = nowMs - 500;

const ready: Partial<VehicleState> = {
  presence: { state: "heard", sinceMs: 0, lastHeardMs: atMs },
  health: { atMs, armable: true, unhealthy: [], ekf: "good", prearmReasons: [] },
  gps: { atMs, fix: "3d", satellites: 14, hdop: 0.8 },
  position: { atMs, latDeg: 30.87, lonDeg: 120.43, altMslM: 5 },
  home: { atMs, latDeg: 30.87, lonDeg: 120.43, altMslM: 5 },
  battery: { atMs, fraction: 0.93, voltageV: 25.04 },
};

const check = (change: Partial<VehicleState> = {}, options: { frozen?: boolean; reserveFraction?: number } = {}) => {
  const items = preArmChecklist(vehicleView("1", { ...ready, ...change }), { nowMs, ...options });
  const of = (code: PreArmCode) => items.filter((item) => item.code === code);
  return { items, of };
};

describe("the pre-arm checklist", () => {
  it("is all good for a vehicle that is ready, and names everything but reasons", () => {
    const { items } = check();

    expect(items.every(({ state }) => state === "good")).toBe(true);
    expect(items.map(({ code }) => code).sort()).toEqual(preArmCodes.filter((code) => code !== "own-text").sort());
  });

  it("says unknown of what a vehicle doesn't tell, never good", () => {
    const bare = preArmChecklist(vehicleView("1"), { nowMs });

    const state = Object.fromEntries(bare.map((item) => [item.code, item.state]));
    expect(state).toMatchObject({
      "own-verdict": "unknown",
      sensors: "unknown",
      estimator: "unknown",
      "gps-fix": "unknown",
      satellites: "unknown",
      hdop: "unknown",
      battery: "unknown",
      position: "bad",
      home: "warn",
    });
  });

  it("gives the vehicle's own reasons in its words, with their age", () => {
    const text = "Need Position Estimate";
    const { of } = check({
      health: { atMs, armable: false, unhealthy: ["3d_mag", "gps"], ekf: "bad", prearmReasons: [text] },
      statusTexts: [{ atMs: nowMs - 12_000, severity: 2, text: `PreArm: ${text}`, componentId: 1 }],
    });

    expect(of("own-text")).toEqual([{ code: "own-text", state: "bad", params: { text, ageS: 12 } }]);
    expect(of("own-verdict")[0]?.state).toBe("bad");
    expect(of("sensors")[0]).toMatchObject({ state: "bad", params: { names: "3d_mag, gps" } });
    expect(of("estimator")[0]?.state).toBe("bad");
  });

  it.each([
    [14, "good"],
    [10, "good"],
    [9, "warn"],
    [6, "warn"],
    [5, "bad"],
  ])("takes %i satellites for %s", (satellites, state) => {
    expect(check({ gps: { atMs, fix: "3d", satellites } }).of("satellites")[0]?.state).toBe(state);
  });

  it.each([
    [1.4, "good"],
    [1.5, "warn"],
    [2.6, "bad"],
  ])("takes an HDOP of %d for %s", (hdop, state) => {
    expect(check({ gps: { atMs, fix: "3d", hdop } }).of("hdop")[0]?.state).toBe(state);
  });

  it("measures the battery against the reserve for return", () => {
    const at = (fraction: number) => check({ battery: { atMs, fraction } }, { reserveFraction: 0.3 }).of("battery")[0];

    expect(at(0.55)).toMatchObject({ state: "good", params: { percent: 55, reservePercent: 30 } });
    expect(at(0.4)?.state).toBe("warn");
    expect(at(0.29)?.state).toBe("bad");
  });

  it("doesn't trust a position that is old or stands still", () => {
    expect(check({ position: { atMs: nowMs - 3_000, latDeg: 1, lonDeg: 1 } }).of("position")[0]).toMatchObject({
      state: "warn",
      params: { ageS: 3 },
    });
    expect(check({ position: { atMs: nowMs - 9_000, latDeg: 1, lonDeg: 1 } }).of("position")[0]?.state).toBe("bad");
    expect(check({}, { frozen: true }).of("frozen")[0]?.state).toBe("bad");
  });
});
