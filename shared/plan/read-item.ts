import type { MissionItem } from "../protocols/mission/mission-item.ts";
import type { Altitude } from "../units/altitude.ts";
import { degToRad } from "../units/angle.ts";
import type { AutopilotFamily, VehicleKind } from "../vehicle/vehicle-state.ts";
import { missionCommand as is, placeOf, roundCm } from "./mission-commands.ts";
import type { PlanElement, PointAction } from "./plan.ts";
import { flies } from "./plan-context.ts";

/** Whose mission it is. */
export interface ReadFor {
  readonly autopilot: AutopilotFamily;
  readonly kind: VehicleKind;
}

/** Any element but a loop, which needs to know the others. Without its id. */
export type ReadElement =
  Exclude<PlanElement, { readonly kind: "loop" }> extends infer E
    ? E extends PlanElement
      ? Omit<E, "id">
      : never
    : never;

const references: ReadonlyMap<number, Altitude["reference"]> = new Map([
  [0, "msl"],
  [5, "msl"],
  [3, "home"],
  [6, "home"],
  [10, "ground"],
  [11, "ground"],
]);

/** What heights in a MAV_FRAME count from; undefined for frames that are no heights. */
export const referenceOfFrame = (frame: number): Altitude["reference"] | undefined => references.get(frame);

/** What a plan may say of heights, m: what is beyond is no height that anybody flies. */
export const isPlanHeight = (m: number): boolean => m >= -500 && m <= 9000;

const altitudeOf = ({ frame, z }: MissionItem): Altitude | undefined => {
  const reference = referenceOfFrame(frame);
  return reference === undefined || !isPlanHeight(z) ? undefined : { reference, m: roundCm(z) };
};

const isUnset = (value: number): boolean => value === 0 || Number.isNaN(value);

/** ArduPilot takes 0, 0 for the place where the vehicle is. */
const hasPlace = ({ x, y }: MissionItem): boolean => (x !== 0 || y !== 0) && Math.abs(x) <= 9e8 && Math.abs(y) <= 18e8;

/** The speed that an item asks for, m/s over ground; undefined for anything else. Only fixed wings tell airspeed from it. */
export const speedOf = ({ command, params: [type, speedMps, throttle] }: MissionItem, { kind }: ReadFor) => {
  if (command !== is.changeSpeed || !(throttle <= 0) || !(speedMps >= 0.1 && speedMps <= 60)) return undefined;
  return type === 1 || (type === 0 && kind !== "fixed-wing" && kind !== "vtol") ? speedMps : undefined;
};

/** What an item does with the camera once the vehicle is at a point; undefined for anything else. */
export const actionOf = (item: MissionItem, { autopilot }: ReadFor): PointAction | undefined => {
  const { command, params, x } = item;
  const [p1, p2, p3, p4] = params;
  if (command === is.videoStartCapture && isUnset(p1) && isUnset(p2)) return "video-start";
  if (command === is.videoStopCapture && isUnset(p1)) return "video-stop";
  const isShot = command === is.digicamControl && x === 1 && params.every(isUnset) && isUnset(item.y);
  if (isShot && autopilot === "ardupilot") return "photo";
  const isOne = command === is.imageStartCapture && isUnset(p1) && isUnset(p2) && p3 === 1 && isUnset(p4);
  return isOne && autopilot !== "ardupilot" ? "photo" : undefined;
};

const point = (item: MissionItem, { autopilot, kind }: ReadFor): ReadElement | undefined => {
  const [delayS, acceptM, passM, yawDeg] = item.params;
  const altitude = altitudeOf(item);
  if (!hasPlace(item) || altitude === undefined || !isUnset(acceptM) || !isUnset(passM)) return undefined;
  // PX4 turns to a yaw; ArduPilot's copters, boats and robots don't store one.
  if (autopilot !== "ardupilot" && !Number.isNaN(yawDeg)) return undefined;
  if (!(delayS >= 0 && delayS <= 3600) && !Number.isNaN(delayS)) return undefined;
  return {
    kind: "point",
    position: placeOf(item),
    ...(flies(kind) ? { altitude } : {}),
    ...(delayS > 0 ? { delayS } : {}),
  };
};

const orbit = (item: MissionItem, { autopilot, kind }: ReadFor): ReadElement | undefined => {
  const [turns, unused, radiusM, crossTrack] = item.params;
  const altitude = altitudeOf(item);
  if (autopilot !== "ardupilot" || !flies(kind) || !hasPlace(item) || altitude === undefined) return undefined;
  if (
    !(turns >= 0.1 && turns <= 1000 && Math.abs(radiusM) <= 100_000) ||
    isUnset(radiusM) ||
    !isUnset(unused) ||
    !isUnset(crossTrack)
  )
    return undefined;
  return {
    kind: "orbit",
    centre: placeOf(item),
    radiusM: Math.abs(radiusM),
    turns,
    clockwise: radiusM > 0,
    altitude,
  };
};

const lookAt = (item: MissionItem, { autopilot }: ReadFor): ReadElement | undefined => {
  const [mode] = item.params;
  const isArduPilot = autopilot === "ardupilot";
  if (item.command === is.roiNone) return isArduPilot ? undefined : { kind: "look-at" };
  if ((item.command === is.roi) !== isArduPilot) return undefined;
  const isNone = isArduPilot && item.x === 0 && item.y === 0 && item.z === 0;
  if (isNone) return { kind: "look-at" };
  const altitude = altitudeOf(item);
  if (altitude === undefined || !hasPlace(item)) return undefined;
  if (!isUnset(mode) && mode !== 3) return undefined;
  return { kind: "look-at", position: placeOf(item), altitude };
};

const gimbal = ({ params: [pitchDeg, rollDeg, yawDeg, p4], x, y }: MissionItem): ReadElement | undefined => {
  if (!isUnset(rollDeg) || !isUnset(p4) || !isUnset(x) || !isUnset(y)) return undefined;
  if (!(Math.abs(pitchDeg) <= 360) || !(Math.abs(yawDeg) <= 360)) return undefined;
  return { kind: "gimbal", pitchRad: degToRad(pitchDeg), yawRad: degToRad(yawDeg) };
};

const takeOff = (item: MissionItem, { kind }: ReadFor): ReadElement | undefined => {
  const altitude = altitudeOf(item);
  return altitude === undefined || !flies(kind) ? undefined : { kind: "take-off", altitude };
};

const land = (item: MissionItem, { kind }: ReadFor): ReadElement | undefined => {
  if (!flies(kind)) return undefined;
  return hasPlace(item) ? { kind: "land", position: placeOf(item) } : { kind: "land" };
};

/** Understands one item by itself; what it can't say again just as well is kept as it is. */
export const readItem = (item: MissionItem, reader: ReadFor): ReadElement => {
  const speedMps = speedOf(item, reader);
  const understood = speedMps === undefined ? understand(item, reader) : ({ kind: "speed", speedMps } as const);
  return understood ?? { kind: "other", item };
};

const understand = (item: MissionItem, reader: ReadFor): ReadElement | undefined => {
  const isVtol = reader.kind === "vtol";
  switch (item.command) {
    case is.waypoint:
      return point(item, reader);
    case is.loiterTurns:
      return orbit(item, reader);
    case is.returnToLaunch:
      return { kind: "return" };
    case is.land:
      return isVtol ? undefined : land(item, reader);
    case is.vtolLand:
      return isVtol ? land(item, reader) : undefined;
    case is.takeOff:
      return isVtol ? undefined : takeOff(item, reader);
    case is.vtolTakeOff:
      return isVtol ? takeOff(item, reader) : undefined;
    case is.roi:
    case is.roiLocation:
    case is.roiNone:
      return lookAt(item, reader);
    case is.mountControl:
      return gimbal(item);
    default:
      return undefined;
  }
};
