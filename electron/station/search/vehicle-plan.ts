import { randomUUID } from "node:crypto";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { CameraModel } from "../../../shared/heat/camera-model.ts";
import { assignmentStatus } from "../../../shared/incident/assignment-status.ts";
import { ofKind } from "../../../shared/incident/of-kind.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import { flies } from "../../../shared/plan/plan-context.ts";
import { newPlan } from "../../../shared/plan/plan-defaults.ts";
import { makePattern } from "../../../shared/search/patterns/make-pattern.ts";
import type { PatternHeight, PatternShape } from "../../../shared/search/patterns/pattern.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { Ground } from "../ground.ts";
import type { IncidentDesk } from "../incident/incident-desk.ts";
import type { PlanFor } from "../incident/send-assignment.ts";
import type { PlanDesk } from "../plans/plan-desk.ts";
import { planCameraOf, spacingOf } from "./search-camera.ts";

export interface VehiclePlanParts {
  readonly incident: IncidentDesk;
  readonly ground: Ground;
  readonly plans: PlanDesk;
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
    const usual = newPlan(vehicle, randomUUID(), name);
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
  const work =
    fields.task === "search" || (fields.segmentIds ?? []).length > 0
      ? searchElements(parts, vehicle, plan, fields.segmentIds ?? [])
      : goToElements(placeOf(parts, fields));
  if (!work.ok || work.elements.length === 0 || !isFlying) return work;
  const takeOff: PlanElement = { id: randomUUID(), kind: "take-off", altitude: plan.altitude };
  return { ok: true, elements: [takeOff, ...work.elements, { id: randomUUID(), kind: "return" }] };
};

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

const searchElements = (
  parts: VehiclePlanParts,
  vehicle: VehicleState,
  plan: Plan,
  segmentIds: readonly string[],
): Made => {
  const { incident, ground, cameraOf } = parts;
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
  const spacingM = spacing === undefined ? robotSpacingM : Math.round(spacing.spacingM * 10) / 10;
  const { terrain } = ground;
  const height: PatternHeight = { aglM, followTerrain: isFlying && terrain !== undefined, maxClimb };
  const elements: PlanElement[] = [];
  let from: LatLon | undefined = vehicle.position;
  for (const id of segmentIds) {
    const { ring, name = id } = incident.thing("segment", id)?.fields ?? {};
    if (ring === undefined) return { ok: false, fault: `There is no segment "${name}" any more.` };
    const shape: PatternShape = { kind: "parallel", area: { outline: ring, holes: [] }, spacingM };
    const pattern = makePattern(shape, height, {
      terrain,
      ...(spacing === undefined ? {} : { swathM: spacing.swathM }),
      ...(from === undefined ? {} : { from }),
    });
    if (!pattern.ok) return { ok: false, fault: `Lines over segment ${name} can't be laid: ${pattern.fault.code}.` };
    const { points } = pattern;
    from = points.at(-1) ?? from;
    elements.push({
      ...{ id: randomUUID(), kind: "pattern", shape, height, points },
      ...(camera === undefined ? {} : { camera }),
    });
  }
  if (camera === undefined || elements.length === 0) return { ok: true, elements };
  // The lines are as far apart as a camera allows that looks straight down.
  return {
    ok: true,
    elements: [{ id: randomUUID(), kind: "gimbal", pitchRad: camera.pitchRad, yawRad: 0 }, ...elements],
  };
};
