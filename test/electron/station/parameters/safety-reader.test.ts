import { expect, test } from "vitest";
import { SafetyReader } from "../../../../electron/station/parameters/safety-reader.ts";
import { VehicleParameters } from "../../../../electron/station/parameters/vehicle-parameters.ts";
import { safetyParameters } from "../../../../shared/protocols/parameters/safety-parameters.ts";
import type { VehicleState } from "../../../../shared/vehicle/vehicle-state.ts";
import { buildVehicle } from "../../../support/build-views.ts";
import { handClock } from "../../../support/station-server.ts";

const rover: VehicleState = buildVehicle({ id: "7", kind: "ground-robot" });

const rovers = safetyParameters("ardupilot", "ground-robot");

class Rig {
  readonly clock = handClock(0);
  readonly asked: string[] = [];
  readonly table = new VehicleParameters();
  readonly vehicles = new Map<string, VehicleState>([["7", rover]]);
  answers = true;
  readonly reader = new SafetyReader({
    clock: this.clock,
    fleet: {
      vehicles: this.vehicles,
      fleet: { routeOf: () => ({ systemId: 7, componentId: 1, channelId: "radio" }) },
    },
    desk: { table: () => this.table },
    send: (_channel, { fields }) => {
      const paramId = "paramId" in fields ? (fields.paramId ?? "") : "";
      this.asked.push(paramId);
      if (this.answers) this.tell(paramId);
    },
  });

  tell(paramId: string): void {
    const fields = { paramId, paramValue: 1, paramType: 9, paramCount: 1, paramIndex: 0 };
    this.table.heard({ fields, encoding: "cast" }, this.clock.nowMs());
  }

  run(forMs: number): void {
    for (const endMs = this.clock.now + forMs; this.clock.now < endMs; this.clock.now += 100) this.reader.tick();
  }
}

test("asks once for each that says what the vehicle does without a link, after the telemetry", () => {
  const rig = new Rig();
  rig.run(7_000);
  expect(rig.asked).toEqual([]);

  rig.run(60_000);

  const links = ["FS_GCS_ENABLE", "FS_GCS_TIMEOUT", "FS_ACTION", "WP_SPEED", "CRUISE_SPEED", "RTL_SPEED"];
  const battery = ["BATT_FS_LOW_ACT", "BATT_FS_CRT_ACT", "BATT_LOW_MAH", "BATT_CRT_MAH", "BATT_CAPACITY"];
  expect(rig.asked).toEqual([...links, ...battery]);
});

test("asks a silent vehicle four times each, and then no more", () => {
  const rig = new Rig();
  rig.answers = false;

  rig.run(300_000);

  expect(rig.asked).toHaveLength(4 * rovers.length);
});

test("doesn't ask for what came by itself, nor while all are being read", () => {
  const rig = new Rig();
  rig.run(1_000);
  rig.table.fetchBegan(rig.clock.nowMs());
  rig.run(20_000);
  expect(rig.asked).toEqual([]);

  for (const name of rovers) if (name !== "FS_GCS_TIMEOUT") rig.tell(name);
  rig.table.fetchEnded();
  rig.run(20_000);

  expect(rig.asked).toEqual(["FS_GCS_TIMEOUT"]);
});

test("asks nothing of a vehicle that isn't heard", () => {
  const rig = new Rig();
  rig.vehicles.set("7", { ...rover, presence: { state: "lost", sinceMs: 0, lastHeardMs: 0 } });

  rig.run(60_000);

  expect(rig.asked).toEqual([]);
});

test("asks again after a reboot", () => {
  const rig = new Rig();
  rig.run(30_000);

  rig.reader.onFleetEvent({ kind: "reboot", vehicleId: "7", atMs: 0, utcMs: 0 });
  rig.run(30_000);

  expect(rig.asked).toHaveLength(2 * rovers.length);
});
