import { followHeatJob } from "../../../shared/protocols/actions/follow-heat.ts";
import { gimbalJob, lookAtHeatJob, lookAtJob } from "../../../shared/protocols/actions/looking.ts";
import { targetHeight } from "../../../shared/protocols/actions/target-height.ts";
import { tell } from "../../../shared/protocols/actions/telling.ts";
import { cameraPlans } from "../../../shared/protocols/camera.ts";
import type { Job } from "../../../shared/protocols/job.ts";
import { failedJob, impossibleJob } from "../../../shared/protocols/job-sequence.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import type { PathContext } from "./path-actions.ts";

/** What points the camera, or works it. */
export type CameraAction = Extract<VehicleAction, { readonly kind: `camera-${string}` | "look-at-heat" }>;

export const cameraActionJob = (context: PathContext, action: CameraAction): Job => {
  const { vehicle } = context;
  switch (action.kind) {
    case "look-at-heat":
      return lookAtHeatJob(context, vehicle, action.heatId);
    case "camera-follow-heat":
      return followHeatJob(context, vehicle, action.heatId);
    case "camera-look-at":
      return lookJob(context, action);
    case "camera-angles":
      return gimbalJob(context, vehicle, { kind: "angles", pitchRad: action.pitchRad, yawRad: action.yawRad });
    case "camera-centre":
      return gimbalJob(context, vehicle, { kind: "centre" });
    case "camera-photo":
      return tell(context, cameraPlans({ kind: "photo", sequence: context.nextPhoto(vehicle.id) }, vehicle));
    case "camera-video":
      return tell(context, cameraPlans({ kind: "video", recording: action.recording }, vehicle));
    case "camera-zoom":
      return tell(context, cameraPlans({ kind: "zoom", fraction: action.fraction }, vehicle));
  }
};

/** At the ground, unless a height is given. */
const lookJob = (
  context: PathContext,
  { position, altitude }: CameraAction & { readonly kind: "camera-look-at" },
): Job => {
  const { vehicle } = context;
  if (altitude === undefined) return lookAtJob(context, vehicle, position);
  const height = targetHeight(context, vehicle, position, altitude);
  if (!height.ok) return failedJob(height.fault.code, height.fault.params);
  if (height.mslM === undefined) return impossibleJob("no-home");
  return lookAtJob(context, vehicle, position, height.mslM);
};
