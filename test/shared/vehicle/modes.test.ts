import { expect, test } from "vitest";
import { vehicleKind } from "../../../shared/vehicle/kinds.ts";
import { autopilotNumber, modeName, modeNumber, modesFor, modesOf } from "../../../shared/vehicle/modes.ts";

const ardupilot = 3;
const px4 = 12;

test.each([
  ["Copter", 2, 6, "RTL"],
  ["Copter", 13, 21, "SMART_RTL"],
  ["helicopter", 4, 26, "AUTOROTATE"],
  ["Plane", 1, 10, "AUTO"],
  ["quadplane", 20, 19, "QLOITER"],
  ["Rover", 10, 4, "HOLD"],
  ["robot dog", 46, 15, "GUIDED"],
  ["Boat", 11, 11, "RTL"],
  ["Sub", 12, 9, "SURFACE"],
  ["Copter", 2, 99, "MODE(99)"],
  ["a type without modes", 8, 4, "MODE(4)"],
])("ArduPilot's %s (MAV_TYPE %i) calls mode %i %s", (_what, type, mode, name) => {
  expect(modeName(ardupilot, type, mode)).toBe(name);
});

test.each([
  [1, 0, "Manual"],
  [3, 0, "Position"],
  [3, 1, "Orbit"],
  [4, 3, "Hold"],
  [4, 4, "Mission"],
  [4, 5, "Return"],
  [4, 6, "Land"],
  [4, 11, "External 1"],
  [6, 0, "Offboard"],
  [7, 0, "Stabilized"],
])("PX4's main mode %i, sub mode %i is %s", (main, sub, name) => {
  expect(modeName(px4, 2, (main << 16) | (sub << 24))).toBe(name);
});

test("a PX4 mode of a later version keeps its number", () => {
  expect(modeName(px4, 2, (4 << 16) | (77 << 24))).toBe(`MODE(${(4 << 16) | (77 << 24)})`);
});

test.each([
  [2, "multirotor"],
  [1, "fixed-wing"],
  [22, "vtol"],
  [4, "helicopter"],
  [10, "ground-robot"],
  [46, "ground-robot"],
  [11, "boat"],
  [8, "other"],
])("MAV_TYPE %i is a %s", (type, kind) => {
  expect(vehicleKind(type)).toBe(kind);
});

test.each([
  ["Copter", ardupilot, 2],
  ["Rover", ardupilot, 10],
  ["Plane", ardupilot, 1],
  ["quadplane", ardupilot, 20],
  ["Sub", ardupilot, 12],
  ["PX4's multirotor", px4, 2],
  ["PX4's VTOL", px4, 22],
])("asked for by its name, each mode that %s lists comes back as itself", (_what, autopilot, type) => {
  const names = modesOf(autopilot, type);

  expect(names.length).toBeGreaterThan(5);
  const heard = names.map((name) => modeName(autopilot, type, modeNumber(name, autopilot, type)?.customMode ?? -1));
  expect(heard).toEqual(names);
});

test("PX4's modes go as main and sub mode", () => {
  expect(modeNumber("Return", px4, 2)).toEqual({ customMode: 0x05040000, main: 4, sub: 5 });
});

test.each([
  [ardupilot, 2, "HOLD"],
  [ardupilot, 10, "LAND"],
  [ardupilot, 2, "MODE(99)"],
  [ardupilot, 2, "Hold"],
  [ardupilot, 16, "INITIALISING"],
  [px4, 2, "Termination"],
  [px4, 2, "Auto"],
  [px4, 10, "Takeoff"],
  [8, 2, "AUTO"],
])("autopilot %i, type %i can't be set to %s", (autopilot, type, name) => {
  expect(modeNumber(name, autopilot, type)).toBeUndefined();
  expect(modesOf(autopilot, type)).not.toContain(name);
});

test.each([
  ["hold", ardupilot, 2, "BRAKE"],
  ["hold", ardupilot, 10, "HOLD"],
  ["hold", ardupilot, 11, "LOITER"],
  ["hold", ardupilot, 1, "LOITER"],
  ["hold", px4, 2, "Hold"],
  ["return", ardupilot, 46, "RTL"],
  ["return", px4, 10, "Return"],
  ["land", ardupilot, 2, "LAND"],
  ["land", ardupilot, 20, "QLAND"],
  ["land", ardupilot, 10, undefined],
  ["land", px4, 10, undefined],
  ["auto", px4, 2, "Mission"],
  ["guided", ardupilot, 10, "GUIDED"],
  ["guided", 8, 2, undefined],
] as const)("to %s, autopilot %i of type %i goes into %s", (role, autopilot, type, name) => {
  expect(modesFor(role, autopilot, type)[0]).toBe(name);
});

test("a family that is told apart has its MAV_AUTOPILOT", () => {
  expect([autopilotNumber("ardupilot"), autopilotNumber("px4"), autopilotNumber("other")]).toEqual([3, 12, undefined]);
});
