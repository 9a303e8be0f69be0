import type { ActionContext } from "../../../shared/protocols/actions/action-context.ts";
import { emergencyStopJob } from "../../../shared/protocols/actions/emergency-stop.ts";
import { holdJob, landJob, rebootJob, returnJob, takeOffJob } from "../../../shared/protocols/actions/flying.ts";
import { goJob, heightJob } from "../../../shared/protocols/actions/going.ts";
import {
  missionRestartJob,
  missionResumeJob,
  missionSkipJob,
  missionStartJob,
} from "../../../shared/protocols/actions/mission-actions.ts";
import { armJob, disarmJob, roleModes, setModeJob } from "../../../shared/protocols/actions/modes-and-arming.ts";
import { orbitJob } from "../../../shared/protocols/actions/orbiting.ts";
import { speedJob } from "../../../shared/protocols/actions/reposition.ts";
import { turnJob } from "../../../shared/protocols/actions/turning.ts";
import type { Job } from "../../../shared/protocols/job.ts";
import { impossibleJob } from "../../../shared/protocols/job-sequence.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import { type CameraAction, cameraActionJob } from "./camera-actions.ts";
import { followPathJob, type PathContext, patrolJob } from "./path-actions.ts";

/** What flies the vehicle, or changes how it flies. */
type FlightAction = Exclude<VehicleAction, CameraAction>;

const isCamera = (action: VehicleAction): action is CameraAction =>
  action.kind.startsWith("camera-") || action.kind === "look-at-heat";

/** The job for what a person asked, for this vehicle as it is now. */
export const actionJob = (context: PathContext, action: VehicleAction): Job =>
  isCamera(action) ? cameraActionJob(context, action) : flightJob(context, action);

const flightJob = (context: PathContext, action: FlightAction): Job => {
  const { vehicle } = context;
  switch (action.kind) {
    case "arm":
      return armJob(context, vehicle);
    case "disarm":
      return disarmJob(context, vehicle);
    case "take-off":
      return takeOffJob(context, vehicle, action.heightM);
    case "land":
      return landJob(context, vehicle);
    case "return":
      return returnJob(context, vehicle);
    case "hold":
    case "mission-pause":
      return holdJob(context, vehicle);
    case "emergency-stop":
      return emergencyStopJob(context, vehicle);
    case "reboot":
      return rebootJob(context, vehicle);
    case "set-mode":
      return modeJob(context, action.mode);
    case "follow-path":
      return followPathJob(context, action);
    case "patrol":
      return patrolJob(context, action);
    case "mission-start":
    case "mission-resume":
    case "mission-restart":
    case "mission-skip":
      return missionJob(context, action);
    default:
      return movingJob(context, action);
  }
};

/** By its mission mode, too, a vehicle flies what is on board. */
const modeJob = (context: PathContext, mode: string): Job => {
  const { vehicle, isMissionMixed, isMissionWritten } = context;
  const isUnsafe = isMissionMixed || isMissionWritten;
  if (isUnsafe && roleModes(vehicle, "auto").includes(mode)) return impossibleJob("mission-mixed");
  return setModeJob(context, vehicle, mode);
};

type MissionAction = Extract<
  VehicleAction,
  { readonly kind: "mission-start" | "mission-resume" | "mission-restart" | "mission-skip" }
>;

const missionJob = (context: PathContext, action: MissionAction): Job => {
  const { vehicle } = context;
  if (context.isMissionMixed) return impossibleJob("mission-mixed");
  switch (action.kind) {
    case "mission-start":
      return missionStartJob(context, vehicle);
    case "mission-resume":
      return missionResumeJob(context, vehicle);
    case "mission-restart":
      return missionRestartJob(context, vehicle);
    case "mission-skip":
      return missionSkipJob(context, vehicle, action.seq);
  }
};

type MovingAction = Extract<
  VehicleAction,
  { readonly kind: "go-to" | "orbit" | "set-altitude" | "set-speed" | "set-heading" }
>;

const movingJob = (context: ActionContext, action: MovingAction): Job => {
  const { vehicle } = context;
  switch (action.kind) {
    case "go-to":
      return goJob(context, vehicle, { ...action, place: action.position });
    case "orbit":
      return orbitJob(context, vehicle, action);
    case "set-altitude":
      return heightJob(context, vehicle, action.altitude);
    case "set-speed":
      return speedJob(context, vehicle, action.speedMps);
    case "set-heading":
      return turnJob(context, vehicle, action.headingRad);
  }
};
