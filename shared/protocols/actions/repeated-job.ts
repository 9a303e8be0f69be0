import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import type { Job, JobEvent, JobStatus, JobStep, JobStepCode } from "../job.ts";
import type { JobMaker } from "../job-sequence.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";

export interface RepeatedJobOptions {
  readonly vehicle: VehicleState;
  readonly make: JobMaker;
  readonly isSo: (vehicle: VehicleState) => boolean;
  readonly everyMs: number;
  readonly withinMs: number;
  readonly step?: JobStepCode;
}

const nothing: readonly OutgoingMessage[] = [];

/** Says the same again and again until the vehicle's state shows it: for orders that a vehicle forgets after a few seconds. */
export const repeatedJob = (options: RepeatedJobOptions): Job => new Repeated(options);

class Repeated implements Job {
  readonly #options: RepeatedJobOptions;
  #vehicle: VehicleState;
  #job: Job | undefined;
  #startedMs = 0;
  #saidMs = 0;
  #status: JobStatus;

  constructor(options: RepeatedJobOptions) {
    this.#options = options;
    this.#vehicle = options.vehicle;
    this.#status = { state: "running", ...(options.step === undefined ? {} : { step: options.step }) };
  }

  start(nowMs: number): JobStep {
    this.#startedMs = nowMs;
    return this.#say(nowMs);
  }

  step(event: JobEvent, nowMs: number): JobStep {
    if (this.#status.state !== "running") return this.#told(nothing);
    if (event.kind === "vehicle") this.#vehicle = event.vehicle;
    if (this.#job !== undefined) return this.#after(this.#job.step(event, nowMs));
    const { isSo, everyMs, withinMs } = this.#options;
    if (isSo(this.#vehicle)) this.#status = { state: "done" };
    else if (nowMs - this.#startedMs >= withinMs) {
      this.#status = { state: "failed", fault: { code: "not-confirmed", params: {} } };
    } else if (nowMs - this.#saidMs >= everyMs) return this.#say(nowMs);
    return this.#told(nothing);
  }

  cancel(nowMs: number): readonly OutgoingMessage[] {
    return this.#status.state === "running" ? (this.#job?.cancel(nowMs) ?? nothing) : nothing;
  }

  #say(nowMs: number): JobStep {
    this.#saidMs = nowMs;
    this.#job = this.#options.make(this.#vehicle);
    return this.#job === undefined ? this.#told(nothing) : this.#after(this.#job.start(nowMs));
  }

  #after({ send, status }: JobStep): JobStep {
    if (status.state !== "running") this.#job = undefined;
    if (status.state === "failed") this.#status = status;
    return this.#told(send);
  }

  #told(send: readonly OutgoingMessage[]): JobStep {
    return { send, status: this.#status };
  }
}
