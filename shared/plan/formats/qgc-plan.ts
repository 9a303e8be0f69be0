import type { LatLon } from "../../geo/lat-lon.ts";
import type { MissionItem } from "../../protocols/mission/mission-item.ts";
import type { Altitude } from "../../units/altitude.ts";
import { vehicleKind } from "../../vehicle/kinds.ts";
import type { AutopilotFamily, VehicleKind } from "../../vehicle/vehicle-state.ts";
import { missionCommand, placeOf as placeOfItem } from "../mission-commands.ts";
import type { Plan } from "../plan.ts";
import { readMission } from "../read-mission.ts";
import { BadFile } from "./file-fault.ts";
import { ImportDraft, type ImportFor } from "./import-draft.ts";
import { arrayOf, isObject, type JsonObject, numberOf, objectOf, parseJson } from "./json-value.ts";
import type { PlanNotes } from "./plan-note.ts";
import { fileFrame, fileXy, qgcItems, renumberJumps } from "./qgc-items.ts";
import { type ParsePlan, unwrapPlan, wrapPlan } from "./whole-plan.ts";

/** Far more than any vehicle stores: a file that has more isn't read to its end. */
const mostItems = 20_000;

const familyOf = (firmwareType: number, vehicle: AutopilotFamily): AutopilotFamily =>
  firmwareType === 3 ? "ardupilot" : firmwareType === 12 ? "px4" : vehicle;

const placeOf = (value: unknown): LatLon => {
  const [latDeg, lonDeg] = arrayOf(value).map(numberOf);
  return { latDeg: latDeg ?? Number.NaN, lonDeg: lonDeg ?? Number.NaN };
};

const placesOf = (value: unknown): readonly LatLon[] => arrayOf(value).map(placeOf);

/**
 * Reads QGroundControl's .plan: the mission with what its surveys fly, fences and rally points. What Lantern itself wrote
 * comes back whole, unless another program changed it since.
 * @throws BadFile where it is none
 */
export const readQgcPlan = (
  text: string,
  options: ImportFor & { readonly name: string; readonly parsePlan: ParsePlan },
): Plan => {
  const { vehicle, newId, notes, parsePlan } = options;
  const json = parseJson(text);
  if (json.fileType !== "Plan") throw new BadFile('This JSON has no "fileType": "Plan", as QGroundControl writes it.');
  const { mission, geoFence, rallyPoints } = json;
  const whole = unwrapPlan(
    json.lantern,
    { mission, geoFence, rallyPoints },
    { id: newId(), vehicleId: vehicle.id, parsePlan },
  );
  if (whole === "changed") notes.add("changed-elsewhere");
  else if (whole !== undefined) return whole;
  const draft = new ImportDraft(options, options.name);
  const label = isObject(json.lantern) && isObject(json.lantern.plan) ? json.lantern.plan.name : undefined;
  if (typeof label === "string") draft.rename(label);
  readMissionPart(objectOf(mission), draft, options);
  readFencePart(objectOf(geoFence), draft);
  for (const point of arrayOf(objectOf(rallyPoints).points)) {
    const m = numberOf(arrayOf(point)[2]);
    draft.rally(placeOf(point), { reference: "home", m });
  }
  return draft.plan();
};

const readMissionPart = (mission: JsonObject, draft: ImportDraft, { vehicle, newId, notes }: ImportFor): void => {
  const madeFor = numberOf(mission.vehicleType);
  if (madeFor > 0 && vehicleKind(madeFor) !== vehicle.kind) notes.add("other-vehicle", { what: vehicleKind(madeFor) });
  const autopilot = familyOf(numberOf(mission.firmwareType), vehicle.autopilot);
  const first = autopilot === "ardupilot" ? 1 : 0;
  const items = renumberJumps(qgcItems(arrayOf(mission.items), notes, mostItems), (index) => index + first);
  // ArduPilot's lists begin with home, which a file has on its own.
  const home: MissionItem = { frame: 0, command: 16, autocontinue: 1, params: [0, 0, 0, 0], x: 0, y: 0, z: 0 };
  const list = first === 1 ? [home, ...items] : items;
  const read = readMission({ mission: list }, { autopilot, kind: vehicle.kind, makeId: newId });
  for (const element of read.elements) draft.element(element);
  if (read.elements.length > 0) draft.altitude = read.altitude;
  const speeds =
    vehicle.kind === "multirotor" || vehicle.kind === "helicopter" ? mission.hoverSpeed : mission.cruiseSpeed;
  draft.speedMps = read.speedMps ?? (Number.isFinite(numberOf(speeds)) ? numberOf(speeds) : undefined);
  const planned = mission.plannedHomePosition;
  const altM = numberOf(arrayOf(planned)[2]);
  if (Array.isArray(planned)) draft.home(placeOf(planned), Number.isFinite(altM) ? altM : undefined);
  else if (read.plannedHome !== undefined) draft.home(read.plannedHome, undefined);
};

const readFencePart = (geoFence: JsonObject, draft: ImportDraft): void => {
  for (const json of arrayOf(geoFence.polygons)) {
    if (isObject(json)) draft.fence(placesOf(json.polygon), json.inclusion !== false);
  }
  for (const json of arrayOf(geoFence.circles)) {
    if (!isObject(json)) continue;
    const circle = objectOf(json.circle);
    draft.circle(placeOf(circle.center), numberOf(circle.radius), json.inclusion !== false);
  }
  // Version 1: one polygon, to stay inside of.
  const polygon = placesOf(geoFence.polygon);
  if (polygon.length > 0) draft.fence(polygon, true);
};

/** MAV_AUTOPILOT and MAV_TYPE, as QGroundControl asks for them. */
const firmwareTypes: Readonly<Record<AutopilotFamily, number>> = { ardupilot: 3, px4: 12, other: 0 };
const vehicleTypes: Readonly<Record<VehicleKind, number>> = {
  ...{ multirotor: 2, "fixed-wing": 1, vtol: 20, helicopter: 4, "ground-robot": 10, boat: 11, other: 0 },
};

/** NaN has no place in JSON; QGroundControl takes null for it. */
const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

const simpleItem = (item: MissionItem, number: number): JsonObject => {
  const { command, autocontinue, params, z } = item;
  const frame = fileFrame(item.frame);
  const mode = frame === 0 ? 2 : frame === 10 ? 4 : 1;
  return {
    ...(frame === 2 ? {} : { AMSLAltAboveTerrain: null, Altitude: orNull(z), AltitudeMode: mode }),
    ...{ autoContinue: autocontinue !== 0, command, doJumpId: number, frame },
    params: [...params, ...fileXy(item), z].map(orNull),
    type: "SimpleItem",
  };
};

/** QGroundControl's rally points are above home; one that can't be said so keeps its number, and is noted. */
const rallyAboveHomeM = ({ reference, m }: Altitude, homeMslM: number | undefined, notes: PlanNotes): number => {
  if (reference === "msl" && homeMslM !== undefined) return m - homeMslM;
  if (reference !== "home") notes.add("no-height", { what: "rally" });
  return m;
};

const qgcRest = (
  plan: Plan,
  mission: readonly MissionItem[],
  made: { readonly autopilot: AutopilotFamily; readonly kind: VehicleKind },
  notes: PlanNotes,
) => {
  const isArduPilot = made.autopilot === "ardupilot";
  const [home, items] = isArduPilot ? [mission[0], mission.slice(1)] : [undefined, mission];
  const { plannedHome, speedMps } = plan;
  const numbered = items.map((item, index) => {
    const [seq, ...rest] = item.params;
    const isJump = item.command === missionCommand.jump && !isArduPilot;
    return simpleItem(isJump ? { ...item, params: [seq + 1, ...rest] } : item, index + 1);
  });
  const homeItem = home === undefined || (home.x === 0 && home.y === 0) ? undefined : home;
  const homePlace = plannedHome ?? (homeItem === undefined ? firstPlace(items) : placeOfItem(homeItem));
  return {
    mission: {
      ...{ cruiseSpeed: speedMps, hoverSpeed: speedMps, globalPlanAltitudeMode: 0, version: 2 },
      ...{ firmwareType: firmwareTypes[made.autopilot], vehicleType: vehicleTypes[made.kind] },
      items: numbered,
      plannedHomePosition: [homePlace.latDeg, homePlace.lonDeg, plannedHome?.altMslM ?? home?.z ?? 0],
    },
    geoFence: {
      version: 2,
      polygons: plan.fences.flatMap((fence) =>
        fence.shape === "polygon"
          ? [
              {
                inclusion: fence.inclusion,
                polygon: fence.points.map(({ latDeg, lonDeg }) => [latDeg, lonDeg]),
                version: 1,
              },
            ]
          : [],
      ),
      circles: plan.fences.flatMap((fence) =>
        fence.shape === "circle"
          ? [
              {
                circle: { center: [fence.centre.latDeg, fence.centre.lonDeg], radius: fence.radiusM },
                inclusion: fence.inclusion,
                version: 1,
              },
            ]
          : [],
      ),
    },
    rallyPoints: {
      version: 2,
      points: plan.rallyPoints.map(({ latDeg, lonDeg, altitude }) => [
        latDeg,
        lonDeg,
        rallyAboveHomeM(altitude, plannedHome?.altMslM, notes),
      ]),
    },
  };
};

const firstPlace = (items: readonly MissionItem[]): LatLon => {
  const placed = items.find(({ frame, x, y }) => frame !== 2 && (x !== 0 || y !== 0));
  return placed === undefined ? { latDeg: 0, lonDeg: 0 } : placeOfItem(placed);
};

/**
 * Writes a .plan that QGroundControl opens; what it has no room for is beside it, under a name that it passes over.
 * @param mission the plan as it would be uploaded; with ArduPilot its first item is home
 */
export const writeQgcPlan = (
  plan: Plan,
  mission: readonly MissionItem[],
  made: { readonly autopilot: AutopilotFamily; readonly kind: VehicleKind },
  notes: PlanNotes,
): string => {
  const rest = qgcRest(plan, mission, made, notes);
  // As it will be read: JSON has no NaN.
  const asRead: unknown = JSON.parse(JSON.stringify(rest));
  return JSON.stringify(
    { fileType: "Plan", version: 1, groundStation: "Lantern", ...rest, lantern: wrapPlan(plan, asRead) },
    undefined,
    2,
  );
};
