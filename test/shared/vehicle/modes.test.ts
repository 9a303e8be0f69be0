import { expect, test } from "vitest";
import { vehicleKind } from "../../../shared/vehicle/kinds.ts";
import { modeName } from "../../../shared/vehicle/modes.ts";

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
