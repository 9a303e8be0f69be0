import { describe, expect, it } from "vitest";
import { AutopilotLink } from "../../../hardware/simulator/mavlink/autopilot-link.ts";
import { Simulation, stepMs } from "../../../hardware/simulator/simulation.ts";
import type { SimVehicle } from "../../../hardware/simulator/vehicle/sim-vehicle.ts";
import { buildWorld } from "../../../hardware/simulator/world.ts";
import { decodeMessage, FrameWriter } from "../../../shared/mavlink/codec.ts";
import type { MavlinkMessage, MessageFields, MessageName } from "../../../shared/mavlink/messages.ts";
import { FrameScanner } from "../../../shared/mavlink/scanner.ts";
import { hoveringDrone, smallScenario, walkingDog } from "./small-scenario.ts";

type Heard = MavlinkMessage & { readonly from: string };

/** A vehicle with its link, and the ground station that talks to it. */
class Conversation {
  readonly vehicle: SimVehicle;
  readonly heard: Heard[] = [];
  readonly #simulation: Simulation;
  readonly #link: AutopilotLink;
  readonly #writer = new FrameWriter({ systemId: 255, componentId: 190 });

  constructor(vehicle: unknown) {
    const scenario = smallScenario([vehicle]);
    this.#simulation = new Simulation(scenario, buildWorld(scenario), 1);
    const [first] = this.#simulation.vehicles;
    if (first === undefined) throw new Error("The scenario has no vehicle.");
    this.vehicle = first;
    const scanner = new FrameScanner();
    const startUtcMs = Date.parse(scenario.startUtc);
    const output = (bytes: Uint8Array): void =>
      scanner.push(bytes, (frame) => {
        const message = decodeMessage(frame);
        if (message !== undefined) this.heard.push({ ...message, from: `${frame.systemId}/${frame.componentId}` });
      });
    this.#link = new AutopilotLink({ vehicle: this.vehicle, startUtcMs, streamPort: 4567, output });
  }

  wait(seconds: number): void {
    for (let i = 0; i < (seconds * 1000) / stepMs; i++) {
      this.#simulation.step();
      this.#link.tick();
    }
  }

  /** Sends and gives back what was answered at once. */
  say<Name extends MessageName>(name: Name, fields: Partial<MessageFields[Name]>): readonly Heard[] {
    const before = this.heard.length;
    this.#link.receive(this.#writer.write(name, fields));
    return this.heard.slice(before);
  }

  command(command: number, fields: Partial<MessageFields["COMMAND_LONG"]> = {}): readonly Heard[] {
    return this.say("COMMAND_LONG", { targetSystem: 1, targetComponent: 1, command, ...fields });
  }

  count(name: MessageName): number {
    return this.heard.filter((message) => message.name === name).length;
  }
}

const result = (answers: readonly Heard[]): number | undefined => {
  for (const answer of answers) if (answer.name === "COMMAND_ACK") return answer.fields.result;
  return undefined;
};

const names = (answers: readonly Heard[]): readonly string[] => answers.map(({ name }) => name);

describe("autopilot-link", () => {
  it("sends heartbeats of autopilot and camera once a second and nothing else until asked", () => {
    const talk = new Conversation(
      hoveringDrone({ start: { latDeg: 30.87, lonDeg: 120.433, headingDeg: 0, delayS: 60, airborne: false } }),
    );

    talk.wait(10);

    const senders = talk.heard.map(({ from, name }) => `${from} ${name}`);
    expect(new Set(senders)).toEqual(new Set(["1/1 HEARTBEAT", "1/100 HEARTBEAT"]));
    expect(talk.heard.length / 2).toBeGreaterThanOrEqual(10);
    expect(talk.heard.length / 2).toBeLessThanOrEqual(11);
  });

  it("streams what SET_MESSAGE_INTERVAL asks for, at that rate, until it is switched off", () => {
    const talk = new Conversation(hoveringDrone());

    const accepted = result(talk.command(511, { _param1: 30, _param2: 50_000 }));
    talk.wait(5);
    const streamed = talk.count("ATTITUDE");
    talk.command(511, { _param1: 30, _param2: -1 });
    talk.wait(5);

    expect(accepted).toBe(0);
    expect(streamed).toBeGreaterThanOrEqual(99);
    expect(streamed).toBeLessThanOrEqual(101);
    expect(talk.count("ATTITUDE")).toBe(streamed);
  });

  it("denies a stream it does not have and says which", () => {
    const talk = new Conversation(hoveringDrone());

    const answers = talk.command(511, { _param1: 158, _param2: 100_000 });

    expect(result(answers)).toBe(2);
    expect(answers[0]).toMatchObject({ name: "STATUSTEXT", fields: { text: "No ap_message for mavlink id (158)" } });
  });

  it("streams by groups for REQUEST_DATA_STREAM", () => {
    const talk = new Conversation(hoveringDrone());

    talk.say("REQUEST_DATA_STREAM", {
      targetSystem: 1,
      targetComponent: 1,
      reqStreamId: 0,
      reqMessageRate: 4,
      startStop: 1,
    });
    talk.wait(5);

    for (const name of [
      "SYS_STATUS",
      "GPS_RAW_INT",
      "GLOBAL_POSITION_INT",
      "ATTITUDE",
      "VFR_HUD",
      "WIND",
      "EKF_STATUS_REPORT",
    ] as const) {
      expect(talk.count(name)).toBeGreaterThanOrEqual(19);
    }
  });

  it("answers commands as a real copter does", () => {
    const talk = new Conversation(hoveringDrone());

    expect(result(talk.command(31999))).toBe(3);
    expect(names(talk.command(512, { _param1: 148 }))).toEqual(["AUTOPILOT_VERSION", "COMMAND_ACK"]);
    expect(result(talk.command(512, { _param1: 300 }))).toBe(4);
    expect(result(talk.command(512, { _param1: 148, targetComponent: 154 }))).toBe(0);
    expect(talk.command(512, { _param1: 148, targetSystem: 9 })).toEqual([]);
    expect(result(talk.command(176, { _param1: 1, _param2: 99 }))).toBe(4);
    expect(result(talk.command(400, { _param1: 0 }))).toBe(4);
    expect(result(talk.command(22, { _param7: 12 }))).toBe(4);
    expect(talk.say("PING", { targetSystem: 1 })).toEqual([]);
  });

  it("acknowledges SET_MODE as command 11 and shows the new mode in its heartbeat", () => {
    const talk = new Conversation(hoveringDrone());

    const [ack] = talk.say("SET_MODE", { targetSystem: 1, customMode: 6 });
    talk.heard.length = 0;
    talk.wait(1.1);

    expect(ack).toMatchObject({
      name: "COMMAND_ACK",
      fields: { command: 11, result: 0, targetSystem: 255, targetComponent: 190 },
    });
    expect(talk.heard.find(({ name, from }) => name === "HEARTBEAT" && from === "1/1")).toMatchObject({
      fields: { customMode: 6 },
    });
  });

  it("takes DO_REPOSITION only as COMMAND_INT and flies there", () => {
    const talk = new Conversation(hoveringDrone());
    const there = { _param2: 1, _param5: 308_704_000, _param6: 1_204_334_000, _param7: 45 };

    const long = result(talk.command(192, there));
    const int = result(
      talk.say("COMMAND_INT", { targetSystem: 1, targetComponent: 1, command: 192, frame: 6, ...there }),
    );
    talk.wait(25);

    const target = talk.vehicle.plane.toLocal({ latDeg: 30.8704, lonDeg: 120.4334 });
    expect([long, int]).toEqual([3, 0]);
    expect(Math.hypot(talk.vehicle.truth.eastM - target.eastM, talk.vehicle.truth.northM - target.northM)).toBeLessThan(
      3,
    );
  });

  it("answers TIMESYNC with its own clock", () => {
    const talk = new Conversation(hoveringDrone());
    talk.wait(1);

    const answers = talk.say("TIMESYNC", { tc1: 0n, ts1: 1_795_300_783_291_160_394n });

    expect(answers).toMatchObject([{ name: "TIMESYNC", fields: { ts1: 1_795_300_783_291_160_394n } }]);
    const tc1 = answers[0]?.name === "TIMESYNC" ? Number(answers[0].fields.tc1) / 1e6 : 0;
    expect(Math.abs(tc1 - talk.vehicle.bootMs)).toBeLessThan(1);
  });

  it("lists, reads and sets parameters; integers lose their fraction, unknown names get silence", () => {
    const talk = new Conversation(hoveringDrone());
    talk.say("PARAM_REQUEST_LIST", { targetSystem: 1, targetComponent: 1 });
    talk.wait(3);
    const listed = talk.heard.filter((message) => message.name === "PARAM_VALUE").map(({ fields }) => fields);

    const set = talk.say("PARAM_SET", { targetSystem: 1, paramId: "FS_GCS_ENABLE", paramValue: 1.7, paramType: 2 });
    const read = talk.say("PARAM_REQUEST_READ", { targetSystem: 1, paramId: "FS_GCS_ENABLE", paramIndex: -1 });
    const unknown = talk.say("PARAM_REQUEST_READ", { targetSystem: 1, paramId: "NO_SUCH_THING", paramIndex: -1 });

    expect(listed.map(({ paramIndex }) => paramIndex)).toEqual(listed.map((_, i) => i));
    expect(listed.length).toBe(listed[0]?.paramCount);
    expect(set).toMatchObject([{ name: "PARAM_VALUE", fields: { paramValue: 1, paramIndex: 65535 } }]);
    expect(read).toMatchObject([{ name: "PARAM_VALUE", fields: { paramId: "FS_GCS_ENABLE", paramValue: 1 } }]);
    expect(unknown).toEqual([]);
  });

  it("tells of its thermal camera by the camera component", () => {
    const talk = new Conversation(hoveringDrone());

    const information = talk.command(512, { _param1: 259, targetComponent: 100 });
    const stream = talk.command(512, { _param1: 269, targetComponent: 100 });

    expect(information.map(({ from, name }) => `${from} ${name}`)).toEqual([
      "1/100 COMMAND_ACK",
      "1/100 CAMERA_INFORMATION",
    ]);
    expect(stream[1]).toMatchObject({
      name: "VIDEO_STREAM_INFORMATION",
      fields: { uri: "y16tcp://127.0.0.1:4567", flags: 3, resolutionH: 640, resolutionV: 512 },
    });
    expect(result(talk.command(512, { _param1: 259, targetComponent: 1 }))).toBe(4);
  });

  it("gives the gimbal's attitude as ArduPilot does: from component 1, yaw against the nose, rates unknown", () => {
    const talk = new Conversation(hoveringDrone());
    talk.wait(8);

    const [gimbal] = talk.command(512, { _param1: 285 });

    expect(gimbal).toMatchObject({
      from: "1/1",
      name: "GIMBAL_DEVICE_ATTITUDE_STATUS",
      fields: { flags: 12, gimbalDeviceId: 0, angularVelocityX: NaN },
    });
    const [w, x, y, z] = gimbal?.name === "GIMBAL_DEVICE_ATTITUDE_STATUS" ? gimbal.fields.q : [];
    const pitchDeg = (Math.asin(2 * ((w ?? 0) * (y ?? 0) - (z ?? 0) * (x ?? 0))) * 180) / Math.PI;
    expect(pitchDeg).toBeLessThan(-84);
  });

  it("gives heights that agree, as they come from one estimate", () => {
    const talk = new Conversation(hoveringDrone());
    talk.wait(60);

    const [position] = talk.command(512, { _param1: 33 });
    const [home] = talk.command(512, { _param1: 242 });

    if (position?.name !== "GLOBAL_POSITION_INT" || home?.name !== "HOME_POSITION") throw new Error("Not answered.");
    const { alt, relativeAlt } = position.fields;
    expect(alt - home.fields.altitude).toBeCloseTo(relativeAlt, -0.5);
    expect(relativeAlt / 1000).toBeGreaterThan(45);
    expect(home.fields.altitude / 1000).not.toBeCloseTo(talk.vehicle.autopilot.home.altMslM, 2);
  });

  it("shows the odd values of a cold start: 0,0, battery 65535, state active, no home", () => {
    const talk = new Conversation(walkingDog({ systemId: 1, boot: "cold" }));
    const ask = (id: number) => talk.command(512, { _param1: id }).filter(({ name }) => name !== "COMMAND_ACK");

    talk.wait(1);
    const early = [
      ...ask(33),
      ...ask(1),
      ...ask(242),
      ...talk.heard.filter(({ name }) => name === "HEARTBEAT").slice(0, 1),
    ];
    talk.wait(9);
    const later = ask(33)[0];
    talk.wait(10);

    expect(early).toMatchObject([
      { name: "GLOBAL_POSITION_INT", fields: { lat: 0, lon: 0 } },
      { name: "SYS_STATUS", fields: { voltageBattery: 65535, batteryRemaining: -1 } },
      { name: "HEARTBEAT", fields: { systemStatus: 4, baseMode: 1 } },
    ]);
    expect(later).toMatchObject({ fields: { lat: expect.closeTo(308_700_000, -3) } });
    expect(ask(242)).toHaveLength(1);
    expect(talk.count("HOME_POSITION")).toBeGreaterThanOrEqual(1);
  });

  it("survives garbage and frames cut anywhere", () => {
    const talk = new Conversation(hoveringDrone());

    talk.say("COMMAND_LONG", { targetSystem: 1, command: 176, _param1: NaN, _param2: NaN });
    talk.say("PARAM_SET", { targetSystem: 1, paramId: "WPNAV_SPEED", paramValue: NaN });
    talk.say("MISSION_COUNT", { targetSystem: 1, count: 2 });
    talk.say("MISSION_ITEM_INT", { targetSystem: 1, seq: 0, command: 16, z: NaN });
    talk.wait(1);

    expect(result(talk.command(512, { _param1: 148 }))).toBe(0);
    expect(Number.isFinite(talk.vehicle.truth.eastM)).toBe(true);
  });
});
