import type { MessageFields } from "../../mavlink/messages.ts";
import type { ExchangeTarget } from "../exchange.ts";
import type { Job, JobEvent, JobFault, JobStatus, JobStep } from "../job.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { GapAsks } from "./gap-asks.ts";

export interface FetchProgress {
  readonly received: number;
  readonly total?: number;
}

export interface ParametersFetchOptions {
  readonly target: ExchangeTarget;
  /** How many of them came; their values are for whoever hears the vehicle's PARAM_VALUEs anyway. */
  readonly onProgress?: (progress: FetchProgress) => void;
  /** All came: these it has, and no others. */
  readonly onComplete?: (names: ReadonlySet<string>) => void;
}

/** Nothing came of PARAM_REQUEST_LIST: it, or all it brought, was lost. */
const listTimeoutMs = 1_500;
const maxListTries = 5;
/** Nothing new for so long, whatever was asked: the vehicle is away. */
const giveUpMs = 30_000;
/** The list stands still for so long: it is over, or broken off. */
const shortestStallMs = 600;
/** How often the number of parameters may change under our eyes. */
const maxRestarts = 5;
/** What was sent before the number changed may still come for so long. */
const oldCountMs = 3_000;
const unasked = 65_535;

const nothing: readonly OutgoingMessage[] = [];

/** Reads all parameters of a vehicle: by the list that it sends, and what is missing of it one by one, side by side, at once. */
export const parametersFetchJob = (options: ParametersFetchOptions): Job => new ParametersFetch(options);

class ParametersFetch implements Job {
  readonly #options: ParametersFetchOptions;
  #gaps = new GapAsks(0);
  #names: (string | undefined)[] = [];
  #received = 0;
  #total: number | undefined;
  #oldTotal: { readonly count: number; readonly untilMs: number } | undefined;
  #restarts = 0;
  #listTries = 0;
  #listSentMs = 0;
  /** When the list brought something last, and how far apart its values come. */
  #listedMs: number | undefined;
  #spacingMs = 0;
  #newsMs = 0;
  #status: JobStatus = { state: "running", step: "reading" };

  constructor(options: ParametersFetchOptions) {
    this.#options = options;
  }

  start(nowMs: number): JobStep {
    this.#newsMs = nowMs;
    return this.#said([this.#askList(nowMs)]);
  }

  step(event: JobEvent, nowMs: number): JobStep {
    if (this.#status.state !== "running" || event.kind === "vehicle") return this.#said(nothing);
    if (event.kind === "tick") return this.#onTick(nowMs);
    const { target } = this.#options;
    const isIts = event.fromSystem === target.systemId && event.fromComponent === target.componentId;
    if (!isIts || event.message.name !== "PARAM_VALUE") return this.#said(nothing);
    return this.#onValue(event.message.fields, nowMs);
  }

  cancel(): readonly OutgoingMessage[] {
    return nothing;
  }

  #said(send: readonly OutgoingMessage[]): JobStep {
    return { send, status: this.#status };
  }

  #askList(nowMs: number): OutgoingMessage {
    this.#listTries += 1;
    this.#listSentMs = nowMs;
    const { systemId, componentId } = this.#options.target;
    return { name: "PARAM_REQUEST_LIST", fields: { targetSystem: systemId, targetComponent: componentId } };
  }

  #onValue(fields: MessageFields["PARAM_VALUE"], nowMs: number): JobStep {
    const { paramCount, paramIndex, paramId } = fields;
    const old = this.#oldTotal;
    if (old !== undefined && paramCount === old.count && nowMs < old.untilMs) return this.#said(nothing);
    if (paramCount === 0) return this.#said(nothing);
    if (paramCount !== this.#total) {
      // Changed in the middle (an option was switched on): the numbers stand for other parameters now.
      if (this.#total !== undefined) return this.#restart(paramCount, nowMs);
      // One that nobody asked for doesn't mean that the list comes.
      if (paramIndex === unasked) return this.#said(nothing);
      this.#begin(paramCount);
    }
    if (paramIndex >= paramCount || this.#names[paramIndex] !== undefined) return this.#said(nothing);
    this.#take(paramIndex, paramId, nowMs);
    if (this.#received === this.#total) return this.#complete();
    return this.#said(this.#askGaps(nowMs));
  }

  #begin(total: number): void {
    this.#total = total;
    this.#names = new Array<string | undefined>(total).fill(undefined);
    this.#received = 0;
    this.#gaps = new GapAsks(total);
  }

  #restart(total: number, nowMs: number): JobStep {
    if (++this.#restarts > maxRestarts) return this.#fail("failed", { total });
    this.#oldTotal = { count: this.#total ?? 0, untilMs: nowMs + oldCountMs };
    this.#begin(total);
    this.#listedMs = undefined;
    this.#listTries = 0;
    return this.#said([this.#askList(nowMs)]);
  }

  #take(index: number, name: string, nowMs: number): void {
    this.#names[index] = name;
    this.#received += 1;
    this.#newsMs = nowMs;
    if (this.#gaps.received(index, nowMs) === "listed") {
      if (this.#listedMs !== undefined) this.#spacingMs += (nowMs - this.#listedMs - this.#spacingMs) / 8;
      this.#listedMs = nowMs;
    }
    const total = this.#total ?? 1;
    this.#status = { state: "running", step: "reading", progress: this.#received / total };
    this.#options.onProgress?.({ received: this.#received, total });
  }

  #complete(): JobStep {
    this.#options.onComplete?.(new Set(this.#names.filter((name) => name !== undefined)));
    this.#status = { state: "done" };
    return this.#said(nothing);
  }

  #onTick(nowMs: number): JobStep {
    if (this.#total === undefined || this.#received === 0) {
      if (nowMs - this.#listSentMs < listTimeoutMs) return this.#said(nothing);
      if (this.#listTries >= maxListTries) return this.#fail("no-answer", { tries: this.#listTries });
      return this.#said([this.#askList(nowMs)]);
    }
    if (nowMs - this.#newsMs > giveUpMs) return this.#fail("no-answer", this.#missing());
    const stallMs = Math.max(shortestStallMs, 6 * this.#spacingMs, this.#gaps.waitMs);
    if (nowMs - (this.#listedMs ?? this.#newsMs) > stallMs) this.#gaps.listEnded();
    this.#gaps.expire(nowMs);
    if (this.#gaps.isSpent) return this.#fail("no-answer", this.#missing());
    return this.#said(this.#askGaps(nowMs));
  }

  #missing(): Record<string, number> {
    const total = this.#total ?? 0;
    return { missing: total - this.#received, total };
  }

  #askGaps(nowMs: number): OutgoingMessage[] {
    const { systemId, componentId } = this.#options.target;
    return this.#gaps.ask(nowMs).map((paramIndex) => ({
      name: "PARAM_REQUEST_READ",
      fields: { targetSystem: systemId, targetComponent: componentId, paramIndex },
    }));
  }

  #fail(code: JobFault["code"], params: JobFault["params"]): JobStep {
    this.#status = { state: "failed", fault: { code, params } };
    return this.#said(nothing);
  }
}
