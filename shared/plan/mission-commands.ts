import type { LatLon } from "../geo/lat-lon.ts";
import type { MissionItem } from "../protocols/mission/mission-item.ts";

/** MAV_CMD numbers that plans are made of. */
export const missionCommand = {
  waypoint: 16,
  loiterTurns: 18,
  returnToLaunch: 20,
  land: 21,
  takeOff: 22,
  vtolTakeOff: 84,
  vtolLand: 85,
  jump: 177,
  changeSpeed: 178,
  roiLocation: 195,
  roiNone: 197,
  roi: 201,
  digicamControl: 203,
  mountControl: 205,
  imageStartCapture: 2000,
  videoStartCapture: 2500,
  videoStopCapture: 2501,
  fencePolygonInclusion: 5001,
  fencePolygonExclusion: 5002,
  fenceCircleInclusion: 5003,
  fenceCircleExclusion: 5004,
  rallyPoint: 5100,
} as const;

/** MAV_FRAME numbers. */
export const missionFrame = { msl: 5, none: 2, aboveHome: 6, aboveGround: 11 } as const;

type Params = readonly [number, number, number, number];

/** Degrees as they travel. */
export const degE7 = (deg: number): number => Math.round(deg * 1e7);

/** ArduPilot stores centimetres; nobody flies more exactly. */
export const roundCm = (m: number): number => Math.round(m * 100) / 100;

/** An item at a place. */
export const placedItem = (
  command: number,
  { place, frame, z, params = [0, 0, 0, 0] }: { place: LatLon; frame: number; z: number; params?: Params },
): MissionItem => ({
  frame,
  command,
  autocontinue: 1,
  params,
  x: degE7(place.latDeg),
  y: degE7(place.lonDeg),
  z: roundCm(z),
});

/** An item without a place; parameters 5 to 7 are x, y and z. */
export const plainItem = (command: number, params: Params, [x, y, z]: readonly [number, number, number] = [0, 0, 0]) =>
  ({ frame: missionFrame.none, command, autocontinue: 1, params, x, y, z }) satisfies MissionItem;

/** The place of an item that has one. */
export const placeOf = ({ x, y }: Pick<MissionItem, "x" | "y">): LatLon => ({ latDeg: x / 1e7, lonDeg: y / 1e7 });
