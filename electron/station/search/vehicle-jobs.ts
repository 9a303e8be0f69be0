import type { Terrain } from "../../../shared/geo/terrain.ts";
import { type AssignmentState, assignmentStatus } from "../../../shared/incident/assignment-status.ts";
import { jobsUnderWay } from "../../../shared/incident/team-view.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import { compilePlan } from "../../../shared/plan/compile-plan.ts";
import type { PlanElement } from "../../../shared/plan/plan.ts";
import { flies, planContextOf } from "../../../shared/plan/plan-context.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { OnboardMission } from "../../../shared/wire/operations.ts";
import type { PlanView } from "../../../shared/wire/plans.ts";
import { stationAuthor } from "../incident/asking.ts";
import type { IncidentDesk } from "../incident/incident-desk.ts";
import { missionModes } from "../mission-modes.ts";

export interface VehicleJobsOptions {
  readonly incident: Pick<IncidentDesk, "things" | "step">;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly onboardOf: (id: VehicleId) => OnboardMission | undefined;
  readonly plans: () => ReadonlyMap<string, PlanView>;
  readonly terrain: () => Terrain | undefined;
}

/** As a job goes on; a vehicle's telemetry takes it forward only. */
const order = ["sent", "accepted", "on-the-way", "on-scene", "done"] as const;
type Told = (typeof order)[number];
const rankOf = (state: AssignmentState): number => (order as readonly AssignmentState[]).indexOf(state);

/** Elements that are the job itself; the others are the way there and home. */
const work: ReadonlySet<PlanElement["kind"]> = new Set(["point", "pattern", "orbit"]);

/**
 * Tells how a vehicle's job goes by what the vehicle says of its mission, so that its job moves in the list as a team's does:
 * accepted with its plan on board, on the way once it flies it, on scene at the first of its points, done after the last. What
 * a person said stands.
 */
export class VehicleJobs {
  readonly #options: VehicleJobsOptions;
  /** Plans as items, made once for each revision. */
  readonly #seqs = new WeakMap<PlanView, readonly (string | undefined)[]>();

  constructor(options: VehicleJobsOptions) {
    this.#options = options;
  }

  /** To be called about once a second. */
  look(): void {
    const { incident, vehicles } = this.#options;
    for (const jobs of jobsUnderWay(incident.things).values())
      for (const job of jobs) {
        const { to, planId } = job.fields;
        const vehicle = to?.kind === "vehicle" ? vehicles().get(to.id as VehicleId) : undefined;
        if (vehicle !== undefined && planId !== undefined && vehicle.presence.state === "heard")
          this.#follow(job, vehicle, planId);
      }
  }

  #follow(job: Thing<"assignment">, vehicle: VehicleState, planId: string): void {
    const before = rankOf(assignmentStatus(job).state);
    const now = this.#stands(vehicle, planId, before >= rankOf("on-the-way"));
    if (now === undefined || before < 0) return;
    const at = order.indexOf(now);
    // One at a time: a count of items that is left of an earlier flight ends no job that only begins.
    const next = at > before ? order[Math.max(before + 1, Math.min(at, order.indexOf("on-the-way")))] : undefined;
    if (next !== undefined && next !== "sent")
      this.#options.incident.step({ thing: "assignment", thingId: job.id, step: next }, { author: stationAuthor });
  }

  #stands(vehicle: VehicleState, planId: string, hasBegun: boolean): Told | undefined {
    const { plans, onboardOf } = this.#options;
    const onboard = onboardOf(vehicle.id);
    if (onboard?.planId !== planId || onboard.mixed === true) return undefined;
    const isFlown = vehicle.armed && missionModes.has(vehicle.mode?.name ?? "");
    const view = plans().get(planId);
    const seqs = view?.revision === onboard.planRevision && view !== undefined ? this.#seqsOf(view, vehicle) : [];
    const first = seqs.findIndex((id) => id !== undefined);
    const last = seqs.findLastIndex((id) => id !== undefined);
    const { currentSeq = -1, reachedSeq = -1 } = vehicle.mission ?? {};
    // What flies has its way home after the last point; a robot stays there.
    const isThrough =
      first >= 0 && (currentSeq > last || (!flies(vehicle.kind) && currentSeq === last && reachedSeq === last));
    // A robot leaves its mission's mode as it ends it.
    if (isThrough && (isFlown || (hasBegun && !flies(vehicle.kind)))) return "done";
    if (!isFlown) return "accepted";
    return first >= 0 && currentSeq > first ? "on-scene" : "on-the-way";
  }

  /** Of each item the element it came from where that is work. */
  #seqsOf(view: PlanView, vehicle: VehicleState): readonly (string | undefined)[] {
    const known = this.#seqs.get(view);
    if (known !== undefined) return known;
    const compiled = compilePlan(view.plan, planContextOf(vehicle, this.#options.terrain()));
    const ids = new Set(view.plan.elements.filter(({ kind }) => work.has(kind)).map(({ id }) => id));
    const seqs = compiled.ok
      ? compiled.elementOfSeq.map((id) => (id !== undefined && ids.has(id) ? id : undefined))
      : [];
    this.#seqs.set(view, seqs);
    return seqs;
  }
}
