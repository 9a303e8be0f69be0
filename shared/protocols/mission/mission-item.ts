/** MAV_MISSION_TYPE: what a list of items is for. */
export type MissionType = "mission" | "fence" | "rally";

/**
 * One item as it travels in MISSION_ITEM_INT; its place in the list is its `seq`. `x` and `y` are latitude and longitude,
 * degrees times 1e7, for commands with a place, else parameters 5 and 6 as they are; `z` is metres in `frame` (MAV_FRAME: 0
 * and 5 above mean sea level, 3 and 6 above home, 10 and 11 above the ground, 2 where there is no place).
 */
export interface MissionItem {
  readonly frame: number;
  /** MAV_CMD. */
  readonly command: number;
  /** 1 to go on with the next item by itself. */
  readonly autocontinue: number;
  /** NaN where the vehicle's own default is meant; JSON has `null` for it. */
  readonly params: readonly [number, number, number, number];
  readonly x: number;
  readonly y: number;
  readonly z: number;
}
