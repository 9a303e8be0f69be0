import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import type { Job, JobEvent, JobFault, JobStatus, JobStep, JobStepCode } from "../job.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";

export interface ConfirmedJobOptions {
  readonly vehicle: VehicleState;
  readonly job: Job;
  /** What the vehicle's own state must say once it has accepted, which was at `acceptedMs`. */
  readonly isSo: (vehicle: VehicleState, acceptedMs?: number) => boolean;
  /** From when it accepted on. */
  readonly withinMs: number;
  readonly step?: JobStepCode;
  /** In the fault where its state never says so. */
  readonly params?: JobFault["params"];
}

const nothing: readonly OutgoingMessage[] = [];

/** An answer that may be to a repetition of what was done at the first try, or that was lost on its way. */
const mayBeDone = ({ code, params }: JobFault): boolean =>
  code === "no-answer" || (typeof params.tries === "number" && params.tries > 1);

/**
 * A job that is done only when the vehicle accepted it and its state shows it. Where the answer was lost, a state that
 * changed to what was asked since is as good.
 */
export const confirmedJob = (options: ConfirmedJobOptions): Job => new ConfirmedRun(options);

class ConfirmedRun implements Job {
  readonly #options: ConfirmedJobOptions;
  readonly #wasSo: boolean;
  #isSo: boolean;
  #acceptedMs: number | undefined;
  #status: JobStatus;

  constructor(options: ConfirmedJobOptions) {
    this.#options = options;
    this.#wasSo = options.isSo(options.vehicle);
    this.#isSo = this.#wasSo;
    this.#status = this.#running();
  }

  start(nowMs: number): JobStep {
    return this.#after(this.#options.job.start(nowMs), nowMs);
  }

  step(event: JobEvent, nowMs: number): JobStep {
    if (this.#status.state !== "running") return this.#said(nothing);
    if (event.kind === "vehicle") this.#isSo = this.#options.isSo(event.vehicle, this.#acceptedMs);
    if (this.#acceptedMs === undefined) return this.#after(this.#options.job.step(event, nowMs), nowMs);
    return this.#judge(nothing, this.#acceptedMs, nowMs);
  }

  cancel(nowMs: number): readonly OutgoingMessage[] {
    return this.#acceptedMs === undefined && this.#status.state === "running"
      ? this.#options.job.cancel(nowMs)
      : nothing;
  }

  #after({ send, status }: JobStep, nowMs: number): JobStep {
    if (status.state === "running") {
      this.#status = this.#running(status.progress);
      return this.#said(send);
    }
    const cameTrue = this.#isSo && !this.#wasSo;
    if (status.state === "failed" && !(cameTrue && mayBeDone(status.fault))) {
      this.#status = status;
      return this.#said(send);
    }
    this.#acceptedMs = nowMs;
    return this.#judge(send, nowMs, nowMs);
  }

  #judge(send: readonly OutgoingMessage[], acceptedMs: number, nowMs: number): JobStep {
    const { withinMs, params = {} } = this.#options;
    if (this.#isSo) this.#status = { state: "done" };
    else if (nowMs - acceptedMs >= withinMs) {
      this.#status = { state: "failed", fault: { code: "not-confirmed", params } };
    } else this.#status = this.#running();
    return this.#said(send);
  }

  #running(progress?: number): JobStatus & { readonly state: "running" } {
    const { step } = this.#options;
    return {
      state: "running",
      ...(progress === undefined ? {} : { progress }),
      ...(step === undefined ? {} : { step }),
    };
  }

  #said(send: readonly OutgoingMessage[]): JobStep {
    return { send, status: this.#status };
  }
}
