import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { FleetEvent } from "../../../shared/vehicle/fleet-event.ts";
import type { VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import { replayIntoFleet } from "../../support/replay-into-fleet.ts";
import { noSharedData, sharedData } from "../../support/shared-data.ts";

interface GroundTruth {
  readonly max_relative_alt_m: Readonly<Record<string, number>>;
  readonly home_position: Readonly<Record<string, { lat: number; lon: number; alt_mm: number }>>;
  readonly position_bounds_1e7: Readonly<
    Record<string, { lat_min: number; lat_max: number; lon_min: number; lon_max: number }>
  >;
  readonly mode_changes: readonly { sys: number; mode: string }[];
  readonly armed_changes: readonly { sys: number; armed: boolean }[];
}

/** The heights and places a vehicle ever showed. */
class Seen {
  maxAltHomeM = Number.NEGATIVE_INFINITY;
  minAltHomeM = Number.POSITIVE_INFINITY;
  firstPositionS: number | undefined;
  latDeg: [number, number] = [90, -90];
  heightWithoutHome = false;
  voltagesV = new Set<number>();

  look(vehicle: VehicleState, atS: number): void {
    const { position, home, battery } = vehicle;
    if (position !== undefined) {
      this.firstPositionS ??= atS;
      this.latDeg = [Math.min(this.latDeg[0], position.latDeg), Math.max(this.latDeg[1], position.latDeg)];
      if (position.altHomeM !== undefined) {
        this.maxAltHomeM = Math.max(this.maxAltHomeM, position.altHomeM);
        this.minAltHomeM = Math.min(this.minAltHomeM, position.altHomeM);
        if (home === undefined) this.heightWithoutHome = true;
      }
    }
    if (battery?.voltageV !== undefined) this.voltagesV.add(battery.voltageV);
  }
}

const play = (path: string) => {
  const seen = new Map<string, Seen>();
  const replayed = replayIntoFleet(path, (vehicle, atS) => {
    const one = seen.get(vehicle.id) ?? new Seen();
    seen.set(vehicle.id, one);
    one.look(vehicle, atS);
  });
  return { ...replayed, seen, ids: [...replayed.fleet.vehicles.keys()] };
};

const troubles = (events: readonly FleetEvent[]) =>
  events.filter(({ kind }) =>
    ["system-id-conflict", "gcs-id-conflict", "reboot", "clock-jumped", "frozen-clock"].includes(kind),
  );

const modes = (events: readonly FleetEvent[], vehicleId: string) =>
  events.flatMap((event) => (event.kind === "mode-changed" && event.vehicleId === vehicleId ? [event.to] : []));

const arming = (events: readonly FleetEvent[], vehicleId: string) =>
  events.flatMap((event) => (event.kind === "armed-changed" && event.vehicleId === vehicleId ? [event.armed] : []));

describe("the first minute of two real vehicles on one link", () => {
  const path = fileURLToPath(new URL("../../fixtures/vehicle/two-vehicles-boot.tlog", import.meta.url));

  test("is two vehicles that boot, with no position until the estimate is there and no false height", () => {
    const { ids, seen, events, fleet } = play(path);

    expect(ids).toEqual(["1", "2"]);
    expect(troubles(events)).toEqual([]);
    expect(modes(events, "1")).toEqual(["GUIDED", "AUTO"]);
    expect(modes(events, "2")).toEqual(["MANUAL", "GUIDED", "AUTO"]);
    for (const id of ids) {
      expect(seen.get(id)?.firstPositionS).toBeGreaterThan(40);
      expect(seen.get(id)?.latDeg[0]).toBeGreaterThan(30.87);
    }
    // The rover's home was set 5 m too low, before its height had settled, and stays so.
    expect(seen.get("2")?.maxAltHomeM).toBe(Number.NEGATIVE_INFINITY);
    expect(seen.get("1")?.maxAltHomeM).toBeGreaterThan(5);
    expect(fleet.vehicles.get("2")?.kind).toBe("ground-robot");
    expect(fleet.vehicles.get("1")?.firmware).toBe("4.4.0-dev 82f31f1d");
  });
});

const log = (name: string) => sharedData(`telemetry/${name}`);

describe.skipIf(log("copter_search.tlog") === undefined)(`real logs (${noSharedData} where skipped)`, () => {
  test.each([
    ["copter_search", ["1"]],
    ["copter_highrate", ["1"]],
    ["copter_protocol_probe", ["1"]],
    ["rover_patrol", ["2"]],
    ["two_vehicles_one_link", ["1", "2"]],
  ])("%s shows what its ground truth says", (name, expectedIds) => {
    const truth: GroundTruth = JSON.parse(readFileSync(log(`${name}.json`) ?? "", "utf8"));
    const { ids, seen, events, fleet } = play(log(`${name}.tlog`) ?? "");

    expect(ids.sort()).toEqual(expectedIds);
    expect(troubles(events)).toEqual([]);
    for (const id of ids) {
      const vehicle = fleet.vehicles.get(id);
      const one = seen.get(id);
      const isCopter = vehicle?.kind === "multirotor";
      // The rover's home is 5 m too low from the start, so all of its relative heights are unsettled until it is set anew.
      if (isCopter) expect(one?.maxAltHomeM).toBeCloseTo(truth.max_relative_alt_m[id] ?? Number.NaN, 1);
      else expect(one?.maxAltHomeM).toBeLessThan(1);
      expect(one?.heightWithoutHome).toBe(false);
      expect(one?.minAltHomeM).toBeGreaterThan(-1.5);
      expect(one?.firstPositionS).toBeGreaterThan(40);
      const bounds = truth.position_bounds_1e7[id];
      expect(one?.latDeg[0]).toBeGreaterThanOrEqual((bounds?.lat_min ?? 0) / 1e7);
      expect(one?.latDeg[1]).toBeCloseTo((bounds?.lat_max ?? 0) / 1e7, 6);
      const home = truth.home_position[id];
      expect(vehicle?.home?.latDeg).toBeCloseTo((home?.lat ?? 0) / 1e7, 6);
      expect(vehicle?.home?.altMslM).toBeCloseTo((home?.alt_mm ?? 0) / 1e3, 1);
      expect(Math.max(...(one?.voltagesV ?? []))).toBeLessThan(20);
      const own = ({ sys }: { sys: number }) => `${sys}` === id;
      const [first, ...later] = truth.mode_changes.filter(own).map(({ mode }) => mode);
      expect(first).toBeDefined();
      expect(modes(events, id)).toEqual(later);
      expect(arming(events, id)).toEqual(
        truth.armed_changes
          .filter(own)
          .map(({ armed }) => armed)
          .slice(1),
      );
    }
  });

  test.each(["copter_search_noisy", "copter_search_linknoise", "copter_search_bursts", "copter_search_truncated"])(
    "%s, damaged as it is, shows the one copter and no other vehicle",
    (name) => {
      const { ids, seen, events } = play(log(`${name}.tlog`) ?? "");

      expect(ids).toEqual(["1"]);
      expect(seen.get("1")?.latDeg[0]).toBeGreaterThan(30.87);
      expect(seen.get("1")?.maxAltHomeM).toBeLessThan(40.1);
      expect(events.filter(({ kind }) => kind === "system-id-conflict" || kind === "reboot")).toEqual([]);
    },
  );

  test("the raw bytes of a boot show no position at all in their first 40 s but for a settled one", () => {
    const { ids, seen } = play(log("copter_boot_raw.bin") ?? "");

    expect(ids).toEqual(["1"]);
    expect(seen.get("1")?.latDeg[0]).toBeGreaterThan(30);
  });
});
