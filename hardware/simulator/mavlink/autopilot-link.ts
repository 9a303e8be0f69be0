import { decodeMessage, FrameWriter } from "../../../shared/mavlink/codec.ts";
import type { MavResult } from "../../../shared/mavlink/enums.ts";
import type { Frame } from "../../../shared/mavlink/frame.ts";
import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import { FrameScanner } from "../../../shared/mavlink/scanner.ts";
import type { SimVehicle, VehicleEvent } from "../vehicle/sim-vehicle.ts";
import { ardupilot } from "./ardupilot.ts";
import { cameraComponentId } from "./camera-component.ts";
import { CameraService } from "./camera-service.ts";
import { argumentsOf, type Firmware, type LinkServices, type ReceivedCommand, type Sender } from "./firmware.ts";
import { MissionServer } from "./mission-server.ts";
import { ParameterService } from "./parameter-service.ts";
import { px4 } from "./px4.ts";
import { Px4MissionServer } from "./px4-mission-server.ts";
import { StreamSchedule } from "./stream-schedule.ts";
import type { Outgoing } from "./telemetry.ts";

const heartbeatMs = 1000;
/** ArduPilot counts its running time in a parameter, and tells it each time. */
const runtimeMs = 30_000;
const autopilotComponentId = 1;

/**
 * A vehicle's MAVLink: heartbeats and next to nothing until streams are asked for, then what was asked. Bytes in, bytes
 * out; its clock is the vehicle's. What it says is its firmware's.
 */
export class AutopilotLink {
  readonly #vehicle: SimVehicle;
  readonly #output: (bytes: Uint8Array) => void;
  readonly #writer: FrameWriter;
  readonly #scanner = new FrameScanner();
  readonly #firmware: Firmware;
  readonly #parameters: ParameterService;
  readonly #camera: CameraService;
  #streams: StreamSchedule;
  #nextHeartbeatMs: number;
  #nextRuntimeMs: number;
  #reboots = 0;
  #heard = false;

  constructor(options: {
    readonly vehicle: SimVehicle;
    readonly startUtcMs: number;
    /** Where the thermal stream is served. */
    readonly streamPort: number;
    /** Takes whole frames. */
    readonly output: (bytes: Uint8Array) => void;
  }) {
    const { vehicle, startUtcMs } = options;
    const { systemId } = vehicle.spec;
    this.#vehicle = vehicle;
    this.#output = options.output;
    this.#writer = new FrameWriter({ systemId, componentId: autopilotComponentId });
    const send = (message: Outgoing) => this.#send(message);
    this.#firmware =
      vehicle.spec.firmware === "px4"
        ? px4(vehicle, startUtcMs, new Px4MissionServer(vehicle, send))
        : ardupilot(
            vehicle,
            startUtcMs,
            new MissionServer(vehicle, send, (n, name) => this.#parameters.announce(name, n)),
          );
    this.#parameters = new ParameterService(vehicle.parameters, { bytes: this.#firmware.parameterBytes }, send);
    this.#streams = this.#schedule();
    const cameraWriter = new FrameWriter({ systemId, componentId: cameraComponentId });
    this.#camera = new CameraService(vehicle, options.streamPort, ({ name, fields }) =>
      this.#output(cameraWriter.write(name, fields)),
    );
    this.#nextHeartbeatMs = vehicle.bootMs;
    this.#nextRuntimeMs = vehicle.bootMs + runtimeMs;
  }

  /** Sends what is due at the vehicle's time. Call after each step. */
  tick(): void {
    const nowMs = this.#vehicle.bootMs;
    if (this.#vehicle.reboots !== this.#reboots) this.#startAnew();
    if (nowMs < 0) return;
    if (nowMs >= this.#nextHeartbeatMs) {
      this.#nextHeartbeatMs += heartbeatMs;
      this.#send(this.#firmware.heartbeat(this.#vehicle));
      this.#camera.heartbeat();
    }
    for (const event of this.#vehicle.takeEvents()) this.#tell(event);
    this.#streams.run(nowMs, (messageId) => this.#sendOnce(messageId));
    this.#firmware.missions.tick(nowMs);
    this.#parameters.tick(nowMs);
    this.#countRuntime(nowMs);
  }

  /** Bytes from the ground station, cut anywhere. */
  receive(bytes: Uint8Array): void {
    this.#scanner.push(bytes, (frame: Frame) => {
      const message = decodeMessage(frame);
      if (message !== undefined) this.#handle(message, { systemId: frame.systemId, componentId: frame.componentId });
    });
  }

  /** It was switched off: streams, transfers and the parameter list are forgotten. */
  #startAnew(): void {
    this.#reboots = this.#vehicle.reboots;
    this.#streams = this.#schedule();
    this.#firmware.missions.forget();
    this.#parameters.forget();
    this.#nextHeartbeatMs = 0;
    this.#nextRuntimeMs = runtimeMs;
    this.#heard = false;
  }

  #schedule(): StreamSchedule {
    const streams = new StreamSchedule((id) => this.#firmware.messages.has(id));
    for (const [messageId, perS] of this.#firmware.unasked) streams.set(messageId, 1e6 / perS, this.#vehicle.bootMs);
    return streams;
  }

  #tell(event: VehicleEvent): void {
    switch (event.kind) {
      case "text":
        this.#send({ name: "STATUSTEXT", fields: { severity: event.severity, text: event.text } });
        return;
      case "reached":
        this.#send({ name: "MISSION_ITEM_REACHED", fields: { seq: event.seq } });
        return;
      case "photo":
        this.#sendOnce(180);
        this.#camera.photographed();
        return;
      case "home-set":
        this.#sendOnce(242);
    }
  }

  #handle(message: MavlinkMessage, from: Sender): void {
    const peer = { targetSystem: from.systemId, targetComponent: from.componentId };
    const nowMs = this.#vehicle.bootMs;
    if (nowMs < 0 || !this.#isForUs(message)) return;
    this.#heard = true;
    if (this.#firmware.missions.receive(message, peer, nowMs)) return;
    switch (message.name) {
      case "COMMAND_LONG":
        this.#command({ form: "long", frame: 0, ...argumentsOf(message.fields) }, message.fields.targetComponent, from);
        return;
      case "COMMAND_INT": {
        const { frame, targetComponent } = message.fields;
        this.#command({ form: "int", frame, ...argumentsOf(message.fields) }, targetComponent, from);
        return;
      }
      case "SET_MODE": {
        const ack = this.#firmware.setMode(message.fields.customMode);
        if (ack !== undefined) this.#ack(ack.command, ack.result, from);
        return;
      }
      case "REQUEST_DATA_STREAM": {
        // PX4 doesn't know it any more.
        if (this.#vehicle.spec.firmware === "px4") return;
        const { reqStreamId, reqMessageRate, startStop } = message.fields;
        this.#streams.setGroup(reqStreamId, startStop === 1 ? reqMessageRate : 0, nowMs);
        return;
      }
      case "TIMESYNC":
        if (message.fields.tc1 !== 0n) return;
        this.#send({
          name: "TIMESYNC",
          fields: { tc1: BigInt(Math.round(nowMs * 1000)) * 1000n, ts1: message.fields.ts1 },
        });
        return;
      default:
        this.#parameters.receive(message, nowMs);
        this.#firmware.take(message, from);
    }
  }

  #isForUs({ fields }: MavlinkMessage): boolean {
    if (!("targetSystem" in fields)) return true;
    return fields.targetSystem === 0 || fields.targetSystem === this.#vehicle.spec.systemId;
  }

  /** ArduPilot answers commands to components that aren't there all the same, PX4 does not; the camera answers its own. */
  #command(received: ReceivedCommand, targetComponent: number, from: Sender): void {
    if (targetComponent === cameraComponentId) {
      this.#camera.obey(received, from);
      return;
    }
    const isAutopilot = targetComponent === 0 || targetComponent === autopilotComponentId;
    if (!isAutopilot && this.#vehicle.spec.firmware === "px4") return;
    const services: LinkServices = {
      setInterval: (id, intervalUs) => this.#setInterval(id, intervalUs),
      tellInterval: (messageId) => {
        if (!Number.isInteger(messageId) || messageId < 0 || messageId > 65535) return;
        const intervalUs = this.#streams.intervalUs(messageId);
        this.#send({ name: "MESSAGE_INTERVAL", fields: { messageId, intervalUs } });
      },
      sendOnce: (messageId) => this.#sendOnce(messageId),
    };
    this.#ack(received.command, this.#firmware.obey(services, received, from), from);
    // What the vehicle says about it comes right behind.
    for (const event of this.#vehicle.takeEvents()) this.#tell(event);
  }

  #setInterval(messageId: number, intervalUs: number): boolean {
    const known = this.#streams.set(messageId, intervalUs, this.#vehicle.bootMs);
    if (!known && this.#vehicle.spec.firmware === "ardupilot")
      this.#send({ name: "STATUSTEXT", fields: { severity: 6, text: `No ap_message for mavlink id (${messageId})` } });
    return known;
  }

  #sendOnce(messageId: number): boolean {
    if (messageId === 148) {
      this.#send(this.#firmware.version(this.#vehicle));
      return true;
    }
    const make = this.#firmware.messages.get(messageId);
    if (make === undefined) return false;
    const message = make(this.#vehicle);
    if (message !== undefined) this.#send(message);
    return true;
  }

  #countRuntime(nowMs: number): void {
    if (nowMs < this.#nextRuntimeMs) return;
    this.#nextRuntimeMs += runtimeMs;
    if (this.#heard && this.#vehicle.parameters.has("STAT_RUNTIME"))
      this.#parameters.announce("STAT_RUNTIME", Math.round(nowMs / 1000));
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
}
