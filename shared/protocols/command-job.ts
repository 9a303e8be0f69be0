import {
  type CommandEvent,
  type CommandOutcome,
  type CommandState,
  type CommandTiming,
  commandAck,
  commandTiming,
  meansUnsupported,
  startCommand,
  stepCommand,
} from "./command.ts";
import { commandFault } from "./command-fault.ts";
import type { CommandCall } from "./command-message.ts";
import type { ExchangeTarget, OwnIds } from "./exchange.ts";
import type { Job, JobEvent, JobFault, JobStatus, JobStep, JobStepCode } from "./job.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import { RefusalTexts } from "./refusal-texts.ts";

/** One command of several. */
export interface JobCommand extends CommandCall {
  /** A camera's or gimbal's; absent: the target's own. */
  readonly componentId?: number;
  /** Whether it is refused or not answered makes no difference: what follows may work all the same. */
  readonly optional?: true;
}

/** What to say to get something done: one command, or several in turn, each when the one before was accepted. */
export type CommandPlan = JobCommand | readonly [JobCommand, ...JobCommand[]];

export interface CommandJobOptions {
  readonly target: ExchangeTarget;
  readonly own: OwnIds;
  /** Ways to the same end, the best first: the next is tried only where the vehicle doesn't know a command of this one. */
  readonly alternatives: readonly [CommandPlan, ...CommandPlan[]];
  readonly timing?: CommandTiming;
  /** What to call it meanwhile. */
  readonly step?: JobStepCode;
}

/** How long a refusal waits for the vehicle's words about it, and for more of them after the first. */
const textWaitMs = 1_000;
const moreTextMs = 200;

/** What may fail keeps what matters from being said for no longer than this. */
const optionalTries = 2;

const nothing: readonly OutgoingMessage[] = [];

/** Tells the vehicle one thing, by the first way that it knows. Done when it accepted; what it then does is not looked at. */
export const commandJob = (options: CommandJobOptions): Job => new CommandRun(options);

class CommandRun implements Job {
  readonly #options: CommandJobOptions;
  readonly #timing: CommandTiming;
  readonly #texts = new RefusalTexts();
  #plans: readonly CommandPlan[];
  #calls: readonly JobCommand[] = [];
  #current: CommandState = { state: "expired" };
  #startedMs = 0;
  #ending: { readonly fault: JobFault; readonly refusedMs: number; readonly untilMs: number } | undefined;
  #status: JobStatus;

  constructor(options: CommandJobOptions) {
    this.#options = options;
    this.#timing = options.timing ?? commandTiming;
    this.#plans = options.alternatives;
    this.#status = { state: "running", ...(options.step === undefined ? {} : { step: options.step }) };
  }

  start(nowMs: number): JobStep {
    this.#startedMs = nowMs;
    return this.#nextPlan(nowMs);
  }

  step(event: JobEvent, nowMs: number): JobStep {
    if (this.#status.state !== "running" || event.kind === "vehicle") return this.#said(nothing);
    if (event.kind === "tick") {
      if (this.#ending !== undefined) return this.#end(nowMs);
      return this.#move({ kind: "tick" }, nowMs);
    }
    if (event.fromSystem !== this.#options.target.systemId) return this.#said(nothing);
    if (this.#texts.note(event, nowMs) && this.#ending !== undefined) {
      this.#ending = { ...this.#ending, untilMs: Math.min(this.#ending.untilMs, nowMs + moreTextMs) };
    }
    const ack = this.#ending === undefined ? commandAck(event) : undefined;
    return ack === undefined ? this.#said(nothing) : this.#move(ack, nowMs);
  }

  cancel(): readonly OutgoingMessage[] {
    return nothing;
  }

  #said(send: readonly OutgoingMessage[]): JobStep {
    return { send, status: this.#status };
  }

  #nextPlan(nowMs: number): JobStep {
    const [plan, ...rest] = this.#plans;
    if (plan === undefined) throw new Error("A command job has no command.");
    this.#plans = rest;
    this.#calls = "command" in plan ? [plan] : plan;
    return this.#send(nowMs);
  }

  #send(nowMs: number): JobStep {
    const [call] = this.#calls;
    if (call === undefined) {
      this.#status = { state: "done" };
      return this.#said(nothing);
    }
    const { target, own } = this.#options;
    const { componentId = target.componentId } = call;
    // However many ways are tried, what was asked for is never said later than this.
    const expiryMs = this.#timing.expiryMs - (nowMs - this.#startedMs);
    if (expiryMs < 0) return this.#fail({ state: "expired" }, call, nowMs);
    const { maxTries } = this.#timing;
    const timing = {
      ...this.#timing,
      expiryMs,
      maxTries: call.optional === true ? Math.min(optionalTries, maxTries) : maxTries,
    };
    const command = { ...call, targetSystem: target.systemId, targetComponent: componentId };
    const step = startCommand(command, nowMs, { timing, own });
    this.#current = step.state;
    return this.#said(step.send);
  }

  #move(event: CommandEvent, nowMs: number): JobStep {
    const { state, send } = stepCommand(this.#current, event, nowMs);
    this.#current = state;
    if (state.state !== "waiting") return this.#onOutcome(state, nowMs);
    if (state.progress !== undefined && Number.isFinite(state.progress) && this.#status.state === "running") {
      this.#status = { ...this.#status, progress: state.progress };
    }
    return this.#said(send);
  }

  #onOutcome(outcome: CommandOutcome, nowMs: number): JobStep {
    const [call, ...rest] = this.#calls;
    if (call === undefined) throw new Error("A command ended that was never sent.");
    if (outcome.state === "accepted" || (call.optional === true && outcome.state !== "expired")) {
      this.#calls = rest;
      return this.#send(nowMs);
    }
    const isUnknown = outcome.state === "refused" && meansUnsupported(outcome.result);
    if (isUnknown && this.#plans.length > 0) return this.#nextPlan(nowMs);
    return this.#fail(outcome, call, nowMs);
  }

  /** A refusal waits a moment for its reason; silence and age don't. */
  #fail(
    outcome: Exclude<CommandOutcome, { readonly state: "accepted" }>,
    { command }: JobCommand,
    nowMs: number,
  ): JobStep {
    const fault = commandFault(outcome, command);
    const heard = this.#texts.since(nowMs) !== undefined;
    const waitMs = outcome.state !== "refused" ? 0 : heard ? moreTextMs : textWaitMs;
    this.#ending = { fault, refusedMs: nowMs, untilMs: nowMs + waitMs };
    return this.#end(nowMs);
  }

  #end(nowMs: number): JobStep {
    const ending = this.#ending;
    if (ending === undefined || nowMs < ending.untilMs) return this.#said(nothing);
    const vehicleText = this.#texts.since(ending.refusedMs);
    const fault = { ...ending.fault, ...(vehicleText === undefined ? {} : { vehicleText }) };
    this.#status = { state: "failed", fault };
    return this.#said(nothing);
  }
}
