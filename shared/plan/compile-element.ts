import type { MissionItem } from "../protocols/mission/mission-item.ts";
import type { PatternPoint } from "../search/patterns/pattern.ts";
import type { Altitude } from "../units/altitude.ts";
import { radToDeg } from "../units/angle.ts";
import { compileOrbit } from "./compile-orbit.ts";
import { missionCommand, missionFrame, placedItem, plainItem } from "./mission-commands.ts";
import type { MissionDraft } from "./mission-draft.ts";
import type { PlanElement, PointAction } from "./plan.ts";

type Of<Kind extends PlanElement["kind"]> = Extract<PlanElement, { readonly kind: Kind }>;

/** Adds an element's items to a mission. */
export const compileElement = (element: PlanElement, draft: MissionDraft) => {
  switch (element.kind) {
    case "take-off":
      return takeOff(element, draft);
    case "point":
      return point(element, draft);
    case "pattern":
      return pattern(element, draft);
    case "orbit":
      return compileOrbit(element, draft);
    case "look-at":
      return lookAt(element, draft);
    case "gimbal": {
      const params = [roundDeg(element.pitchRad), 0, roundDeg(element.yawRad), 0] as const;
      // Parameter 7: MAV_MOUNT_MODE_MAVLINK_TARGETING.
      return draft.add(element.id, plainItem(missionCommand.mountControl, params, [0, 0, 2]));
    }
    case "speed":
      return draft.changeSpeed(element.id, element.speedMps);
    case "loop":
      return loop(element, draft);
    case "return":
      draft.place = draft.home;
      return draft.add(element.id, plainItem(missionCommand.returnToLaunch, [0, 0, 0, 0]));
    case "land":
      return land(element, draft);
    case "other":
      return draft.add(element.id, storable(element.item, draft));
  }
};

/** No gimbal holds its angle better; degrees and radians must not drift apart as they go back and forth. */
const roundDeg = (angleRad: number): number => Math.round(radToDeg(angleRad) * 1000) / 1000;

const takeOff = ({ id, altitude }: Of<"take-off">, draft: MissionDraft) => {
  if (!draft.flies) return draft.tell("warning", "take-off-ignored", id);
  const { kind } = draft.context;
  const command = kind === "vtol" ? missionCommand.vtolTakeOff : missionCommand.takeOff;
  const pitchDeg = kind === "fixed-wing" ? 15 : 0;
  const yaw = draft.isArduPilot ? 0 : Number.NaN;
  // ArduPilot goes up where it is; PX4 needs the place, and would fly to 0, 0.
  const place = draft.isArduPilot ? undefined : (draft.home ?? firstPlace(draft.plan.elements));
  if (place === undefined && !draft.isArduPilot) return draft.tell("error", "home-unknown", id);
  // Without home's own height, above ground at home is above home: it stands on it.
  const above: Altitude = altitude.reference === "ground" ? { reference: "home", m: altitude.m } : altitude;
  draft.addPlaced(id, command, place ?? { latDeg: 0, lonDeg: 0 }, above, [pitchDeg, 0, 0, yaw]);
};

const firstPlace = (elements: readonly PlanElement[]) => {
  for (const element of elements) {
    if (element.kind === "point") return element.position;
    if (element.kind === "pattern" && element.points[0] !== undefined) return element.points[0];
    if (element.kind === "orbit") return element.centre;
  }
  return undefined;
};

const point = ({ id, position, altitude, delayS, speedMps, action }: Of<"point">, draft: MissionDraft) => {
  draft.addWaypoint(id, position, altitude ?? draft.plan.altitude, delayS);
  if (speedMps !== undefined) draft.changeSpeed(id, speedMps);
  if (action !== undefined) draft.add(id, cameraItem(action, draft));
};

/** Camera commands in missions: ArduPilot 4.4 stores DO_DIGICAM_CONTROL (parameter 5: shoot), PX4 the camera protocol's. */
const cameraItem = (action: PointAction, draft: MissionDraft): MissionItem => {
  if (action === "video-start") return plainItem(missionCommand.videoStartCapture, [0, 0, 0, 0]);
  if (action === "video-stop") return plainItem(missionCommand.videoStopCapture, [0, 0, 0, 0]);
  return draft.isArduPilot
    ? plainItem(missionCommand.digicamControl, [0, 0, 0, 0], [1, 0, 0])
    : plainItem(missionCommand.imageStartCapture, [0, 0, 1, 0]);
};

const pattern = ({ id, points, speedMps }: Of<"pattern">, draft: MissionDraft) => {
  const before = draft.speedMps;
  points.forEach((point, index) => {
    draft.addWaypoint(id, point, patternAltitude(point, draft));
    if (index === 0 && speedMps !== undefined && speedMps !== before) draft.changeSpeed(id, speedMps);
  });
  if (before !== undefined && draft.speedMps !== before) draft.changeSpeed(id, before);
};

/** Above home where that is known: what the vehicle measures well. */
const patternAltitude = ({ altMslM }: PatternPoint, draft: MissionDraft): Altitude => {
  if (altMslM === undefined) return draft.plan.altitude;
  const { homeMslM } = draft.heights;
  if (homeMslM === undefined) return { reference: "msl", m: altMslM };
  draft.dependsOnHome = true;
  return { reference: "home", m: altMslM - homeMslM };
};

const lookAt = ({ id, position, altitude }: Of<"look-at">, draft: MissionDraft) => {
  if (position === undefined) {
    if (!draft.isArduPilot) return draft.add(id, plainItem(missionCommand.roiNone, [0, 0, 0, 0]));
    // DO_SET_ROI at 0, 0, 0 ends it; ArduPilot 4.4 refuses 197 in missions.
    const place = { latDeg: 0, lonDeg: 0 };
    return draft.add(id, placedItem(missionCommand.roi, { place, frame: missionFrame.aboveHome, z: 0 }));
  }
  const ground: Altitude = { reference: draft.heights.groundMslM(position) === undefined ? "home" : "ground", m: 0 };
  // 3: MAV_ROI_LOCATION.
  if (draft.isArduPilot) return draft.addPlaced(id, missionCommand.roi, position, altitude ?? ground, [3, 0, 0, 0]);
  return draft.addPlaced(id, missionCommand.roiLocation, position, altitude ?? ground);
};

/** Jumps back; for ever is -1 with ArduPilot, PX4 counts in 16 bits and knows no end. */
const loop = ({ id, toElementId, times }: Of<"loop">, draft: MissionDraft) => {
  const seq = draft.seqOf(toElementId);
  if (seq === undefined || seq >= draft.nextSeq) return draft.tell("error", "loop-target", id);
  const endless = draft.isArduPilot ? -1 : 65_535;
  draft.add(id, plainItem(missionCommand.jump, [seq, times ?? endless, 0, 0]));
};

const land = ({ id, position }: Of<"land">, draft: MissionDraft) => {
  if (!draft.flies) {
    if (position === undefined) return draft.tell("warning", "land-ignored", id);
    return draft.addWaypoint(id, position, draft.plan.altitude);
  }
  const command = draft.context.kind === "vtol" ? missionCommand.vtolLand : missionCommand.land;
  // ArduPilot lands where it is at 0, 0; PX4 would fly there.
  const place = position ?? (draft.isArduPilot ? { latDeg: 0, lonDeg: 0 } : draft.place);
  if (place === undefined) return draft.tell("error", "home-unknown", id);
  const params = [0, 0, 0, draft.isArduPilot ? 0 : Number.NaN] as const;
  draft.add(id, placedItem(command, { place, frame: missionFrame.aboveHome, z: 0, params }));
  if (position !== undefined) draft.place = position;
};

/** MISSION_ITEM_INT has no NaN for a place; ArduPilot refuses it everywhere. */
const storable = (item: MissionItem, { isArduPilot }: MissionDraft): MissionItem => {
  const known = (value: number) => (Number.isNaN(value) ? 0 : value);
  const [p1, p2, p3, p4] = item.params;
  return {
    ...item,
    params: isArduPilot ? [known(p1), known(p2), known(p3), known(p4)] : item.params,
    x: known(item.x),
    y: known(item.y),
    z: isArduPilot ? known(item.z) : item.z,
  };
};
