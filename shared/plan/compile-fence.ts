import type { MissionItem } from "../protocols/mission/mission-item.ts";
import { missionCommand, missionFrame, placedItem } from "./mission-commands.ts";
import type { MissionDraft } from "./mission-draft.ts";
import type { Fence, RallyPoint } from "./plan.ts";

/** MAV_FRAME_GLOBAL: fences have no height, and this is how both firmwares give them back. */
const fenceFrame = 0;

/** Fences as items: one for each corner of a polygon, which all say how many there are; one for a circle. */
export const compileFences = (fences: readonly Fence[]): MissionItem[] =>
  fences.flatMap((fence) => {
    if (fence.shape === "circle") {
      const command = fence.inclusion ? missionCommand.fenceCircleInclusion : missionCommand.fenceCircleExclusion;
      return placedItem(command, { place: fence.centre, frame: fenceFrame, z: 0, params: [fence.radiusM, 0, 0, 0] });
    }
    const command = fence.inclusion ? missionCommand.fencePolygonInclusion : missionCommand.fencePolygonExclusion;
    const params = [fence.points.length, 0, 0, 0] as const;
    return fence.points.map((place) => placedItem(command, { place, frame: fenceFrame, z: 0, params }));
  });

/** Rally points as items. ArduPilot takes whole metres above home only; where that isn't known the plan is wrong. */
export const compileRallyPoints = (points: readonly RallyPoint[], draft: MissionDraft): MissionItem[] =>
  points.flatMap((point) => {
    const aboveHomeM = draft.heights.aboveHomeM(point.altitude, point);
    if (aboveHomeM === undefined) {
      draft.tell("error", "home-unknown", point.id);
      return [];
    }
    if (point.altitude.reference !== "home") draft.dependsOnHome = true;
    const z = Math.round(aboveHomeM);
    return placedItem(missionCommand.rallyPoint, { place: point, frame: missionFrame.aboveHome, z });
  });
