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

  expect(state).toEqual({ state: "refused", result: 4, tries: 1 });
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

test.each([
  ["another ground station", 254, 190],
  ["another program of ours", 255, 191],
])("an ack to %s doesn't count", (_whose, toSystem, toComponent) => {
  const { state } = startCommand(command, 0, { own: { systemId: 255, componentId: 190 } });

  const next = stepCommand(state, { ...ack(0), toSystem, toComponent } as CommandEvent, 100).state;

  expect(next.state).toBe("waiting");
});

test.each([
  ["to us", 255, 190],
  ["that doesn't say to whom", 0, 0],
  ["to our system", 255, 0],
])("an ack %s counts", (_whose, toSystem, toComponent) => {
  const { state } = startCommand(command, 0, { own: { systemId: 255, componentId: 190 } });

  const next = stepCommand(state, { ...ack(0), toSystem, toComponent } as CommandEvent, 100).state;

  expect(next).toEqual({ state: "accepted" });
});

const goTo = {
  targetSystem: 7,
  targetComponent: 1,
  command: 192,
  params: [-1, 1, 0, Number.NaN, 0, 0, 30],
  place: { latDeg: 30.87, lonDeg: -120.43, frame: 3 },
  forms: ["int", "long"],
} as const;

test("a place travels as whole numbers in COMMAND_INT, with the frame of its height", () => {
  const { send } = startCommand(goTo, 0);

  expect(send).toEqual([
    {
      name: "COMMAND_INT",
      fields: {
        ...{ targetSystem: 7, targetComponent: 1, command: 192, frame: 3 },
        ...{ _param1: -1, _param2: 1, _param3: 0, _param4: Number.NaN },
        ...{ _param5: 308_700_000, _param6: -1_204_300_000, _param7: 30 },
      },
    },
  ]);
});

test("a place of NaN is COMMAND_INT's unknown", () => {
  const { send } = startCommand({ ...goTo, place: { latDeg: Number.NaN, lonDeg: Number.NaN, frame: 3 } }, 0);

  expect(send).toMatchObject([{ fields: { _param5: 0x7fffffff, _param6: 0x7fffffff } }]);
});

test.each([3, 7, 9])("refused with %i in one form, it goes in the other, once", (result) => {
  const first = stepCommand(startCommand(goTo, 0).state, ack(result, { command: 192 }), 100);
  expect(first.send).toMatchObject([
    { name: "COMMAND_LONG", fields: { confirmation: 0, _param5: 30.87, _param7: 30 } },
  ]);

  const second = stepCommand(first.state, ack(result, { command: 192 }), 200);

  expect(second).toEqual({ state: { state: "refused", result, tries: 1 }, send: [] });
});

test("refused for another reason, it doesn't go in the other form", () => {
  const { state } = stepCommand(startCommand(goTo, 0).state, ack(4, { command: 192 }), 100);

  expect(state).toEqual({ state: "refused", result: 4, tries: 1 });
});

test("late answers to repetitions in one form don't count for the other", () => {
  const repeated = run(startCommand(goTo, 0).state, 0, 3_000);
  expect(repeated.sent).toHaveLength(2);

  let { state } = stepCommand(repeated.state, ack(3, { command: 192 }), 3_100);
  for (let copies = 0; copies < 2; copies++) state = stepCommand(state, ack(3, { command: 192 }), 3_200).state;

  expect(stepCommand(state, ack(0, { command: 192 }), 3_300).state).toEqual({ state: "accepted" });
});

test.each([11, 176])("SET_MODE is acked as command %i", (acked) => {
  const setMode = { ...command, command: 11, params: [1, 6], forms: ["set-mode"] } as const;
  const { state, send } = startCommand(setMode, 0);
  expect(send).toEqual([{ name: "SET_MODE", fields: { targetSystem: 7, baseMode: 1, customMode: 6 } }]);

  expect(stepCommand(state, ack(0, { command: acked }), 100).state).toEqual({ state: "accepted" });
});

test("what must not be done twice is sent once, and its answer may be late", () => {
  const { state } = startCommand({ ...command, once: true }, 0);

  const waited = run(state, 0, 7_000);
  expect(waited.sent).toEqual([]);

  expect(stepCommand(waited.state, ack(0), 7_100).state).toEqual({ state: "accepted" });
  expect(run(waited.state, 7_100, 8_000).state).toEqual({ state: "no-answer", tries: 1 });
});
