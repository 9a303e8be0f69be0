import type { Job, JobEvent, JobStatus, JobStep } from "../../shared/protocols/job.ts";
import type { OutgoingMessage } from "../../shared/protocols/outgoing-message.ts";

/** A message that a test recognises. */
export const marked = (command: number): OutgoingMessage => ({
  name: "COMMAND_LONG",
  fields: { targetSystem: 1, targetComponent: 1, command },
});

/** A job that does what a test says, and keeps what it was told. */
export class ScriptedJob implements Job {
  readonly heard: JobEvent[] = [];
  readonly #mark: number;
  readonly #saysEachTick: boolean;
  status: JobStatus = { state: "running" };
  started = false;
  cancelled = false;

  constructor(mark: number, options: { readonly saysEachTick?: boolean } = {}) {
    this.#mark = mark;
    this.#saysEachTick = options.saysEachTick ?? false;
  }

  start(): JobStep {
    this.started = true;
    return { send: [marked(this.#mark)], status: this.status };
  }

  step(event: JobEvent): JobStep {
    this.heard.push(event);
    const send = this.#saysEachTick && event.kind === "tick" ? [marked(this.#mark)] : [];
    return { send, status: this.status };
  }

  cancel(): readonly OutgoingMessage[] {
    this.cancelled = true;
    return [marked(this.#mark + 1)];
  }

  done(): void {
    this.status = { state: "done" };
  }
}
