import { describe, expect, it } from "vitest";
import { VirtualTalk } from "../../support/virtual-talk.ts";
import { virtualHome } from "../../support/virtual-vehicle.ts";

const to = { targetSystem: 1, targetComponent: 1 } as const;
const north = { latDeg: 30.8706, lonDeg: 120.433 };
const e7 = ({ latDeg, lonDeg }: { latDeg: number; lonDeg: number }) => [
  Math.round(latDeg * 1e7),
  Math.round(lonDeg * 1e7),
];
const autoMode = (sub: number): number[] => [1, 4, sub];
const changesMode = 1;

const copter = (parameters: "common" | "all" = "common"): VirtualTalk =>
  new VirtualTalk({ kind: "px4-copter", parameters });

const homeMslM = (talk: VirtualTalk): number => talk.vehicle.autopilot.home.altMslM;

/** In Hold, 20 m over its home. */
const flying = (): VirtualTalk => {
  const talk = copter();
  talk.command(22, [0, 0, 0, NaN, NaN, NaN, homeMslM(talk) + 20]);
  talk.command(400, [1]);
  talk.wait(25);
  return talk;
};

const item = (seq: number, command: number, place = north, z = 20) => ({
  ...to,
  seq,
  command,
  frame: 6,
  autocontinue: 1,
  param4: NaN,
  x: e7(place)[0] ?? 0,
  y: e7(place)[1] ?? 0,
  z,
});

const upload = (talk: VirtualTalk, items: readonly ReturnType<typeof item>[]) => {
  talk.say("MISSION_COUNT", { ...to, count: items.length });
  for (const one of items) talk.say("MISSION_ITEM_INT", one);
  return talk.last("MISSION_ACK");
};

const survey = [item(0, 22, virtualHome), item(1, 16), item(2, 16, virtualHome), item(3, 20)];

describe("simulated PX4", () => {
  it("says that it is PX4, with its own unique id, and streams without being asked", () => {
    const talk = copter();
    talk.wait(2);

    talk.command(512, [148]);

    const heartbeat = talk.said.find((one) => one.name === "HEARTBEAT" && one.componentId === 1);
    expect(heartbeat?.fields).toMatchObject({ autopilot: 12, customMode: 0x03040000, systemStatus: 3 });
    const version = talk.last("AUTOPILOT_VERSION");
    expect(version?.uid2.some((byte) => byte !== 0)).toBe(true);
    expect(version?.capabilities).toBe(0xe81cn);
    expect(talk.said.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["ATTITUDE", "GLOBAL_POSITION_INT", "ESTIMATOR_STATUS", "GIMBAL_MANAGER_STATUS"]),
    );
  });

  it("takes off to a height above sea level, in a mode of its own, once it is armed, and then holds", () => {
    const talk = copter();

    const asked = talk.command(22, [0, 0, 0, NaN, NaN, NaN, homeMslM(talk) + 20]);
    talk.wait(3);
    const waiting = [talk.vehicle.autopilot.mode, talk.heightM < 0.1];
    const armed = talk.command(400, [1]);
    talk.wait(25);

    expect([asked, armed]).toEqual([0, 0]);
    expect(waiting).toEqual(["Takeoff", true]);
    expect(talk.vehicle.autopilot.mode).toBe("Hold");
    expect(talk.heightM).toBeCloseTo(20, -0.3);
  });

  it("repositions by COMMAND_LONG and COMMAND_INT, with heights above sea level whatever the frame says", () => {
    for (const form of ["long", "int"] as const) {
      const talk = flying();
      const mslM = homeMslM(talk) + 30;

      const place = form === "long" ? [north.latDeg, north.lonDeg] : e7(north);
      const params = [-1, changesMode, 0, NaN, ...place, mslM];
      const result = form === "long" ? talk.command(192, params) : talk.commandInt(192, 6, params);
      talk.wait(30);

      expect(result).toBe(0);
      expect(talk.awayM(north)).toBeLessThan(3);
      expect(talk.vehicle.truth.altMslM).toBeCloseTo(mslM, 0);
    }
  });

  it("orbits a point by DO_ORBIT, clockwise or not, with its nose to the centre", () => {
    const talk = flying();

    const result = talk.commandInt(34, 5, [-20, 4, 0, NaN, ...e7(north), homeMslM(talk) + 25]);
    talk.wait(40);

    const { eastM, northM } = talk.vehicle.plane.toLocal(north);
    const at = () => Math.atan2(talk.vehicle.truth.eastM - eastM, talk.vehicle.truth.northM - northM);
    const before = at();
    talk.wait(1);
    expect(result).toBe(0);
    expect(talk.vehicle.autopilot.mode).toBe("Orbit");
    expect(talk.awayM(north)).toBeCloseTo(20, -0.3);
    expect(Math.sin(at() - before)).toBeLessThan(-0.1);
    expect(Math.cos(talk.vehicle.truth.yawRad - at())).toBeLessThan(-0.97);
  });

  it("asks for items with MISSION_REQUEST_INT, again for the one it wants, and keeps the old mission until the end", () => {
    const talk = copter();
    upload(talk, survey);
    const before = talk.vehicle.autopilot.runner.items;

    talk.say("MISSION_COUNT", { ...to, count: 2 });
    const wrong = talk.say("MISSION_ITEM_INT", item(5, 16));
    const half = talk.say("MISSION_ITEM_INT", item(0, 22));
    const stored = talk.vehicle.autopilot.runner.items;
    const silence = talk.wait(5.5).flatMap((one) => (one.name === "MISSION_ACK" ? [one.fields.type] : []));

    expect(wrong).toMatchObject([{ name: "MISSION_REQUEST_INT", fields: { seq: 0 } }]);
    expect(half).toMatchObject([{ name: "MISSION_REQUEST_INT", fields: { seq: 1 } }]);
    expect(stored).toBe(before);
    expect(silence).toEqual([15]);
  });

  it("gives each mission an id that says whether it is the same", () => {
    const talk = copter();

    const first = upload(talk, survey)?.opaqueId;
    const [count] = talk.say("MISSION_REQUEST_LIST", to);
    talk.wait(1.5);
    const current = talk.last("MISSION_CURRENT");
    const other = upload(talk, survey.slice(0, 2))?.opaqueId;
    const again = upload(talk, survey)?.opaqueId;

    expect(first).toBeGreaterThan(0);
    expect(count).toMatchObject({ name: "MISSION_COUNT", fields: { count: 4, opaqueId: first } });
    expect(current).toMatchObject({ missionId: first, total: 4 });
    expect(other).not.toBe(first);
    expect(again).toBe(first);
  });

  it("starts a mission by MISSION_START, which arms it too, and lands at the end", () => {
    const talk = copter();
    const none = talk.command(300, [0, -1]);
    upload(talk, survey);

    const started = talk.command(300, [0, 3]);
    talk.wait(20);
    const mode = talk.vehicle.autopilot.mode;
    talk.wait(160);

    expect([none, started]).toEqual([2, 0]);
    expect(mode).toBe("Mission");
    expect(talk.vehicle.autopilot.armed).toBe(false);
    expect(talk.awayM(virtualHome)).toBeLessThan(3);
  });

  it("refuses to be disarmed in the air but by force, and modes that it does not have", () => {
    const talk = flying();

    expect(talk.command(400, [0])).toBe(1);
    expect(talk.command(176, [1, 9, 9])).toBe(3);
    expect(talk.command(176, autoMode(4))).toBe(1);
    expect(talk.command(400, [0, 21196])).toBe(0);
    talk.wait(4);
    expect(talk.heightM).toBeLessThan(1);
  });

  it("sends integers as their bytes, and a hash of all", () => {
    const talk = copter();

    const [mode] = talk.say("PARAM_REQUEST_READ", { ...to, paramId: "COM_DL_LOSS_T", paramIndex: -1 });
    const [hash] = talk.say("PARAM_REQUEST_READ", { ...to, paramId: "_HASH_CHECK", paramIndex: -1 });
    const bytes = new DataView(new ArrayBuffer(4));
    bytes.setInt32(0, 25);
    const paramValue = bytes.getFloat32(0);
    talk.say("PARAM_SET", { ...to, paramId: "COM_DL_LOSS_T", paramType: 6, paramValue });
    const [wrongType] = talk.say("PARAM_SET", { ...to, paramId: "COM_DL_LOSS_T", paramType: 9, paramValue: 3 });

    bytes.setFloat32(0, mode?.name === "PARAM_VALUE" ? mode.fields.paramValue : 0);
    expect(bytes.getInt32(0)).toBe(10);
    expect(hash).toMatchObject({ name: "PARAM_VALUE", fields: { paramId: "_HASH_CHECK", paramIndex: 65535 } });
    expect(talk.vehicle.parameters.number("COM_DL_LOSS_T", 0)).toBe(25);
    expect(wrongType).toMatchObject({ fields: { paramValue } });
  });

  it("lists as many parameters as a real one, each name once", () => {
    const talk = copter("all");
    talk.say("PARAM_REQUEST_LIST", to);
    talk.wait(35);

    const names = talk.said.flatMap((one) => (one.name === "PARAM_VALUE" ? [one.fields.paramId] : []));
    expect(names.length).toBeGreaterThan(1000);
    expect(new Set(names).size).toBe(names.length);
    expect(names.at(-1)).toBe("_HASH_CHECK");
  });

  it("lets only who has control point its gimbal", () => {
    const talk = copter();

    const without = talk.command(1000, [-30, 10, NaN, NaN]);
    const taken = talk.command(1001, [-2, -2, -1, -1]);
    const pointed = talk.command(1000, [-30, 10, NaN, NaN]);
    talk.wait(3);

    expect([without, taken, pointed]).toEqual([2, 0, 0]);
    expect((talk.vehicle.truth.gimbalPitchRad * 180) / Math.PI).toBeCloseTo(-30, 0);
    expect(talk.last("GIMBAL_MANAGER_STATUS")).toMatchObject({ primaryControlSysid: 255, primaryControlCompid: 190 });
  });

  it("returns when its ground station falls silent, if NAV_DLL_ACT says so", () => {
    const talk = flying();
    talk.vehicle.parameters.set("NAV_DLL_ACT", 2);
    talk.say("HEARTBEAT", { type: 6, autopilot: 8 });

    talk.wait(9);
    const early = talk.vehicle.autopilot.mode;
    talk.wait(2);

    expect([early, talk.vehicle.autopilot.mode]).toEqual(["Hold", "Return"]);
  });

  it("does not answer for components that aren't there", () => {
    expect(copter().command(512, [148], { targetComponent: 154 })).toBeUndefined();
  });
});
