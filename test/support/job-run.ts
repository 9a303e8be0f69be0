import { decodeMessage } from "../../shared/mavlink/codec.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import type { Job, JobFault, JobStatus } from "../../shared/protocols/job.ts";
import type { VirtualRadio } from "./virtual-vehicle.ts";

/** A job at the ground end of a virtual radio, stepped as the station does: by each message, and 20 times a second. */
export class JobRun {
  readonly radio: VirtualRadio;
  readonly #job: Job;
  readonly #off: () => void;
  readonly #startedMs: number;
  readonly progress: number[] = [];
  status: JobStatus = { state: "running" };
  endedMs = Number.NaN;
  sent = 0;

  constructor(radio: VirtualRadio, job: Job) {
    this.radio = radio;
    this.#job = job;
    this.#startedMs = radio.nowMs;
    const scanner = new FrameScanner();
    this.#off = radio.onBytes((bytes, nowMs) =>
      scanner.push(bytes, (frame) => {
        const message = decodeMessage(frame);
        if (message === undefined) return;
        const from = { fromSystem: frame.systemId, fromComponent: frame.componentId };
        this.#take(() => this.#job.step({ kind: "message", message, ...from }, nowMs), nowMs);
      }),
    );
    this.#take(() => this.#job.start(radio.nowMs), radio.nowMs);
  }

  get tookMs(): number {
    return this.endedMs - this.#startedMs;
  }

  get fault(): JobFault | undefined {
    return this.status.state === "failed" ? this.status.fault : undefined;
  }

  /** Until it has ended, or for this long. */
  run(atMostMs: number): this {
    const untilMs = this.radio.nowMs + atMostMs;
    while (this.status.state === "running" && this.radio.nowMs < untilMs) {
      this.radio.stepTo(this.radio.nowMs + 50);
      const { nowMs } = this.radio;
      this.#take(() => this.#job.step({ kind: "tick" }, nowMs), nowMs);
    }
    return this;
  }

  cancel(): void {
    const messages = this.#job.cancel(this.radio.nowMs);
    this.sent += messages.length;
    this.radio.say(...messages);
    this.#off();
  }

  #take(step: () => ReturnType<Job["step"]>, nowMs: number): void {
    if (this.status.state !== "running") return;
    const { send, status } = step();
    this.status = status;
    this.sent += send.length;
    if (status.state === "running" && status.progress !== undefined) this.progress.push(status.progress);
    if (status.state !== "running") {
      this.endedMs = nowMs;
      this.#off();
    }
    this.radio.say(...send);
  }
}
