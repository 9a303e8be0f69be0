import { freshBootWatch, watchBoot } from "../boot-watch.ts";
import type { ExchangeTarget, OwnIds } from "../exchange.ts";
import type { Job, JobEvent, JobFault, JobStatus, JobStep } from "../job.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { type Clearing, type ClearOutcome, startClearing, stepClearing } from "./clear-items.ts";
import { type Fetching, type FetchOutcome, startFetching, stepFetching } from "./fetch-items.ts";
import type { MissionType } from "./mission-item.ts";
import { ackMessage, type MissionPeer, missionResult } from "./mission-wire.ts";

export interface MissionClearOptions {
  readonly target: ExchangeTarget;
  readonly own: OwnIds;
  /** Emptied one after the other. */
  readonly types: readonly MissionType[];
  /** Told of each list that is empty now. */
  readonly onCleared?: (type: MissionType) => void;
}

type Phase =
  | { readonly kind: "clearing"; readonly exchange: Clearing }
  | { readonly kind: "counting"; readonly exchange: Fetching; readonly result: number };

const clearsAtMost = 3;

/** Empties lists, and asks for their counts before it says so. */
export const missionClearJob = (options: MissionClearOptions): Job => new MissionClear(options);

class MissionClear implements Job {
  readonly #options: MissionClearOptions;
  #at = 0;
  #clears = 0;
  #phase: Phase | undefined;
  #ended: JobStatus | undefined;
  #watch = freshBootWatch;

  constructor(options: MissionClearOptions) {
    this.#options = options;
  }

  start(nowMs: number): JobStep {
    return this.#told(this.#begin(nowMs));
  }

  step(event: JobEvent, nowMs: number): JobStep {
    if (this.#ended !== undefined || this.#phase === undefined) return this.#told([]);
    this.#watch = watchBoot(this.#watch, this.#options.target, event, nowMs);
    if (this.#watch.rebooted) return this.#told(this.#fail({ code: "rebooted", params: {} }));
    if (this.#phase.kind === "clearing") {
      const { state, send } = stepClearing(this.#phase.exchange, event, nowMs);
      if (state.state !== "clearing") return this.#told([...send, ...this.#onCleared(state, nowMs)]);
      this.#phase = { kind: "clearing", exchange: state };
      return this.#told(send);
    }
    const { result } = this.#phase;
    const { state, send } = stepFetching(this.#phase.exchange, event, nowMs);
    if ("peer" in state && state.state === "listing") {
      this.#phase = { kind: "counting", exchange: state, result };
      return this.#told(send);
    }
    return this.#told(this.#onCounted(state, result, nowMs));
  }

  cancel(): readonly OutgoingMessage[] {
    const counting = this.#ended === undefined && this.#phase?.kind === "counting";
    const peer = this.#peer;
    this.#fail({ code: "cancelled", params: {} });
    return counting && peer !== undefined ? [ackMessage(peer, missionResult.cancelled)] : [];
  }

  get #peer(): MissionPeer | undefined {
    const type = this.#options.types[this.#at];
    return type === undefined ? undefined : { target: this.#options.target, own: this.#options.own, type };
  }

  /** Begins with the list at hand; done where there is none left. */
  #begin(nowMs: number): readonly OutgoingMessage[] {
    const peer = this.#peer;
    if (peer === undefined) {
      this.#ended = { state: "done" };
      return [];
    }
    const { state, send } = startClearing(peer, nowMs);
    this.#clears++;
    this.#phase = { kind: "clearing", exchange: state };
    return send;
  }

  #onCleared(outcome: ClearOutcome, nowMs: number): readonly OutgoingMessage[] {
    const peer = this.#peer;
    if (peer === undefined) throw new Error(`There is no list ${this.#at} of ${this.#options.types.length}.`);
    if (outcome.state === "silent") return this.#fail({ code: "no-answer", params: { tries: outcome.tries } });
    // Accepted or not, its count says whether it is empty.
    const { state, send } = startFetching(peer, nowMs, { expected: 0 });
    this.#phase = { kind: "counting", exchange: state, result: outcome.result };
    return send;
  }

  #onCounted(state: Fetching | FetchOutcome, result: number, nowMs: number): readonly OutgoingMessage[] {
    const peer = this.#peer;
    if (state.state === "silent") return this.#fail({ code: "no-answer", params: { tries: state.tries } });
    if (state.state === "busy") return this.#fail({ code: "temporarily-rejected", params: {} });
    const isEmpty =
      (state.state === "unsupported" && peer?.type !== "mission") ||
      (state.state === "fetched" && state.items.length === 0) ||
      // ArduPilot may still count its home.
      (state.state === "fetching" &&
        state.count === 1 &&
        peer?.type === "mission" &&
        peer.target.autopilot === "ardupilot");
    const hush = state.state === "fetching" && peer !== undefined ? [ackMessage(peer, missionResult.cancelled)] : [];
    if (isEmpty) {
      if (peer !== undefined) this.#options.onCleared?.(peer.type);
      this.#at++;
      this.#clears = 0;
      return [...hush, ...this.#begin(nowMs)];
    }
    if (this.#clears < clearsAtMost) return [...hush, ...this.#begin(nowMs)];
    const code = result === missionResult.unsupported ? "unsupported" : result === 0 ? "not-confirmed" : "refused";
    return [...hush, ...this.#fail({ code, params: code === "refused" ? { result } : {} })];
  }

  #fail(fault: JobFault): readonly OutgoingMessage[] {
    this.#ended ??= { state: "failed", fault };
    return [];
  }

  #told(send: readonly OutgoingMessage[]): JobStep {
    const progress = this.#at / Math.max(1, this.#options.types.length);
    return { send, status: this.#ended ?? { state: "running", progress, step: "sending" } };
  }
}
