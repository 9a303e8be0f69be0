import type { LocalPlane } from "../local-plane.ts";
import type { ScenarioMission, ScenarioVehicle } from "../scenario.ts";

/** A mission item as the autopilot stores it: `x` and `y` are latitude and longitude, degrees times 1e7. */
export interface MissionItem {
  readonly frame: number;
  readonly command: number;
  readonly autocontinue: number;
  readonly params: readonly [number, number, number, number];
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

type FlownMission = Exclude<ScenarioMission, { readonly kind: "none" }>;

/** MAV_CMD numbers. */
export const command = {
  waypoint: 16,
  loiterUnlimited: 17,
  loiterTurns: 18,
  loiterTime: 19,
  returnToLaunch: 20,
  land: 21,
  takeoff: 22,
  spline: 82,
  delay: 93,
  conditionYaw: 115,
  doJump: 177,
  changeSpeed: 178,
  regionOfInterest: 201,
  digicam: 203,
  mountControl: 205,
  cameraTrigger: 206,
  fenceEnable: 207,
  roiLocation: 195,
  roiNone: 197,
  gimbalPitchYaw: 1000,
  imageStart: 2000,
} as const;

const names: ReadonlyMap<number, string> = new Map([
  [command.waypoint, "WP"],
  [command.loiterUnlimited, "LoitUnlim"],
  [command.loiterTurns, "LoitTurns"],
  [command.loiterTime, "LoitTime"],
  [command.returnToLaunch, "RTL"],
  [command.land, "Land"],
  [command.takeoff, "Takeoff"],
  [command.spline, "SplineWP"],
  [command.delay, "Delay"],
  [command.conditionYaw, "CondYaw"],
  [command.changeSpeed, "ChangeSpeed"],
  [command.regionOfInterest, "SetROI"],
  [command.digicam, "DigicamCtrl"],
  [command.mountControl, "MountControl"],
  [command.cameraTrigger, "SetCamTrigDst"],
]);

/** As ArduPilot names it in its texts. */
export const missionItemName = (id: number): string => names.get(id) ?? `${id}`;

/** It moves the vehicle, or makes it wait: all below MAV_CMD_NAV_LAST. */
export const navigates = (id: number): boolean => id <= 95;

const item = (commandId: number, part: Partial<MissionItem> = {}): MissionItem => ({
  frame: 0,
  command: commandId,
  autocontinue: 1,
  params: [0, 0, 0, 0],
  x: 0,
  y: 0,
  z: 0,
  ...part,
});

/** The scenario's mission as an operator would have uploaded it: item 0 is home, then take-off, speed, gimbal and the way. */
export const missionOf = (vehicle: ScenarioVehicle, plane: LocalPlane, homeMslM: number): MissionItem[] => {
  const { mission } = vehicle;
  if (mission.kind === "none") return [];
  const toItem = (eastM: number, northM: number, z: number, id: number): MissionItem => {
    const { latDeg, lonDeg } = plane.toLatLon(eastM, northM);
    return item(id, { frame: 3, x: Math.round(latDeg * 1e7), y: Math.round(lonDeg * 1e7), z });
  };
  const start = plane.toLocal(vehicle.start);
  const height = vehicle.kind === "drone" ? mission.altitudeHomeM : 0;
  const points = waypointsOf(mission, plane);
  const loops = mission.kind === "route" && mission.loop;
  const speed = item(command.changeSpeed, { params: [1, mission.speedMps, -1, 0] });
  const opening = [{ ...toItem(start.eastM, start.northM, homeMslM, command.waypoint), frame: 0 }];
  const climb =
    vehicle.kind === "drone"
      ? [
          toItem(start.eastM, start.northM, height, command.takeoff),
          speed,
          item(command.mountControl, { params: [mission.gimbalPitchDeg, 0, 0, 0] }),
        ]
      : [speed];
  const way = points.map(([e, n]) => toItem(e, n, height, command.waypoint));
  const again = loops ? [item(command.doJump, { params: [opening.length + climb.length, -1, 0, 0] })] : [];
  return [...opening, ...climb, ...way, ...again, item(command.returnToLaunch)];
};

const waypointsOf = (mission: FlownMission, plane: LocalPlane): readonly (readonly [number, number])[] => {
  if (mission.kind === "route") {
    return mission.waypoints.map((place) => {
      const { eastM, northM } = plane.toLocal(place);
      return [eastM, northM] as const;
    });
  }
  const { eastM, northM } = plane.toLocal(mission.corner);
  const heading = (mission.lineHeadingDeg * Math.PI) / 180;
  const side = mission.side === "right" ? 1 : -1;
  const points: (readonly [number, number])[] = [];
  for (let line = 0; line < mission.lines; line++) {
    const off = side * line * mission.lineSpacingM;
    const baseE = eastM + off * Math.cos(heading);
    const baseN = northM - off * Math.sin(heading);
    const farE = baseE + mission.lineLengthM * Math.sin(heading);
    const farN = baseN + mission.lineLengthM * Math.cos(heading);
    points.push(
      ...(line % 2 === 0
        ? ([
            [baseE, baseN],
            [farE, farN],
          ] as const)
        : ([
            [farE, farN],
            [baseE, baseN],
          ] as const)),
    );
  }
  return points;
};
