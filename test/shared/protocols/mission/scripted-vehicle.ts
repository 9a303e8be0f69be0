import type { MessageFields, MessageName } from "../../../../shared/mavlink/messages.ts";
import type { Job, JobFault, JobStatus } from "../../../../shared/protocols/job.ts";
import type { OutgoingMessage } from "../../../../shared/protocols/outgoing-message.ts";
import { buildMessage } from "../../../support/build-message.ts";

export const own = { systemId: 255, componentId: 190 };
const us = { targetSystem: 255, targetComponent: 190 };

/** A job whose vehicle is played by the test, message by message. */
export class Scripted {
  readonly #job: Job;
  nowMs = 0;
  status: JobStatus = { state: "running" };
  /** All that was sent, in order. */
  readonly sent: OutgoingMessage[] = [];

  constructor(job: Job) {
    this.#job = job;
    this.#take(job.start(0));
  }

  get fault(): JobFault | undefined {
    return this.status.state === "failed" ? this.status.fault : undefined;
  }

  /** The vehicle says something. @returns what was answered at once */
  hear<Name extends MessageName>(
    name: Name,
    fields: Partial<MessageFields[Name]>,
    from: { readonly system?: number; readonly component?: number } = {},
  ): readonly OutgoingMessage[] {
    const address = name.startsWith("MISSION_") ? us : {};
    const message = buildMessage(name, { ...address, ...fields } as Partial<MessageFields[Name]>);
    const step = this.#job.step(
      { kind: "message", message, fromSystem: from.system ?? 1, fromComponent: from.component ?? 1 },
      this.nowMs,
    );
    return this.#take(step);
  }

  /** Lets time pass. @returns what was sent meanwhile */
  wait(ms: number): readonly OutgoingMessage[] {
    const before = this.sent.length;
    for (const untilMs = this.nowMs + ms; this.nowMs < untilMs; ) {
      this.nowMs += 50;
      this.#take(this.#job.step({ kind: "tick" }, this.nowMs));
    }
    return this.sent.slice(before);
  }

  event(event: Parameters<Job["step"]>[0]): readonly OutgoingMessage[] {
    return this.#take(this.#job.step(event, this.nowMs));
  }

  cancel(): readonly OutgoingMessage[] {
    return this.#job.cancel(this.nowMs);
  }

  #take({ send, status }: ReturnType<Job["step"]>): readonly OutgoingMessage[] {
    this.status = status;
    this.sent.push(...send);
    return send;
  }
}

/** The names and numbers of what was sent, short: "MISSION_ITEM_INT 3". */
export const brief = (messages: readonly OutgoingMessage[]): readonly string[] =>
  messages.map(({ name, fields }) => {
    if ("seq" in fields) return `${name} ${fields.seq}`;
    if ("count" in fields) return `${name} ${fields.count}`;
    return "type" in fields ? `${name} ${fields.type}` : name;
  });
