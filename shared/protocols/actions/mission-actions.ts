import { MavCmd } from "../../mavlink/enums.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import type { CommandPlan } from "../command-job.ts";
import type { Job } from "../job.ts";
import { firstJob, impossibleJob, type JobMaker, jobSequence, sentJob } from "../job-sequence.ts";
import { type ActionContext, firmwareOf } from "./action-context.ts";
import { confirmedJob } from "./confirmed-job.ts";
import { ensureArmed, enterRole, heartbeatProofMs, isInRole, roleModeJob, roleModes } from "./modes-and-arming.ts";
import { tell, tellAndSee } from "./telling.ts";

/** How ArduPilot's own MISSION_START brings the mission mode about. */
const startCommand: CommandPlan = { command: MavCmd.MISSION_START, params: [0, 0] };

/** ArduCopter names it otherwise while it comes in to land. */
const isFlyingIt = (vehicle: VehicleState): boolean => isInRole(vehicle, "auto") || vehicle.mode?.name === "AUTO_RTL";

/** A copter arms in guided mode only: its mission mode doesn't let itself be armed. */
const armToStart =
  (context: ActionContext): JobMaker =>
  (vehicle) => {
    if (vehicle.armed) return undefined;
    const guided = firmwareOf(vehicle) === "ardupilot-copter" ? enterRole(context, "guided") : () => undefined;
    return jobSequence(vehicle, [guided, ensureArmed(context)]);
  };

/**
 * Starts the mission on board where it stands. ArduPilot is armed first and then told to start; PX4 goes into mission mode
 * first, which checks the mission, and is armed then.
 */
export const missionStartJob = (context: ActionContext, vehicle: VehicleState): Job => {
  const auto: JobMaker = (now) => roleModeJob(context, now, "auto");
  if (vehicle.autopilot === "px4") return jobSequence(vehicle, [auto, ensureArmed(context)]);
  const start: JobMaker = (now) =>
    roleModes(now, "auto").length === 0
      ? tell(context, [startCommand])
      : firstJob(now, [
          (then) =>
            tellAndSee(context, then, [startCommand], {
              isSo: isFlyingIt,
              withinMs: heartbeatProofMs,
              step: "mode",
              params: { mode: roleModes(then, "auto")[0] ?? "" },
            }),
          auto,
        ]);
  return jobSequence(vehicle, [armToStart(context), start, stillArmed]);
};

/** A copter that stands armed for too long disarms by itself, refuses to start and still takes the mode. */
const stillArmed: JobMaker = ({ armed }) => (armed ? undefined : impossibleJob("not-armed"));

/** Goes on with it where it was left: what was disarmed meanwhile is started, not resumed. */
export const missionResumeJob = (context: ActionContext, vehicle: VehicleState): Job => {
  if (!vehicle.armed) return impossibleJob("not-armed");
  return missionStartJob(context, vehicle);
};

/** An item of nothing but a jump or a setting passes at once. */
const passedItems = 5;

/** Goes on from an item; done when the vehicle says that it is at it, or just past it. */
export const missionSkipJob = (context: ActionContext, vehicle: VehicleState, seq: number): Job => {
  const before = vehicle.mission?.currentSeq;
  const { target } = context;
  const isAtIt = ({ mission }: VehicleState, acceptedMs?: number): boolean => {
    // One that never tells where it is can't be waited for.
    if (mission === undefined) return true;
    const { currentSeq, atMs } = mission;
    const isNews = currentSeq !== before || (acceptedMs !== undefined && atMs > acceptedMs);
    return currentSeq === seq || (isNews && currentSeq > seq && currentSeq <= seq + passedItems);
  };
  const command: JobMaker = () => tell(context, [{ command: MavCmd.DO_SET_MISSION_CURRENT, params: [seq] }]);
  const { systemId: targetSystem, componentId: targetComponent } = target;
  const message: JobMaker = () =>
    sentJob([{ name: "MISSION_SET_CURRENT", fields: { targetSystem, targetComponent, seq } }]);
  return confirmedJob({
    vehicle,
    job: firstUnsupported(vehicle, command, message),
    isSo: isAtIt,
    withinMs: heartbeatProofMs,
    params: { item: seq },
  });
};

/** Older firmware has only the message; a refusal of the command itself is final. */
const firstUnsupported = (vehicle: VehicleState, command: JobMaker, message: JobMaker): Job =>
  firstJob(vehicle, [command, message], ["unsupported"]);

/** From the first item; ArduPilot's item 0 is home. */
export const missionRestartJob = (context: ActionContext, vehicle: VehicleState): Job =>
  jobSequence(vehicle, [
    (now) => missionSkipJob(context, now, now.autopilot === "ardupilot" ? 1 : 0),
    (now) => missionStartJob(context, now),
  ]);
