import type { LocalPlane } from "../local-plane.ts";
import type { Flight } from "./flight.ts";
import type { GimbalAim } from "./gimbal-aim.ts";
import { command, type MissionItem } from "./mission-item.ts";
import type { ParameterTable } from "./parameter-table.ts";

const degRad = Math.PI / 180;

/** What of the autopilot an item can change. */
interface Acting {
  readonly flight: Flight;
  readonly aim: GimbalAim;
  readonly parameters: ParameterTable;
  readonly home: { readonly altMslM: number };
  photoEveryM: number;
}

/** What a mission's items beside its way do at once. */
export const doMissionItem = (
  autopilot: Acting,
  item: MissionItem,
  around: { readonly plane: LocalPlane; readonly photo: () => void },
): void => {
  const [p1, p2, p3, p4] = item.params;
  switch (item.command) {
    case command.changeSpeed:
      if (p2 > 0) autopilot.flight.speedMps = p2;
      return;
    case command.mountControl:
      autopilot.aim.angles(p1, p3);
      return;
    case command.gimbalPitchYaw:
      autopilot.aim.angles(p1, p2);
      return;
    case command.regionOfInterest:
    case command.roiLocation: {
      const none = item.x === 0 && item.y === 0;
      const place = around.plane.toLocal({ latDeg: item.x / 1e7, lonDeg: item.y / 1e7 });
      const altMslM = item.frame === 0 ? item.z : autopilot.home.altMslM + item.z;
      autopilot.aim.lookAt(none ? undefined : { ...place, altMslM });
      return;
    }
    case command.roiNone:
      autopilot.aim.lookAt(undefined);
      return;
    case command.conditionYaw:
      turn(autopilot, { angleDeg: p1, clockwise: p3 >= 0, relative: p4 === 1 });
      return;
    case command.digicam:
    case command.imageStart:
      around.photo();
      return;
    case command.cameraTrigger:
      autopilot.photoEveryM = p1;
      if (p3 === 1) around.photo();
      return;
    case command.fenceEnable:
      autopilot.parameters.set("FENCE_ENABLE", p1);
      return;
  }
};

/** CONDITION_YAW: the nose to a heading, or by so much to a side. */
export const turn = (
  autopilot: Acting,
  to: { readonly angleDeg: number; readonly clockwise: boolean; readonly relative: boolean },
  yawRad = 0,
): void => {
  const side = to.clockwise ? 1 : -1;
  autopilot.flight.fixedYawRad = to.relative ? yawRad + side * to.angleDeg * degRad : to.angleDeg * degRad;
};
