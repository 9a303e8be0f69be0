import type { TerrainGridMeta } from "../../../shared/geo/terrain.ts";
import { TerrainGrid } from "../../../shared/geo/terrain-grid.ts";
import type { PlanConflict } from "../../../shared/plan/deconflict.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import type { PlanContext } from "../../../shared/plan/plan-context.ts";
import type { PlanExamination, PlanExaminer } from "./examine-plan.ts";

/** To the worker: the ground where it is known, then plans. */
export type ToPlanWorker =
  | {
      readonly kind: "terrain";
      readonly terrain: { readonly meta: TerrainGridMeta; readonly heightsMslM: Float32Array } | undefined;
    }
  | {
      readonly kind: "examine";
      readonly n: number;
      readonly plan: Plan;
      /** Without terrain: the worker has its own. */
      readonly context: PlanContext;
      readonly profile: boolean;
    }
  /** Of plans that were examined, if they begin together. */
  | { readonly kind: "conflicts"; readonly n: number; readonly planIds: readonly string[] };

/** From the worker: what it worked out, or what went wrong with it. */
export type FromPlanWorker =
  | { readonly kind: "examined"; readonly n: number; readonly examination: PlanExamination }
  | { readonly kind: "conflicts"; readonly n: number; readonly conflicts: readonly PlanConflict[] }
  | { readonly kind: "failed"; readonly n: number; readonly detail: string };

/** Answers one message; the same in the page where there is no worker. */
export const answerPlanMessage = (examiner: PlanExaminer, message: ToPlanWorker): FromPlanWorker | undefined => {
  if (message.kind === "terrain") {
    const { terrain } = message;
    examiner.terrain = terrain === undefined ? undefined : new TerrainGrid(terrain.meta, terrain.heightsMslM);
    return undefined;
  }
  const { n } = message;
  try {
    if (message.kind === "conflicts") return { kind: "conflicts", n, conflicts: examiner.conflicts(message.planIds) };
    const { plan, context, profile } = message;
    return { kind: "examined", n, examination: examiner.examine(plan, context, { profile }) };
  } catch (error) {
    return { kind: "failed", n, detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
};
