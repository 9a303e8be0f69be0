/**
 * What an autopilot does in a mode: by its mission, by single orders, home, home by its own track, down, staying, round a
 * circle, or by the pilot's sticks.
 */
export type Behaviour = "auto" | "guided" | "return" | "retrace" | "land" | "hold" | "circle" | "sticks" | "takeoff";

export interface FlightMode {
  /** As in the heartbeat's custom mode. */
  readonly number: number;
  /** The firmware's own name. */
  readonly name: string;
  readonly behaviour: Behaviour;
  /** Can't be entered before the position estimate is there. */
  readonly needsPosition: boolean;
  /** The vehicle can be armed in it. */
  readonly armable: boolean;
}

const mode = (number: number, name: string, behaviour: Behaviour): FlightMode => ({
  number,
  name,
  behaviour,
  needsPosition: !["sticks", "hold"].includes(behaviour) || name === "LOITER" || name === "POSHOLD",
  armable: !["return", "retrace", "land", "circle"].includes(behaviour),
});

/** ArduCopter's modes, as in its mode.h; those that need what this one has not (a lidar, a throw) just hold. */
export const copterModes: readonly FlightMode[] = [
  mode(0, "STABILIZE", "sticks"),
  mode(1, "ACRO", "sticks"),
  mode(2, "ALT_HOLD", "sticks"),
  { ...mode(3, "AUTO", "auto"), armable: false },
  mode(4, "GUIDED", "guided"),
  { ...mode(5, "LOITER", "sticks"), needsPosition: true },
  mode(6, "RTL", "return"),
  mode(7, "CIRCLE", "circle"),
  { ...mode(9, "LAND", "land"), needsPosition: false },
  mode(11, "DRIFT", "sticks"),
  mode(13, "SPORT", "sticks"),
  mode(14, "FLIP", "hold"),
  mode(15, "AUTOTUNE", "hold"),
  { ...mode(16, "POSHOLD", "sticks"), needsPosition: true },
  { ...mode(17, "BRAKE", "hold"), needsPosition: true, armable: false },
  mode(18, "THROW", "hold"),
  mode(19, "AVOID_ADSB", "hold"),
  mode(20, "GUIDED_NOGPS", "hold"),
  mode(21, "SMART_RTL", "retrace"),
  mode(22, "FLOWHOLD", "sticks"),
  mode(23, "FOLLOW", "hold"),
  mode(24, "ZIGZAG", "sticks"),
];

/** Rover's, which the robot dog runs. */
export const roverModes: readonly FlightMode[] = [
  mode(0, "MANUAL", "sticks"),
  mode(1, "ACRO", "sticks"),
  mode(3, "STEERING", "sticks"),
  mode(4, "HOLD", "hold"),
  { ...mode(5, "LOITER", "hold"), needsPosition: true },
  mode(6, "FOLLOW", "hold"),
  mode(7, "SIMPLE", "sticks"),
  mode(9, "CIRCLE", "circle"),
  mode(10, "AUTO", "auto"),
  { ...mode(11, "RTL", "return"), armable: true },
  { ...mode(12, "SMART_RTL", "retrace"), armable: true },
  mode(15, "GUIDED", "guided"),
];

const px4Main = (main: number): number => main << 16;
const px4Auto = (sub: number): number => (4 << 16) | (sub << 24);

/** PX4's, as in px4_custom_mode.h; by QGroundControl's names, as PX4 has none of its own on the link. */
export const px4Modes: readonly FlightMode[] = [
  mode(px4Main(1), "Manual", "sticks"),
  mode(px4Main(2), "Altitude", "sticks"),
  { ...mode(px4Main(3), "Position", "sticks"), needsPosition: true },
  { ...mode((3 << 16) | (1 << 24), "Orbit", "guided"), armable: false },
  mode(px4Main(5), "Acro", "sticks"),
  mode(px4Main(6), "Offboard", "hold"),
  mode(px4Main(7), "Stabilized", "sticks"),
  mode(px4Auto(2), "Takeoff", "takeoff"),
  { ...mode(px4Auto(3), "Hold", "guided"), needsPosition: true },
  mode(px4Auto(4), "Mission", "auto"),
  mode(px4Auto(5), "Return", "return"),
  { ...mode(px4Auto(6), "Land", "land"), needsPosition: false },
];
