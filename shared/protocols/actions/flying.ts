import { MavCmd } from "../../mavlink/enums.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import type { CommandPlan } from "../command-job.ts";
import type { Job } from "../job.ts";
import { failedJob, impossibleJob, jobSequence, sentJob } from "../job-sequence.ts";
import { type ActionContext, firmwareOf, flies } from "./action-context.ts";
import { confirmedJob } from "./confirmed-job.ts";
import { knowsPlace } from "./going.ts";
import { armJob, ensureArmed, enterRole, heartbeatProofMs, roleModeJob, setModeJob } from "./modes-and-arming.ts";
import { tell, tellAndSee } from "./telling.ts";

/** Motors take seconds to come up to speed. */
const risingMs = 20_000;
const risenM = 0.7;

/** Whether it left the ground since; where no height is known there is nothing to wait for. */
const hasRisen =
  (start: VehicleState) =>
  (now: VehicleState): boolean => {
    const [was, is] = [start.position?.altMslM, now.position?.altMslM];
    if (was === undefined || is === undefined) return start.position === undefined;
    return now.armed && is - was >= risenM;
  };

const rising = (start: VehicleState) => ({ isSo: hasRisen(start), withinMs: risingMs, step: "taking-off" }) as const;

/** The slowest climb that still counts as one. */
const slowestMps = 0.4;
const nearFraction = 0.05;
const nearM = 1;

/** Over only up there: what comes next counts on its height. One that stops on its way is not confirmed. */
const climb =
  (start: VehicleState, heightM: number) =>
  (now: VehicleState): Job => {
    const groundMslM = now.home?.altMslM ?? start.position?.altMslM;
    const isThere = ({ armed, position }: VehicleState): boolean => {
      const aboveM =
        position?.altHomeM ??
        (position?.altMslM === undefined || groundMslM === undefined ? undefined : position.altMslM - groundMslM);
      return armed && (aboveM === undefined || aboveM >= heightM - Math.max(nearM, nearFraction * heightM));
    };
    return confirmedJob({
      vehicle: now,
      job: sentJob([]),
      isSo: isThere,
      withinMs: risingMs + (heightM / slowestMps) * 1000,
      step: "taking-off",
    });
  };

const aloftM = 3;

/** In the air for sure: a take-off would only take it out of its mission. ArduPilot says standby once it has landed on a hill. */
const isAloft = ({ armed, position, systemStatus }: VehicleState): boolean =>
  armed && systemStatus !== "standby" && (position?.altHomeM ?? 0) > aloftM;

/**
 * Arms where it must and climbs. ArduPilot: guided mode, then arm, then up. PX4: the command first, which has it ready to take
 * off when it is armed. Said to an armed one, too: the last heartbeat may be a second old, and what has just landed disarms
 * itself. ArduPlane climbs to the height in its own parameters.
 */
export const takeOffJob = (context: ActionContext, vehicle: VehicleState, heightM: number): Job => {
  if (!flies(vehicle)) return impossibleJob("ground-vehicle");
  if (!knowsPlace(vehicle, context.nowMs)) return failedJob("no-position");
  if (isAloft(vehicle)) return impossibleJob("already-flying");
  const up: CommandPlan = { command: MavCmd.NAV_TAKEOFF, params: [0, 0, 0, 0, 0, 0, heightM] };
  switch (firmwareOf(vehicle)) {
    case "ardupilot-copter":
    case "ardupilot-vtol":
      return jobSequence(vehicle, [
        enterRole(context, "guided"),
        (now) => armJob(context, now),
        (now) => tellAndSee(context, now, [up], rising(now)),
        climb(vehicle, heightM),
      ]);
    case "ardupilot-plane":
      return jobSequence(vehicle, [
        (now) => setModeJob(context, now, "TAKEOFF"),
        ensureArmed(context),
        (now) => tellAndSee(context, now, [{ command: MavCmd.COMPONENT_ARM_DISARM, params: [1] }], rising(now)),
      ]);
    case "px4-air":
      return px4TakeOff(context, vehicle, heightM);
    default:
      return jobSequence(vehicle, [
        ensureArmed(context),
        (now) => tellAndSee(context, now, [up], rising(now)),
        climb(vehicle, heightM),
      ]);
  }
};

const px4TakeOff = (context: ActionContext, vehicle: VehicleState, heightM: number): Job => {
  const { home, position, armed } = vehicle;
  // On the ground it stands where home will be.
  const groundMslM = home?.altMslM ?? (armed ? undefined : position?.altMslM);
  if (groundMslM === undefined) return impossibleJob("no-home");
  const own = Number.NaN;
  const up: CommandPlan = {
    command: MavCmd.NAV_TAKEOFF,
    params: [own, 0, 0, own, own, own, groundMslM + heightM],
  };
  return jobSequence(vehicle, [
    () => tell(context, [up], { step: "taking-off" }),
    () => tellAndSee(context, vehicle, [{ command: MavCmd.COMPONENT_ARM_DISARM, params: [1] }], rising(vehicle)),
    climb(vehicle, heightM),
  ]);
};

const byCommand = (
  context: ActionContext,
  vehicle: VehicleState,
  ...ways: readonly [CommandPlan, ...CommandPlan[]]
): Job => tellAndSee(context, vehicle, ways, { isSo: () => true, withinMs: heartbeatProofMs });

export const landJob = (context: ActionContext, vehicle: VehicleState): Job => {
  if (!flies(vehicle)) return impossibleJob("ground-vehicle");
  const own = Number.NaN;
  return (
    roleModeJob(context, vehicle, "land") ??
    byCommand(context, vehicle, { command: MavCmd.NAV_LAND, params: [0, 0, 0, own, own, own, 0] })
  );
};

export const returnJob = (context: ActionContext, vehicle: VehicleState): Job => {
  const mode = roleModeJob(context, vehicle, "return");
  if (mode !== undefined) return mode;
  if (vehicle.autopilot !== "other") return impossibleJob("no-such-mode");
  return byCommand(context, vehicle, { command: MavCmd.NAV_RETURN_TO_LAUNCH, params: [] });
};

/** A quadplane in such a mode hovers: LOITER would have it go off into forward flight, to circle. */
const hovers = ({ mode }: VehicleState): boolean => mode?.name.startsWith("Q") === true;

/** Stops and stays. */
export const holdJob = (context: ActionContext, vehicle: VehicleState): Job => {
  if (firmwareOf(vehicle) === "ardupilot-vtol" && hovers(vehicle)) return setModeJob(context, vehicle, "QLOITER");
  const mode = roleModeJob(context, vehicle, "hold");
  return (
    mode ??
    byCommand(
      context,
      vehicle,
      { command: MavCmd.DO_PAUSE_CONTINUE, params: [0] },
      { command: MavCmd.NAV_LOITER_UNLIM, params: [0, 0, 0, Number.NaN, Number.NaN, Number.NaN, Number.NaN] },
    )
  );
};

/** Starts anew; done when it accepted, for nothing else tells. */
export const rebootJob = (context: ActionContext, vehicle: VehicleState): Job =>
  vehicle.armed ? impossibleJob("armed") : tell(context, [{ command: MavCmd.PREFLIGHT_REBOOT_SHUTDOWN, params: [1] }]);
