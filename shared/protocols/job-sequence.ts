import type { VehicleState } from "../vehicle/vehicle-state.ts";
import { type ImpossibleReason, impossible } from "./impossible.ts";
import type { Job, JobEvent, JobFault, JobFaultCode, JobStatus, JobStep } from "./job.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";

/** Makes the next job from the vehicle as it is by then; undefined where there is nothing to do. */
export type JobMaker = (vehicle: VehicleState) => Job | undefined;

const nothing: readonly OutgoingMessage[] = [];

/** A job that fails at once: what was asked makes no sense here. */
export const failedJob = (code: JobFaultCode, params: JobFault["params"] = {}): Job => {
  const status: JobStatus = { state: "failed", fault: { code, params } };
  return settledJob(status);
};

/** The same, where it isn't possible for a reason that has a sentence. */
export const impossibleJob = (reason: ImpossibleReason, params: JobFault["params"] = {}): Job =>
  settledJob({ state: "failed", fault: impossible(reason, params) });

/** A job that sends something that is never answered, and is over with it. */
export const sentJob = (send: readonly OutgoingMessage[]): Job => settledJob({ state: "done" }, send);

const settledJob = (status: JobStatus, send: readonly OutgoingMessage[] = nothing): Job => ({
  start: () => ({ send, status }),
  step: () => ({ send: nothing, status }),
  cancel: () => nothing,
});

/** One job after the other, each begun when the one before is done; the first that fails is the end. */
export const jobSequence = (vehicle: VehicleState, makers: readonly JobMaker[]): Job => new Sequence(vehicle, makers);

class Sequence implements Job {
  #vehicle: VehicleState;
  #makers: readonly JobMaker[];
  #current: Job | undefined;
  #status: JobStatus = { state: "running" };

  constructor(vehicle: VehicleState, makers: readonly JobMaker[]) {
    this.#vehicle = vehicle;
    this.#makers = makers;
  }

  start(nowMs: number): JobStep {
    return this.#next(nowMs);
  }

  step(event: JobEvent, nowMs: number): JobStep {
    if (event.kind === "vehicle") this.#vehicle = event.vehicle;
    if (this.#status.state !== "running" || this.#current === undefined) return { send: nothing, status: this.#status };
    return this.#after(this.#current.step(event, nowMs), nowMs);
  }

  cancel(nowMs: number): readonly OutgoingMessage[] {
    return this.#status.state === "running" ? (this.#current?.cancel(nowMs) ?? nothing) : nothing;
  }

  #next(nowMs: number): JobStep {
    for (;;) {
      const [make, ...rest] = this.#makers;
      this.#makers = rest;
      this.#current = undefined;
      if (make === undefined) {
        this.#status = { state: "done" };
        return { send: nothing, status: this.#status };
      }
      this.#current = make(this.#vehicle);
      if (this.#current !== undefined) return this.#after(this.#current.start(nowMs), nowMs);
    }
  }

  #after(step: JobStep, nowMs: number): JobStep {
    this.#status = step.status.state === "done" ? { state: "running" } : step.status;
    if (step.status.state !== "done") return step;
    const next = this.#next(nowMs);
    return { send: [...step.send, ...next.send], status: next.status };
  }
}

/** What a vehicle says no with. */
const refusals: readonly JobFaultCode[] = ["temporarily-rejected", "denied", "unsupported", "failed", "refused"];

/**
 * Ways to the same end, the best first: another is tried where the vehicle said no to the one before.
 * @param codes which faults count as a no
 */
export const firstJob = (
  vehicle: VehicleState,
  makers: readonly [JobMaker, ...JobMaker[]],
  codes: readonly JobFaultCode[] = refusals,
): Job => {
  const [first, ...rest] = makers;
  let current = vehicle;
  let ways = rest;
  let job = first(vehicle) ?? sentJob([]);
  const orNext = (step: JobStep, nowMs: number): JobStep => {
    if (step.status.state !== "failed" || !codes.includes(step.status.fault.code)) return step;
    const [way, ...others] = ways;
    const next = way?.(current);
    if (next === undefined) return step;
    ways = others;
    job = next;
    const begun = orNext(job.start(nowMs), nowMs);
    return { send: [...step.send, ...begun.send], status: begun.status };
  };
  return {
    start: (nowMs) => orNext(job.start(nowMs), nowMs),
    step: (event, nowMs) => {
      if (event.kind === "vehicle") current = event.vehicle;
      return orNext(job.step(event, nowMs), nowMs);
    },
    cancel: (nowMs) => job.cancel(nowMs),
  };
};
