import { decodeMessage, FrameWriter } from "../../shared/mavlink/codec.ts";
import type { MavlinkMessage, MessageFields } from "../../shared/mavlink/messages.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import type { Job, JobStatus } from "../../shared/protocols/job.ts";
import type { OutgoingMessage } from "../../shared/protocols/outgoing-message.ts";
import {
  encodeParameter,
  type Parameter,
  type ParameterEncoding,
  parameterTypeNumber,
} from "../../shared/protocols/parameters/parameter-value.ts";
import { LossyLink, type LossyWay } from "./lossy-link.ts";

export interface ParameterRigOptions {
  readonly parameters: readonly Parameter[];
  readonly encoding?: ParameterEncoding;
  readonly seed?: number;
  readonly up?: LossyWay;
  readonly down?: LossyWay;
  /** Between two values of the list. */
  readonly spacingMs?: number;
  /** Not sent by the list, but when asked for. */
  readonly skipped?: ReadonlySet<number>;
  /** Never sent. */
  readonly mute?: ReadonlySet<number>;
}

/** How many it has, one more or less for each: `P0000` and on. */
export const parametersOf = (count: number): Parameter[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `P${String(i).padStart(4, "0")}`,
    value: i,
    type: "int32",
  }));

const stepMs = 5;
const tickMs = 50;

/** A job against a vehicle that lists, reads and sets parameters as ArduPilot does, over a link in virtual time. */
export class ParameterRig {
  nowMs = 0;
  parameters: Parameter[];
  status: JobStatus = { state: "running" };
  /** What the ground said, in its order, with when. */
  readonly said: { readonly atMs: number; readonly message: OutgoingMessage }[] = [];
  /** Values that came, by name. */
  readonly heard = new Map<string, MessageFields["PARAM_VALUE"]>();
  readonly link: LossyLink;
  readonly #options: ParameterRigOptions;
  readonly #job: Job;
  readonly #up = new FrameScanner();
  readonly #down = new FrameScanner();
  readonly #ground = new FrameWriter({ systemId: 255, componentId: 190 });
  readonly #vehicle = new FrameWriter({ systemId: 1, componentId: 1 });
  #list: { index: number; dueMs: number } | undefined;

  constructor(job: Job, options: ParameterRigOptions) {
    this.#job = job;
    this.#options = options;
    this.parameters = [...options.parameters];
    this.link = new LossyLink({
      seed: options.seed ?? 1,
      up: options.up ?? { delayMs: 20 },
      down: options.down ?? { delayMs: 20 },
      onUp: (bytes) => this.#up.push(bytes, (frame) => this.#obey(decodeMessage(frame))),
      onDown: (bytes) =>
        this.#down.push(bytes, (frame) => this.#hear(decodeMessage(frame), frame.systemId, frame.componentId)),
    });
    this.#take(job.start(0));
  }

  /** Names and indices that were asked for one by one. */
  get reads(): (string | number)[] {
    return this.said.flatMap(({ message }) =>
      message.name === "PARAM_REQUEST_READ" ? [message.fields.paramId ?? message.fields.paramIndex ?? -1] : [],
    );
  }

  get lists(): number {
    return this.said.filter(({ message }) => message.name === "PARAM_REQUEST_LIST").length;
  }

  /** Until the job is over, at most so long. */
  run(forMs = 300_000): this {
    const endMs = this.nowMs + forMs;
    while (this.nowMs < endMs && this.status.state === "running") {
      this.nowMs += stepMs;
      while ((this.link.nextMs ?? Number.POSITIVE_INFINITY) <= this.nowMs) this.link.deliverNext();
      this.#goOnListing();
      if (this.nowMs % tickMs === 0) this.#take(this.#job.step({ kind: "tick" }, this.nowMs));
    }
    return this;
  }

  /** Of nobody's asking. */
  tell(name: string): void {
    this.#send(
      this.parameters.findIndex((parameter) => parameter.name === name),
      65_535,
    );
  }

  /** What the ground hears of somebody. */
  hear(message: MavlinkMessage, systemId = 1, componentId = 1): void {
    this.#hear(message, systemId, componentId);
  }

  #take({ send, status }: ReturnType<Job["step"]>): void {
    this.status = status;
    for (const message of send) {
      this.said.push({ atMs: this.nowMs, message });
      this.link.up.send(this.#ground.write(message.name, message.fields), this.nowMs);
    }
  }

  #hear(message: MavlinkMessage | undefined, fromSystem: number, fromComponent: number): void {
    if (message === undefined) return;
    if (message.name === "PARAM_VALUE") this.heard.set(message.fields.paramId, message.fields);
    if (this.status.state !== "running") return;
    this.#take(this.#job.step({ kind: "message", message, fromSystem, fromComponent }, this.nowMs));
  }

  #obey(message: MavlinkMessage | undefined): void {
    if (message?.name === "PARAM_REQUEST_LIST") this.#list = { index: 0, dueMs: this.nowMs };
    if (message?.name === "PARAM_REQUEST_READ") {
      const { paramIndex, paramId } = message.fields;
      const byName = this.parameters.findIndex(({ name }) => name === paramId);
      this.#send(paramIndex >= 0 ? paramIndex : byName, paramIndex >= 0 ? paramIndex : byName);
    }
    if (message?.name === "PARAM_SET") this.#set(message.fields);
  }

  #set({ paramId, paramValue }: MessageFields["PARAM_SET"]): void {
    const index = this.parameters.findIndex(({ name }) => name === paramId);
    const known = this.parameters[index];
    if (known === undefined) return;
    const value = known.type === "real32" ? Math.fround(paramValue) : Math.trunc(paramValue);
    this.parameters[index] = { ...known, value };
    this.#send(index, 65_535);
  }

  #goOnListing(): void {
    const { spacingMs = 25, skipped } = this.#options;
    for (let list = this.#list; list !== undefined && this.nowMs >= list.dueMs; list = this.#list) {
      if (skipped?.has(list.index) !== true) this.#send(list.index, list.index);
      const index = list.index + 1;
      this.#list = index < this.parameters.length ? { index, dueMs: list.dueMs + spacingMs } : undefined;
    }
  }

  #send(index: number, paramIndex: number): void {
    const parameter = this.parameters[index];
    if (parameter === undefined || this.#options.mute?.has(index) === true) return;
    const { name, value, type } = parameter;
    const fields = {
      paramId: name,
      paramValue: encodeParameter(value, type, this.#options.encoding ?? "cast"),
      paramType: parameterTypeNumber(type),
      paramCount: this.parameters.length,
      paramIndex,
    };
    this.link.down.send(this.#vehicle.write("PARAM_VALUE", fields), this.nowMs);
  }
}
