import { expect, test } from "vitest";
import { type CommandEvent, type CommandState, startCommand, stepCommand } from "../../../shared/protocols/command.ts";

const command = { targetSystem: 7, targetComponent: 1, command: 400, params: [1] };
const ack = (result: number, from: { system?: number; component?: number; command?: number } = {}): CommandEvent => ({
  kind: "ack",
  fromSystem: from.system ?? 7,
  fromComponent: from.component ?? 1,
  command: from.command ?? 400,
  result,
  progress: 255,
});

/** Ticks every 100 ms; @returns the confirmations of what was sent, and the state at the end */
const run = (state: CommandState, fromMs: number, toMs: number): { sent: unknown[]; state: CommandState } => {
  const sent: unknown[] = [];
  let now = state;
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += 100) {
    const step = stepCommand(now, { kind: "tick" }, nowMs);
    now = step.state;
    for (const { fields } of step.send) sent.push("confirmation" in fields ? fields.confirmation : undefined);
  }
  return { sent, state: now };
};

test("is sent at once, with confirmation 0, to the component it is for", () => {
  const { send } = startCommand(command, 0);

  expect(send).toMatchObject([{ name: "COMMAND_LONG", fields: { targetComponent: 1, confirmation: 0, _param1: 1 } }]);
});

test("is sent five times, 1.5 s apart, with rising confirmation, then counts as unanswered", () => {
  const { sent, state } = run(startCommand(command, 0).state, 0, 10_000);

  expect(sent).toEqual([1, 2, 3, 4]);
  expect(state).toEqual({ state: "no-answer", tries: 5 });
});

test.each([
  ["another vehicle", { system: 8 }],
  ["another component", { component: 100 }],
  ["another command", { command: 22 }],
])("an ack of %s doesn't count", (_whose, from) => {
  const { state } = stepCommand(startCommand(command, 0).state, ack(0, from), 100);

  expect(state.state).toBe("waiting");
});

test("sent to no component in particular, any component's ack counts", () => {
  const { state } = stepCommand(startCommand({ ...command, targetComponent: 0 }, 0).state, ack(0), 100);

  expect(state).toEqual({ state: "accepted" });
});

test("a refusal says why", () => {
  const { state } = stepCommand(startCommand(command, 0).state, ack(4), 100);

  expect(state).toEqual({ state: "refused", result: 4 });
});

test("in progress is not success: it extends the wait, and the command isn't sent again", () => {
  const progressed = stepCommand(startCommand(command, 0).state, ack(5), 1_000).state;
  expect(progressed).toMatchObject({ state: "waiting", deadlineMs: 6_000 });

  const waited = run(progressed, 1_000, 5_900);
  expect(waited.sent).toEqual([]);
  expect(stepCommand(waited.state, ack(0), 5_950).state).toEqual({ state: "accepted" });
  expect(run(waited.state, 6_000, 7_000)).toEqual({ sent: [], state: { state: "no-answer", tries: 1 } });
});

test("is never sent again after it expired, whatever the link did meanwhile", () => {
  const { state } = startCommand(command, 0);

  expect(stepCommand(state, { kind: "tick" }, 60_000)).toEqual({ state: { state: "expired" }, send: [] });
});
