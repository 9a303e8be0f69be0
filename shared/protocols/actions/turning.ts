import { MavCmd } from "../../mavlink/enums.ts";
import { radToDeg, wrapTurn } from "../../units/angle.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import type { Job } from "../job.ts";
import { failedJob, firstJob, impossibleJob, jobSequence, sentJob } from "../job-sequence.ts";
import { type ActionContext, firmwareOf } from "./action-context.ts";
import { faces, knowsPlace } from "./going.ts";
import { enterRole } from "./modes-and-arming.ts";
import { headingTarget } from "./position-target.ts";
import { repeatedJob } from "./repeated-job.ts";
import { repositionJob } from "./reposition.ts";
import { targetHeight } from "./target-height.ts";
import { tell, tellAndSee } from "./telling.ts";

/** Half a turn at some 10 degrees a second, and some. */
const turnMs = 25_000;
/** MAV_CMD_NAV_SET_YAW_SPEED, ArduPilot's own: a heading and a speed in guided mode. */
const setYawSpeed = 213;
const absolute = 0;

/** Turns the vehicle where it stands or hovers; done when it faces that way. It never arms: a drag of the camera may end here. */
export const turnJob = (context: ActionContext, vehicle: VehicleState, headingRad: number): Job => {
  if (!vehicle.armed) return impossibleJob("not-armed");
  const wantedRad = wrapTurn(headingRad);
  const proof = { isSo: (now: VehicleState) => faces(now, wantedRad), withinMs: turnMs, step: "moving" } as const;
  const angleDeg = radToDeg(wantedRad);
  switch (firmwareOf(vehicle)) {
    case "ardupilot-copter":
    case "ardupilot-vtol":
      return jobSequence(vehicle, [
        enterRole(context, "guided"),
        // The shorter way round, at the vehicle's own rate.
        (now) =>
          tellAndSee(context, now, [{ command: MavCmd.CONDITION_YAW, params: [angleDeg, 0, 0, absolute] }], proof),
      ]);
    case "ardupilot-surface":
      return jobSequence(vehicle, [
        enterRole(context, "guided"),
        (now) => standingTurn(context, now, wantedRad, proof.isSo),
      ]);
    case "px4-air":
      return px4Turn(context, vehicle, wantedRad, proof);
    case "other-air":
    case "other-surface":
      return tellAndSee(
        context,
        vehicle,
        [{ command: MavCmd.CONDITION_YAW, params: [angleDeg, 0, 0, absolute] }],
        proof,
      );
    case "ardupilot-plane":
    case "px4-surface":
      return impossibleJob("cannot-turn");
  }
};

/** ArduRover stops three seconds after what it was told last. */
const sayAgainMs = 1_500;

/** On the spot: by its own command, or else as a target without speed that looks that way. */
const standingTurn = (
  context: ActionContext,
  vehicle: VehicleState,
  headingRad: number,
  isSo: (vehicle: VehicleState) => boolean,
): Job => {
  const params = [radToDeg(headingRad), 0, absolute];
  return repeatedJob({
    vehicle,
    make: (now) =>
      firstJob(
        now,
        [
          () => tell(context, [{ command: setYawSpeed, params }]),
          () => sentJob([headingTarget(context.target, headingRad)]),
        ],
        ["unsupported"],
      ),
    isSo,
    everyMs: sayAgainMs,
    withinMs: turnMs,
    step: "moving",
  });
};

/** PX4 turns by being sent to where it is, facing that way. */
const px4Turn = (
  context: ActionContext,
  vehicle: VehicleState,
  headingRad: number,
  proof: Parameters<typeof repositionJob>[3],
): Job => {
  const { position } = vehicle;
  if (position === undefined || !knowsPlace(vehicle, context.nowMs)) return failedJob("no-position");
  const place = { latDeg: position.latDeg, lonDeg: position.lonDeg };
  const height = targetHeight(context, vehicle, place, undefined);
  if (!height.ok) return failedJob(height.fault.code, height.fault.params);
  return repositionJob(context, vehicle, { place, height, headingRad }, proof);
};
