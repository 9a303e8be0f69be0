import { decodeMessage, FrameWriter } from "../../shared/mavlink/codec.ts";
import type { Frame } from "../../shared/mavlink/frame.ts";
import type { MavlinkMessage, MessageFields, MessageName } from "../../shared/mavlink/messages.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import { VirtualVehicle, type VirtualVehicleOptions } from "./virtual-vehicle.ts";

/** A message of a vehicle, with when and from which of its components. */
export type Said = MavlinkMessage & { readonly atMs: number; readonly componentId: number };

type CommandFields = Partial<MessageFields["COMMAND_LONG"]>;

/** A ground station (system 255, component 190) that talks with one virtual vehicle, without a link in between. */
export class VirtualTalk {
  readonly radio: VirtualVehicle;
  readonly said: Said[] = [];
  readonly #scanner = new FrameScanner();
  readonly #writer: FrameWriter;

  constructor(options: VirtualVehicleOptions & { readonly stationId?: number }) {
    this.radio = new VirtualVehicle(options);
    this.#writer = new FrameWriter({ systemId: options.stationId ?? 255, componentId: 190 });
    this.radio.onBytes((bytes) => this.#scanner.push(bytes, (frame) => this.#hear(frame)));
  }

  get vehicle(): VirtualVehicle["vehicle"] {
    return this.radio.vehicle;
  }

  get heightM(): number {
    return this.vehicle.truth.altMslM - this.vehicle.autopilot.home.altMslM;
  }

  /** How far it truly is from a place, horizontally, m. */
  awayM(place: { readonly latDeg: number; readonly lonDeg: number }): number {
    const { eastM, northM } = this.vehicle.plane.toLocal(place);
    return Math.hypot(this.vehicle.truth.eastM - eastM, this.vehicle.truth.northM - northM);
  }

  /** @returns what it said meanwhile */
  wait(seconds: number): readonly Said[] {
    const before = this.said.length;
    this.radio.stepTo(this.radio.nowMs + seconds * 1000);
    return this.said.slice(before);
  }

  /** @returns what it answered at once */
  say<Name extends MessageName>(name: Name, fields: Partial<MessageFields[Name]>): readonly Said[] {
    const before = this.said.length;
    this.radio.receive(this.#writer.write(name, fields));
    return this.said.slice(before);
  }

  /** COMMAND_LONG with parameters from the first on. @returns MAV_RESULT of its ack; undefined for silence */
  command(command: number, params: readonly number[] = [], change: CommandFields = {}): number | undefined {
    return resultIn(this.say("COMMAND_LONG", { ...commandFields(command, params), ...change }));
  }

  commandInt(command: number, frame: number, params: readonly number[]): number | undefined {
    return resultIn(this.say("COMMAND_INT", { ...commandFields(command, params), frame }));
  }

  /** The texts since the n-th message. */
  texts(from = 0): readonly string[] {
    return this.said.slice(from).flatMap((message) => (message.name === "STATUSTEXT" ? [message.fields.text] : []));
  }

  last<Name extends MessageName>(name: Name): MessageFields[Name] | undefined {
    const message = this.said.findLast((one) => one.name === name);
    return message?.fields as MessageFields[Name] | undefined;
  }

  #hear(frame: Frame): void {
    const message = decodeMessage(frame);
    if (message !== undefined) this.said.push({ ...message, atMs: this.radio.nowMs, componentId: frame.componentId });
  }
}

const commandFields = (command: number, params: readonly number[]) => {
  const [_param1 = 0, _param2 = 0, _param3 = 0, _param4 = 0, _param5 = 0, _param6 = 0, _param7 = 0] = params;
  const target = { targetSystem: 1, targetComponent: 1 };
  return { ...target, command, _param1, _param2, _param3, _param4, _param5, _param6, _param7 };
};

const resultIn = (answers: readonly Said[]): number | undefined => {
  for (const answer of answers) if (answer.name === "COMMAND_ACK") return answer.fields.result;
  return undefined;
};
