import { describe, expect, it } from "vitest";
import { VirtualTalk } from "../../support/virtual-talk.ts";
import { virtualHome } from "../../support/virtual-vehicle.ts";

const to = { targetSystem: 1, targetComponent: 1 } as const;
const north = { latDeg: 30.8706, lonDeg: 120.433 };
const e7 = (place: { latDeg: number; lonDeg: number }) => [
  Math.round(place.latDeg * 1e7),
  Math.round(place.lonDeg * 1e7),
];

/** A copter in GUIDED, 20 m over its home. */
const flying = (): VirtualTalk => {
  const talk = new VirtualTalk({ kind: "copter" });
  talk.command(176, [1, 4]);
  talk.command(400, [1]);
  talk.command(22, [0, 0, 0, 0, 0, 0, 20]);
  talk.wait(20);
  return talk;
};

const heartbeatOf = (talk: VirtualTalk) =>
  talk.said.findLast((one) => one.name === "HEARTBEAT" && one.componentId === 1)?.fields;

const heartbeat = (talk: VirtualTalk) => talk.say("HEARTBEAT", { type: 6, autopilot: 8 });
const set = (talk: VirtualTalk, paramId: string, paramValue: number) =>
  talk.say("PARAM_SET", { ...to, paramId, paramValue });

const item = (command: number, place = north, z = 20, params: readonly number[] = [], frame = 3) => ({
  command,
  frame,
  params,
  z,
  ...(command === 177 || command === 178 ? { x: 0, y: 0 } : { x: e7(place)[0] ?? 0, y: e7(place)[1] ?? 0 }),
});

const upload = (talk: VirtualTalk, items: readonly ReturnType<typeof item>[], missionType = 0): number | undefined => {
  talk.say("MISSION_COUNT", { ...to, count: items.length, missionType });
  items.forEach(({ params, ...rest }, seq) => {
    const [param1 = 0, param2 = 0, param3 = 0, param4 = 0] = params;
    talk.say("MISSION_ITEM_INT", { ...to, ...rest, seq, param1, param2, param3, param4, missionType });
  });
  return talk.last("MISSION_ACK")?.type;
};

const home = item(16, virtualHome, 0, [], 0);

describe("simulated ArduPilot", () => {
  it("takes off only in GUIDED and armed, and shows in its heartbeat when it flies", () => {
    const talk = new VirtualTalk({ kind: "copter" });

    const disarmed = talk.command(22, [0, 0, 0, 0, 0, 0, 20]);
    talk.command(400, [1]);
    const inStabilize = talk.command(22, [0, 0, 0, 0, 0, 0, 20]);
    talk.command(176, [1, 4]);
    talk.wait(1);
    const armed = heartbeatOf(talk);
    const accepted = talk.command(22, [0, 0, 0, 0, 0, 0, 20]);
    talk.wait(20);

    expect([disarmed, inStabilize, accepted]).toEqual([4, 4, 0]);
    expect(talk.heightM).toBeCloseTo(20, 0);
    // Armed on the ground it is still "standby", as in the logs.
    expect(armed).toMatchObject({ baseMode: 217, systemStatus: 3 });
    expect(heartbeatOf(talk)).toMatchObject({ baseMode: 217, customMode: 4, systemStatus: 4 });
  });

  it("disarms itself after ten seconds on the ground, as in the probe", () => {
    const talk = new VirtualTalk({ kind: "copter" });
    talk.command(400, [1]);

    talk.wait(9.5);
    const before = talk.vehicle.autopilot.armed;
    talk.wait(1);

    expect([before, talk.vehicle.autopilot.armed]).toEqual([true, false]);
    expect(talk.texts().at(-1)).toBe("Disarming motors");
  });

  it("refuses to arm before its position estimate is there and says why", () => {
    const talk = new VirtualTalk({ kind: "copter", boot: "cold" });
    talk.wait(30);

    const early = talk.command(400, [1]);
    const why = talk.texts().at(-1);
    talk.wait(12);
    const late = talk.command(400, [1]);

    expect([early, why, late]).toEqual([4, "Arm: Need Position Estimate", 0]);
  });

  it("can't be armed in a mode that flies by itself", () => {
    const talk = new VirtualTalk({ kind: "copter" });
    talk.command(176, [1, 6]);

    expect(talk.command(400, [1])).toBe(4);
    expect(talk.texts().at(-1)).toBe("Arm: Mode not armable");
  });

  it("keeps heights above home, sea level and ground apart", () => {
    for (const [frame, z, heightOf] of [
      [6, 30, (talk: VirtualTalk) => talk.heightM],
      [5, 40, (talk: VirtualTalk) => talk.vehicle.truth.altMslM],
      [
        11,
        25,
        (talk: VirtualTalk) => {
          const { eastM, northM, altMslM } = talk.vehicle.truth;
          return altMslM - talk.vehicle.ground.heightMslM(eastM, northM);
        },
      ],
    ] as const) {
      const talk = flying();

      const result = talk.commandInt(192, frame, [-1, 1, 0, NaN, ...e7(north), z]);
      talk.wait(30);

      expect(result).toBe(0);
      expect(talk.awayM(north)).toBeLessThan(2);
      expect(heightOf(talk)).toBeCloseTo(z, 0);
    }
  });

  it("does not change the mode for DO_REPOSITION that does not ask for it", () => {
    const talk = flying();
    talk.command(176, [1, 5]);

    expect(talk.commandInt(192, 6, [-1, 0, 0, NaN, ...e7(north), 30])).toBe(2);
    expect(talk.vehicle.autopilot.mode).toBe("LOITER");
  });

  it("flies by a velocity for three seconds at most, and turns where it is told", () => {
    const talk = flying();
    const velocity = { targetSystem: 1, targetComponent: 1, coordinateFrame: 6, typeMask: 0b1101_1100_0111, vx: 4 };

    talk.say("SET_POSITION_TARGET_GLOBAL_INT", velocity);
    talk.wait(2.5);
    const moving = talk.vehicle.truth.northMps;
    talk.wait(8);
    const turned = talk.command(115, [270, 0, 1, 0]);
    talk.wait(6);

    expect(moving).toBeGreaterThan(3);
    expect(Math.abs(talk.vehicle.truth.northMps)).toBeLessThan(0.3);
    expect(turned).toBe(0);
    expect((talk.vehicle.truth.yawRad * 180) / Math.PI).toBeCloseTo(270, 0);
  });

  it("falls when it is disarmed by force in the air, and stands by the refusal without", () => {
    const talk = flying();

    const refused = talk.command(400, [0]);
    const forced = talk.command(400, [0, 21196]);
    talk.wait(4);

    expect([refused, forced]).toEqual([4, 0]);
    expect(talk.vehicle.autopilot.armed).toBe(false);
    expect(talk.heightM).toBeLessThan(1);
  });

  it("flies a mission with delay, turns, speed, jumps and landing, and ends it disarmed", () => {
    const talk = flying();
    const near = { latDeg: 30.8703, lonDeg: 120.4332 };
    const ack = upload(talk, [
      home,
      item(22, virtualHome, 20),
      item(178, virtualHome, 0, [1, 8, -1]),
      item(16, north, 25, [3]),
      item(177, north, 0, [3, 1]),
      item(18, near, 25, [1, 0, 15]),
      item(20, virtualHome, 0),
    ]);
    talk.command(300);
    const seen: number[] = [];
    for (let s = 0; s < 220; s++) {
      talk.wait(1);
      const { currentSeq } = talk.vehicle.autopilot.runner;
      if (seen.at(-1) !== currentSeq) seen.push(currentSeq);
    }

    expect(ack).toBe(0);
    expect(talk.texts()).toEqual(
      expect.arrayContaining(["Reached command #3", "Mission: 4 Jump 1/1", "Mission: 5 LoitTurns", "Mission: 6 RTL"]),
    );
    expect(seen).toEqual(expect.arrayContaining([3, 5, 6]));
    expect(talk.vehicle.autopilot.armed).toBe(false);
    expect(talk.vehicle.autopilot.mode).toBe("AUTO");
    expect(talk.awayM(virtualHome)).toBeLessThan(3);
    expect(talk.vehicle.autopilot.runner.currentSeq).toBe(0);
  });

  it("goes on with a mission where it was left, or from its beginning with MIS_RESTART", () => {
    for (const restart of [0, 1]) {
      const talk = flying();
      const first = { latDeg: 30.8703, lonDeg: 120.433 };
      upload(talk, [home, item(22, virtualHome, 20), item(16, first), item(16, north), item(16, virtualHome)]);
      set(talk, "MIS_RESTART", restart);
      talk.command(300);
      talk.wait(12);
      const left = talk.vehicle.autopilot.runner.currentSeq;

      talk.command(176, [1, 4]);
      talk.wait(3);
      talk.command(176, [1, 3]);
      talk.wait(0.1);

      expect(left).toBe(3);
      expect(talk.vehicle.autopilot.runner.currentSeq).toBe(restart === 1 ? 2 : 3);
    }
  });

  it("refuses MISSION_START disarmed, and AUTO from the ground for a mission that does not begin with a take-off", () => {
    const talk = new VirtualTalk({ kind: "copter" });
    upload(talk, [home, item(16, north)]);

    const disarmed = talk.command(300);
    talk.command(176, [1, 4]);
    talk.command(400, [1]);
    const auto = talk.command(176, [1, 3]);

    expect([disarmed, auto]).toEqual([4, 4]);
    expect(talk.texts()).toContain("Auto: Missing Takeoff Cmd");
  });

  it("pauses a mission where it is and goes on", () => {
    const talk = flying();
    upload(talk, [home, item(22, virtualHome, 20), item(16, north)]);
    talk.command(300);
    talk.wait(4);

    const paused = talk.command(193, [0]);
    talk.wait(5);
    const stood = { ...talk.vehicle.truth };
    talk.wait(5);
    const drift = Math.hypot(talk.vehicle.truth.eastM - stood.eastM, talk.vehicle.truth.northM - stood.northM);
    const on = talk.command(193, [1]);
    talk.wait(30);

    expect([paused, on]).toEqual([0, 0]);
    expect(drift).toBeLessThan(1);
    expect(talk.awayM(north)).toBeLessThan(3);
  });

  it("comes back when it leaves its fence", () => {
    const talk = flying();
    const corner = (n: number, e: number) => ({ latDeg: 30.87 + n * 3e-4, lonDeg: 120.433 + e * 3e-4 });
    const fence = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)].map((at) => item(5001, at, 0, [4], 0));
    const ack = upload(talk, fence, 1);
    talk.command(207, [1]);

    talk.commandInt(192, 6, [-1, 1, 0, NaN, ...e7(north), 20]);
    talk.wait(20);

    expect(ack).toBe(0);
    expect(talk.texts()).toContain("Fence Breached");
    expect(talk.vehicle.autopilot.mode).toBe("RTL");
    const [count] = talk.say("MISSION_REQUEST_LIST", { ...to, missionType: 1 });
    expect(count).toMatchObject({ fields: { count: 4, missionType: 1 } });
  });

  it("refuses a fence whose polygon is not whole, and keeps the old one", () => {
    const talk = new VirtualTalk({ kind: "copter" });
    const circle = item(5003, virtualHome, 0, [200], 0);
    upload(talk, [circle], 1);

    const ack = upload(talk, [item(5001, north, 0, [4], 0), item(5001, virtualHome, 0, [4], 0)], 1);

    expect(ack).toBe(1);
    expect(talk.vehicle.autopilot.fence.items.length).toBe(1);
  });

  it("returns to the nearest rally point", () => {
    const talk = flying();
    upload(talk, [item(5100, north, 15, [], 3)], 2);
    talk.commandInt(192, 6, [-1, 1, 0, NaN, ...e7({ latDeg: 30.8705, lonDeg: 120.433 }), 20]);
    talk.wait(20);

    talk.command(20);
    talk.wait(60);

    expect(talk.awayM(north)).toBeLessThan(3);
    expect(talk.vehicle.autopilot.armed).toBe(false);
  });

  it("returns when its ground station falls silent, if it is told to", () => {
    const talk = flying();
    heartbeat(talk);
    talk.wait(8);
    const untold = talk.vehicle.autopilot.mode;
    set(talk, "FS_GCS_ENABLE", 1);
    heartbeat(talk);

    talk.wait(4.5);
    const early = talk.vehicle.autopilot.mode;
    talk.wait(1);
    const late = talk.vehicle.autopilot.mode;
    heartbeat(talk);
    talk.wait(1);

    expect([untold, early, late]).toEqual(["GUIDED", "GUIDED", "RTL"]);
    expect(talk.texts()).toEqual(expect.arrayContaining(["GCS Failsafe", "GCS Failsafe Cleared"]));
  });

  it("starts anew when it is told to, on the ground only: clock from 0, mission kept, cold again", () => {
    const talk = new VirtualTalk({ kind: "copter" });
    upload(talk, [home, item(22, virtualHome, 20), item(16, north)]);
    talk.command(400, [1]);
    const armed = talk.command(246, [1]);
    talk.command(400, [0]);

    const accepted = talk.command(246, [1]);
    const silence = talk.wait(1.5).filter(({ atMs }) => atMs > 400);
    talk.wait(4);
    const young = talk.vehicle.bootMs;
    const early = talk.command(400, [1]);
    talk.wait(42);

    expect([armed, accepted, early, talk.command(400, [1])]).toEqual([4, 0, 4, 0]);
    expect(silence).toEqual([]);
    expect(young).toBeGreaterThan(2000);
    expect(young).toBeLessThan(5000);
    expect(talk.vehicle.autopilot.runner.items.length).toBe(3);
    expect(talk.texts()).toContain("Calibrating barometer");
  });

  it("goes by hand in LOITER, and goes on for three seconds when nothing more is said, as ArduPilot does", () => {
    const talk = flying();
    talk.command(176, [1, 5]);
    for (let i = 0; i < 40; i++) {
      talk.say("MANUAL_CONTROL", { target: 1, x: 600, y: 0, z: 500, r: 0 });
      talk.wait(0.1);
    }
    talk.wait(2.5);
    const moving = talk.vehicle.truth.northMps;

    talk.wait(6);

    expect(moving).toBeGreaterThan(2);
    expect(Math.hypot(talk.vehicle.truth.eastMps, talk.vehicle.truth.northMps)).toBeLessThan(0.5);
  });

  it("points its camera by angles and at a place, photographs, and tells of each picture", () => {
    const talk = flying();
    talk.command(205, [-45, 0, 30, 0, 0, 0, 2]);
    talk.wait(3);
    const { gimbalPitchRad, gimbalYawRad, yawRad } = talk.vehicle.truth;

    const roi = talk.commandInt(195, 6, [0, 0, 0, 0, ...e7({ latDeg: 30.87, lonDeg: 120.4332 }), 0]);
    talk.wait(4);
    const east = (talk.vehicle.truth.gimbalYawRad * 180) / Math.PI;
    talk.command(203, [0, 0, 0, 0, 1]);
    const said = talk.wait(0.1).map(({ name, componentId }) => `${componentId} ${name}`);

    expect((gimbalPitchRad * 180) / Math.PI).toBeCloseTo(-45, -0.5);
    expect(((gimbalYawRad - yawRad) * 180) / Math.PI).toBeCloseTo(30, -0.5);
    expect(roi).toBe(0);
    expect(east).toBeCloseTo(90, -0.8);
    expect([...talk.said.slice(-8).map(({ name, componentId }) => `${componentId} ${name}`), ...said]).toEqual(
      expect.arrayContaining(["1 CAMERA_FEEDBACK", "100 CAMERA_IMAGE_CAPTURED"]),
    );
  });

  it("films and zooms by its camera's own component", () => {
    const talk = new VirtualTalk({ kind: "copter" });
    const camera = { targetComponent: 100 };
    const wide = talk.vehicle.lens.hfovRad;

    const film = talk.command(2500, [], camera);
    const filming = talk.last("CAMERA_CAPTURE_STATUS")?.videoStatus;
    talk.command(2501, [], camera);
    const zoom = talk.command(531, [2, 100], camera);

    expect([film, filming, talk.last("CAMERA_CAPTURE_STATUS")?.videoStatus, zoom]).toEqual([0, 1, 0, 0]);
    expect(talk.vehicle.lens.hfovRad).toBeLessThan(wide / 3);
    expect(talk.last("CAMERA_SETTINGS")?.zoomLevel).toBe(100);
  });
});

describe("simulated Rover", () => {
  it("walks to a place in GUIDED, by throttle and steering in MANUAL, also backwards, and home by RTL", () => {
    const talk = new VirtualTalk({ kind: "rover" });
    const near = { latDeg: 30.87012, lonDeg: 120.433 };
    talk.command(176, [1, 15]);
    talk.command(400, [1]);
    talk.commandInt(192, 6, [-1, 1, 0, NaN, ...e7(near), 0]);
    talk.wait(25);
    const there = talk.awayM(near);
    talk.command(176, [1, 0]);
    const { yawRad } = talk.vehicle.truth;
    for (let i = 0; i < 30; i++) {
      talk.say("MANUAL_CONTROL", { target: 1, x: 0, y: 0, z: -800, r: 0 });
      talk.wait(0.1);
    }
    const backwards = talk.vehicle.truth.northMps * Math.cos(yawRad) + talk.vehicle.truth.eastMps * Math.sin(yawRad);
    talk.command(20);
    talk.wait(40);

    expect(there).toBeLessThan(2);
    expect(backwards).toBeLessThan(-0.5);
    expect(talk.awayM(virtualHome)).toBeLessThan(2);
    expect(talk.texts()).toContain("Reached destination");
  });

  it("walks a loop n times and says so as the real one does", () => {
    const talk = new VirtualTalk({ kind: "rover" });
    const a = { latDeg: 30.87008, lonDeg: 120.433 };
    const b = { latDeg: 30.87008, lonDeg: 120.43308 };
    upload(talk, [home, item(16, a, 0, [2]), item(16, b, 0), item(177, b, 0, [1, 2])]);
    talk.command(400, [1]);
    talk.command(176, [1, 10]);

    talk.wait(150);

    const texts = talk.texts();
    expect(texts.filter((text) => text.startsWith("Reached waypoint #2")).length).toBe(3);
    expect(texts).toEqual(
      expect.arrayContaining(["Reached waypoint #1. Loiter for 2 seconds", "Mission: 3 Jump 2/2", "Mission Complete"]),
    );
    expect(talk.vehicle.autopilot.mode).toBe("AUTO");
  });
});
