import { describe, expect, it } from "vitest";
import type { MissionItem } from "../../../../shared/protocols/mission/mission-item.ts";
import { compareReadBack, type ReadBackRules } from "../../../../shared/protocols/mission/read-back.ts";
import { buildItem } from "../../../support/build-mission.ts";

const copter: ReadBackRules = { autopilot: "ardupilot", type: "mission" };
const px4: ReadBackRules = { autopilot: "px4", type: "mission" };
const other: ReadBackRules = { autopilot: "other", type: "mission" };
const home = buildItem({ frame: 0, z: 0 });
const storedHome = buildItem({ frame: 0, z: 5.09, x: 308_700_011, y: 1_204_330_007 });

const int = (items: readonly MissionItem[]) => items.map((item) => ({ item, form: "int" as const }));

/** ArduPilot's item 0 is home: what matters is item 1. */
const onCopter = (sent: MissionItem, back: MissionItem) =>
  compareReadBack([home, sent], int([storedHome, back]), copter)?.field;
const onPx4 = (sent: MissionItem, back: MissionItem) => compareReadBack([sent], int([back]), px4)?.field;

describe("compare-read-back with ArduPilot", () => {
  it.each([
    ["frame 6 as 3", buildItem({ frame: 6 }), buildItem({ frame: 3 })],
    ["frame 11 as 10", buildItem({ frame: 11 }), buildItem({ frame: 10 })],
    ["frame 5 as 0", buildItem({ frame: 5 }), buildItem({ frame: 0 })],
    [
      "a DO_ command's frame 2 as 0",
      buildItem({ command: 178, frame: 2, params: [1, 5, -1, 0], x: 0, y: 0, z: 0 }),
      buildItem({ command: 178, frame: 0, params: [1, 5, -1, 0], x: 0, y: 0, z: 0 }),
    ],
    [
      "RTL's frame 6 and place as 0",
      buildItem({ command: 20 }),
      buildItem({ command: 20, frame: 0, x: 0, y: 0, z: 0 }),
    ],
    [
      "DO_MOUNT_CONTROL without its p7",
      buildItem({ command: 205, frame: 2, params: [-60, 0, 0, 0], x: 0, y: 0, z: 2 }),
      buildItem({ command: 205, frame: 0, params: [-60, 0, 0, 0], x: 0, y: 0, z: 0 }),
    ],
    ["heights as whole centimetres", buildItem({ z: 40.2583 }), buildItem({ z: Math.fround(40.25) })],
    ["a height that float32 can't hold", buildItem({ z: 40.1 }), buildItem({ z: Math.fround(40.1) })],
    ["a waypoint's yaw dropped", buildItem({ params: [0, 0, 0, 90] }), buildItem()],
    ["a yaw of NaN as 0", buildItem({ params: [0, 0, 0, Number.NaN] }), buildItem()],
    ["a delay as whole seconds", buildItem({ params: [2.7, 0, 0, 0] }), buildItem({ params: [2, 0, 0, 0] })],
    ["autocontinue always 1", buildItem({ autocontinue: 0 }), buildItem({ autocontinue: 1 })],
  ])("takes %s for equal", (_, sent, back) => {
    expect(onCopter(sent, back)).toBeUndefined();
  });

  it.each([
    ["another command", buildItem(), buildItem({ command: 17 }), "command"],
    ["a waypoint above home as above the sea", buildItem({ frame: 6 }), buildItem({ frame: 0 }), "frame"],
    ["a waypoint above home as above ground", buildItem({ frame: 6 }), buildItem({ frame: 10 }), "frame"],
    ["one unit of latitude", buildItem(), buildItem({ x: 308_700_001 }), "x"],
    ["one unit of longitude", buildItem(), buildItem({ y: 1_204_329_999 }), "y"],
    ["a waypoint without its place", buildItem(), buildItem({ x: 0 }), "x"],
    ["two centimetres of height", buildItem({ z: 40.26 }), buildItem({ z: Math.fround(40.24) }), "z"],
    ["height 0", buildItem(), buildItem({ z: 0 }), "z"],
    ["another yaw", buildItem({ params: [0, 0, 0, 90] }), buildItem({ params: [0, 0, 0, 45] }), "param4"],
    ["another delay", buildItem({ params: [2.7, 0, 0, 0] }), buildItem({ params: [3, 0, 0, 0] }), "param1"],
    ["a dropped delay", buildItem({ params: [2, 0, 0, 0] }), buildItem(), "param1"],
    [
      "another speed",
      buildItem({ command: 178, frame: 2, params: [1, 5, -1, 0] }),
      buildItem({ command: 178, frame: 0, params: [1, 0, -1, 0], x: 0, y: 0, z: 0 }),
      "param2",
    ],
    [
      "another angle of the camera",
      buildItem({ command: 205, frame: 2, params: [-60, 0, 0, 0] }),
      buildItem({ command: 205, frame: 0, params: [-30, 0, 0, 0], x: 0, y: 0, z: 0 }),
      "param1",
    ],
    ["RTL with a height that nobody sent", buildItem({ command: 20, z: 0 }), buildItem({ command: 20, z: 9 }), "z"],
    [
      "a jump elsewhere",
      buildItem({ command: 177, params: [2, -1, 0, 0] }),
      buildItem({ command: 177, params: [3, -1, 0, 0] }),
      "param1",
    ],
    [
      "turns cut off",
      buildItem({ command: 18, params: [2.5, 0, 30, 0] }),
      buildItem({ command: 18, params: [2, 0, 30, 0] }),
      "param1",
    ],
  ])("finds %s", (_, sent, back, field) => {
    expect(onCopter(sent, back)).toBe(field);
  });

  it("takes any home for item 0, but only a home, and only for item 0", () => {
    expect(compareReadBack([home], int([storedHome]), copter)).toBeUndefined();
    expect(compareReadBack([home], int([{ ...storedHome, frame: 3 }]), copter)).toEqual({ item: 0, field: "frame" });
    expect(compareReadBack([home], int([{ ...storedHome, command: 22 }]), copter)).toEqual({
      item: 0,
      field: "command",
    });
    expect(compareReadBack([home, home], int([storedHome, storedHome]), copter)).toEqual({ item: 1, field: "x" });
    expect(compareReadBack([home], int([storedHome]), px4)).toEqual({ item: 0, field: "x" });
  });

  it("finds items that are missing or too many", () => {
    expect(compareReadBack([home, buildItem()], int([storedHome]), copter)).toEqual({ item: 1, field: "count" });
    expect(compareReadBack([home], int([storedHome, buildItem()]), copter)).toEqual({ item: 1, field: "count" });
    expect(compareReadBack([], int([buildItem()]), { ...copter, type: "fence" })).toEqual({ item: 0, field: "count" });
  });

  it("counts a home alone as no mission", () => {
    expect(compareReadBack([], int([storedHome]), copter)).toBeUndefined();
    expect(compareReadBack([], int([storedHome]), px4)).toEqual({ item: 0, field: "count" });
  });

  it("bears the rounding of MISSION_ITEM only where it was used", () => {
    const sent = buildItem();
    const rounded = buildItem({ y: 1_204_329_986 });
    const elsewhere = buildItem({ y: 1_204_331_000 });
    const back = (item: MissionItem) => [
      { item: storedHome, form: "float" as const },
      { item, form: "float" as const },
    ];

    expect(onCopter(sent, rounded)).toBe("y");
    expect(compareReadBack([home, sent], back(rounded), copter)).toBeUndefined();
    expect(compareReadBack([home, sent], int([storedHome, rounded]), { ...copter, sentAs: "float" })).toBeUndefined();
    expect(compareReadBack([home, sent], back(elsewhere), copter)).toEqual({ item: 1, field: "y" });
  });

  it("knows what a fence keeps, and what it must keep", () => {
    const fence: ReadBackRules = { autopilot: "ardupilot", type: "fence" };
    const corner = buildItem({ command: 5001, frame: 3, params: [4, 0, 0, 0], z: 10 });
    const stored = { ...corner, frame: 0, z: 0, autocontinue: 0 };

    expect(compareReadBack([corner], int([stored]), fence)).toBeUndefined();
    expect(compareReadBack([corner], int([{ ...stored, command: 5002 }]), fence)?.field).toBe("command");
    expect(compareReadBack([corner], int([{ ...stored, params: [3, 0, 0, 0] }]), fence)?.field).toBe("param1");
    expect(compareReadBack([corner], int([{ ...stored, x: stored.x + 1 }]), fence)?.field).toBe("x");
  });

  it("knows that rally points keep whole metres", () => {
    const rally: ReadBackRules = { autopilot: "ardupilot", type: "rally" };
    const point = buildItem({ command: 5100, frame: 3, z: 30.6 });

    expect(compareReadBack([point], int([{ ...point, z: 30 }]), rally)).toBeUndefined();
    expect(compareReadBack([point], int([{ ...point, z: 31 }]), rally)?.field).toBe("z");
    expect(compareReadBack([point], int([{ ...point, frame: 0 }]), rally)?.field).toBe("frame");
    expect(compareReadBack([point], int([{ ...point, z: 30 }]), { ...rally, autopilot: "px4" })?.field).toBe("z");
  });
});

describe("compare-read-back with PX4", () => {
  it("knows its frames, its dropped parameters and its angles", () => {
    expect(onPx4(buildItem({ frame: 3 }), buildItem({ frame: 6 }))).toBeUndefined();
    expect(onPx4(buildItem({ frame: 6 }), buildItem({ frame: 5 }))).toBe("frame");
    expect(onPx4(buildItem({ params: [0, 0, 7, 0] }), buildItem())).toBeUndefined();
    expect(onPx4(buildItem({ params: [0, 3, 0, 0] }), buildItem())).toBe("param2");
    expect(onPx4(buildItem({ params: [0, 0, 0, -90] }), buildItem({ params: [0, 0, 0, 270] }))).toBeUndefined();
    expect(onPx4(buildItem({ params: [0, 0, 0, -90] }), buildItem({ params: [0, 0, 0, 90] }))).toBe("param4");
  });

  it("takes a yaw of NaN for another thing than north", () => {
    const free = buildItem({ params: [0, 0, 0, Number.NaN] });

    expect(onPx4(free, free)).toBeUndefined();
    expect(onPx4(free, buildItem())).toBe("param4");
    expect(onPx4(buildItem(), free)).toBe("param4");
  });

  it("keeps items without a place whole", () => {
    const speed = buildItem({ command: 178, frame: 2, params: [1, 5, -1, 0], x: 0, y: 0, z: 0 });

    expect(onPx4(speed, speed)).toBeUndefined();
    expect(onPx4(speed, { ...speed, frame: 0 })).toBe("frame");
    expect(onPx4(speed, { ...speed, params: [1, 5, 0, 0] })).toBe("param3");
    expect(onPx4(buildItem({ autocontinue: 0 }), buildItem())).toBe("autocontinue");
  });
});

describe("compare-read-back with others", () => {
  it("forgives nothing but the int of a frame", () => {
    const item = buildItem({ params: [1.5, 2, 3, 4] });

    expect(compareReadBack([item], int([{ ...item, frame: 3 }]), other)).toBeUndefined();
    expect(compareReadBack([item], int([{ ...item, params: [1, 2, 3, 4] }]), other)?.field).toBe("param1");
    expect(compareReadBack([item], int([{ ...item, z: 40.01 }]), other)?.field).toBe("z");
    expect(compareReadBack([item], int([{ ...item, params: [1.5, 2, 3, 0] }]), other)?.field).toBe("param4");
  });
});
