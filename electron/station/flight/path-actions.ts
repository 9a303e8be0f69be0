import type { Terrain } from "../../../shared/geo/terrain.ts";
import { compilePlan } from "../../../shared/plan/compile-plan.ts";
import { followPathPlan, type PathPlanOptions, patrolPlan } from "../../../shared/plan/patrol-plan.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import { planContextOf } from "../../../shared/plan/plan-context.ts";
import type { ActionContext } from "../../../shared/protocols/actions/action-context.ts";
import { holdJob } from "../../../shared/protocols/actions/flying.ts";
import { knowsPlace } from "../../../shared/protocols/actions/going.ts";
import { missionSkipJob, missionStartJob } from "../../../shared/protocols/actions/mission-actions.ts";
import { isInRole } from "../../../shared/protocols/actions/modes-and-arming.ts";
import type { Job } from "../../../shared/protocols/job.ts";
import { failedJob, jobSequence } from "../../../shared/protocols/job-sequence.ts";
import type { MissionItem } from "../../../shared/protocols/mission/mission-item.ts";
import { missionUploadJob, type OnBoard } from "../../../shared/protocols/mission/mission-upload-job.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";

/** What is known around an action, and who wants to know what is on board now. */
export interface PathContext extends ActionContext {
  readonly terrain: Terrain | undefined;
  /** What is on board is parts of two missions: it must not be flown. */
  readonly isMissionMixed: boolean;
  readonly isMissionWritten: boolean;
  /** Counts each vehicle's photos. */
  readonly nextPhoto: (vehicleId: string) => number;
  readonly onBoard: (vehicleId: string, what: OnBoard, items: readonly MissionItem[]) => void;
}

type Along = Extract<VehicleAction, { readonly kind: "follow-path" | "patrol" }>;

/** Along a drawn path, once; it goes on without the link. */
export const followPathJob = (context: PathContext, action: Along & { readonly kind: "follow-path" }): Job =>
  pathJob(context, action, followPathPlan);

/** Round and round. */
export const patrolJob = (context: PathContext, action: Along & { readonly kind: "patrol" }): Job =>
  pathJob(context, action, (options) =>
    patrolPlan(action.loops === undefined ? options : { ...options, loops: action.loops }),
  );

const pathJob = (context: PathContext, action: Along, planOf: (options: PathPlanOptions) => Plan): Job => {
  const { vehicle, terrain } = context;
  if (!knowsPlace(vehicle, context.nowMs)) return failedJob("no-position");
  const planContext = planContextOf(vehicle, terrain);
  const { path, speedMps } = action;
  const compiled = compilePlan(
    planOf({
      path,
      vehicle,
      ...(planContext.airborne === undefined ? {} : { airborne: planContext.airborne }),
      ...(speedMps === undefined ? {} : { speedMps }),
      ...("altitude" in action && action.altitude !== undefined ? { altitude: action.altitude } : {}),
    }),
    planContext,
  );
  if (!compiled.ok) {
    const [problem] = compiled.problems.filter(({ severity }) => severity === "error");
    return failedJob("not-possible", { ...problem?.params, reason: problem?.code ?? "plan" });
  }
  return uploadAndStart(context, compiled.mission);
};

const uploadAndStart = (context: PathContext, items: readonly MissionItem[]): Job => {
  const { vehicle, target, own, onBoard } = context;
  return jobSequence(vehicle, [
    // Nothing is rewritten under a vehicle that flies it: halfway through it would be flying parts of both.
    (now) => (now.armed && isInRole(now, "auto") ? holdJob(context, now) : undefined),
    () =>
      missionUploadJob({
        target,
        own,
        type: "mission",
        items,
        onBoard: (what) => onBoard(vehicle.id, what, items),
      }),
    // What it was at in the mission before must not be where this one begins.
    (now) => missionSkipJob(context, now, now.autopilot === "ardupilot" ? 1 : 0),
    (now) => missionStartJob(context, now),
  ]);
};
