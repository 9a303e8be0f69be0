import type { LatLon } from "../geo/lat-lon.ts";
import { radToDeg } from "../units/angle.ts";
import type { GimbalManagerState, VehicleState } from "../vehicle/vehicle-state.ts";
import type { CommandPlan, JobCommand } from "./command-job.ts";
import type { OwnIds } from "./exchange.ts";

/** Where a camera is to look. */
export type GimbalWish =
  /** At a place, and to go on looking there while the vehicle moves; the height above mean sea level, m. */
  | { readonly kind: "look-at"; readonly place: LatLon; readonly altMslM: number }
  /** Pitch from the horizon, negative looks down; yaw from the vehicle's nose; rad. */
  | { readonly kind: "angles"; readonly pitchRad: number; readonly yawRad: number }
  | { readonly kind: "centre" }
  /** No longer at the place that it was told to look at. */
  | { readonly kind: "none" };

/** What must be known of the vehicle: its firmware, its gimbal manager, and how high its home is. */
export type GimbalOwner = Pick<VehicleState, "autopilot" | "gimbalManager" | "home">;

const setRoiLocation = 195;
const setRoiNone = 197;
const setRoi = 201;
const mountConfigure = 204;
const mountControl = 205;
const pitchYaw = 1000;
const configure = 1001;

/** MAV_FRAME_GLOBAL: heights are above mean sea level. MAV_FRAME_GLOBAL_RELATIVE_ALT: above home. */
const mslFrame = 0;
const homeFrame = 3;
/** MAV_ROI. */
const roiNone = 0;
const roiLocation = 3;
/** GIMBAL_MANAGER_FLAGS: neutral; roll and pitch kept level, yaw from the nose (32 is newer, and says what no lock means). */
const neutralFlag = 2;
const levelAndFromNose = 4 + 8 + 32;
/** MAV_MOUNT_MODE. */
const mountNeutral = 1;
const mountTargeting = 2;
/** DO_GIMBAL_MANAGER_CONFIGURE: who has secondary control stays. */
const unchanged = -1;

/** Takes the gimbal's control where another has it; PX4 obeys nobody who hasn't, ArduPilot everybody. */
const takeControl = ({ autopilot, gimbalManager }: GimbalOwner, own: OwnIds): JobCommand[] => {
  const holder = gimbalManager?.controlledBy;
  if (holder?.systemId === own.systemId && holder.componentId === own.componentId) return [];
  if (holder === undefined && autopilot !== "px4") return [];
  const params = [own.systemId, own.componentId, unchanged, unchanged, 0, 0, gimbalManager?.deviceId ?? 0];
  return [{ command: configure, params, optional: true, ...toManager(gimbalManager) }];
};

const toManager = (manager: GimbalManagerState | undefined): { readonly componentId?: number } =>
  manager === undefined ? {} : { componentId: manager.componentId };

const between = (value: number, low: number | undefined, high: number | undefined): number =>
  Math.min(high ?? value, Math.max(low ?? value, value));

/** To -180 to 180, which is how gimbals have their limits. */
const fromNose = (yawRad: number): number => Math.atan2(Math.sin(yawRad), Math.cos(yawRad));

const managed = (owner: GimbalOwner, own: OwnIds, params: readonly number[]): CommandPlan => {
  const { gimbalManager } = owner;
  const command: JobCommand = {
    command: pitchYaw,
    params: [...params, 0, gimbalManager?.deviceId ?? 0],
    ...toManager(gimbalManager),
  };
  const [first, ...rest] = [...takeControl(owner, own), command];
  return [first ?? command, ...rest];
};

/** PX4's old mount takes control only after it was configured for it. */
const mounted = ({ autopilot }: GimbalOwner, params: readonly number[]): CommandPlan => {
  const command: JobCommand = { command: mountControl, params };
  const mode = params[6] ?? mountTargeting;
  return autopilot === "px4" ? [{ command: mountConfigure, params: [mode], optional: true }, command] : command;
};

const lookAt = ({ place, altMslM }: GimbalWish & { kind: "look-at" }, owner: GimbalOwner): CommandPlan[] => {
  const { latDeg, lonDeg } = place;
  const params = [0, 0, 0, 0, 0, 0, altMslM];
  const plans: CommandPlan[] = [
    { command: setRoiLocation, params, place: { latDeg, lonDeg, frame: mslFrame }, forms: ["int"] },
  ];
  if (owner.autopilot === "ardupilot") {
    // Its COMMAND_LONG means heights above home.
    if (owner.home === undefined) return plans;
    const aboveHome = [0, 0, 0, 0, 0, 0, altMslM - owner.home.altMslM];
    const home = { latDeg, lonDeg, frame: homeFrame };
    const old = [roiLocation, 0, 0, 0, 0, 0, altMslM - owner.home.altMslM];
    return [
      ...plans,
      { command: setRoiLocation, params: aboveHome, place: home },
      { command: setRoi, params: old, place: home, forms: ["int", "long"] },
    ];
  }
  const msl = { latDeg, lonDeg, frame: mslFrame };
  return [
    ...plans,
    { command: setRoiLocation, params, place: msl },
    { command: setRoi, params: [roiLocation, ...params.slice(1)], place: msl },
  ];
};

/** Where none is known, the gimbal's own limits are left to the gimbal. */
const turn = (wish: GimbalWish & { kind: "angles" }, owner: GimbalOwner, own: OwnIds): CommandPlan[] => {
  const { pitchMinRad, pitchMaxRad, yawMinRad, yawMaxRad } = owner.gimbalManager ?? {};
  const pitchDeg = radToDeg(between(wish.pitchRad, pitchMinRad, pitchMaxRad));
  const yawDeg = radToDeg(between(fromNose(wish.yawRad), yawMinRad, yawMaxRad));
  return [
    managed(owner, own, [pitchDeg, yawDeg, Number.NaN, Number.NaN, levelAndFromNose]),
    mounted(owner, [pitchDeg, 0, yawDeg, 0, 0, 0, mountTargeting]),
  ];
};

const centre = (owner: GimbalOwner, own: OwnIds): CommandPlan[] => {
  const { gimbalManager } = owner;
  const hasNeutral = gimbalManager === undefined || gimbalManager.capabilities.includes("neutral");
  const flags = hasNeutral ? neutralFlag : levelAndFromNose;
  return [managed(owner, own, [0, 0, Number.NaN, Number.NaN, flags]), mounted(owner, [0, 0, 0, 0, 0, 0, mountNeutral])];
};

const lookNowhere = (owner: GimbalOwner): CommandPlan[] => [
  { command: setRoiNone, params: [] },
  { command: setRoi, params: [roiNone] },
  mounted(owner, [0, 0, 0, 0, 0, 0, mountNeutral]),
];

/**
 * What to say so that the camera looks as wished: gimbal protocol v2 first, then the old mount commands.
 * Source: https://mavlink.io/en/services/gimbal_v2.html
 */
export const gimbalPlans = (
  wish: GimbalWish,
  owner: GimbalOwner,
  own: OwnIds,
): readonly [CommandPlan, ...CommandPlan[]] => {
  const plans =
    wish.kind === "look-at"
      ? lookAt(wish, owner)
      : wish.kind === "angles"
        ? turn(wish, owner, own)
        : wish.kind === "centre"
          ? centre(owner, own)
          : lookNowhere(owner);
  const [first, ...rest] = plans;
  if (first === undefined) throw new Error(`There is no way to ${wish.kind}.`);
  return [first, ...rest];
};
