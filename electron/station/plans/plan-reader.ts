import { randomUUID } from "node:crypto";
import type { Terrain } from "../../../shared/geo/terrain.ts";
import { compilePlan } from "../../../shared/plan/compile-plan.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import { type PlanContext, planContextOf } from "../../../shared/plan/plan-context.ts";
import { defaultReserveFraction, defaultSpeedMps } from "../../../shared/plan/plan-defaults.ts";
import { readMission } from "../../../shared/plan/read-mission.ts";
import { compareReadBack } from "../../../shared/protocols/mission/read-back.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { Operator } from "../../../shared/wire/operations.ts";
import { PlanSchema } from "../../../shared/wire/plan-schemas.ts";
import type { PlanView } from "../../../shared/wire/plans.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import { refused } from "../request-desk.ts";
import type { PlanMark } from "./onboard-book.ts";
import type { PlanDesk } from "./plan-desk.ts";
import { missionTypes, type ReadLists } from "./transfer-jobs.ts";

export interface PlanReaderOptions {
  readonly plans: PlanDesk;
  readonly terrain: () => Terrain | undefined;
  readonly nameOf: (id: VehicleId) => string;
}

/** The plan that is on board: one of ours, or a new one. */
export type ReadPlan =
  | { readonly ok: true; readonly planId: string; readonly mark: PlanMark }
  | (RequestResult & { readonly ok: false });

/** Makes plans of what vehicles have on board. */
export class PlanReader {
  readonly #options: PlanReaderOptions;

  constructor(options: PlanReaderOptions) {
    this.#options = options;
  }

  /** @returns the vehicle's plan of ours that is on board just so; else a new plan, or why none could be kept */
  read(vehicle: VehicleState, lists: ReadLists, by: Operator): ReadPlan {
    const { plans, terrain } = this.#options;
    const context = planContextOf(vehicle, terrain());
    const same = [...plans.views.values()].find(
      ({ plan }) => plan.vehicleId === vehicle.id && isOnBoard(compilePlan(plan, context), lists, vehicle),
    );
    if (same !== undefined) return ours(same, context);
    const plan = this.#make(vehicle, lists);
    // It must come back from the disk, and clients must take it.
    const checked = PlanSchema.safeParse(JSON.parse(JSON.stringify(plan)));
    if (!checked.success)
      return refused("not-possible", `What is on board makes no plan: ${checked.error.issues[0]?.message ?? ""}`);
    const put = plans.put({ plan, was: 0, by: by.name });
    if (!put.ok) return put;
    return { ok: true, planId: plan.id, mark: { planId: plan.id, planRevision: put.revision ?? 1 } };
  }

  #make(vehicle: VehicleState, lists: ReadLists): Plan {
    const { id, kind, autopilot } = vehicle;
    let made = 0;
    const makeId = () => `s${++made}`;
    const [mission, fence, rally] = [lists.mission.items, lists.fence.items, lists.rally.items];
    const {
      leftOut: _leftOut,
      speedMps,
      ...read
    } = readMission({ mission, fence, rally }, { kind, autopilot, makeId });
    return {
      ...read,
      id: randomUUID(),
      name: this.#options.nameOf(id),
      vehicleId: id,
      speedMps: speedMps ?? defaultSpeedMps(kind),
      reserveFraction: defaultReserveFraction,
    };
  }
}

const ours = ({ plan, revision }: PlanView, context: PlanContext): ReadPlan => {
  const compiled = compilePlan(plan, context);
  const { home } = context;
  const from = compiled.ok && compiled.dependsOnHome && home !== undefined ? { home } : {};
  return { ok: true, planId: plan.id, mark: { planId: plan.id, planRevision: revision, ...from } };
};

const isOnBoard = (compiled: ReturnType<typeof compilePlan>, lists: ReadLists, { autopilot }: VehicleState): boolean =>
  compiled.ok &&
  missionTypes.every((type) => {
    const back = lists[type].items.map((item) => ({ item, form: "int" as const }));
    return compareReadBack(compiled[type], back, { autopilot, type }) === undefined;
  });
