import { answersCommand, type Command, type CommandMessage, commandMessage } from "./command-message.ts";
import type { ExchangeEvent, OwnIds } from "./exchange.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";

/** When to try again and when to give up. */
export interface CommandTiming {
  /** Until a try counts as unanswered. */
  readonly ackTimeoutMs: number;
  readonly maxTries: number;
  /** How long one IN_PROGRESS keeps the command alive. */
  readonly progressTimeoutMs: number;
  /** From the start on; a command that is older isn't sent again, whatever the link did meanwhile. */
  readonly expiryMs: number;
}

/** What ground stations are used to: five tries, 1.5 s apart. */
export const commandTiming: CommandTiming = {
  ackTimeoutMs: 1_500,
  maxTries: 5,
  progressTimeoutMs: 5_000,
  expiryMs: 30_000,
};

/** How a command ended. */
export type CommandOutcome =
  | { readonly state: "accepted" }
  /**
   * `result` is the MAV_RESULT: 1 for now, 2 denied, 3 unsupported, 4 failed, 6 cancelled ... With more than one try the
   * refusal may be the answer to a repetition of what was done at the first: look at the vehicle.
   */
  | { readonly state: "refused"; readonly result: number; readonly tries: number }
  | { readonly state: "no-answer"; readonly tries: number }
  | { readonly state: "expired" };

/** A command on its way; times are of the clock that steps it, ms. */
export interface CommandWaiting {
  readonly state: "waiting";
  readonly command: Command;
  /** Absent: acks are not asked whom they are for. */
  readonly own?: OwnIds;
  readonly timing: CommandTiming;
  readonly form: CommandMessage;
  /** The forms not tried yet. */
  readonly otherForms: readonly CommandMessage[];
  /** Repetitions in an earlier form whose refusals may still come. */
  readonly staleAnswers: number;
  /** In this form. */
  readonly tries: number;
  readonly startedMs: number;
  readonly deadlineMs: number;
  /** 0 to 1 once the vehicle said IN_PROGRESS; NaN where it doesn't say how far. In progress is not success. */
  readonly progress?: number;
}

/** Ended, or on its way. */
export type CommandState = CommandWaiting | CommandOutcome;

/** What moves a command on. */
export type CommandEvent =
  | { readonly kind: "tick" }
  | {
      readonly kind: "ack";
      readonly fromSystem: number;
      readonly fromComponent: number;
      /** Whose command it answers; absent or 0 where it doesn't say. */
      readonly toSystem?: number;
      readonly toComponent?: number;
      readonly command: number;
      /** MAV_RESULT. */
      readonly result: number;
      /** Percent, 255 unknown. */
      readonly progress: number;
    };

/** The new state, and what to send at once. */
export interface CommandStep {
  readonly state: CommandState;
  readonly send: readonly OutgoingMessage[];
}

/** MAV_RESULT. */
const accepted = 0;
const unsupported = 3;
const inProgress = 5;
const longOnly = 7;
const intOnly = 8;
const unsupportedFrame = 9;

const none: readonly OutgoingMessage[] = [];

/** The vehicle doesn't know such a thing, or not in this form: another form or command may still do it. */
export const meansUnsupported = (result: number): boolean =>
  result === unsupported || result === longOnly || result === intOnly || result === unsupportedFrame;

/** A COMMAND_ACK as an event; undefined for any other message. */
export const commandAck = (event: ExchangeEvent & { readonly kind: "message" }): CommandEvent | undefined => {
  const { message, fromSystem, fromComponent } = event;
  if (message.name !== "COMMAND_ACK") return undefined;
  const { command, result, progress, targetSystem, targetComponent } = message.fields;
  return {
    kind: "ack",
    ...{ fromSystem, fromComponent, command, result, progress },
    ...{ toSystem: targetSystem, toComponent: targetComponent },
  };
};

/** Until the answer to this try is given up: what is sent once may be answered as late as what is sent five times. */
const answerByMs = ({ once }: Command, timing: CommandTiming, nowMs: number): number =>
  nowMs + timing.ackTimeoutMs * (once === true ? timing.maxTries : 1);

/** Sends the command for the first time. */
export const startCommand = (
  command: Command,
  nowMs: number,
  options: { readonly timing?: CommandTiming; readonly own?: OwnIds } = {},
): CommandStep & { readonly state: CommandWaiting } => {
  const timing = options.timing ?? commandTiming;
  const [form, ...otherForms] = command.forms ?? (["long"] as const);
  return {
    state: {
      state: "waiting",
      ...{ command, timing, form, otherForms },
      ...(options.own === undefined ? {} : { own: options.own }),
      staleAnswers: 0,
      tries: 1,
      startedMs: nowMs,
      deadlineMs: answerByMs(command, timing, nowMs),
    },
    send: [commandMessage(command, form, 0)],
  };
};

/** Moves a command on. An ack counts only from the right system and component, for the right command and to us. */
export const stepCommand = (state: CommandState, event: CommandEvent, nowMs: number): CommandStep => {
  if (state.state !== "waiting") return { state, send: none };
  return event.kind === "ack" ? onAck(state, event, nowMs) : onTick(state, nowMs);
};

type Ack = CommandEvent & { readonly kind: "ack" };

const isTo = (own: number | undefined, to: number | undefined): boolean =>
  own === undefined || to === undefined || to === 0 || to === own;

const isAnswer = ({ command, form, own }: CommandWaiting, ack: Ack): boolean =>
  ack.fromSystem === command.targetSystem &&
  (command.targetComponent === 0 || ack.fromComponent === command.targetComponent) &&
  answersCommand(command, form, ack.command) &&
  isTo(own?.systemId, ack.toSystem) &&
  isTo(own?.componentId, ack.toComponent);

const onAck = (state: CommandWaiting, ack: Ack, nowMs: number): CommandStep => {
  if (!isAnswer(state, ack)) return { state, send: none };
  const { timing } = state;
  if (ack.result === accepted) return { state: { state: "accepted" }, send: none };
  if (ack.result === inProgress) {
    const progress = ack.progress > 100 ? Number.NaN : ack.progress / 100;
    return { state: { ...state, deadlineMs: nowMs + timing.progressTimeoutMs, progress }, send: none };
  }
  if (meansUnsupported(ack.result)) {
    if (state.staleAnswers > 0) return { state: { ...state, staleAnswers: state.staleAnswers - 1 }, send: none };
    if (state.otherForms.length > 0) return inOtherForm(state, nowMs);
  }
  return { state: { state: "refused", result: ack.result, tries: state.tries }, send: none };
};

const inOtherForm = (state: CommandWaiting, nowMs: number): CommandStep => {
  const { command, timing, otherForms, tries } = state;
  const [form = "long", ...rest] = otherForms;
  if (nowMs - state.startedMs > timing.expiryMs) return { state: { state: "expired" }, send: none };
  return {
    state: {
      ...state,
      form,
      otherForms: rest,
      staleAnswers: tries - 1,
      tries: 1,
      deadlineMs: answerByMs(command, timing, nowMs),
    },
    send: [commandMessage(command, form, 0)],
  };
};

const onTick = (state: CommandWaiting, nowMs: number): CommandStep => {
  const { command, timing, tries, form } = state;
  if (nowMs < state.deadlineMs) return { state, send: none };
  // A vehicle that was at it already must not be told to begin again.
  if (state.progress !== undefined || command.once === true || tries >= timing.maxTries) {
    return { state: { state: "no-answer", tries }, send: none };
  }
  if (nowMs - state.startedMs > timing.expiryMs) return { state: { state: "expired" }, send: none };
  return {
    state: { ...state, tries: tries + 1, deadlineMs: answerByMs(command, timing, nowMs) },
    send: [commandMessage(command, form, tries)],
  };
};
