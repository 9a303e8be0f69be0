import { distanceM } from "../../geo/geodesic.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import { impossible } from "../impossible.ts";
import type { Job, JobEvent, JobStatus, JobStep } from "../job.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import type { ActionContext, HeatPlace } from "./action-context.ts";
import { lookAtJob } from "./looking.ts";

const nothing: readonly OutgoingMessage[] = [];
/** A place that moved less is the same in any picture, m. */
const movedM = 0.5;
const atMostEveryMs = 1_000;
/** An autopilot may have been told otherwise meanwhile. */
const sayAgainMs = 10_000;

/** Keeps the camera on a heat source as its place is corrected, until it is ended or the source is no more. */
export const followHeatJob = (context: ActionContext, vehicle: VehicleState, heatId: string): Job =>
  new FollowHeat(context, vehicle, heatId);

class FollowHeat implements Job {
  readonly #context: ActionContext;
  readonly #heatId: string;
  #vehicle: VehicleState;
  #look: Job | undefined;
  #lookedAt: HeatPlace | undefined;
  #lookedMs = Number.NEGATIVE_INFINITY;
  /** It follows once the first look was accepted. */
  #status: JobStatus = { state: "running" };

  constructor(context: ActionContext, vehicle: VehicleState, heatId: string) {
    this.#context = context;
    this.#vehicle = vehicle;
    this.#heatId = heatId;
  }

  start(nowMs: number): JobStep {
    return this.#follow(nowMs);
  }

  step(event: JobEvent, nowMs: number): JobStep {
    if (this.#status.state !== "running") return this.#said(nothing);
    if (event.kind === "vehicle") this.#vehicle = event.vehicle;
    if (this.#look !== undefined) return this.#after(this.#look.step(event, nowMs));
    return event.kind === "tick" ? this.#follow(nowMs) : this.#said(nothing);
  }

  cancel(): readonly OutgoingMessage[] {
    return nothing;
  }

  #follow(nowMs: number): JobStep {
    const place = this.#context.heatPlace(this.#heatId);
    if (place === undefined) {
      this.#status = { state: "failed", fault: impossible("no-such-heat") };
      return this.#said(nothing);
    }
    const sinceMs = nowMs - this.#lookedMs;
    const hasMoved = this.#lookedAt === undefined || distanceM(this.#lookedAt, place) > movedM;
    if (sinceMs < (hasMoved ? atMostEveryMs : sayAgainMs)) return this.#said(nothing);
    this.#lookedAt = place;
    this.#lookedMs = nowMs;
    this.#look = lookAtJob({ ...this.#context, nowMs }, this.#vehicle, place);
    return this.#after(this.#look.start(nowMs));
  }

  /** One look that is refused ends it: the next would be, too. */
  #after({ send, status }: JobStep): JobStep {
    if (status.state !== "running") this.#look = undefined;
    if (status.state === "failed") this.#status = status;
    if (status.state === "done") this.#status = { state: "running", step: "following" };
    return this.#said(send);
  }

  #said(send: readonly OutgoingMessage[]): JobStep {
    return { send, status: this.#status };
  }
}
