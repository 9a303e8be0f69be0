import { describe, expect, it } from "vitest";
import { jobFaultCodes } from "../../../../shared/protocols/job.ts";
import type { VehicleAction } from "../../../../shared/wire/actions.ts";
import { type FarEnd, FlightRig } from "../../../support/flight-rig.ts";
import type { LossyWay } from "../../../support/lossy-link.ts";
import { VirtualRadio, type VirtualVehicleOptions } from "../../../support/virtual-vehicle.ts";

const bad: LossyWay = { loss: 0.3, duplicate: 0.1, delayMs: 150, jitterMs: 100, reorder: 0.1, reorderMs: 1_500 };

const far = (radio: VirtualRadio): FarEnd => ({
  receive: (bytes) => radio.send(bytes),
  onBytes: (listener) => radio.onBytes((bytes) => listener(bytes)),
  stepTo: (ms) => radio.stepTo(ms),
});

/** Its truth, once it is known well enough to be commanded; the link is bad from then on. */
const onBadLink = (options: VirtualVehicleOptions) => {
  const rig = new FlightRig();
  const radio = new VirtualRadio(options);
  rig.connect("a", far(radio));
  rig.passUntil(() => rig.host.vehicles.get("1")?.home !== undefined && rig.vehicle().position !== undefined, 60_000);
  rig.pass(3_000);
  radio.link.up.way = bad;
  radio.link.down.way = bad;
  return { rig, truth: radio.vehicle.vehicle };
};

type Truth = ReturnType<typeof onBadLink>["truth"];

describe("on a link that loses 30 %, copies, delays and turns packets round", () => {
  const cases: readonly (readonly [VehicleAction, VirtualVehicleOptions, (truth: Truth) => boolean])[] = [
    [{ kind: "arm" }, { kind: "copter" }, ({ autopilot }) => autopilot.armed],
    [
      { kind: "take-off", heightM: 10 },
      { kind: "copter" },
      ({ autopilot, truth }) => autopilot.armed && truth.altMslM > 0.5,
    ],
    [{ kind: "take-off", heightM: 10 }, { kind: "px4-copter" }, ({ autopilot }) => autopilot.armed],
    [{ kind: "return" }, { kind: "copter", airborneM: 40 }, ({ autopilot }) => autopilot.behaviour === "return"],
    [{ kind: "land" }, { kind: "px4-copter", airborneM: 40 }, ({ autopilot }) => autopilot.behaviour === "land"],
    [{ kind: "emergency-stop" }, { kind: "copter", airborneM: 40 }, ({ autopilot }) => !autopilot.armed],
  ];

  it.each(cases)("%j ends, done only where it is so", async (action, options, isSo) => {
    let done = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const { rig, truth } = onBadLink({ ...options, seed });

      const ended = await rig.finish(action, 90_000);

      expect(["done", "failed"]).toContain(ended.state);
      if (ended.state === "done") {
        done += 1;
        expect(isSo(truth)).toBe(true);
      } else expect(jobFaultCodes).toContain(ended.fault?.code);
    }
    // Five tries get through nearly always.
    expect(done).toBeGreaterThanOrEqual(4);
  });
});
