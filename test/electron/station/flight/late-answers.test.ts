import { describe, expect, it } from "vitest";
import type { VehicleAction } from "../../../../shared/wire/actions.ts";
import { FakeFarEnd } from "../../../support/fake-far-end.ts";
import { FlightRig } from "../../../support/flight-rig.ts";
import { ScriptedJob } from "../../../support/scripted-job.ts";

const reposition: number = 192;
const setMode: number = 176;
const arming: number = 400;
const guided: number = 4;
const armedInGuided: number = 217;
const orbit: VehicleAction = {
  kind: "orbit",
  centre: { latDeg: 30.8705, lonDeg: 120.433 },
  radiusM: 20,
  clockwise: true,
};

const flying = () => {
  const rig = new FlightRig();
  const end = new FakeFarEnd();
  rig.connect("a", end);
  rig.pass(6_000);
  const ask = async (action: VehicleAction) => {
    const result = await rig.do(action);
    const [operation] = result.operations ?? [];
    if (operation === undefined) throw new Error(JSON.stringify(result));
    return operation.id;
  };
  const goTo = (latDeg: number) => ask({ kind: "go-to", position: { latDeg, lonDeg: 120.433 } });
  /** The latitudes that it was sent to, in order. */
  const sentTo = () =>
    rig.sent.flatMap(({ message: { name, fields } }) =>
      name === "COMMAND_INT" && fields.command === reposition ? [Math.round(fields._param5 ?? 0) / 1e7] : [],
    );
  return { rig, end, ask, goTo, sentTo };
};

describe("an answer that comes late", () => {
  it("to where it was sent before is not taken for one to where it is sent now", async () => {
    const { rig, end, goTo, sentTo } = flying();
    await goTo(30.88);
    rig.pass(400);
    await goTo(30.89);
    rig.pass(200);

    end.say("COMMAND_ACK", { command: reposition, result: 0 });
    rig.pass(2_000);

    expect(sentTo()).toEqual([30.88, 30.89, 30.89]);
  });

  it("to another mode doesn't keep a hold from being said again", async () => {
    const { rig, end, ask } = flying();
    await ask({ kind: "land" });
    rig.pass(300);
    const hold = await ask({ kind: "hold" });
    end.say("COMMAND_ACK", { command: setMode, result: 0 });
    const saidBefore = rig.commands().filter((command) => command === setMode).length;
    rig.pass(2_000);

    expect(rig.view(hold).state).toBe("running");
    expect(rig.commands().filter((command) => command === setMode).length).toBeGreaterThan(saidBefore);
  });

  it("to arming ends no emergency stop", async () => {
    const { rig, end, ask } = flying();
    end.armed = false;
    rig.pass(3_000);
    await ask({ kind: "arm" });
    rig.pass(200);
    const stop = await ask({ kind: "emergency-stop" });
    end.say("COMMAND_ACK", { command: arming, result: 0 });
    end.armed = true;
    rig.pass(4_000);

    const whileArmed = rig.view(stop).state;
    end.armed = false;
    rig.pass(2_000);

    expect(whileArmed).toBe("running");
    expect(rig.view(stop).state).toBe("done");
  });

  it("from another sender with the vehicle's numbers is nobody's", () => {
    const { rig } = flying();
    const forger = new FakeFarEnd();
    forger.stepTo = () => {};
    rig.connect("b", forger);
    const job = new ScriptedJob(arming);
    rig.flight.operations.order({ vehicleId: "1", kind: "arm", by: { id: "ann", name: "Ann" }, job: () => job });
    forger.say("HEARTBEAT", { type: 2, autopilot: 3, baseMode: armedInGuided, customMode: guided, systemStatus: 4 });
    rig.pass(200);

    forger.say("COMMAND_ACK", { command: arming, result: 0 });
    forger.say("MISSION_REQUEST_INT", { seq: 3, targetSystem: 255, targetComponent: 190 });
    rig.pass(100);

    const answers = job.heard.filter((event) => event.kind === "message" && event.message.name !== "HEARTBEAT");
    const names = answers.map((event) => (event.kind === "message" ? event.message.name : ""));
    expect(names).not.toContain("COMMAND_ACK");
    expect(names).not.toContain("MISSION_REQUEST_INT");
  });
});

describe("what makes no sense for a vehicle", () => {
  it.each([
    { kind: "set-mode", mode: "FLY_TO_THE_MOON" },
    { kind: "look-at-heat", heatId: "nowhere" },
    { kind: "go-to", position: { latDeg: 30.87, lonDeg: 120.433 }, altitude: { reference: "msl", m: -400 } },
  ] satisfies VehicleAction[])("leaves running what runs: %o", async (vain) => {
    const { rig, ask } = flying();
    Object.defineProperty(rig.ground, "terrain", { value: { cellM: 10, heightMslM: () => 3 } });
    const running = await ask(orbit);
    rig.pass(1_000);
    const before = rig.sent.length;

    const result = await rig.do(vain);
    rig.pass(1_000);

    expect(result).toMatchObject({ ok: false, fault: { code: "operation-failed" } });
    expect(rig.view(running).state).toBe("running");
    expect(rig.sent.slice(before).some(({ message }) => message.name === "SET_POSITION_TARGET_GLOBAL_INT")).toBe(true);
  });

  it("takes nobody's hands off the stick", async () => {
    const { rig } = flying();
    const stick = { vehicleId: "1", forward: 1, right: 0, up: 0, turn: 0, kind: "vehicle.steer" } as const;
    rig.flight.steering.steer(stick);

    await rig.do({ kind: "set-mode", mode: "FLY_TO_THE_MOON" });

    expect(rig.flight.steering.steeredBy("1")?.name).toBe("API");
    expect(rig.flight.steering.steer(stick)).toEqual({ ok: true });
  });

  it("is no flight order where it is for the camera: what flies goes on", async () => {
    const { rig, ask } = flying();
    const running = await ask(orbit);

    await rig.do({ kind: "camera-angles", pitchRad: -1, yawRad: 0 });
    await rig.do({ kind: "camera-photo" });
    await rig.do({ kind: "camera-look-at", position: { latDeg: 30.87, lonDeg: 120.433 } });
    rig.pass(500);

    expect(rig.view(running).state).toBe("running");
  });
});

describe("a mission that is being written", () => {
  it("is not flown by its mode, either", async () => {
    const { rig } = flying();
    const upload = new ScriptedJob(10);
    rig.flight.operations.order({ vehicleId: "1", kind: "plan-upload", by: { id: "a", name: "A" }, job: () => upload });
    rig.pass(100);

    const auto = await rig.do({ kind: "set-mode", mode: "AUTO" });
    const loiter = await rig.do({ kind: "set-mode", mode: "LOITER" });
    upload.done();
    rig.pass(100);
    rig.board.setExtras("1", { onboard: { count: 3, mixed: true, atMs: 0 } });
    const mixed = await rig.do({ kind: "set-mode", mode: "AUTO" });
    rig.board.setExtras("1", { onboard: { count: 3, atMs: 0 } });
    const whole = await rig.do({ kind: "set-mode", mode: "AUTO" });

    const reasons = [auto, mixed].map(({ operations }) => operations?.[0]?.fault?.params.reason);
    expect(reasons).toEqual(["mission-mixed", "mission-mixed"]);
    expect([loiter.ok, whole.ok]).toEqual([true, true]);
  });
});

describe("a stop", () => {
  it("that worked is the end of what was asked meanwhile: it would set the vehicle going again", async () => {
    const { rig, end, ask } = flying();
    const stop = await ask({ kind: "emergency-stop" });
    const takeOff = await ask({ kind: "take-off", heightM: 10 });
    rig.pass(500);
    end.armed = false;
    rig.pass(3_000);

    expect(rig.view(stop).state).toBe("done");
    expect(rig.view(takeOff).fault?.code).toBe("superseded");
    const arms = rig.sent.filter(({ message: { name, fields } }) => name === "COMMAND_LONG" && fields._param1 === 1);
    expect(arms.filter(({ message }) => "command" in message.fields && message.fields.command === arming)).toEqual([]);
  });
});

describe("a station that was asleep", () => {
  it("says nothing more of what it was saying", async () => {
    const { rig, goTo } = flying();
    const id = await goTo(30.88);
    const before = rig.commands().length;

    rig.flight.operations.slept();
    rig.pass(3_000);

    expect(rig.view(id).fault?.code).toBe("link-gap");
    expect(rig.commands().length).toBe(before);
  });
});

describe("a path that only mirrors what a vehicle says", () => {
  it("keeps no command from it: what isn't answered there is said by the others, too", async () => {
    const { rig, end, ask } = flying();
    const mirror = new FakeFarEnd();
    mirror.stepTo = (ms) => {
      if (ms % 100 === 0)
        mirror.say("HEARTBEAT", { type: 2, autopilot: 3, baseMode: armedInGuided, customMode: guided });
    };
    rig.connect("mirror", mirror);
    rig.pass(3_500);
    mirror.stepTo = (ms) => {
      for (let i = 0; i < 10; i++)
        mirror.say("HEARTBEAT", { type: 2, autopilot: 3, baseMode: armedInGuided, customMode: guided });
      if (ms % 1000 === 0) mirror.heard.length = 0;
    };
    rig.pass(12_000);
    const primary = rig.vehicle().links.find((link) => link.primary)?.channelId;
    const before = end.commands.length;

    const hold = await ask({ kind: "hold" });
    rig.pass(1_000);
    const atOnce = end.commands.length - before;
    rig.pass(1_000);

    expect(primary).toBe("mirror");
    expect(atOnce).toBe(0);
    expect(end.commands.slice(before)).toContain(setMode);
    end.say("COMMAND_ACK", { command: setMode, result: 0 });
    end.customMode = 17;
    rig.pass(2_000);
    expect(rig.view(hold).fault?.code).not.toBe("no-answer");
  });
});
