import { describe, expect, it } from "vitest";
import { FakeFarEnd } from "../../../support/fake-far-end.ts";
import { FlightRig } from "../../../support/flight-rig.ts";

const flyingAt = (altMslM: number, groundMslM?: number) => {
  const rig = new FlightRig();
  const end = new FakeFarEnd();
  end.altMslM = altMslM;
  rig.connect("a", end);
  if (groundMslM !== undefined) setGround(rig, groundMslM);
  rig.pass(6_000);
  const look = () => {
    rig.pass(1_000);
    rig.flight.flightWatch.look();
    return [...rig.alerts.alerts.values()].filter(({ code, active }) => code === "above-120m" && active);
  };
  return { rig, end, look };
};

const setGround = (rig: FlightRig, groundMslM: number): void => {
  Object.defineProperty(rig.ground, "terrain", {
    value: { cellM: 10, heightMslM: () => groundMslM },
    configurable: true,
  });
};

describe("what the station watches in flight", () => {
  it("shows the height above the ground by its own terrain", () => {
    const { rig, look } = flyingAt(145, 60);

    look();

    expect(rig.board.extras("1").aglM).toBe(85);
    expect(rig.board.extras("1").modes).toContain("GUIDED");
  });

  it("warns above 120 m over the ground, and settles well below it", () => {
    const { end, look } = flyingAt(185, 60);

    const above = look();
    end.altMslM = 178;
    const justBelow = look();
    end.altMslM = 170;
    const below = look();

    expect(above).toMatchObject([{ vehicleId: "1", severity: "warning", params: { height: 125 } }]);
    expect(justBelow).toHaveLength(1);
    expect(below).toEqual([]);
  });

  it("doesn't warn of a high mountain that is close below", () => {
    const { look } = flyingAt(900, 850);

    expect(look()).toEqual([]);
  });

  it("doesn't warn of what stands on the ground", () => {
    const { end, look } = flyingAt(185, 60);
    end.armed = false;

    expect(look()).toEqual([]);
  });

  it("shows no height from a position that is old", () => {
    const { rig, look } = flyingAt(145, 60);
    look();
    rig.cut("a");
    rig.pass(8_000);
    look();

    expect(rig.board.extras("1").aglM).toBeUndefined();
  });

  it("shows who holds and who steers", () => {
    const { rig, look } = flyingAt(45);
    const ann = { id: "ann", name: "Ann" };
    rig.flight.operators.join(ann);
    rig.flight.custody.claim("1", ann);
    rig.flight.steering.steer({
      kind: "vehicle.steer",
      vehicleId: "1",
      operator: ann,
      forward: 0,
      right: 0,
      up: 0,
      turn: 0,
    });
    rig.flight.flightWatch.look();

    expect(rig.board.extras("1")).toMatchObject({ custody: { holder: ann, holderPresent: true }, manual: ann });
    look();
    expect(rig.board.extras("1").manual).toBeUndefined();
  });
});
