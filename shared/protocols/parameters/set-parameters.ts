import type { ExchangeTarget } from "../exchange.ts";
import type { Job, JobEvent, JobFault, JobStatus, JobStep } from "../job.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { RefusalTexts } from "../refusal-texts.ts";
import {
  encodeParameter,
  fitsType,
  isParameterName,
  type Parameter,
  type ParameterEncoding,
  type ParameterType,
  parameterTypeNumber,
  readParameter,
  sameValue,
} from "./parameter-value.ts";
import { RoundTrips } from "./round-trips.ts";

/** A value to store, and its type where that is known; else the vehicle is asked. */
export interface ParameterWish {
  readonly name: string;
  readonly value: number;
  readonly type?: ParameterType;
}

export interface ParametersSetOptions {
  readonly target: ExchangeTarget;
  readonly encoding: ParameterEncoding;
  readonly values: readonly ParameterWish[];
}

/** A name whose type nobody told is unknown then: autopilots say nothing to a name that they don't have. */
const maxTypeTries = 6;
const maxTries = 12;
/**
 * A value that differs may be one that was on its way before, and on a busy link several are: it is asked for, then sent once
 * more, three times over.
 */
const maxDifferent = 6;
/** An autopilot holds few questions at once and drops the rest. */
const maxWindow = 8;
const byName = -1;

const nothing: readonly OutgoingMessage[] = [];

interface Wish extends ParameterWish {
  /** Asks for the type; sends; reads back what was stored otherwise. */
  stage: "typing" | "setting" | "checking";
  tries: number;
  different: number;
  sentMs: number;
  deadlineMs: number;
  isOpen: boolean;
}

/**
 * Stores values, several side by side. Done only when the vehicle told for each that it has it; all are tried before it
 * fails, with the first fault and how many there were (`params.failed` of `params.of`).
 */
export const parametersSetJob = (options: ParametersSetOptions): Job => new ParametersSet(options);

class ParametersSet implements Job {
  readonly #target: ExchangeTarget;
  readonly #encoding: ParameterEncoding;
  readonly #texts = new RefusalTexts();
  readonly #trips = new RoundTrips({ maxWindow });
  readonly #pending = new Map<string, Wish>();
  readonly #faults: JobFault[] = [];
  readonly #of: number;
  #status: JobStatus = { state: "running", step: "sending", progress: 0 };

  constructor({ target, encoding, values }: ParametersSetOptions) {
    this.#target = target;
    this.#encoding = encoding;
    // Named twice, the last one is meant.
    for (const value of values) {
      const stage = value.type === undefined ? "typing" : "setting";
      const open = { tries: 0, different: 0, sentMs: 0, deadlineMs: 0, isOpen: false };
      this.#pending.set(value.name, { ...value, stage, ...open });
    }
    this.#of = this.#pending.size;
    for (const wish of this.#pending.values()) {
      // No autopilot has such a name, and not all of them fit into the message.
      if (!isParameterName(wish.name)) this.#fault(wish, "parameter-unknown", { name: wish.name });
    }
  }

  start(nowMs: number): JobStep {
    return this.#go(nowMs);
  }

  step(event: JobEvent, nowMs: number): JobStep {
    if (this.#status.state !== "running" || event.kind === "vehicle") return this.#said(nothing);
    if (event.kind === "tick") {
      for (const wish of this.#pending.values()) if (wish.isOpen && nowMs >= wish.deadlineMs) this.#silent(wish);
      return this.#go(nowMs);
    }
    const { systemId, componentId } = this.#target;
    if (event.fromSystem !== systemId || event.fromComponent !== componentId) return this.#said(nothing);
    const { message } = event;
    this.#texts.note(event, nowMs);
    if (message.name === "PARAM_ERROR") this.#refused(message.fields.paramId, message.fields.error);
    else if (message.name === "PARAM_VALUE") this.#told(readParameter(message.fields, this.#encoding), nowMs);
    else return this.#said(nothing);
    return this.#go(nowMs);
  }

  cancel(): readonly OutgoingMessage[] {
    return nothing;
  }

  #said(send: readonly OutgoingMessage[]): JobStep {
    return { send, status: this.#status };
  }

  #silent(wish: Wish): void {
    wish.isOpen = false;
    this.#trips.silent();
    const isTyping = wish.stage === "typing";
    if (wish.tries < (isTyping ? maxTypeTries : maxTries)) return;
    const code = isTyping ? "parameter-unknown" : "no-answer";
    this.#fault(wish, code, { name: wish.name, tries: wish.tries });
  }

  /** MAV_PARAM_ERROR: 1 says that there is no such parameter; newer firmware tells it. */
  #refused(name: string, error: number): void {
    const wish = this.#pending.get(name);
    if (wish === undefined || !wish.isOpen) return;
    this.#fault(wish, error === 1 ? "parameter-unknown" : "denied", { name, error });
  }

  #told(parameter: Parameter | undefined, nowMs: number): void {
    const wish = parameter === undefined ? undefined : this.#pending.get(parameter.name);
    if (wish === undefined || parameter === undefined || wish.tries === 0) return;
    const { value, type } = parameter;
    if (wish.isOpen) this.#trips.answered(wish.tries === 1 ? nowMs - wish.sentMs : undefined);
    wish.isOpen = false;
    wish.tries = 0;
    if (wish.stage === "typing") this.#typed(wish, type);
    else if (sameValue(value, wish.value, type)) this.#pending.delete(wish.name);
    else if (++wish.different < maxDifferent) wish.stage = wish.stage === "setting" ? "checking" : "setting";
    else this.#fault(wish, "parameter-differs", { name: wish.name, value: wish.value, stored: value });
  }

  /** Its type is known now. What doesn't fit it isn't sent: the vehicle would store something else. */
  #typed(wish: Wish, type: ParameterType): void {
    const { name, value } = wish;
    if (!fitsType(value, type, this.#encoding)) this.#fault(wish, "not-possible", { name, value });
    else this.#pending.set(name, { ...wish, type, stage: "setting" });
  }

  #fault({ name }: Wish, code: JobFault["code"], params: JobFault["params"]): void {
    this.#pending.delete(name);
    // ArduPilot says so in words where it doesn't let a value be written.
    const vehicleText = this.#texts.naming(name);
    this.#faults.push({ code, params, ...(vehicleText === undefined ? {} : { vehicleText }) });
  }

  #go(nowMs: number): JobStep {
    for (const wish of this.#pending.values()) {
      const { name, value, type } = wish;
      if (type !== undefined && !fitsType(value, type, this.#encoding))
        this.#fault(wish, "not-possible", { name, value });
    }
    const open = [...this.#pending.values()].filter(({ isOpen }) => isOpen).length;
    const waiting = [...this.#pending.values()].filter(({ isOpen }) => !isOpen);
    const send = waiting.slice(0, Math.max(0, this.#trips.window - open)).map((wish) => this.#say(wish, nowMs));
    this.#status = this.#statusNow();
    return this.#said(send);
  }

  #say(wish: Wish, nowMs: number): OutgoingMessage {
    wish.tries += 1;
    wish.isOpen = true;
    wish.sentMs = nowMs;
    wish.deadlineMs = nowMs + this.#trips.waitMs(wish.tries);
    const { systemId: targetSystem, componentId: targetComponent } = this.#target;
    const to = { targetSystem, targetComponent, paramId: wish.name };
    if (wish.stage !== "setting" || wish.type === undefined) {
      return { name: "PARAM_REQUEST_READ", fields: { ...to, paramIndex: byName } };
    }
    const paramValue = encodeParameter(wish.value, wish.type, this.#encoding);
    return { name: "PARAM_SET", fields: { ...to, paramValue, paramType: parameterTypeNumber(wish.type) } };
  }

  #statusNow(): JobStatus {
    if (this.#pending.size > 0) {
      return { state: "running", step: "sending", progress: 1 - this.#pending.size / Math.max(1, this.#of) };
    }
    const [first] = this.#faults;
    if (first === undefined) return { state: "done" };
    const params = { ...first.params, failed: this.#faults.length, of: this.#of };
    return { state: "failed", fault: { ...first, params } };
  }
}
