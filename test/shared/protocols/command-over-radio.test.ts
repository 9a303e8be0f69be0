import { expect, test } from "vitest";
import { type CommandJobOptions, commandJob } from "../../../shared/protocols/command-job.ts";
import { modeNumber } from "../../../shared/vehicle/modes.ts";
import { JobRun } from "../../support/job-run.ts";
import { VirtualRadio, type VirtualVehicleOptions, virtualHome } from "../../support/virtual-vehicle.ts";

const own = { systemId: 255, componentId: 190 };
const target = { systemId: 1, componentId: 1, autopilot: "ardupilot" } as const;
const slow = { delayMs: 30 };

const told = (
  options: VirtualVehicleOptions,
  alternatives: CommandJobOptions["alternatives"],
  way: { readonly delayMs?: number; readonly loss?: number; readonly duplicate?: number } = slow,
): JobRun => {
  const radio = new VirtualRadio({ ...options, up: way, down: way });
  radio.stepTo(3_000);
  return new JobRun(radio, commandJob({ target, own, alternatives })).run(60_000);
};

test("arming that is refused while the position estimate is missing says why", () => {
  const { fault } = told({ kind: "copter", boot: "cold" }, [{ command: 400, params: [1] }]);

  expect(fault?.code).toBe("failed");
  expect(fault?.vehicleText).toMatch(/^(Arm|PreArm): /);
});

test("a mode goes by DO_SET_MODE or by SET_MODE, on each firmware", () => {
  const loiter = modeNumber("LOITER", 3, 2);
  const hold = modeNumber("Hold", 12, 2);
  if (loiter === undefined || hold === undefined) throw new Error("There are no such modes.");
  const ways = ({ customMode, main, sub }: typeof hold) =>
    [
      [{ command: 176, params: [1, main, sub] }],
      [{ command: 11, params: [1, customMode], forms: ["set-mode"] }],
    ] as const;

  for (const way of ways(loiter)) expect(told({ kind: "copter", airborneM: 20 }, [way]).status.state).toBe("done");
  for (const way of ways(hold)) expect(told({ kind: "px4-copter", airborneM: 20 }, [way]).status.state).toBe("done");
});

test("a place that goes only by COMMAND_INT gets there though COMMAND_LONG was tried first", () => {
  const reposition = {
    ...{ command: 192, params: [-1, 1, 0, Number.NaN, 0, 0, 20] },
    place: { ...virtualHome, frame: 3 },
    forms: ["long", "int"],
  } as const;

  const run = told({ kind: "copter", airborneM: 20 }, [reposition]);

  expect(run.status.state).toBe("done");
  expect(run.sent).toBe(2);
});

test("over a radio that loses half of all and doubles a fifth, a command is done or says that nobody answered", () => {
  const outcomes = Array.from({ length: 30 }, (_, seed) => {
    const way = { delayMs: 300, loss: 0.5, duplicate: 0.2 };
    const { status } = told({ kind: "rover", seed }, [{ command: 176, params: [1, 4, 0] }], way);
    return status.state === "failed" ? status.fault.code : status.state;
  });

  expect(new Set(outcomes)).toEqual(new Set(["done", "no-answer"]));
  expect(outcomes.filter((outcome) => outcome === "done").length).toBeGreaterThan(15);
});
