import { expect, test } from "vitest";
import { MavCmd } from "../../../shared/mavlink/enums.ts";
import type { MavlinkMessage, MessageFields, MessageName } from "../../../shared/mavlink/messages.ts";
import type { OutgoingMessage } from "../../../shared/protocols/outgoing-message.ts";
import { startTelemetry, stepTelemetry } from "../../../shared/protocols/telemetry-requests.ts";
import type { TelemetryEvent, TelemetryState } from "../../../shared/protocols/telemetry-state.ts";
import { buildMessage } from "../../support/build-message.ts";

const target = { systemId: 7, componentId: 1, autopilot: "ardupilot" } as const;
type Result = number | "silent";

/** A vehicle that answers commands as `answer` says and a station that hears everything at once. */
class Rig {
  state: TelemetryState;
  nowMs = 0;
  readonly sent: OutgoingMessage[] = [];
  readonly intervals = new Map<number, number>();
  readonly #answer: (command: number, param1: number, componentId: number) => Result;

  constructor(
    answer: (command: number, param1: number, componentId: number) => Result,
    state = startTelemetry(target),
  ) {
    this.#answer = answer;
    this.state = state;
  }

  step(event: TelemetryEvent): void {
    const { state, send } = stepTelemetry(this.state, event, this.nowMs);
    this.state = state;
    for (const message of send) this.#deliver(message);
  }

  run(forMs: number): void {
    for (const endMs = this.nowMs + forMs; this.nowMs < endMs; this.nowMs += 100) this.step({ kind: "tick" });
  }

  hear<Name extends MessageName>(name: Name, fields: Partial<MessageFields[Name]>, componentId = 1): void {
    this.step({ kind: "message", message: buildMessage(name, fields) satisfies MavlinkMessage, componentId });
  }

  asked(command: number): number[] {
    return this.sent.flatMap((message) =>
      message.name === "COMMAND_LONG" && message.fields.command === command ? [message.fields._param1 ?? 0] : [],
    );
  }

  #deliver(message: OutgoingMessage): void {
    this.sent.push(message);
    if (message.name !== "COMMAND_LONG") return;
    const { command = MavCmd.REQUEST_MESSAGE, _param1 = 0, _param2 = 0, targetComponent = 0 } = message.fields;
    const result = this.#answer(command, _param1, targetComponent);
    if (result === "silent") return;
    if (command === 511 && result === 0) this.intervals.set(_param1, _param2);
    this.hear("COMMAND_ACK", { command, result }, targetComponent);
  }
}

test("asks for attitude at 10 Hz and position at 5 Hz on a link with room", () => {
  const rig = new Rig(() => 0);

  rig.run(1_000);

  expect(rig.intervals.get(30)).toBe(100_000);
  expect(rig.intervals.get(33)).toBe(200_000);
  expect(rig.sent.some(({ name }) => name === "REQUEST_DATA_STREAM")).toBe(false);
});

test("has one command in flight at a time, for an ack doesn't say which message it is for", () => {
  const rig = new Rig(() => "silent");

  rig.run(1_000);

  expect(rig.sent).toHaveLength(1);
});

test("fits four vehicles into a 57600 baud radio", () => {
  const rig = new Rig(() => 0, startTelemetry(target, { bytesPerS: 5_760, sharedBy: 4 }));

  rig.run(1_000);

  const bytesPerS = rig.state.streams.reduce((sum, { rateHz }) => sum + rateHz * 45, 0);
  expect(bytesPerS).toBeLessThan(5_760 / 4);
  expect(rig.intervals.get(30)).toBeGreaterThan(100_000);
  expect(rig.intervals.get(30)).toBeLessThanOrEqual(500_000);
});

test("falls back to REQUEST_DATA_STREAM where SET_MESSAGE_INTERVAL is unsupported", () => {
  const rig = new Rig((command) => (command === 511 ? 3 : 0));

  rig.run(5_000);

  const groups = rig.sent.flatMap(({ name, fields }) => (name === "REQUEST_DATA_STREAM" ? [fields] : []));
  expect(groups.map((fields) => "reqStreamId" in fields && fields.reqStreamId)).toContain(10);
  expect(rig.asked(511)).toHaveLength(1);
});

test("falls back to REQUEST_DATA_STREAM after five unanswered tries, 1.5 s apart, each with a higher confirmation", () => {
  const rig = new Rig(() => "silent");

  rig.run(9_000);

  const tries = rig.sent.filter(
    ({ name, fields }) => name === "COMMAND_LONG" && "command" in fields && fields.command === 511,
  );
  expect(tries.map(({ fields }) => "confirmation" in fields && fields.confirmation)).toEqual([0, 1, 2, 3, 4]);
  expect(rig.sent.some(({ name }) => name === "REQUEST_DATA_STREAM")).toBe(true);
});

test("goes on with the others where the vehicle lacks one message", () => {
  const rig = new Rig((command, id) => (command === 511 && id === 285 ? 4 : 0));

  rig.run(20_000);

  expect(rig.intervals.get(24)).toBe(1_000_000);
  expect(rig.asked(511).filter((id) => id === 285)).toHaveLength(1);
  expect(rig.sent.some(({ name }) => name === "REQUEST_DATA_STREAM")).toBe(false);
});

test("asks once for version, home, camera and video until each was heard", () => {
  const rig = new Rig(() => 0);

  rig.run(500);
  rig.hear("AUTOPILOT_VERSION", {});
  rig.run(20_000);

  const asked = rig.asked(512);
  expect(asked.filter((id) => id === 148)).toHaveLength(1);
  expect(asked.filter((id) => id === 242).length).toBeGreaterThan(1);
  expect(asked.filter((id) => id === 242).length).toBeLessThanOrEqual(5);
});

test("uses the old commands where REQUEST_MESSAGE is unsupported", () => {
  const rig = new Rig((command) => (command === 512 ? 3 : 0));

  rig.run(2_000);

  expect(rig.asked(520)).toEqual([1]);
});

test("asks a camera that speaks for itself", () => {
  const rig = new Rig(() => 0);
  rig.run(500);

  rig.hear("HEARTBEAT", { type: 30, autopilot: 8 }, 100);
  rig.run(500);

  const toCamera = rig.sent.filter(({ fields }) => "targetComponent" in fields && fields.targetComponent === 100);
  expect(toCamera.map(({ fields }) => "_param1" in fields && fields._param1)).toEqual([259, 269]);
});

test("asks a camera that said what it is how it stands, once and then now and then", () => {
  const rig = new Rig(() => 0);
  rig.run(500);

  for (let times = 0; times < 2; times++) {
    rig.hear("CAMERA_INFORMATION", {}, 100);
    rig.run(500);
  }

  const toCamera = rig.sent.flatMap(({ name, fields }) =>
    name === "COMMAND_LONG" && "targetComponent" in fields && fields.targetComponent === 100
      ? [[fields.command, fields._param1, fields._param2]]
      : [],
  );
  expect(toCamera).toContainEqual([511, 262, 5_000_000]);
  expect(toCamera).toContainEqual([512, 260, 0]);
  expect(toCamera.filter(([command, message]) => command === 512 && message === 262)).toHaveLength(1);
});

test("asks whom the gimbal obeys, and goes on where nobody has an old command for it", () => {
  const rig = new Rig((command, id) => (command === 512 && id === 280 ? 3 : 0));

  rig.run(20_000);

  expect(rig.asked(512).filter((id) => id === 280)).toHaveLength(1);
  expect(rig.asked(0)).toEqual([]);
});

test("asks again when a needed stream falls silent, and less and less often", () => {
  const rig = new Rig(() => 0);
  rig.run(1_000);
  const before = rig.asked(511).filter((id) => id === 30).length;

  rig.run(120_000);

  const again = rig.asked(511).filter((id) => id === 30).length - before;
  expect(again).toBeGreaterThanOrEqual(3);
  expect(again).toBeLessThan(10);
});

test("asks again for a gimbal that was heard and fell silent, not for one that never was", () => {
  const rig = new Rig(() => 0);
  rig.run(1_000);
  rig.hear("GIMBAL_DEVICE_ATTITUDE_STATUS", {});

  rig.run(10_000);

  expect(rig.asked(511).filter((id) => id === 285).length).toBeGreaterThan(1);
  expect(rig.asked(511).filter((id) => id === 132)).toHaveLength(1);
});

test("leaves a stream that flows alone", () => {
  const rig = new Rig(() => 0);
  rig.run(1_000);

  for (let second = 0; second < 30; second++) {
    rig.hear("ATTITUDE", { timeBootMs: second * 1_000 });
    rig.run(1_000);
  }

  expect(rig.asked(511).filter((id) => id === 30)).toHaveLength(1);
});

test("asks for everything again after a reboot", () => {
  const rig = new Rig(() => 0);
  rig.run(1_000);
  rig.intervals.clear();

  rig.step({ kind: "reboot" });
  rig.run(1_000);

  expect(rig.intervals.get(30)).toBe(100_000);
});

test("sends nothing while the vehicle is lost, and drops what was in flight", () => {
  const rig = new Rig(() => "silent");
  rig.run(1_000);
  const before = rig.sent.length;

  rig.step({ kind: "presence", isLost: true });
  rig.run(10_000);

  expect(rig.sent).toHaveLength(before);
  expect(rig.state.inFlight).toBeUndefined();
});

test("takes an ack of another component for nothing", () => {
  const rig = new Rig(() => "silent");
  rig.run(200);

  rig.hear("COMMAND_ACK", { command: 511, result: 0 }, 42);

  expect(rig.state.everAccepted).toBe(false);
});

test("lowers its rates when the link loses a lot, not sooner than every 15 s", () => {
  const rig = new Rig(() => 0);
  rig.run(1_000);

  for (let second = 0; second < 10; second++) {
    rig.step({ kind: "link", sharedBy: 1, lossFraction: 0.4 });
    rig.run(1_000);
  }

  expect(rig.intervals.get(30)).toBeGreaterThan(120_000);
  expect(rig.intervals.get(30)).toBeLessThan(200_000);
});
