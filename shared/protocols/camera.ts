import type { CameraCapability, CameraState, VehicleState } from "../vehicle/vehicle-state.ts";
import type { CommandPlan, JobCommand } from "./command-job.ts";

/** What a camera is to do. */
export type CameraWish =
  /** `sequence` counts a vehicle's photos from 1: a repeated command with the same number takes no second one. */
  | { readonly kind: "photo"; readonly sequence: number }
  | { readonly kind: "video"; readonly recording: boolean }
  /** 0 is widest, 1 the most it has. */
  | { readonly kind: "zoom"; readonly fraction: number };

const digicamControl = 203;
const requestMessage = 512;
const setCameraMode = 530;
const setCameraZoom = 531;
const imageStartCapture = 2000;
const videoStartCapture = 2500;
const videoStopCapture = 2501;
/** Messages. */
const cameraSettings = 260;
const cameraCaptureStatus = 262;
/** CAMERA_ZOOM_TYPE_RANGE: percent of what it has. */
const zoomInPercent = 2;
const maxPercent = 100;
/** CAMERA_MODE. */
const photoMode = 0;
const videoMode = 1;

const needs: Readonly<Record<CameraWish["kind"], CameraCapability>> = { photo: "photo", video: "video", zoom: "zoom" };

/**
 * The camera that is meant: the first that says it can; else the first that doesn't say what it can.
 * @returns undefined where each camera says that it can't, or there is none: the autopilot may have one of its own
 */
const cameraFor = (kind: CameraWish["kind"], { cameras }: Pick<VehicleState, "cameras">): CameraState | undefined =>
  cameras.find(({ capabilities }) => capabilities?.includes(needs[kind])) ??
  cameras.find(({ capabilities }) => capabilities === undefined);

/** A camera with modes, in the one in which it can't, is switched first. */
const modeFirst = (wish: CameraWish, camera: CameraState): JobCommand[] => {
  const can = (capability: CameraCapability) => camera.capabilities?.includes(capability) === true;
  const { componentId } = camera;
  const toMode = (mode: number): JobCommand[] => [{ command: setCameraMode, params: [0, mode], componentId }];
  if (!can("modes")) return [];
  if (wish.kind === "photo" && camera.mode === "video" && !can("photo-in-video-mode")) return toMode(photoMode);
  const startsVideo = wish.kind === "video" && wish.recording;
  if (startsVideo && camera.mode !== "video" && !can("video-in-photo-mode")) return toMode(videoMode);
  return [];
};

const main = (wish: CameraWish): JobCommand => {
  switch (wish.kind) {
    case "photo":
      return { command: imageStartCapture, params: [0, 0, 1, wish.sequence] };
    case "video":
      return wish.recording
        ? { command: videoStartCapture, params: [0, 0] }
        : { command: videoStopCapture, params: [0] };
    case "zoom":
      return { command: setCameraZoom, params: [zoomInPercent, wish.fraction * maxPercent] };
  }
};

/** Asks how it stands afterwards: the screen shows what the camera says, not what was asked for. */
const report = (wish: CameraWish): JobCommand => ({
  command: requestMessage,
  params: [wish.kind === "zoom" ? cameraSettings : cameraCaptureStatus],
  optional: true,
});

/**
 * What to say to have it done: camera protocol v2 to the camera, then to the autopilot (which may have one of its own), then,
 * for a photo, the old DO_DIGICAM_CONTROL, whose zoom and video mean something else with every camera.
 * Source: https://mavlink.io/en/services/camera.html
 */
export const cameraPlans = (
  wish: CameraWish,
  vehicle: Pick<VehicleState, "cameras">,
): readonly [CommandPlan, ...CommandPlan[]] => {
  const camera = cameraFor(wish.kind, vehicle);
  const byAutopilot: CommandPlan = [main(wish), report(wish)];
  const old: CommandPlan[] = wish.kind === "photo" ? [{ command: digicamControl, params: [0, 0, 0, 0, 1] }] : [];
  if (camera === undefined) return [byAutopilot, ...old];
  const to = { componentId: camera.componentId };
  const [first, ...rest] = [...modeFirst(wish, camera), { ...main(wish), ...to }, { ...report(wish), ...to }];
  return [[first ?? main(wish), ...rest], byAutopilot, ...old];
};
