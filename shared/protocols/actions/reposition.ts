import type { LatLon } from "../../geo/lat-lon.ts";
import { MavCmd } from "../../mavlink/enums.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import type { JobCommand } from "../command-job.ts";
import type { Job } from "../job.ts";
import { firstJob, type JobMaker, jobSequence, sentJob } from "../job-sequence.ts";
import { type ActionContext, firmwareOf } from "./action-context.ts";
import { confirmedJob } from "./confirmed-job.ts";
import { enterRole } from "./modes-and-arming.ts";
import { positionTarget } from "./position-target.ts";
import type { TargetHeight } from "./target-height.ts";
import { tell } from "./telling.ts";

/** Where to, as the vehicle takes it. */
export interface Reposition {
  readonly place: LatLon;
  readonly height: TargetHeight & { readonly ok: true };
  readonly speedMps?: number | undefined;
  /** To turn to, from true north; absent: the vehicle's own way. */
  readonly headingRad?: number | undefined;
  /** A plane circles; positive is clockwise. */
  readonly radiusM?: number | undefined;
}

/** MAV_DO_REPOSITION_FLAGS_CHANGE_MODE. */
const changeMode = 1;
const noSpeed = -1;
const groundSpeed = 1;
const noThrottle = -1;

const repositionCommand = (vehicle: VehicleState, { place, height, speedMps, headingRad, radiusM }: Reposition) => {
  const isPlane = firmwareOf(vehicle) === "ardupilot-plane";
  // ArduPlane's parameter 4 is the way round: 1 is counter-clockwise.
  const fourth = isPlane ? ((radiusM ?? 0) < 0 ? 1 : 0) : (headingRad ?? Number.NaN);
  return {
    command: MavCmd.DO_REPOSITION,
    params: [speedMps ?? noSpeed, changeMode, Math.abs(radiusM ?? 0), fourth, 0, 0, height.z],
    place: { ...place, frame: height.frame },
    // A float can't hold a position: ArduPilot refuses COMMAND_LONG.
    forms: ["int"],
  } satisfies JobCommand;
};

/** DO_CHANGE_SPEED: over ground, for ArduPlane through the air. */
const speedCommand = (vehicle: VehicleState, speedMps: number): JobCommand => ({
  command: MavCmd.DO_CHANGE_SPEED,
  params: [firmwareOf(vehicle) === "ardupilot-plane" ? 0 : groundSpeed, speedMps, noThrottle],
});

/**
 * Sends a vehicle somewhere: by DO_REPOSITION; a rover that doesn't know it gets the place as a target in guided mode. Done
 * when `isSo`: nobody answers a target, so its state is the only word on it.
 */
export const repositionJob = (
  context: ActionContext,
  vehicle: VehicleState,
  to: Reposition,
  proof: { readonly isSo: (vehicle: VehicleState) => boolean; readonly withinMs: number },
): Job => {
  const withSpeed = (now: VehicleState): Job | undefined => {
    // ArduPilot takes the speed of a reposition only in some versions.
    if (to.speedMps === undefined || now.autopilot !== "ardupilot") return undefined;
    return tell(context, [{ ...speedCommand(now, to.speedMps), optional: true }]);
  };
  const byCommand: JobMaker = (now) => tell(context, [repositionCommand(now, to)], { step: "moving" });
  const byTarget: JobMaker = (now) =>
    now.autopilot === "ardupilot"
      ? jobSequence(now, [
          enterRole(context, "guided"),
          () => sentJob([positionTarget(context.target, to.place, to.height)]),
        ])
      : undefined;
  // A refusal of the place itself (outside its fence) is not to be got round.
  const go: JobMaker = (now) => firstJob(now, [byCommand, byTarget], ["unsupported"]);
  const job = jobSequence(vehicle, [go, withSpeed]);
  return confirmedJob({ vehicle, job, ...proof, step: "moving" });
};

/** From now on; done when it accepted, for nothing else tells. */
export const speedJob = (context: ActionContext, vehicle: VehicleState, speedMps: number): Job =>
  tell(context, [speedCommand(vehicle, speedMps)]);
