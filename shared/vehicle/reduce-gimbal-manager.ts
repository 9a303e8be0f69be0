import type { MessageFields } from "../mavlink/messages.ts";
import { asRad, type Rad } from "../units/angle.ts";
import type { Patch, Reception } from "./vehicle-memory.ts";
import type { GimbalCapability, GimbalManagerState, VehicleState } from "./vehicle-state.ts";
import { finite, given } from "./wire-values.ts";

/** By bit of GIMBAL_MANAGER_CAP_FLAGS. */
const capabilityBits: readonly (readonly [number, GimbalCapability])[] = [
  [1, "retract"],
  [2, "neutral"],
  [32, "pitch"],
  [256, "yaw"],
  [512, "yaw-follow"],
  [1024, "yaw-lock"],
  [131_072, "point-at-place"],
];

/** Limits that make sense: two angles, the lower first; many gimbals leave them at 0 or NaN. */
const range = (min: number, max: number): readonly [Rad, Rad] | undefined =>
  finite(min) !== undefined && finite(max) !== undefined && min < max ? [asRad(min), asRad(max)] : undefined;

/** Of several managers, the first that was heard is used. */
const isOther = (state: VehicleState, at: Reception): boolean =>
  state.gimbalManager !== undefined && state.gimbalManager.componentId !== at.componentId;

/** What a gimbal manager says it can do. */
export const reduceGimbalManager = (
  fields: MessageFields["GIMBAL_MANAGER_INFORMATION"],
  state: VehicleState,
  at: Reception,
): Patch => {
  if (isOther(state, at)) return undefined;
  const pitch = range(fields.pitchMin, fields.pitchMax);
  const yaw = range(fields.yawMin, fields.yawMax);
  const gimbalManager: GimbalManagerState = {
    atMs: at.nowMs,
    componentId: at.componentId,
    deviceId: fields.gimbalDeviceId,
    capabilities: capabilityBits.filter(([bit]) => (fields.capFlags & bit) !== 0).map(([, word]) => word),
    ...(pitch === undefined ? {} : { pitchMinRad: pitch[0], pitchMaxRad: pitch[1] }),
    ...(yaw === undefined ? {} : { yawMinRad: yaw[0], yawMaxRad: yaw[1] }),
    ...given("controlledBy", state.gimbalManager?.controlledBy),
  };
  return { gimbalManager };
};

/** Whose orders it takes; comes several times a second and seldom changes. */
export const reduceGimbalControl = (
  fields: MessageFields["GIMBAL_MANAGER_STATUS"],
  state: VehicleState,
  at: Reception,
): Patch => {
  const manager = state.gimbalManager;
  if (manager === undefined || isOther(state, at)) return undefined;
  const { primaryControlSysid: systemId, primaryControlCompid: componentId } = fields;
  const { controlledBy: known, ...rest } = manager;
  if ((known?.systemId ?? 0) === systemId && (known?.componentId ?? 0) === componentId) return undefined;
  const controlledBy = systemId === 0 ? {} : { controlledBy: { systemId, componentId } };
  return { gimbalManager: { ...rest, atMs: at.nowMs, ...controlledBy } };
};
