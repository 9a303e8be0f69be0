import { expect, test } from "vitest";
import type { FrameArrival } from "../../../../electron/station/channel-intake.ts";
import { ParameterDesk } from "../../../../electron/station/parameters/parameter-desk.ts";
import { ParameterLists } from "../../../../electron/station/parameters/parameter-lists.ts";
import { FrameWriter } from "../../../../shared/mavlink/codec.ts";
import type { MessageFields } from "../../../../shared/mavlink/messages.ts";
import type { VehicleState } from "../../../../shared/vehicle/vehicle-state.ts";
import type { ParametersView } from "../../../../shared/wire/operations.ts";
import { buildMessage, scanOne } from "../../../support/build-message.ts";
import { buildVehicle } from "../../../support/build-views.ts";
import { handClock } from "../../../support/station-server.ts";

/** Two vehicles with one system id, each on a radio of its own. */
const vehicles = new Map<string, VehicleState>([
  ["7", buildVehicle({ id: "7", systemId: 7 })],
  ["7~2", buildVehicle({ id: "7~2", systemId: 7 })],
]);

class Rig {
  readonly clock = handClock();
  readonly views = new Map<string, ParametersView | undefined>();
  readonly desk: ParameterDesk;

  constructor() {
    this.desk = new ParameterDesk({
      clock: this.clock,
      board: { setExtras: (id, { parameters }) => void this.views.set(id, parameters) },
      fleet: {
        vehicles,
        fleet: {
          vehiclesOn: (channelId) => (channelId === "radio 1" ? ["7"] : ["7~2"]),
          routeOf: (id) => ({ systemId: 7, componentId: 1, channelId: id === "7" ? "radio 1" : "radio 2" }),
        },
      },
    });
  }

  hear(fields: Partial<MessageFields["PARAM_VALUE"]>, channelId = "radio 1", componentId = 1): void {
    const whole = { paramType: 9, paramCount: 2, paramIndex: 65_535, ...fields };
    scanOne(new FrameWriter({ systemId: 7, componentId }).write("PARAM_VALUE", whole), (frame, message) => {
      this.desk.receive({ channel: { id: channelId }, frame, message } as unknown as FrameArrival);
    });
  }

  fetch() {
    const [vehicle] = vehicles.values();
    if (vehicle === undefined) throw new Error("There is no vehicle.");
    const target = { systemId: 7, componentId: 1, autopilot: "ardupilot" } as const;
    return this.desk.fetchJob({ vehicle, target });
  }
}

test("keeps what nobody asked for", () => {
  const rig = new Rig();

  rig.hear({ paramId: "RTL_ALT", paramValue: 1500 });

  expect(rig.desk.parameterOf("7", "RTL_ALT")).toBe(1500);
  expect(rig.views.get("7")).toEqual({ state: "partial", received: 1, total: 2, version: 1 });
});

test("doesn't take another vehicle's values, nor a camera's", () => {
  const rig = new Rig();

  rig.hear({ paramId: "RTL_ALT", paramValue: 1500 }, "radio 2");
  rig.hear({ paramId: "CAM_MODE", paramValue: 1 }, "radio 1", 100);

  expect(rig.desk.table("7")).toBeUndefined();
  expect(rig.desk.parameterOf("7~2", "RTL_ALT")).toBe(1500);
});

test("a value told again is no news", () => {
  const rig = new Rig();

  for (let times = 0; times < 3; times++) rig.hear({ paramId: "STAT_RUNTIME", paramValue: 5 });

  expect(rig.views.get("7")?.version).toBe(1);
});

test("a fetch shows how far it is, and at its end what the vehicle no longer has is gone", () => {
  const rig = new Rig();
  rig.hear({ paramId: "GONE_SINCE", paramValue: 1 });
  const job = rig.fetch();

  job.start(rig.clock.nowMs());
  expect(rig.views.get("7")?.state).toBe("loading");
  for (const [paramIndex, paramId] of ["RTL_ALT", "WPNAV_SPEED"].entries()) {
    rig.hear({ paramId, paramIndex, paramValue: 3 });
    const message = buildMessage("PARAM_VALUE", { paramId, paramIndex, paramCount: 2, paramType: 9 });
    job.step({ kind: "message", message, fromSystem: 7, fromComponent: 1 }, rig.clock.nowMs());
  }

  expect(rig.views.get("7")).toMatchObject({ state: "complete", received: 2, total: 2 });
  expect([...(rig.desk.table("7")?.values.keys() ?? [])]).toEqual(["RTL_ALT", "WPNAV_SPEED"]);
});

test("a reboot keeps the values and marks them old; a fetch that it ended is over", () => {
  const rig = new Rig();
  rig.hear({ paramId: "RTL_ALT", paramValue: 1500 });
  rig.fetch().start(rig.clock.nowMs());

  rig.desk.onFleetEvent({ kind: "reboot", vehicleId: "7", atMs: 0, utcMs: 0 });

  expect(rig.views.get("7")).toMatchObject({ state: "partial", old: true });
  expect(rig.desk.parameterOf("7", "RTL_ALT")).toBe(1500);
});

test("a fetch that nobody ends and that brings nothing is over after a while", () => {
  const rig = new Rig();
  rig.fetch().start(rig.clock.nowMs());

  rig.clock.now += 60_000;
  rig.desk.tick();

  expect(rig.views.get("7")?.state).toBe("none");
});

test("a fetch that was cancelled is over at once", () => {
  const rig = new Rig();
  const job = rig.fetch();
  job.start(rig.clock.nowMs());

  job.cancel(rig.clock.nowMs());

  expect(rig.views.get("7")?.state).toBe("none");
});

test("a sender that makes up names without end fills no memory", () => {
  const rig = new Rig();

  for (let i = 0; i < 6_000; i++) rig.hear({ paramId: `X${i}`, paramValue: 1 });

  expect(rig.desk.table("7")?.values.size).toBe(5_000);
});

test("a file is named after the vehicle and written for its component", () => {
  const rig = new Rig();
  rig.hear({ paramId: "RTL_ALT", paramValue: 1500 });
  const lists = new ParameterLists({
    ...{ desk: rig.desk, vehicles: () => vehicles },
    ...{ nameOf: () => "Drohne 7/ä", componentOf: () => 1 },
  });

  expect(lists.file("7")?.name).toBe("Drohne 7/ä.params");
  expect(lists.file("7")?.text).toContain("7\t1\tRTL_ALT\t1500\t9\n");
  expect(lists.file("9")).toBeUndefined();
  expect(lists.diff("9", "A,1")).toBeUndefined();
});
