import type { Terrain } from "../../../shared/geo/terrain.ts";
import { checkPlan } from "../../../shared/plan/check-plan.ts";
import { findConflicts, type PlanConflict } from "../../../shared/plan/deconflict.ts";
import { editPlan } from "../../../shared/plan/edit-plan.ts";
import { estimatePlan, type PlanEstimate } from "../../../shared/plan/estimate-plan.ts";
import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import { flies, type PlanContext } from "../../../shared/plan/plan-context.ts";
import type { PlanProblem } from "../../../shared/plan/plan-problem.ts";
import type { PlannedFlight } from "../../../shared/plan/planned-flight.ts";
import { type TerrainProfile, terrainProfile } from "../../../shared/plan/terrain-profile.ts";
import { timedPath } from "../../../shared/plan/timed-path.ts";
import { lineSpacing } from "../../../shared/search/patterns/line-spacing.ts";
import { makePattern } from "../../../shared/search/patterns/make-pattern.ts";
import type { PatternPoint, PatternResult } from "../../../shared/search/patterns/pattern.ts";

type PatternElement = Extract<PlanElement, { kind: "pattern" }>;

/** What came of one pattern of a plan. */
export interface ExaminedPattern {
  readonly elementId: string;
  readonly result: PatternResult;
  /** To be laid into the plan, where it had no path. */
  readonly laid?: readonly PatternPoint[];
}

/** What was worked out about a plan. */
export interface PlanExamination {
  readonly planId: string;
  readonly patterns: readonly ExaminedPattern[];
  readonly estimate: PlanEstimate;
  readonly problems: readonly PlanProblem[];
  /** Only of a plan that is open. */
  readonly profile?: TerrainProfile;
}

/** How wide one line of a pattern sees; undefined where its camera isn't known or doesn't see the ground. */
const swathOf = ({ camera, height }: Pick<PatternElement, "camera" | "height">): number | undefined =>
  camera === undefined
    ? undefined
    : lineSpacing({ camera, heightAglM: height.aglM, sideOverlap: camera.sideOverlap })?.swathM;

/** Works plans out; patterns that didn't change aren't laid twice. */
export class PlanExaminer {
  readonly #laid = new Map<string, { readonly key: string; readonly result: PatternResult }>();
  /** As examined last. */
  readonly #flights = new Map<string, PlannedFlight>();
  #terrain: Terrain | undefined;

  set terrain(terrain: Terrain | undefined) {
    this.#terrain = terrain;
    this.#laid.clear();
  }

  /** @param context without terrain: the examiner has its own */
  examine(plan: Plan, context: PlanContext, { profile }: { readonly profile: boolean }): PlanExamination {
    const patterns: ExaminedPattern[] = [];
    let whole = plan;
    for (const element of plan.elements) {
      if (element.kind !== "pattern") continue;
      const result = this.#lay(plan.id, element);
      const laid = result.ok && element.points.length === 0 ? result.points : undefined;
      if (laid !== undefined) whole = editPlan(whole, { kind: "set-pattern", id: element.id, points: laid });
      patterns.push({ elementId: element.id, result, ...(laid === undefined ? {} : { laid }) });
    }
    const withGround: PlanContext = this.#terrain === undefined ? context : { ...context, terrain: this.#terrain };
    const { id: planId, vehicleId } = plan;
    const path = timedPath(whole, withGround);
    this.#flights.set(planId, { planId, vehicleId, path, onGround: !flies(context.kind) });
    return {
      planId,
      patterns,
      estimate: estimatePlan(whole, withGround),
      problems: checkPlan(whole, withGround),
      ...(profile ? { profile: terrainProfile(whole, withGround) } : {}),
    };
  }

  /** Where plans that were examined come too close, if all begin together. */
  conflicts(planIds: readonly string[]): readonly PlanConflict[] {
    return findConflicts(planIds.flatMap((id) => this.#flights.get(id) ?? []));
  }

  #lay(planId: string, element: PatternElement): PatternResult {
    const { shape, height, camera } = element;
    const name = `${planId}/${element.id}`;
    const key = JSON.stringify([shape, height, camera]);
    const known = this.#laid.get(name);
    if (known?.key === key) return known.result;
    const result = makePattern(shape, height, { terrain: this.#terrain, swathM: swathOf(element) });
    this.#laid.set(name, { key, result });
    return result;
  }
}
