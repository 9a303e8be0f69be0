import { expect, test } from "vitest";
import type { MessageFields, MessageName } from "../../../shared/mavlink/messages.ts";
import { type CommandJobOptions, commandJob } from "../../../shared/protocols/command-job.ts";
import type { JobStatus } from "../../../shared/protocols/job.ts";
import type { OutgoingMessage } from "../../../shared/protocols/outgoing-message.ts";
import { buildMessage } from "../../support/build-message.ts";

const target = { systemId: 7, componentId: 1, autopilot: "ardupilot" } as const;
const own = { systemId: 255, componentId: 190 };
const arm = { command: 400, params: [1] };

/** A vehicle that hears at once; what it answers is said by the test. */
class Rig {
  nowMs = 0;
  status: JobStatus = { state: "running" };
  readonly sent: OutgoingMessage[] = [];
  readonly #job;

  constructor(alternatives: CommandJobOptions["alternatives"]) {
    this.#job = commandJob({ target, own, alternatives });
    this.#take(this.#job.start(0));
  }

  get commands(): unknown[] {
    return this.sent.map(({ fields }) => ("command" in fields ? fields.command : undefined));
  }

  run(forMs: number): this {
    for (const endMs = this.nowMs + forMs; this.nowMs < endMs; this.nowMs += 50) {
      this.#take(this.#job.step({ kind: "tick" }, this.nowMs));
    }
    return this;
  }

  hear<Name extends MessageName>(name: Name, fields: Partial<MessageFields[Name]>, fromSystem = 7, from = 1): this {
    const message = buildMessage(name, fields);
    this.#take(this.#job.step({ kind: "message", message, fromSystem, fromComponent: from }, this.nowMs));
    return this;
  }

  ack(command: number, result: number, from = 1): this {
    return this.hear("COMMAND_ACK", { command, result, targetSystem: 255, targetComponent: 190 }, 7, from);
  }

  #take({ send, status }: { readonly send: readonly OutgoingMessage[]; readonly status: JobStatus }): void {
    this.sent.push(...send);
    this.status = status;
  }
}

test("is done when the vehicle accepted", () => {
  expect(new Rig([arm]).ack(400, 0).status).toEqual({ state: "done" });
});

test("takes the next way only where the vehicle doesn't know the first", () => {
  const rig = new Rig([
    { command: 195, params: [] },
    { command: 201, params: [] },
  ]).ack(195, 3);

  expect(rig.commands).toEqual([195, 201]);
  expect(rig.ack(201, 0).status).toEqual({ state: "done" });
});

test.each([1, 2, 4, 6])("doesn't take the next way where it is refused with %i", (result) => {
  const rig = new Rig([
    { command: 195, params: [] },
    { command: 201, params: [] },
  ])
    .ack(195, result)
    .run(2_000);

  expect(rig.commands).toEqual([195]);
});

test("says that it is unsupported only after the last way", () => {
  const rig = new Rig([
    { command: 195, params: [] },
    { command: 201, params: [] },
  ])
    .ack(195, 3)
    .ack(201, 3);

  expect(rig.run(1_200).status).toMatchObject({
    state: "failed",
    fault: { code: "unsupported", params: { command: 201 } },
  });
});

test.each([
  [1, "temporarily-rejected"],
  [2, "denied"],
  [3, "unsupported"],
  [4, "failed"],
  [6, "cancelled"],
  [10, "denied"],
  [77, "refused"],
])("MAV_RESULT %i is %s", (result, code) => {
  expect(new Rig([arm]).ack(400, result).run(1_200).status).toMatchObject({ fault: { code, params: { result } } });
});

test("a refusal carries the vehicle's own reason, told just before it", () => {
  const rig = new Rig([arm]).hear("STATUSTEXT", { severity: 2, text: "Arm: Need Position Estimate" }).ack(400, 4);

  expect(rig.run(300).status).toMatchObject({ fault: { code: "failed", vehicleText: "Arm: Need Position Estimate" } });
});

test("a refusal waits a moment for the reason and for more reasons", () => {
  const rig = new Rig([arm]).ack(400, 4).run(600);
  expect(rig.status).toMatchObject({ state: "running" });

  rig.hear("STATUSTEXT", { severity: 2, text: "Arm: GPS" }).run(100);
  rig.hear("STATUSTEXT", { severity: 2, text: "Arm: Compass" }).run(200);

  expect(rig.status).toMatchObject({ fault: { vehicleText: "Arm: GPS; Arm: Compass" } });
});

test("a reason in two pieces is put together, and one heard twice is told once", () => {
  const first = `PreArm: ${"x".repeat(42)}`;
  const rig = new Rig([arm]);

  for (let copies = 0; copies < 2; copies++) {
    rig.hear("STATUSTEXT", { severity: 2, text: first, id: 9 + copies, chunkSeq: 0 });
    rig.hear("STATUSTEXT", { severity: 2, text: " end", id: 9 + copies, chunkSeq: 1 });
  }
  rig.ack(400, 4).run(300);

  expect(rig.status).toMatchObject({ fault: { vehicleText: `${first} end` } });
});

test.each([
  ["news", 6, 7],
  ["another vehicle's", 2, 8],
])("%s is no reason", (_what, severity, system) => {
  const rig = new Rig([arm]).hear("STATUSTEXT", { severity, text: "Something else" }, system).ack(400, 4).run(1_200);

  expect(rig.status).toMatchObject({ state: "failed" });
  expect(rig.status).not.toHaveProperty("fault.vehicleText");
});

test("a text from long before is no reason", () => {
  const rig = new Rig([arm]).hear("STATUSTEXT", { severity: 2, text: "Bad battery" }).run(2_000).ack(400, 4).run(1_200);

  expect(rig.status).not.toHaveProperty("fault.vehicleText");
});

test("in progress is shown, and is not done", () => {
  const rig = new Rig([arm]);

  rig.hear("COMMAND_ACK", { command: 400, result: 5, progress: 40, targetSystem: 255, targetComponent: 190 });

  expect(rig.status).toEqual({ state: "running", progress: 0.4 });
});

test("silence is told with the tries it took", () => {
  expect(new Rig([arm]).run(10_000).status).toEqual({
    state: "failed",
    fault: { code: "no-answer", params: { command: 400, tries: 5 } },
  });
});

test("several commands of one way go one after another; an optional one may fail", () => {
  const rig = new Rig([
    [
      { command: 1001, params: [], optional: true, componentId: 154 },
      { command: 1000, params: [] },
    ],
  ]);
  rig.ack(1001, 4, 154);

  expect(rig.sent).toMatchObject([{ fields: { targetComponent: 154 } }, { fields: { targetComponent: 1 } }]);
  expect(rig.ack(1000, 0).status).toEqual({ state: "done" });
});

test("an optional one that isn't answered is said twice, then what matters is said", () => {
  const rig = new Rig([
    [
      { command: 1001, params: [], optional: true },
      { command: 1000, params: [] },
    ],
  ]);

  rig.run(4_000);

  expect(rig.commands.slice(0, 3)).toEqual([1001, 1001, 1000]);
});

test("however many ways there are, nothing is sent when it is older than its expiry", () => {
  const slow = { command: 1001, params: [], optional: true } as const;
  const rig = new Rig([[slow, ...Array.from({ length: 11 }, () => slow), arm]]);

  rig.run(60_000);

  expect(rig.status).toMatchObject({ fault: { code: "expired" } });
  expect(rig.commands).not.toContain(400);
});

test("nothing happens after the end", () => {
  const rig = new Rig([arm]).ack(400, 0);

  rig.ack(400, 4).run(60_000);

  expect(rig.status).toEqual({ state: "done" });
  expect(rig.sent).toHaveLength(1);
});
