import { checkPlan } from "../../../shared/plan/check-plan.ts";
import { compilePlan } from "../../../shared/plan/compile-plan.ts";
import { planContextOf } from "../../../shared/plan/plan-context.ts";
import type { PlanProblem } from "../../../shared/plan/plan-problem.ts";
import { failedJob } from "../../../shared/protocols/job-sequence.ts";
import { autopilotNumber, modesFor } from "../../../shared/vehicle/modes.ts";
import type { VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { Request, RequestResult } from "../../../shared/wire/requests.ts";
import type { FleetHost } from "../fleet-host.ts";
import type { CommandDesk } from "../flight/command-desk.ts";
import { apiOperator } from "../flight/custody.ts";
import type { Ground } from "../ground.ts";
import { type RequestHandlers, refused } from "../request-desk.ts";
import type { OnboardBook } from "./onboard-book.ts";
import { changedSince, type PlanDesk, unknownPlan } from "./plan-desk.ts";
import type { PlanReader } from "./plan-reader.ts";
import { clearJob, downloadJob, missionTypes, uploadJob } from "./transfer-jobs.ts";

export interface PlanRequestParts {
  readonly fleet: FleetHost;
  readonly ground: Ground;
  readonly commands: CommandDesk;
  readonly plans: PlanDesk;
  readonly onboard: OnboardBook;
  readonly planReader: PlanReader;
}

type PlanKinds = "plan.put" | "plan.delete" | "plan.upload" | "plan.download" | "mission.clear";
type Of<Kind extends PlanKinds> = Extract<Request, { readonly kind: Kind }>;

/**
 * Whether a vehicle follows its mission now. Another list put under it would be flown on from the same number, wherever
 * that leads: it must be held first.
 */
const fliesMission = ({ armed, mode, autopilot, mavType }: VehicleState): boolean => {
  if (!armed || mode === undefined) return false;
  return modesFor("auto", autopilotNumber(autopilot) ?? -1, mavType).includes(mode.name);
};

const flying = (vehicleId: string): RequestResult & { readonly ok: false } =>
  refused("flying-mission", `Vehicle ${vehicleId} follows its mission now. Hold it first, then write to it.`);

const detailOf = (problems: readonly PlanProblem[]): string =>
  problems
    .map(({ code, elementId, params }) => {
      const known = Object.entries(params).map(([name, value]) => `${name} ${value}`);
      const at = elementId === undefined ? [] : [`at ${elementId}`];
      const more = [...at, ...known].join(", ");
      return more === "" ? code : `${code} (${more})`;
    })
    .join("; ");

const upload = async (parts: PlanRequestParts, request: Of<"plan.upload">): Promise<RequestResult> => {
  const { fleet, ground, plans, onboard, commands } = parts;
  const { kind: _kind, planId, revision, ...commanding } = request;
  const view = plans.views.get(planId);
  if (view === undefined) return unknownPlan(planId);
  const conflict = changedSince(view, revision);
  if (conflict !== undefined) return conflict;
  const { plan } = view;
  const vehicle = fleet.vehicles.get(plan.vehicleId);
  if (vehicle !== undefined) {
    if (fliesMission(vehicle)) return flying(vehicle.id);
    const errors = checkPlan(plan, planContextOf(vehicle, ground.terrain)).filter(
      ({ severity }) => severity === "error",
    );
    if (errors.length > 0) return refused("plan-invalid", `It can't be flown like this: ${detailOf(errors)}`);
  }
  const mark = { planId, planRevision: revision };
  return commands.order({
    ...commanding,
    vehicleId: plan.vehicleId,
    kind: "plan-upload",
    planId,
    job: (context) => {
      // It may have begun to fly, or home may have moved, while this waited for its turn.
      if (fliesMission(context.vehicle)) return failedJob("not-possible", { reason: "flying-mission" });
      const compiled = compilePlan(plan, planContextOf(context.vehicle, ground.terrain));
      if (!compiled.ok) return failedJob("not-possible");
      const { home } = context.vehicle;
      const from = compiled.dependsOnHome && home !== undefined ? { home } : {};
      onboard.begin({ operationId: context.operationId, vehicleId: context.vehicle.id }, { ...mark, ...from });
      return uploadJob(context, compiled, onboard);
    },
  });
};

const download = async (parts: PlanRequestParts, request: Of<"plan.download">): Promise<RequestResult> => {
  const { commands, onboard, planReader } = parts;
  const { kind: _kind, ...commanding } = request;
  let planId: string | undefined;
  let refusal: RequestResult | undefined;
  const result = await commands.order({
    ...commanding,
    kind: "plan-download",
    job: (context) =>
      downloadJob(context, (lists) => {
        const read = planReader.read(context.vehicle, lists, request.operator ?? apiOperator);
        if (read.ok) planId = read.planId;
        else refusal = read;
        onboard.read(context.vehicle.id, lists, read.ok ? read.mark : undefined);
      }),
  });
  if (refusal !== undefined) return refusal;
  return result.ok && planId !== undefined ? { ...result, planId } : result;
};

const clear = async ({ commands, fleet, onboard }: PlanRequestParts, request: Of<"mission.clear">) => {
  const { kind: _kind, ...commanding } = request;
  const vehicle = fleet.vehicles.get(request.vehicleId);
  if (vehicle !== undefined && fliesMission(vehicle)) return flying(vehicle.id);
  return commands.order({
    ...commanding,
    kind: "mission-clear",
    job: (context) => {
      if (fliesMission(context.vehicle)) return failedJob("not-possible", { reason: "flying-mission" });
      onboard.begin({ operationId: context.operationId, vehicleId: context.vehicle.id }, undefined);
      return clearJob(context, missionTypes, onboard);
    },
  });
};

/** Plans: kept, written to vehicles and read from them. */
export const planRequests = (parts: PlanRequestParts): Pick<RequestHandlers, PlanKinds> => ({
  "plan.put": ({ plan, was, operator = apiOperator }) => parts.plans.put({ plan: plan, was, by: operator.name }),
  "plan.delete": ({ planId, was, operator = apiOperator }) => parts.plans.delete(planId, was, operator),
  "plan.upload": (request) => upload(parts, request),
  "plan.download": (request) => download(parts, request),
  "mission.clear": (request) => clear(parts, request),
});
