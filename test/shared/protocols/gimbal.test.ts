import { expect, test } from "vitest";
import type { CommandPlan, JobCommand } from "../../../shared/protocols/command-job.ts";
import { type GimbalOwner, type GimbalWish, gimbalPlans } from "../../../shared/protocols/gimbal.ts";
import { asRad, degToRad } from "../../../shared/units/angle.ts";

const own = { systemId: 255, componentId: 190 };
const place = { latDeg: 30.87, lonDeg: 120.43 };
const home = { atMs: 0, ...place, altMslM: 40 };
const lookAt: GimbalWish = { kind: "look-at", place, altMslM: 55 };
const down: GimbalWish = { kind: "angles", pitchRad: degToRad(-60), yawRad: degToRad(20) };
const manager = {
  ...{ atMs: 0, componentId: 154, deviceId: 1 },
  capabilities: ["pitch", "yaw"],
  ...{ pitchMinRad: degToRad(-45), pitchMaxRad: degToRad(10), yawMinRad: degToRad(-30), yawMaxRad: degToRad(30) },
} as const;

const commandsOf = (plan: CommandPlan): readonly JobCommand[] => ("command" in plan ? [plan] : plan);
const plansOf = (wish: GimbalWish, owner: GimbalOwner): (readonly JobCommand[])[] =>
  gimbalPlans(wish, owner, own).map(commandsOf);
const numbersOf = (wish: GimbalWish, owner: GimbalOwner): number[][] =>
  plansOf(wish, owner).map((commands) => commands.map(({ command }) => command));

test("looks at a place by its height above the sea, first by COMMAND_INT, whose frame says so", () => {
  const [[first] = []] = plansOf(lookAt, { autopilot: "ardupilot", home });

  expect(first).toMatchObject({ command: 195, forms: ["int"], place: { ...place, frame: 0 } });
  expect(first?.params[6]).toBe(55);
});

test("ArduPilot's COMMAND_LONG and DO_SET_ROI get the height above home", () => {
  const [, long, old] = plansOf(lookAt, { autopilot: "ardupilot", home });

  expect(long).toMatchObject([{ command: 195, place: { frame: 3 }, params: [0, 0, 0, 0, 0, 0, 15] }]);
  expect(old).toMatchObject([{ command: 201, place: { frame: 3 }, params: [3, 0, 0, 0, 0, 0, 15] }]);
});

test("without a home, ArduPilot is never told a height that it would take for one above home", () => {
  expect(numbersOf(lookAt, { autopilot: "ardupilot" })).toEqual([[195]]);
});

test("PX4 gets heights above the sea by every way", () => {
  const heights = plansOf(lookAt, { autopilot: "px4", home }).map(([command]) => command?.params[6]);

  expect(heights).toEqual([55, 55, 55]);
});

test("turns by the gimbal manager, yaw from the nose, then by the old mount command", () => {
  const [[managed] = [], [mounted] = []] = plansOf(down, { autopilot: "ardupilot" });

  expect(managed?.command).toBe(1000);
  expect(managed?.params[0]).toBeCloseTo(-60);
  expect(managed?.params[1]).toBeCloseTo(20);
  expect(managed?.params.slice(2)).toEqual([Number.NaN, Number.NaN, 44, 0, 0]);
  expect(mounted?.command).toBe(205);
  expect(mounted?.params[0]).toBeCloseTo(-60);
  expect(mounted?.params[6]).toBe(2);
});

test("turns no further than the gimbal's limits, and takes 340 degrees for 20 to the left", () => {
  const owner = { autopilot: "ardupilot", gimbalManager: manager } as const;

  const [[command] = []] = plansOf({ kind: "angles", pitchRad: asRad(-1.5), yawRad: degToRad(340) }, owner);

  expect(command?.params[0]).toBeCloseTo(-45);
  expect(command?.params[1]).toBeCloseTo(-20);
  expect(command).toMatchObject({ componentId: 154 });
  expect(command?.params[6]).toBe(1);
});

test("takes control first where another ground station has it, and with PX4 always", () => {
  const other = { ...manager, controlledBy: { systemId: 254, componentId: 190 } };

  expect(numbersOf(down, { autopilot: "ardupilot", gimbalManager: other })[0]).toEqual([1001, 1000]);
  expect(numbersOf(down, { autopilot: "px4" })).toEqual([
    [1001, 1000],
    [204, 205],
  ]);
  expect(plansOf(down, { autopilot: "px4" })[0]?.[0]).toMatchObject({
    params: [255, 190, -1, -1, 0, 0, 0],
    optional: true,
  });
});

test("doesn't take control that it has", () => {
  const ours = { ...manager, controlledBy: own };

  expect(numbersOf(down, { autopilot: "px4", gimbalManager: ours })[0]).toEqual([1000]);
});

test("centres by the neutral flag, or by angles of 0 where the gimbal has no neutral", () => {
  const flagOf = (owner: GimbalOwner) => plansOf({ kind: "centre" }, owner)[0]?.at(-1)?.params[4];

  expect(flagOf({ autopilot: "ardupilot" })).toBe(2);
  expect(flagOf({ autopilot: "ardupilot", gimbalManager: manager })).toBe(44);
});

test("looks no longer at a place", () => {
  expect(numbersOf({ kind: "none" }, { autopilot: "ardupilot" })).toEqual([[197], [201], [205]]);
});
