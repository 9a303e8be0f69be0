import type { Job } from "../../../shared/protocols/job.ts";
import { failedJob } from "../../../shared/protocols/job-sequence.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import type { PathContext } from "./path-actions.ts";

/** What points the camera, or works it. */
export type CameraAction = Extract<VehicleAction, { readonly kind: `camera-${string}` | "look-at-heat" }>;

/** Until cameras are wired. */
export const cameraActionJob = (_context: PathContext, _action: CameraAction): Job => failedJob("unsupported");
