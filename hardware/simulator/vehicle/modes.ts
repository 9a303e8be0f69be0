/** ArduPilot's mode numbers, for those modes that the simulated autopilots know. */
export const copterModes: ReadonlyMap<number, ModeName> = new Map([
  [0, "STABILIZE"],
  [2, "ALT_HOLD"],
  [3, "AUTO"],
  [4, "GUIDED"],
  [5, "LOITER"],
  [6, "RTL"],
  [9, "LAND"],
  [16, "POSHOLD"],
  [17, "BRAKE"],
]);

/** The same for Rover, which the robot dog runs. */
export const roverModes: ReadonlyMap<number, ModeName> = new Map([
  [0, "MANUAL"],
  [4, "HOLD"],
  [5, "LOITER"],
  [10, "AUTO"],
  [11, "RTL"],
  [15, "GUIDED"],
]);

/** ArduPilot's own names. */
export type ModeName =
  | "STABILIZE"
  | "ALT_HOLD"
  | "AUTO"
  | "GUIDED"
  | "LOITER"
  | "RTL"
  | "LAND"
  | "POSHOLD"
  | "BRAKE"
  | "MANUAL"
  | "HOLD";

/** @throws where the vehicle has no such mode */
export const modeNumber = (modes: ReadonlyMap<number, ModeName>, name: ModeName): number => {
  for (const [number, known] of modes) if (known === name) return number;
  throw new Error(`There is no mode ${name} among ${[...modes.values()].join(", ")}.`);
};
