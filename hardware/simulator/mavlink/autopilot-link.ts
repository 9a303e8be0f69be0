import { decodeMessage, FrameWriter } from "../../../shared/mavlink/codec.ts";
import { MavAutopilot, MavResult, MavState, MavType } from "../../../shared/mavlink/enums.ts";
import type { Frame } from "../../../shared/mavlink/frame.ts";
import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import { FrameScanner } from "../../../shared/mavlink/scanner.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import { cameraComponentId, cameraMessage } from "./camera-component.ts";
import { argumentsOf, type LinkServices, obey, type ReceivedCommand, targetOf } from "./commands.ts";
import { heartbeatOf, versionOf } from "./identity.ts";
import { MissionServer } from "./mission-server.ts";
import { Parameters, type ParameterValue } from "./parameters.ts";
import { StreamSchedule } from "./stream-schedule.ts";
import { type Outgoing, telemetry } from "./telemetry.ts";

const heartbeatMs = 1000;
/** Some 40 parameters a second, as over a serial link. */
const parameterMs = 25;
const autopilotComponentId = 1;

interface Sender {
  readonly systemId: number;
  readonly componentId: number;
}

/**
 * A vehicle's MAVLink: heartbeats and next to nothing until streams are asked for, then what was asked. Bytes in, bytes
 * out; its clock is the vehicle's.
 */
export class AutopilotLink {
  readonly #vehicle: SimVehicle;
  readonly #streamPort: number;
  readonly #output: (bytes: Uint8Array) => void;
  readonly #writer: FrameWriter;
  readonly #cameraWriter: FrameWriter;
  readonly #scanner = new FrameScanner();
  readonly #messages: ReturnType<typeof telemetry>;
  readonly #streams: StreamSchedule;
  readonly #missions: MissionServer;
  readonly #parameters: Parameters;
  #nextHeartbeatMs: number;
  #nextParameter: { index: number; dueMs: number } | undefined;

  constructor(options: {
    readonly vehicle: SimVehicle;
    readonly startUtcMs: number;
    /** Where the thermal stream is served. */
    readonly streamPort: number;
    /** Takes whole frames. */
    readonly output: (bytes: Uint8Array) => void;
  }) {
    const { vehicle } = options;
    const { systemId } = vehicle.spec;
    this.#vehicle = vehicle;
    this.#streamPort = options.streamPort;
    this.#output = options.output;
    this.#writer = new FrameWriter({ systemId, componentId: autopilotComponentId });
    this.#cameraWriter = new FrameWriter({ systemId, componentId: cameraComponentId });
    this.#messages = telemetry(options.startUtcMs);
    this.#streams = new StreamSchedule((id) => this.#messages.has(id));
    this.#parameters = new Parameters(vehicle);
    this.#missions = new MissionServer(
      vehicle,
      (message) => this.#send(message),
      (items) => this.#sendParameter(this.#parameters.set("MIS_TOTAL", items)),
    );
    this.#nextHeartbeatMs = vehicle.bootMs;
  }

  /** Sends what is due at the vehicle's time. Call after each step. */
  tick(): void {
    const nowMs = this.#vehicle.bootMs;
    if (nowMs >= this.#nextHeartbeatMs) {
      this.#nextHeartbeatMs += heartbeatMs;
      this.#heartbeat();
    }
    for (const event of this.#vehicle.takeEvents()) {
      if (event.kind === "text")
        this.#send({ name: "STATUSTEXT", fields: { severity: event.severity, text: event.text } });
      else if (event.kind === "reached") this.#send({ name: "MISSION_ITEM_REACHED", fields: { seq: event.seq } });
      else this.#sendOnce(242);
    }
    this.#streams.run(nowMs, (messageId) => this.#sendOnce(messageId));
    this.#missions.tick(nowMs);
    this.#listParameters(nowMs);
  }

  /** Bytes from the ground station, cut anywhere. */
  receive(bytes: Uint8Array): void {
    this.#scanner.push(bytes, (frame: Frame) => {
      const message = decodeMessage(frame);
      if (message !== undefined) this.#handle(message, { systemId: frame.systemId, componentId: frame.componentId });
    });
  }

  #heartbeat(): void {
    this.#send(heartbeatOf(this.#vehicle));
    this.#sendFromCamera({
      name: "HEARTBEAT",
      fields: { type: MavType.CAMERA, autopilot: MavAutopilot.INVALID, systemStatus: MavState.ACTIVE },
    });
  }

  #handle(message: MavlinkMessage, from: Sender): void {
    const peer = { targetSystem: from.systemId, targetComponent: from.componentId };
    if (!this.#isForUs(message) || this.#missions.receive(message, peer, this.#vehicle.bootMs)) return;
    switch (message.name) {
      case "COMMAND_LONG":
        this.#command({ form: "long", frame: 0, ...argumentsOf(message.fields) }, message.fields.targetComponent, from);
        return;
      case "COMMAND_INT":
        this.#command(
          { form: "int", frame: message.fields.frame, ...argumentsOf(message.fields) },
          message.fields.targetComponent,
          from,
        );
        return;
      case "SET_MODE": {
        const outcome = this.#vehicle.autopilot.setModeNumber(message.fields.customMode);
        this.#ack(11, outcome === "accepted" ? MavResult.ACCEPTED : MavResult.FAILED, from);
        return;
      }
      case "REQUEST_DATA_STREAM": {
        const { reqStreamId, reqMessageRate, startStop } = message.fields;
        this.#streams.setGroup(reqStreamId, startStop === 1 ? reqMessageRate : 0, this.#vehicle.bootMs);
        return;
      }
      case "TIMESYNC":
        if (message.fields.tc1 !== 0n) return;
        this.#send({
          name: "TIMESYNC",
          fields: { tc1: BigInt(Math.round(this.#vehicle.bootMs * 1000)) * 1000n, ts1: message.fields.ts1 },
        });
        return;
      case "SET_POSITION_TARGET_GLOBAL_INT": {
        const { latInt, lonInt, alt, coordinateFrame } = message.fields;
        this.#vehicle.autopilot.goTo(targetOf(this.#vehicle, { x: latInt, y: lonInt, z: alt, frame: coordinateFrame }));
        return;
      }
      default:
        this.#handleParameter(message);
    }
  }

  #handleParameter(message: MavlinkMessage): void {
    if (message.name === "PARAM_REQUEST_LIST") this.#nextParameter = { index: 0, dueMs: this.#vehicle.bootMs };
    else if (message.name === "PARAM_REQUEST_READ") {
      const { paramIndex, paramId } = message.fields;
      this.#sendParameter(paramIndex >= 0 ? this.#parameters.byIndex(paramIndex) : this.#parameters.byName(paramId));
    } else if (message.name === "PARAM_SET") {
      this.#sendParameter(this.#parameters.set(message.fields.paramId, message.fields.paramValue));
    }
  }

  #isForUs({ fields }: MavlinkMessage): boolean {
    if (!("targetSystem" in fields)) return true;
    return fields.targetSystem === 0 || fields.targetSystem === this.#vehicle.spec.systemId;
  }

  /** Commands to components that aren't there are answered by the autopilot all the same; the camera answers its own. */
  #command(received: ReceivedCommand, targetComponent: number, from: Sender): void {
    if (targetComponent === cameraComponentId) {
      this.#cameraCommand(received, from);
      return;
    }
    const services: LinkServices = {
      setInterval: (id, intervalUs) => this.#setInterval(id, intervalUs),
      tellInterval: (messageId) => {
        this.#send({
          name: "MESSAGE_INTERVAL",
          fields: { messageId, intervalUs: this.#streams.intervalUs(messageId) },
        });
      },
      sendOnce: (messageId) => this.#sendOnce(messageId),
    };
    this.#ack(received.command, obey(this.#vehicle, services, received), from);
  }

  #cameraCommand(received: ReceivedCommand, from: Sender): void {
    const asked =
      received.command === 512
        ? received.params[0]
        : received.command === 521
          ? 259
          : received.command === 2504
            ? 269
            : undefined;
    const answer = asked === undefined ? undefined : cameraMessage(this.#vehicle, asked, this.#streamPort);
    const result =
      answer !== undefined ? MavResult.ACCEPTED : asked === undefined ? MavResult.UNSUPPORTED : MavResult.FAILED;
    const target = { targetSystem: from.systemId, targetComponent: from.componentId };
    this.#sendFromCamera({ name: "COMMAND_ACK", fields: { command: received.command, result, ...target } });
    if (answer !== undefined) this.#sendFromCamera(answer);
  }

  #setInterval(messageId: number, intervalUs: number): boolean {
    const known = this.#streams.set(messageId, intervalUs, this.#vehicle.bootMs);
    if (!known)
      this.#send({ name: "STATUSTEXT", fields: { severity: 6, text: `No ap_message for mavlink id (${messageId})` } });
    return known;
  }

  #sendOnce(messageId: number): boolean {
    if (messageId === 148) {
      this.#send(versionOf(this.#vehicle));
      return true;
    }
    const make = this.#messages.get(messageId);
    if (make === undefined) return false;
    const message = make(this.#vehicle);
    if (message !== undefined) this.#send(message);
    return true;
  }

  #listParameters(nowMs: number): void {
    const next = this.#nextParameter;
    if (next === undefined || nowMs < next.dueMs) return;
    this.#sendParameter(this.#parameters.byIndex(next.index));
    const index = next.index + 1;
    this.#nextParameter = index < this.#parameters.count ? { index, dueMs: next.dueMs + parameterMs } : undefined;
  }

  #sendParameter(value: ParameterValue | undefined): void {
    if (value !== undefined) this.#send({ name: "PARAM_VALUE", fields: value });
  }

  #ack(command: number, result: MavResult, to: Sender): void {
    this.#send({
      name: "COMMAND_ACK",
      fields: { command, result, targetSystem: to.systemId, targetComponent: to.componentId },
    });
  }

  #send(message: Outgoing): void {
    this.#output(this.#writer.write(message.name, message.fields));
  }

  #sendFromCamera(message: Outgoing): void {
    this.#output(this.#cameraWriter.write(message.name, message.fields));
  }
}
