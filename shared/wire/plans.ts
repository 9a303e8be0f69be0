import type { Plan } from "../plan/plan.ts";

/** A plan as the station keeps it; shared by all who are connected. */
export interface PlanView {
  readonly plan: Plan;
  /** Grows by 1 with every change; a change names the one it is based on. */
  readonly revision: number;
  readonly changedBy: string;
  readonly changedUtcMs: number;
}

export {
  type PlanFormat,
  type PlanNote,
  type PlanNoteCode,
  planFormats,
  planNoteCodes,
} from "../plan/formats/plan-note.ts";
