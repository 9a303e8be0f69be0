import { freshBootWatch, watchBoot } from "../boot-watch.ts";
import type { Job, JobEvent, JobFault, JobStatus, JobStep } from "../job.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import {
  type FetchedItem,
  type Fetching,
  type FetchOutcome,
  fetchedFraction,
  startFetching,
  stepFetching,
} from "./fetch-items.ts";
import type { MissionItem } from "./mission-item.ts";
import {
  ackMessage,
  answerOf,
  type ItemForm,
  type MissionPeer,
  missionReason,
  missionResult,
  unsendable,
} from "./mission-wire.ts";
import { compareReadBack, type OnBoard, type ReadBackDifference } from "./read-back.ts";
import { type RefusedItem, type Sending, type SendOutcome, startSending, stepSending } from "./send-items.ts";
import { hearWords, type VehicleWords, wordsNow } from "./vehicle-words.ts";

export type { OnBoard } from "./read-back.ts";

export interface MissionUploadOptions extends MissionPeer {
  /** With ArduPilot item 0 is home. */
  readonly items: readonly MissionItem[];
  /** What it had before, where that is known: put back if an item is refused; else its list is emptied. */
  readonly previous?: readonly MissionItem[];
  /** Told whenever what is on board changed; `opaqueId` is the vehicle's own number for it, 0 where it gives none. */
  readonly onBoard?: (what: OnBoard, opaqueId: number) => void;
}

/** A refused item, kept while the vehicle is put in order again. */
interface Refusal extends RefusedItem {
  readonly result: number;
}

type Phase =
  | { readonly kind: "sending"; readonly exchange: Sending }
  /** `goOn`: the transfer, where its end was not heard. */
  | {
      readonly kind: "reading";
      readonly exchange: Fetching;
      readonly goOn: Sending | undefined;
      readonly again: number;
    }
  | { readonly kind: "pausing"; readonly untilMs: number; readonly then: (nowMs: number) => readonly OutgoingMessage[] }
  | { readonly kind: "ended"; readonly status: JobStatus };

const offersAtMost = 4;
const readingsAtMost = 3;
/** Late packets of what went before have come by then. */
const settleMs = 2_500;
/** The vehicle's words about a refusal come after it. */
const wordsMs = 400;
const sendingShare = 0.8;

/** Sends a list, reads it back and compares; "done" is only said of a list that is there as sent. */
export const missionUploadJob = (options: MissionUploadOptions): Job => new MissionUpload(options);

class MissionUpload implements Job {
  readonly #options: MissionUploadOptions;
  #phase: Phase = { kind: "ended", status: { state: "running" } };
  /** What is being sent: what was asked for, or after a refusal what was there before. */
  #items: readonly MissionItem[];
  #refusal: Refusal | undefined;
  #offers = 0;
  #progress = 0;
  #form: ItemForm = "int";
  #opaqueId = 0;
  #onBoard: OnBoard = "unchanged";
  #watch = freshBootWatch;
  #words: VehicleWords | undefined;

  constructor(options: MissionUploadOptions) {
    this.#options = options;
    this.#items = options.items;
  }

  start(nowMs: number): JobStep {
    const { items } = this.#options;
    const item = unsendable(items);
    if (item !== undefined)
      return this.#end({ code: "mission-refused", params: { item, reason: "value", onBoard: "unchanged" } });
    if (items.length > 0xffff) return this.#end({ code: "mission-no-space", params: { count: items.length } });
    return this.#told(this.#offer(nowMs));
  }

  step(event: JobEvent, nowMs: number): JobStep {
    if (this.#phase.kind === "ended") return this.#told([]);
    const { target } = this.#options;
    this.#watch = watchBoot(this.#watch, target, event, nowMs);
    this.#words = hearWords(this.#words, target, event, nowMs);
    if (this.#watch.rebooted) {
      this.#doubt();
      return this.#end({ code: "rebooted", params: { onBoard: this.#onBoard } });
    }
    switch (this.#phase.kind) {
      case "sending":
        return this.#stepSending(this.#phase.exchange, event, nowMs);
      case "reading":
        return this.#stepReading(this.#phase, event, nowMs);
      default: {
        const { untilMs, then } = this.#phase;
        return this.#told(nowMs >= untilMs ? then(nowMs) : []);
      }
    }
  }

  cancel(): readonly OutgoingMessage[] {
    const { kind } = this.#phase;
    if (kind === "sending") this.#doubt();
    this.#phase = { kind: "ended", status: { state: "failed", fault: { code: "cancelled", params: {} } } };
    return kind === "ended" ? [] : [ackMessage(this.#options, missionResult.cancelled)];
  }

  #offer(nowMs: number): readonly OutgoingMessage[] {
    this.#offers++;
    const { state, send } = startSending(this.#options, this.#items, nowMs, {
      again: this.#offers > 1 || this.#refusal !== undefined,
    });
    this.#phase = { kind: "sending", exchange: state };
    // What was left half-way is called off first: PX4 would not hear of a new count.
    return this.#offers > 1 ? [ackMessage(this.#options, missionResult.cancelled), ...send] : send;
  }

  #stepSending(exchange: Sending, event: JobEvent, nowMs: number): JobStep {
    const { state, send } = stepSending(exchange, event, nowMs);
    if (!("peer" in state)) return this.#told(this.#onSent(state, nowMs), send);
    // PX4 fills a second list and only then changes over; the others write over what is there.
    if (state.state === "sending" && this.#options.target.autopilot !== "px4") this.#say("mixed");
    if (state.form === "float") this.#form = "float";
    this.#progress = Math.max(this.#progress, (sendingShare * state.cursor) / Math.max(1, this.#items.length));
    this.#phase = { kind: "sending", exchange: state };
    return this.#told(send);
  }

  #onSent(outcome: SendOutcome, nowMs: number): readonly OutgoingMessage[] {
    switch (outcome.state) {
      case "accepted":
        this.#opaqueId = outcome.opaqueId;
        this.#say("unknown");
        return this.#read(nowMs, undefined, 1);
      case "unclear":
        this.#say("unknown");
        return this.#read(nowMs, outcome.goOn, 1);
      case "dropped":
        if (this.#offers < offersAtMost) return this.#offer(nowMs);
        return this.#fail({ code: "mission-timeout", params: { onBoard: this.#onBoard } }, nowMs);
      case "silent":
        this.#doubt();
        return this.#fail({ code: "no-answer", params: { tries: outcome.tries, onBoard: this.#onBoard } }, nowMs);
      case "busy":
        return this.#fail({ code: "temporarily-rejected", params: { onBoard: this.#onBoard } }, nowMs);
      case "refused":
        return this.#onRefused(outcome.result, outcome.refused, nowMs);
    }
  }

  /** A refused list leaves what was there; a refused item leaves a mix with all but PX4, which is undone. */
  #onRefused(result: number, refused: RefusedItem | undefined, nowMs: number): readonly OutgoingMessage[] {
    const count = this.#items.length;
    if (this.#refusal !== undefined) return this.#giveUpRestoring(nowMs);
    if (refused === undefined) {
      const onBoard = this.#onBoard;
      if (result === missionResult.noSpace)
        return this.#fail({ code: "mission-no-space", params: { count, onBoard } }, nowMs);
      if (result === missionResult.unsupported) return this.#fail({ code: "unsupported", params: { onBoard } }, nowMs);
      return this.#fail({ code: "refused", params: { result, onBoard } }, nowMs);
    }
    this.#refusal = { ...refused, result };
    if (this.#onBoard === "unchanged") return this.#fail(this.#refused(), nowMs);
    this.#say("mixed");
    const { previous } = this.#options;
    this.#items = previous !== undefined && unsendable(previous) === undefined ? previous : [];
    this.#offers = 1;
    return this.#pause(nowMs + settleMs, (later) => this.#offer(later));
  }

  #refused(): JobFault {
    const { result, ...refused } = this.#refusal ?? { item: 0, result: 0 };
    return { code: "mission-refused", params: { ...refused, reason: missionReason(result), onBoard: this.#onBoard } };
  }

  /** Restoring didn't work: then at least nothing that could be flown, if that works. */
  #giveUpRestoring(nowMs: number): readonly OutgoingMessage[] {
    if (this.#items.length === 0) return this.#fail(this.#refused(), nowMs);
    this.#items = [];
    this.#offers = 1;
    return this.#pause(nowMs + settleMs, (later) => this.#offer(later));
  }

  #read(nowMs: number, goOn: Sending | undefined, again: number): readonly OutgoingMessage[] {
    const { state, send } = startFetching(this.#options, nowMs, { expected: this.#items.length });
    this.#phase = { kind: "reading", exchange: state, goOn, again };
    return send;
  }

  #stepReading(phase: Extract<Phase, { readonly kind: "reading" }>, event: JobEvent, nowMs: number): JobStep {
    const { goOn } = phase;
    if (goOn !== undefined && this.#stillReceives(event))
      return this.#stepSending({ ...goOn, heardMs: nowMs, dueMs: nowMs }, event, nowMs);
    const { state, send } = stepFetching(phase.exchange, event, nowMs);
    if (!("peer" in state)) return this.#told(this.#onRead(state, phase, nowMs), send);
    this.#phase = { ...phase, exchange: state };
    this.#progress = Math.max(this.#progress, sendingShare + (1 - sendingShare) * fetchedFraction(state));
    return this.#told(send);
  }

  /** It asks for an item, or denies its list because it is being given one: what was taken for the end was none. */
  #stillReceives(event: JobEvent): boolean {
    const message = answerOf(this.#options, event);
    if (message?.name === "MISSION_ACK") return message.fields.type === missionResult.denied;
    return message?.name === "MISSION_REQUEST" || message?.name === "MISSION_REQUEST_INT";
  }

  #onRead(
    outcome: FetchOutcome,
    { goOn, again }: { readonly goOn: Sending | undefined; readonly again: number },
    nowMs: number,
  ): readonly OutgoingMessage[] {
    if (outcome.state === "silent")
      return this.#fail({ code: "no-answer", params: { tries: outcome.tries, onBoard: this.#onBoard } }, nowMs);
    if (outcome.state === "unsupported")
      return this.#fail({ code: "not-confirmed", params: { onBoard: this.#onBoard } }, nowMs);
    // It is receiving another list now.
    if (outcome.state === "busy") return this.#onSent({ state: "dropped" }, nowMs);
    const difference = this.#difference(outcome.items);
    if (difference === undefined) return this.#onEqual(outcome.opaqueId);
    // An older list's item that was late looks like a difference: then the next reading has none.
    if (again < readingsAtMost) return this.#pause(nowMs + settleMs, (later) => this.#read(later, goOn, again + 1));
    if (goOn !== undefined && this.#offers < offersAtMost) return this.#offer(nowMs);
    if (this.#refusal !== undefined) return this.#giveUpRestoring(nowMs);
    this.#say("other");
    const { item, field } = difference;
    return this.#fail({ code: "readback-differs", params: { item, field, onBoard: "other" } }, nowMs);
  }

  #difference(items: readonly FetchedItem[]): ReadBackDifference | undefined {
    const { target, type } = this.#options;
    return compareReadBack(this.#items, items, { autopilot: target.autopilot, type, sentAs: this.#form });
  }

  #onEqual(opaqueId: number): readonly OutgoingMessage[] {
    this.#opaqueId = opaqueId === 0 ? this.#opaqueId : opaqueId;
    if (this.#refusal === undefined) {
      this.#say("uploaded");
      this.#phase = { kind: "ended", status: { state: "done" } };
      return [];
    }
    this.#say(this.#items.length === 0 ? "cleared" : "restored");
    this.#phase = { kind: "ended", status: { state: "failed", fault: this.#refused() } };
    return [];
  }

  #pause(untilMs: number, then: (nowMs: number) => readonly OutgoingMessage[]): readonly OutgoingMessage[] {
    this.#phase = { kind: "pausing", untilMs, then };
    return [];
  }

  /** Fails in a moment, with what the vehicle says about it meanwhile. What it was refused for is the better answer. */
  #fail(fault: JobFault, nowMs: number): readonly OutgoingMessage[] {
    const told = this.#refusal === undefined ? fault : this.#refused();
    return this.#pause(nowMs + wordsMs, (later) => {
      const status: JobStatus = { state: "failed", fault: { ...told, ...wordsNow(this.#words, later) } };
      this.#phase = { kind: "ended", status };
      return [];
    });
  }

  #end(fault: JobFault): JobStep {
    this.#phase = { kind: "ended", status: { state: "failed", fault } };
    return this.#told([]);
  }

  /** The count alone cuts an old list short, with all but PX4, and its answer may have been lost. */
  #doubt(): void {
    if (this.#onBoard === "unchanged" && this.#options.target.autopilot !== "px4") this.#say("unknown");
  }

  #say(what: OnBoard): void {
    if (what === this.#onBoard) return;
    this.#onBoard = what;
    this.#options.onBoard?.(what, what === "uploaded" ? this.#opaqueId : 0);
  }

  /** @param before what the exchange itself sends with its last step */
  #told(send: readonly OutgoingMessage[], before: readonly OutgoingMessage[] = []): JobStep {
    const { kind } = this.#phase;
    const step = kind === "reading" ? "reading-back" : "sending";
    const status = this.#phase.kind === "ended" ? this.#phase.status : this.#running(step);
    return { send: [...before, ...send], status };
  }

  #running(step: "reading-back" | "sending"): JobStatus {
    return this.#refusal === undefined
      ? { state: "running", progress: this.#progress, step }
      : { state: "running", step };
  }
}
