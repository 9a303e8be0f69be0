import type { Plan } from "../../../shared/plan/plan.ts";
import type { Operator } from "../../../shared/wire/operations.ts";
import { PlanViewSchema } from "../../../shared/wire/plan-schemas.ts";
import type { PlanView } from "../../../shared/wire/plans.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import type { EventLog } from "../event-log.ts";
import { refused } from "../request-desk.ts";
import type { StationClock } from "../station-clock.ts";

export interface PlanDeskOptions {
  readonly clock: StationClock;
  readonly events: EventLog;
  /** The kept plans as JSON texts; undefined while the record can't be read. */
  readonly kept: () => readonly string[] | undefined;
}

/** A change of a plan; `was` is the revision that it is based on, 0 for a new one. */
export interface PlanPut {
  readonly plan: Plan;
  readonly was: number;
  readonly by: string;
}

/** Every client holds all of them. */
const mostPlans = 200;
const mostPlanBytes = 3 << 20;
const mostBytes = 24 << 20;

/** The plans of all vehicles, shared by all who are connected: in memory, and each change on the disk before it is answered. */
export class PlanDesk {
  readonly #options: PlanDeskOptions;
  /** Characters as JSON. */
  readonly #sizes = new Map<string, number>();
  #views: ReadonlyMap<string, PlanView> = new Map();
  #restored = false;

  constructor(options: PlanDeskOptions) {
    this.#options = options;
  }

  /** Another map whenever one changed. */
  get views(): ReadonlyMap<string, PlanView> {
    return this.#views;
  }

  /** Takes the record's plans over, as soon as it can be read; to be called at the start and now and then. */
  look(): void {
    if (this.#restored) return;
    const kept = this.#options.kept();
    if (kept === undefined) return;
    this.#restored = true;
    const views = kept.flatMap((json) => readView(json) ?? []);
    this.#views = new Map(views.map((view) => [view.plan.id, view]));
    for (const { plan } of views) this.#sizes.set(plan.id, JSON.stringify(plan).length);
  }

  put({ plan, was, by }: PlanPut): RequestResult {
    this.look();
    const before = this.#views.get(plan.id);
    const conflict = before === undefined ? this.#cannotMake(plan, was) : changedSince(before, was);
    if (conflict !== undefined) return conflict;
    const twice = repeatedId(plan);
    if (twice !== undefined) return refused("plan-invalid", `Two parts of the plan have the id "${twice}".`);
    const json = JSON.stringify(plan);
    if (json.length > mostPlanBytes)
      return refused("plan-invalid", `The plan is too large: ${json.length} of at most ${mostPlanBytes} characters.`);
    const sumBytes = [...this.#sizes].reduce((sum, [id, bytes]) => (id === plan.id ? sum : sum + bytes), json.length);
    if (sumBytes > mostBytes)
      return refused("not-possible", "All plans together are too large. Delete some that are no longer needed.");
    if (before !== undefined && JSON.stringify(before.plan) === json)
      return { ok: true, planId: plan.id, revision: before.revision };
    const { clock, events } = this.#options;
    const revision = (before?.revision ?? 0) + 1;
    const view: PlanView = { plan, revision, changedBy: by, changedUtcMs: clock.utcMs() };
    const { id: planId, name, vehicleId } = plan;
    const kept = events.appendDecided({ kind: "plan-changed", planId, name, vehicleId, revision, by }, { plan: view });
    if (!kept.ok) return refused("recording-failed", `The plan could not be recorded. ${kept.detail}`);
    this.#views = new Map([...this.#views, [plan.id, view]]);
    this.#sizes.set(plan.id, json.length);
    return { ok: true, planId: plan.id, revision };
  }

  delete(planId: string, was: number, by: Operator): RequestResult {
    this.look();
    const before = this.#views.get(planId);
    if (before === undefined) return unknownPlan(planId);
    const conflict = changedSince(before, was);
    if (conflict !== undefined) return conflict;
    const kept = this.#options.events.appendDecided({ kind: "plan-deleted", planId, by: by.name });
    if (!kept.ok) return refused("recording-failed", `The deletion could not be recorded. ${kept.detail}`);
    this.#views = new Map([...this.#views].filter(([id]) => id !== planId));
    this.#sizes.delete(planId);
    return { ok: true, planId };
  }

  #cannotMake(plan: Plan, was: number): RequestResult | undefined {
    if (was !== 0) return unknownPlan(plan.id);
    if (this.#views.size < mostPlans) return undefined;
    return refused("not-possible", `There are ${mostPlans} plans already. Delete some that are no longer needed.`);
  }
}

/** What to say of a plan that isn't there, or isn't any more. */
export const unknownPlan = (planId: string): RequestResult & { readonly ok: false } =>
  refused("unknown-plan", `There is no plan "${planId}". It may have been deleted meanwhile.`);

/** @returns undefined where the plan still is as it was seen */
export const changedSince = (
  { revision, changedBy }: PlanView,
  was: number,
): (RequestResult & { readonly ok: false }) | undefined =>
  revision === was
    ? undefined
    : refused(
        "changed-meanwhile",
        `${changedBy} changed the plan meanwhile: it is at revision ${revision}, not ${was}.`,
      );

/** A newer program's, or one that was tampered with, stays on the disk and is not shown. */
const readView = (json: string): PlanView | undefined => {
  try {
    const parsed = PlanViewSchema.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};

const repeatedId = ({ elements, fences, rallyPoints }: Plan): string | undefined => {
  const seen = new Set<string>();
  for (const { id } of [...elements, ...fences, ...rallyPoints]) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return undefined;
};
