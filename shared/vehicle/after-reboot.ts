import type { VehicleState } from "./vehicle-state.ts";

/**
 * What is still so of a vehicle that started anew: who it is, how it is heard, what it said, and where it was last seen
 * (with its old time). Mode, heights, home, battery, health and mission are no longer known.
 */
export const afterReboot = (state: VehicleState): VehicleState => {
  const { id, systemId, kind, autopilot, mavType, presence, cameras, statusTexts, links } = state;
  const { firmware, uid, parameterEncoding, gimbalManager, position, mode } = state;
  return {
    ...{ id, systemId, kind, autopilot, mavType, presence, cameras, statusTexts, links },
    armed: false,
    systemStatus: "boot",
    ...(firmware === undefined ? {} : { firmware }),
    ...(uid === undefined ? {} : { uid }),
    ...(parameterEncoding === undefined ? {} : { parameterEncoding }),
    ...(gimbalManager === undefined ? {} : { gimbalManager }),
    ...(position === undefined ? {} : { position }),
    ...(mode === undefined ? {} : { mode }),
  };
};
