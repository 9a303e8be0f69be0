import { randomUUID } from "node:crypto";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { CameraModel } from "../../../shared/heat/camera-model.ts";
import { assignmentStatus } from "../../../shared/incident/assignment-status.ts";
import { ofKind } from "../../../shared/incident/of-kind.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import { estimatePlan } from "../../../shared/plan/estimate-plan.ts";
import type { Plan, PlanCamera, PlanElement } from "../../../shared/plan/plan.ts";
import { flies, planContextOf } from "../../../shared/plan/plan-context.ts";
import { newPlan } from "../../../shared/plan/plan-defaults.ts";
import { makePattern } from "../../../shared/search/patterns/make-pattern.ts";
import type { PatternHeight, PatternShape } from "../../../shared/search/patterns/pattern.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { Ground } from "../ground.ts";
import type { IncidentDesk } from "../incident/incident-desk.ts";
import type { PlanFor } from "../incident/send-assignment.ts";
import type { HeldFences } from "../plans/held-fences.ts";
import type { PlanDesk } from "../plans/plan-desk.ts";
import { partOfWay } from "./part-of-way.ts";
import { planCameraOf, spacingOf } from "./search-camera.ts";

export interface VehiclePlanParts {
  readonly incident: IncidentDesk;
  readonly ground: Ground;
  readonly plans: PlanDesk;
  /** That the vehicle keeps to already. */
  readonly fencesOf: (id: VehicleId) => HeldFences;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly cameraOf: (vehicle: VehicleState) => CameraModel | undefined;
  /** Where a job at a heat source is. */
  readonly placeOfHeat: (heatId: string) => LatLon | undefined;
}

/** What a robot's lines are apart where its camera looks ahead, m. */
const robotSpacingM = 10;
/** Steepest climb and descent of a flown pattern, metres up per metre along. */
const maxClimb = 0.35;
/** Whose plan it is, for the screen. */
const planner = "Lantern";

/** Above the usual height, m, by turns: farther apart than where two flights count as too close. */
const bandsM = [0, 16, -16] as const;
const ended: ReadonlySet<string> = new Set(["done", "declined", "cancelled"]);

/** Drones that search at the same time may be sent to the same segment: each is given a height of its own. */
const bandOf = ({ incident, vehicles }: VehiclePlanParts, ownId: string, vehicleId: VehicleId): number => {
  const others = new Set(
    ofKind(incident.things, "assignment").flatMap((job) => {
      const { to, planId } = job.fields;
      if (job.id === ownId || to?.kind !== "vehicle" || to.id === vehicleId || planId === undefined) return [];
      const kind = vehicles().get(to.id)?.kind;
      return kind === undefined || !flies(kind) || ended.has(assignmentStatus(job).state) ? [] : [to.id];
    }),
  );
  return bandsM[others.size % bandsM.length] ?? 0;
};

type Made =
  | { readonly ok: true; readonly elements: readonly PlanElement[] }
  | { readonly ok: false; readonly fault: string };

/**
 * The plan for a vehicle's job, in the plan desk and ready to be uploaded by its pilot: never uploaded or flown by itself.
 * Segments are searched one after the other, as they were named, by lines as far apart as the vehicle's own camera allows.
 */
export const vehiclePlanFor =
  (parts: VehiclePlanParts): PlanFor =>
  async (assignment, vehicleId) => {
    const vehicle = parts.vehicles().get(vehicleId);
    if (vehicle === undefined) return { fault: `There is no vehicle "${vehicleId}".` };
    const name = `${assignment.fields.number ?? assignment.id}`;
    const usual = { ...newPlan(vehicle, randomUUID(), name), ...parts.fencesOf(vehicleId) };
    const heightM = usual.altitude.m + (flies(vehicle.kind) ? bandOf(parts, assignment.id, vehicleId) : 0);
    const bare = { ...usual, altitude: { ...usual.altitude, m: heightM } };
    const made = elementsOf(parts, vehicle, bare, assignment);
    if (!made.ok) return { fault: made.fault };
    if (made.elements.length === 0) return undefined;
    const put = parts.plans.put({ plan: { ...bare, elements: made.elements }, was: 0, by: planner });
    return put.ok ? { planId: put.planId ?? bare.id } : { fault: put.fault.detail };
  };

const elementsOf = (
  parts: VehiclePlanParts,
  vehicle: VehicleState,
  plan: Plan,
  { fields }: Thing<"assignment">,
): Made => {
  const isFlying = flies(vehicle.kind);
  const whole = (elements: readonly PlanElement[]): readonly PlanElement[] => {
    if (!isFlying || elements.length === 0) return elements;
    const takeOff: PlanElement = { id: randomUUID(), kind: "take-off", altitude: plan.altitude };
    return [takeOff, ...elements, { id: randomUUID(), kind: "return" }];
  };
  if (fields.path !== undefined) return pathElements(parts, vehicle, plan, fields.path, whole);
  const work =
    fields.task === "search" || (fields.segmentIds ?? []).length > 0
      ? searchElements(parts, vehicle, plan, fields.segmentIds ?? [])
      : goToElements(placeOf(parts, fields));
  return work.ok ? { ok: true, elements: whole(work.elements) } : work;
};

/**
 * One line along a way that was proposed, as far as the battery lasts with the wind and the climbs that the proposal didn't
 * reckon with: what is checked before an upload is checked here.
 */
const pathElements = (
  parts: VehiclePlanParts,
  vehicle: VehicleState,
  plan: Plan,
  path: readonly LatLon[],
  whole: (elements: readonly PlanElement[]) => readonly PlanElement[],
): Made => {
  const view = viewOf(parts, vehicle, plan);
  if (!view.ok) return view;
  const context = planContextOf(vehicle, parts.ground.terrain);
  const upTo = (share: number): Made => {
    const { spacingM } = view;
    const pattern = layPattern(parts, view, {
      kind: "corridor",
      line: partOfWay(path, share),
      widthM: spacingM,
      spacingM,
    });
    return pattern.ok
      ? { ok: true, elements: whole(withGimbal(view, [pattern.element])) }
      : { ok: false, fault: `The way can't be laid: ${pattern.code}.` };
  };
  const lasts = (share: number): boolean => {
    const made = upTo(share);
    return made.ok && estimatePlan({ ...plan, elements: made.elements }, context).enough !== "no";
  };
  const all = upTo(1);
  if (!all.ok || lasts(1)) return all;
  let [enough, tooFar] = [0, 1];
  while (tooFar - enough > finestShare) {
    const share = (enough + tooFar) / 2;
    if (lasts(share)) enough = share;
    else tooFar = share;
  }
  return enough > 0
    ? upTo(enough)
    : { ok: false, fault: "Its battery doesn't last for any of the way. Change it, then ask again." };
};

/** A way is cut where the battery ends to so much of its length. */
const finestShare = 0.01;

/** The job's own place, that of its clue, or that of its heat source. */
const placeOf = (
  { incident, placeOfHeat }: VehiclePlanParts,
  { place, clueId, heatId }: Thing<"assignment">["fields"],
): LatLon | undefined => {
  const ofClue = clueId === undefined ? undefined : incident.thing("clue", clueId)?.fields.place;
  return place ?? ofClue ?? (heatId === undefined ? undefined : placeOfHeat(heatId));
};

const goToElements = (position: LatLon | undefined): Made => ({
  ok: true,
  elements: position === undefined ? [] : [{ id: randomUUID(), kind: "point", position }],
});

/** How a vehicle looks while it searches. */
interface PlanView {
  readonly ok: true;
  /** Absent for a robot. */
  readonly camera?: PlanCamera;
  readonly swathM?: number;
  readonly spacingM: number;
  readonly height: PatternHeight;
}

const viewOf = (
  { ground, cameraOf }: VehiclePlanParts,
  vehicle: VehicleState,
  plan: Plan,
): PlanView | (Made & { readonly ok: false }) => {
  const isFlying = flies(vehicle.kind);
  const model = cameraOf(vehicle);
  const aglM = isFlying ? plan.altitude.m : 0;
  const camera = isFlying && model !== undefined ? planCameraOf(model, `${vehicle.id}`) : undefined;
  const spacing = camera === undefined ? undefined : spacingOf(camera, aglM);
  if (isFlying && spacing === undefined)
    return {
      ok: false,
      fault: "Nobody says how wide its camera looks: type its field of view in, then plan it by hand.",
    };
  return {
    ok: true,
    spacingM: spacing === undefined ? robotSpacingM : Math.round(spacing.spacingM * 10) / 10,
    height: { aglM, followTerrain: isFlying && ground.terrain !== undefined, maxClimb },
    ...(camera === undefined ? {} : { camera }),
    ...(spacing === undefined ? {} : { swathM: spacing.swathM }),
  };
};

const layPattern = (
  { ground: { terrain } }: VehiclePlanParts,
  { height, camera, swathM }: PlanView,
  shape: PatternShape,
  from?: LatLon,
) => {
  const pattern = makePattern(shape, height, {
    terrain,
    ...(swathM === undefined ? {} : { swathM }),
    ...(from === undefined ? {} : { from }),
  });
  if (!pattern.ok) return { ok: false, code: pattern.fault.code } as const;
  const { points } = pattern;
  const element: PlanElement = {
    ...{ id: randomUUID(), kind: "pattern", shape, height, points },
    ...(camera === undefined ? {} : { camera }),
  };
  return { ok: true, element, end: points.at(-1) ?? from } as const;
};

/** The lines are as far apart as a camera allows that looks straight down. */
const withGimbal = ({ camera }: PlanView, elements: readonly PlanElement[]): readonly PlanElement[] =>
  camera === undefined || elements.length === 0
    ? elements
    : [{ id: randomUUID(), kind: "gimbal", pitchRad: camera.pitchRad, yawRad: 0 }, ...elements];

const searchElements = (
  parts: VehiclePlanParts,
  vehicle: VehicleState,
  plan: Plan,
  segmentIds: readonly string[],
): Made => {
  const view = viewOf(parts, vehicle, plan);
  if (!view.ok) return view;
  const elements: PlanElement[] = [];
  let from: LatLon | undefined = vehicle.position;
  for (const id of segmentIds) {
    const { ring, name = id } = parts.incident.thing("segment", id)?.fields ?? {};
    if (ring === undefined) return { ok: false, fault: `There is no segment "${name}" any more.` };
    const area = { outline: ring, holes: [] };
    const pattern = layPattern(parts, view, { kind: "parallel", area, spacingM: view.spacingM }, from);
    if (!pattern.ok) return { ok: false, fault: `Lines over segment ${name} can't be laid: ${pattern.code}.` };
    from = pattern.end;
    elements.push(pattern.element);
  }
  return { ok: true, elements: withGimbal(view, elements) };
};
