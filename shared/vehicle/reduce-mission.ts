import type { MessageFields } from "../mavlink/messages.ts";
import type { Patch, Reception } from "./vehicle-memory.ts";
import type { MissionProgress, VehicleState } from "./vehicle-state.ts";
import { given } from "./wire-values.ts";

/** `total` is an extension: 0 from firmware that doesn't fill it, 65535 where the vehicle can't tell. */
export const reduceMissionCurrent = (
  fields: MessageFields["MISSION_CURRENT"],
  state: VehicleState,
  at: Reception,
): Patch => {
  const told = fields.total === 0 || fields.total === 0xffff ? undefined : fields.total;
  const total = told ?? state.mission?.total;
  const mission: MissionProgress = {
    atMs: at.nowMs,
    currentSeq: fields.seq,
    ...given("total", total),
    ...given("reachedSeq", state.mission?.reachedSeq),
  };
  return { mission };
};

/** The item that was reached last; which is current is told elsewhere. */
export const reduceMissionItemReached = (
  fields: MessageFields["MISSION_ITEM_REACHED"],
  state: VehicleState,
  at: Reception,
): Patch => ({
  mission: { ...(state.mission ?? { currentSeq: fields.seq }), atMs: at.nowMs, reachedSeq: fields.seq },
});

/** The vehicle's own answer to a download; type 0 is the flight plan (others are fence and rally points). */
export const reduceMissionCount = (
  fields: MessageFields["MISSION_COUNT"],
  state: VehicleState,
  at: Reception,
): Patch =>
  fields.missionType === 0
    ? { mission: { ...(state.mission ?? { currentSeq: 0 }), atMs: at.nowMs, total: fields.count } }
    : undefined;
