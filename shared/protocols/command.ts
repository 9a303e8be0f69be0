import type { OutgoingMessage } from "./outgoing-message.ts";

/** A COMMAND_LONG, whom it is for and its seven parameters (missing ones are 0). */
export interface Command {
  readonly targetSystem: number;
  /** 0: whichever component of the vehicle feels addressed; then any component's answer counts. */
  readonly targetComponent: number;
  /** MAV_CMD. */
  readonly command: number;
  readonly params: readonly number[];
}

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

const commandTiming: CommandTiming = {
  ackTimeoutMs: 1_500,
  maxTries: 5,
  progressTimeoutMs: 5_000,
  expiryMs: 30_000,
};

/** How a command ended. */
export type CommandOutcome =
  | { readonly state: "accepted" }
  /** `result` is the MAV_RESULT: 1 for now, 2 denied, 3 unsupported, 4 failed, 6 cancelled ... */
  | { readonly state: "refused"; readonly result: number }
  | { readonly state: "no-answer"; readonly tries: number }
  | { readonly state: "expired" };

/** A command on its way; times are of the clock that steps it, ms. */
export interface CommandWaiting {
  readonly state: "waiting";
  readonly command: Command;
  readonly timing: CommandTiming;
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

const accepted = 0;
const inProgress = 5;

/** `confirmation` counts the resends, so that the vehicle can tell them from new commands. */
const message = (
  { targetSystem, targetComponent, command, params }: Command,
  confirmation: number,
): OutgoingMessage => {
  const [p1 = 0, p2 = 0, p3 = 0, p4 = 0, p5 = 0, p6 = 0, p7 = 0] = params;
  return {
    name: "COMMAND_LONG",
    fields: {
      targetSystem,
      targetComponent,
      command,
      confirmation: Math.min(confirmation, 255),
      _param1: p1,
      _param2: p2,
      _param3: p3,
      _param4: p4,
      _param5: p5,
      _param6: p6,
      _param7: p7,
    },
  };
};

/** Sends the command for the first time. */
export const startCommand = (
  command: Command,
  nowMs: number,
  timing: CommandTiming = commandTiming,
): CommandStep & { readonly state: CommandWaiting } => ({
  state: {
    state: "waiting",
    command,
    timing,
    tries: 1,
    startedMs: nowMs,
    deadlineMs: nowMs + timing.ackTimeoutMs,
  },
  send: [message(command, 0)],
});

const none: readonly OutgoingMessage[] = [];

/** Moves a command on. An ack counts only from the right system and component and for the right command. */
export const stepCommand = (state: CommandState, event: CommandEvent, nowMs: number): CommandStep => {
  if (state.state !== "waiting") return { state, send: none };
  return event.kind === "ack" ? onAck(state, event, nowMs) : onTick(state, nowMs);
};

const onAck = (state: CommandWaiting, ack: CommandEvent & { kind: "ack" }, nowMs: number): CommandStep => {
  const { command, timing } = state;
  const rightComponent = command.targetComponent === 0 || ack.fromComponent === command.targetComponent;
  if (ack.fromSystem !== command.targetSystem || !rightComponent || ack.command !== command.command) {
    return { state, send: none };
  }
  if (ack.result === accepted) return { state: { state: "accepted" }, send: none };
  if (ack.result !== inProgress) return { state: { state: "refused", result: ack.result }, send: none };
  const progress = ack.progress > 100 ? Number.NaN : ack.progress / 100;
  return { state: { ...state, deadlineMs: nowMs + timing.progressTimeoutMs, progress }, send: none };
};

const onTick = (state: CommandWaiting, nowMs: number): CommandStep => {
  const { command, timing, tries } = state;
  if (nowMs < state.deadlineMs) return { state, send: none };
  // A vehicle that was at it already must not be told to begin again.
  if (state.progress !== undefined || tries >= timing.maxTries) {
    return { state: { state: "no-answer", tries }, send: none };
  }
  if (nowMs - state.startedMs > timing.expiryMs) return { state: { state: "expired" }, send: none };
  return {
    state: { ...state, tries: tries + 1, deadlineMs: nowMs + timing.ackTimeoutMs },
    send: [message(command, tries)],
  };
};
