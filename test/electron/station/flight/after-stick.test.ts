import { describe, expect, it } from "vitest";
import type { Operator } from "../../../../shared/wire/operations.ts";
import { FlightRig } from "../../../support/flight-rig.ts";
import { VirtualVehicle, type VirtualVehicleOptions } from "../../../support/virtual-vehicle.ts";

const ann: Operator = { id: "ann", name: "Ann" };
const ben: Operator = { id: "ben", name: "Ben" };
const still = { forward: 0, right: 0, up: 0, turn: 0 } as const;

const flying = async (kind: VirtualVehicleOptions["kind"], mode: string) => {
  const rig = new FlightRig();
  rig.connect("a", new VirtualVehicle({ kind }));
  rig.pass(20_000);
  await rig.finish(kind === "rover" ? { kind: "arm" } : { kind: "take-off", heightM: 15 });
  await rig.finish({ kind: "set-mode", mode });
  rig.flight.custody.give("1", { id: "api", name: "API" });
  /** Says where the stick is every 50 ms, as a screen does. */
  const hold = (forMs: number, by = ann) => {
    for (const untilMs = rig.nowMs + forMs; rig.nowMs < untilMs; ) {
      rig.flight.steering.steer({ kind: "vehicle.steer", vehicleId: "1", operator: by, ...still, forward: 0.5 });
      rig.pass(40);
    }
  };
  const letGo = (by = ann) =>
    rig.flight.steering.steer({ kind: "vehicle.steer", vehicleId: "1", operator: by, ...still, end: true });
  return { rig, hold, letGo, mode: () => rig.vehicle().mode?.name };
};

describe("a stick that was let go", () => {
  it.each([
    ["copter", "LOITER", "BRAKE"],
    ["copter", "STABILIZE", "BRAKE"],
    ["rover", "MANUAL", "HOLD"],
    ["px4-copter", "Position", "Hold"],
  ] as const)(
    "leaves the %s in %s standing in %s, and the same hands go on where they were",
    async (kind, by, stands) => {
      const { hold, letGo, rig, mode } = await flying(kind, by);

      hold(1000);
      letGo();
      rig.pass(4000);
      const standing = mode();
      hold(3000);

      expect(standing).toBe(stands);
      expect(mode()).toBe(by);
      expect(rig.flight.steering.steeredBy("1")).toEqual(ann);
    },
  );

  it("makes it stand when the screen just says no more, or is gone", async () => {
    for (const end of ["silence", "gone"] as const) {
      const { hold, rig, mode } = await flying("copter", "LOITER");

      hold(1000);
      if (end === "gone") rig.flight.steering.operatorLeft("ann");
      rig.pass(4000);

      expect(mode(), end).toBe("BRAKE");
    }
  });

  it("changes no mode while it is only let go for a moment", async () => {
    const { hold, letGo, rig, mode } = await flying("copter", "LOITER");
    const before = rig.commands().length;

    hold(500);
    letGo();
    rig.pass(200);
    hold(500);

    expect(rig.commands().length).toBe(before);
    expect(mode()).toBe("LOITER");
  });

  it("never takes the place of a command that was given with the stick in hand, or just after", async () => {
    for (const waitMs of [0, 200]) {
      const { hold, letGo, rig, mode } = await flying("copter", "LOITER");

      hold(500);
      if (waitMs > 0) letGo();
      rig.pass(waitMs);
      await rig.do({ kind: "return" }, { operator: ann });
      rig.pass(6000);

      expect(mode(), `${waitMs} ms`).toBe("RTL");
    }
  });

  it("leaves a vehicle alone that no stick flies", async () => {
    const { hold, letGo, rig, mode } = await flying("copter", "GUIDED");
    const before = rig.commands().length;

    hold(500);
    letGo();
    rig.pass(4000);

    expect(rig.commands().length).toBe(before);
    expect(mode()).toBe("GUIDED");
  });

  it("gives other hands no mode that they didn't choose, and none back after another command", async () => {
    const { hold, letGo, rig, mode } = await flying("copter", "STABILIZE");
    hold(500);
    letGo();
    rig.pass(4000);

    rig.flight.custody.give("1", ann);
    hold(1500, ben);
    const others = mode();
    letGo(ben);
    rig.flight.custody.give("1", ben);
    hold(500);
    await rig.do({ kind: "return" }, { operator: ann });
    rig.pass(5000);
    hold(2000);

    expect(others).toBe("BRAKE");
    expect(mode()).toBe("RTL");
  });

  it("says nothing into a gap, and nothing later", async () => {
    const { hold, letGo, rig } = await flying("copter", "LOITER");
    hold(500);
    rig.cut("a");
    hold(4000);
    letGo();
    const before = rig.commands().length;
    rig.pass(3000);
    rig.mend("a");
    rig.pass(3000);

    expect(rig.commands().length).toBe(before);
  });
});
