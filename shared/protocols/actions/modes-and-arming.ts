import { MavCmd } from "../../mavlink/enums.ts";
import { autopilotNumber, type ModeRole, modeNumber, modesFor } from "../../vehicle/modes.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import type { CommandPlan } from "../command-job.ts";
import type { Job } from "../job.ts";
import { firstJob, impossibleJob, type JobMaker } from "../job-sequence.ts";
import type { ActionContext } from "./action-context.ts";
import { tellAndSee } from "./telling.ts";

/** Heartbeats come once a second, and some get lost. */
export const heartbeatProofMs = 8_000;

const customModeEnabled = 1;
/** SET_MODE is acked as if it were this command. */
const setModeAckedAs = 11;
const noSuchAutopilot = -1;

/** The modes of a vehicle for a purpose, the best first. */
export const roleModes = (vehicle: VehicleState, role: ModeRole): readonly string[] =>
  modesFor(role, autopilotNumber(vehicle.autopilot) ?? noSuchAutopilot, vehicle.mavType);

/** Whether it is in one of the modes for a purpose. */
export const isInRole = (vehicle: VehicleState, role: ModeRole): boolean =>
  vehicle.mode !== undefined && roleModes(vehicle, role).includes(vehicle.mode.name);

/** Sets a mode by the firmware's own name; done when a heartbeat names it. */
export const setModeJob = (context: ActionContext, vehicle: VehicleState, mode: string): Job => {
  const number = modeNumber(mode, autopilotNumber(vehicle.autopilot) ?? noSuchAutopilot, vehicle.mavType);
  if (number === undefined) return impossibleJob("no-such-mode", { mode });
  const { main, sub, customMode } = number;
  const command: CommandPlan = { command: MavCmd.DO_SET_MODE, params: [customModeEnabled, main, sub] };
  const message: CommandPlan = {
    command: setModeAckedAs,
    params: [customModeEnabled, customMode],
    forms: ["set-mode"],
  };
  // PX4 takes SET_MODE's base mode for the state of arming, too.
  const ways: readonly [CommandPlan, ...CommandPlan[]] = vehicle.autopilot === "px4" ? [command] : [command, message];
  return tellAndSee(context, vehicle, ways, {
    isSo: (now) => now.mode?.customMode === customMode || now.mode?.name === mode,
    withinMs: heartbeatProofMs,
    step: "mode",
    params: { mode },
  });
};

/** Sets the best mode for a purpose that the vehicle takes. @returns undefined where its firmware has none */
export const roleModeJob = (context: ActionContext, vehicle: VehicleState, role: ModeRole): Job | undefined => {
  const [best, ...others] = roleModes(vehicle, role).map(
    (mode): JobMaker =>
      (now) =>
        setModeJob(context, now, mode),
  );
  return best === undefined ? undefined : firstJob(vehicle, [best, ...others]);
};

/** Goes into the mode for a purpose unless it is in it. */
export const enterRole =
  (context: ActionContext, role: ModeRole): JobMaker =>
  (vehicle) =>
    isInRole(vehicle, role) ? undefined : roleModeJob(context, vehicle, role);

const armWays = (params: readonly number[]): readonly [CommandPlan] => [
  { command: MavCmd.COMPONENT_ARM_DISARM, params },
];

/** Arms; a refusal carries the vehicle's own reason. */
export const armJob = (context: ActionContext, vehicle: VehicleState): Job =>
  tellAndSee(context, vehicle, armWays([1]), {
    isSo: ({ armed }) => armed,
    withinMs: heartbeatProofMs,
    step: "arming",
  });

/** Arms what isn't armed. */
export const ensureArmed =
  (context: ActionContext): JobMaker =>
  (vehicle) =>
    vehicle.armed ? undefined : armJob(context, vehicle);

/** Well above the ground: an autopilot that isn't known may not look itself before it disarms. */
const surelyAloftM = 3;

/** Disarms, which the vehicle itself refuses in flight. */
export const disarmJob = (context: ActionContext, vehicle: VehicleState): Job => {
  const aloft = vehicle.armed && (vehicle.position?.altHomeM ?? 0) > surelyAloftM;
  if (vehicle.autopilot === "other" && aloft) return impossibleJob("airborne");
  return tellAndSee(context, vehicle, armWays([0]), { isSo: ({ armed }) => !armed, withinMs: heartbeatProofMs });
};
