import { describe, expect, it } from "vitest";
import { manualControl } from "../../../../electron/station/flight/manual-control.ts";
import type { Operator } from "../../../../shared/wire/operations.ts";
import type { SteerRequest } from "../../../../shared/wire/requests.ts";
import { FakeFarEnd } from "../../../support/fake-far-end.ts";
import { FlightRig } from "../../../support/flight-rig.ts";
import { vehicleView } from "../../../support/station-server.ts";

const ann: Operator = { id: "ann", name: "Ann" };
const ben: Operator = { id: "ben", name: "Ben" };
const ahead = { forward: 1, right: 0, up: 0, turn: 0 } as const;
const stick = (change: Partial<SteerRequest> = {}): SteerRequest => ({
  kind: "vehicle.steer",
  vehicleId: "1",
  operator: ann,
  ...ahead,
  ...change,
});

const flying = () => {
  const rig = new FlightRig();
  const end = new FakeFarEnd();
  rig.connect("a", end);
  rig.pass(6_000);
  const heard = () => end.heard.flatMap(({ name, fields }) => (name === "MANUAL_CONTROL" ? [fields] : []));
  /** Says where the stick is every 50 ms, as a screen does. */
  const hold = (forMs: number, change: Partial<SteerRequest> = {}) => {
    for (const untilMs = rig.nowMs + forMs; rig.nowMs < untilMs; ) {
      rig.flight.steering.steer(stick(change));
      rig.pass(40);
    }
  };
  return { rig, end, heard, hold };
};

describe("hands on the stick", () => {
  it("are sent some 20 times a second while the screen goes on saying where they are", () => {
    const { rig, heard, hold } = flying();

    hold(2_000);

    expect(heard().length).toBeGreaterThanOrEqual(30);
    expect(heard().length).toBeLessThanOrEqual(50);
    expect(heard().every(({ x, z, target }) => x === 1000 && z === 500 && target === 1)).toBe(true);
    expect(rig.flight.steering.steeredBy("1")).toEqual(ann);
  });

  it("end in neutral by themselves when the screen says no more, and then in silence", () => {
    const { rig, heard, hold } = flying();
    hold(1_000);
    const before = heard().length;

    rig.pass(3_000);
    const after = heard().slice(before);
    const neutralAt = after.findIndex(({ x }) => x === 0);
    const count = heard().length;
    rig.pass(3_000);

    // 300 ms at 20 to 25 Hz.
    expect(neutralAt).toBeLessThanOrEqual(9);
    expect(after.slice(neutralAt).every(({ x, y, z, r }) => x === 0 && y === 0 && z === 500 && r === 0)).toBe(true);
    expect(after.slice(neutralAt).length).toBeGreaterThanOrEqual(5);
    expect(heard().length).toBe(count);
    expect(rig.flight.steering.steeredBy("1")).toBeUndefined();
  });

  it("end at once when the button is let go", () => {
    const { rig, heard, hold } = flying();
    hold(500);
    rig.flight.steering.steer(stick({ end: true }));
    rig.pass(40);

    expect(heard().at(-1)).toMatchObject({ x: 0, z: 500 });
  });

  it("end at once when the person's screen goes", () => {
    const { rig, heard, hold } = flying();
    hold(500);
    rig.flight.steering.operatorLeft("ann");
    rig.pass(40);

    expect(heard().at(-1)).toMatchObject({ x: 0, z: 500 });
  });

  it("are refused to anybody but the holder, whose own stick that doesn't touch", () => {
    const { rig, heard, hold } = flying();
    hold(500);

    const result = rig.flight.steering.steer(stick({ operator: ben, forward: -1 }));
    rig.flight.steering.steer(stick({ operator: ben, end: true }));
    hold(200);

    expect(result).toMatchObject({ ok: false, fault: { code: "held-by-other" } });
    expect(heard().every(({ x }) => x === 1000)).toBe(true);
  });

  it("are refused for a vehicle that is lost, unknown or another one", () => {
    const { rig } = flying();

    const other = rig.flight.steering.steer(stick({ uid: "00000000000000ff" }));
    const unknown = rig.flight.steering.steer(stick({ vehicleId: "9" }));
    rig.cut("a");
    rig.pass(6_000);
    const lost = rig.flight.steering.steer(stick());

    expect([other, unknown, lost]).toMatchObject([
      { fault: { code: "wrong-vehicle" } },
      { fault: { code: "unknown-vehicle" } },
      { fault: { code: "vehicle-lost" } },
    ]);
  });

  it("send nothing after a gap, not even neutral that is old", () => {
    const { rig, hold } = flying();
    hold(500);
    rig.cut("a");
    hold(5_000);
    const before = rig.sent.filter(({ message }) => message.name === "MANUAL_CONTROL").length;
    rig.mend("a");
    rig.pass(3_000);

    expect(rig.sent.filter(({ message }) => message.name === "MANUAL_CONTROL").length).toBe(before);
  });

  it("are refused where each word of theirs is late: letting go would be late, too", () => {
    const { rig, heard } = flying();
    const late = rig.flight.steering.steer(stick({ issuedAtMs: rig.nowMs - 1_500 }));
    const early = rig.flight.steering.steer(stick({ issuedAtMs: rig.nowMs + 60_000 }));
    rig.pass(200);
    const said = heard().length;
    const inTime = rig.flight.steering.steer(stick({ issuedAtMs: rig.nowMs - 200 }));
    const lateEnd = rig.flight.steering.steer(stick({ issuedAtMs: rig.nowMs - 5_000, end: true }));
    rig.pass(1_000);

    expect([late, early]).toMatchObject([{ fault: { code: "too-late" } }, { fault: { code: "too-late" } }]);
    expect(said).toBe(0);
    expect([inTime, lateEnd]).toEqual([{ ok: true }, { ok: true }]);
    expect(rig.flight.steering.steeredBy("1")).toBeUndefined();
  });

  it("are not given back to a held stick by somebody else who lets go of none", async () => {
    const { rig, hold } = flying();
    hold(500);
    await rig.do({ kind: "hold" }, { operator: ann });

    rig.flight.steering.steer(stick({ operator: ben, end: true }));

    expect(rig.flight.steering.steer(stick())).toMatchObject({ fault: { code: "not-possible" } });
    rig.flight.steering.steer(stick({ end: true }));
    expect(rig.flight.steering.steer(stick())).toEqual({ ok: true });
  });

  it("are off after the station itself was asleep, until they were let go", () => {
    const { rig, heard, hold } = flying();
    hold(500);

    rig.flight.steering.slept();
    const said = heard().length;
    rig.pass(200);
    const stillHeld = rig.flight.steering.steer(stick());
    rig.pass(600);
    const heldAnew = rig.flight.steering.steer(stick());

    expect(heard().length).toBeLessThanOrEqual(said + 1);
    expect(stillHeld).toMatchObject({ fault: { code: "not-possible" } });
    expect(heldAnew).toEqual({ ok: true });
  });

  it("are taken off by a command that flies the vehicle, until they were let go", async () => {
    const { rig, heard, hold } = flying();
    hold(500);

    await rig.do({ kind: "return" }, { operator: ann });
    const refused = rig.flight.steering.steer(stick());
    hold(1_000);
    const during = heard().at(-1);
    rig.pass(500);
    hold(200);

    expect(refused).toMatchObject({ ok: false, fault: { code: "not-possible" } });
    expect(during).toMatchObject({ x: 0, z: 500 });
    expect(heard().at(-1)).toMatchObject({ x: 1000 });
  });
});

describe("MANUAL_CONTROL", () => {
  const fields = (change: Parameters<typeof vehicleView>[1], hands: Parameters<typeof manualControl>[1]) =>
    manualControl(vehicleView("1", change), hands).fields;

  it("has 500 for no throttle in the air", () => {
    expect(fields({}, { forward: 0.5, right: -1, up: 1, turn: 0.25 })).toMatchObject({
      x: 500,
      y: -1000,
      z: 1000,
      r: 250,
    });
    expect(fields({}, { forward: 0, right: 0, up: -1, turn: 0 })).toMatchObject({ z: 0 });
    expect(fields({ autopilot: "px4" }, { forward: 0, right: 0, up: 0, turn: 0 })).toMatchObject({ z: 500 });
  });

  it("has 0 for standing still on ArduPilot's wheels and 500 on PX4's", () => {
    const rover = { kind: "ground-robot" } as const;
    const half = { forward: -0.5, right: 0, up: 1, turn: 1 };

    expect(fields(rover, half)).toMatchObject({ z: -500, y: 1000 });
    expect(fields(rover, { ...half, forward: 0 })).toMatchObject({ z: 0 });
    expect(fields({ ...rover, autopilot: "px4" }, { ...half, forward: 0 })).toMatchObject({ z: 500 });
    expect(fields({ ...rover, autopilot: "px4" }, half)).toMatchObject({ z: 250 });
  });

  it("never leaves its range", () => {
    expect(fields({}, { forward: 7, right: -7, up: 7, turn: -7 })).toMatchObject({
      x: 1000,
      y: -1000,
      z: 1000,
      r: -1000,
    });
  });
});
