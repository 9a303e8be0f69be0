import type { MessageFields } from "../mavlink/messages.ts";
import { degToRad } from "../units/angle.ts";
import type { Patch, Reception } from "./vehicle-memory.ts";
import type { CameraCapability, CameraState, VehicleState, VideoStream } from "./vehicle-state.ts";
import { given, positive, textOf } from "./wire-values.ts";

/** VIDEO_STREAM_STATUS_FLAGS. */
const running = 1;
const thermal = 2;
/** More than any payload has; a bound against a component that counts up its stream ids. */
const maxCameras = 8;
const maxStreams = 8;

const replaceCamera = (state: VehicleState, camera: CameraState): Patch => {
  const others = state.cameras.filter(({ componentId }) => componentId !== camera.componentId);
  if (others.length >= maxCameras) return undefined;
  return { cameras: [...others, camera].sort((a, b) => a.componentId - b.componentId) };
};

const knownCamera = (state: VehicleState, componentId: number): CameraState | undefined =>
  state.cameras.find((camera) => camera.componentId === componentId);

/** By bit of CAMERA_CAP_FLAGS. */
const capabilityBits: readonly (readonly [number, CameraCapability])[] = [
  [1, "video"],
  [2, "photo"],
  [4, "modes"],
  [8, "photo-in-video-mode"],
  [16, "video-in-photo-mode"],
  [64, "zoom"],
  [128, "focus"],
  [256, "stream"],
];

/** What is heard of a camera before it said what it is. */
const cameraOf = (state: VehicleState, componentId: number): Omit<CameraState, "atMs"> =>
  knownCamera(state, componentId) ?? { componentId, streams: [] };

/** Lens and sensor in mm, resolution in pixels; a camera is known by its component. */
export const reduceCameraInformation = (
  fields: MessageFields["CAMERA_INFORMATION"],
  state: VehicleState,
  at: Reception,
): Patch =>
  replaceCamera(state, {
    ...cameraOf(state, at.componentId),
    atMs: at.nowMs,
    ...given("vendor", textOf(fields.vendorName) || undefined),
    ...given("model", textOf(fields.modelName) || undefined),
    ...given("focalLengthMm", positive(fields.focalLength)),
    ...given("sensorWidthMm", positive(fields.sensorSizeH)),
    ...given("sensorHeightMm", positive(fields.sensorSizeV)),
    ...given("widthPx", positive(fields.resolutionH)),
    ...given("heightPx", positive(fields.resolutionV)),
    capabilities: capabilityBits.filter(([bit]) => (fields.flags & bit) !== 0).map(([, word]) => word),
  });

/** CAMERA_MODE. */
const modes = ["photo", "video", "survey"] as const;

/** Its mode and zoom; zoom is 0 to 100, NaN where it has none. */
export const reduceCameraSettings = (
  fields: MessageFields["CAMERA_SETTINGS"],
  state: VehicleState,
  at: Reception,
): Patch => {
  const { zoomLevel } = fields;
  const zoomFraction = zoomLevel >= 0 && zoomLevel <= 100 ? zoomLevel / 100 : undefined;
  const { mode: _mode, zoomFraction: _zoom, ...rest } = cameraOf(state, at.componentId);
  return replaceCamera(state, {
    ...rest,
    atMs: at.nowMs,
    ...given("mode", modes[fields.modeId]),
    ...given("zoomFraction", zoomFraction),
  });
};

/** Whether it records, and how many pictures it took (-1: it doesn't count). */
export const reduceCameraCapture = (
  fields: MessageFields["CAMERA_CAPTURE_STATUS"],
  state: VehicleState,
  at: Reception,
): Patch =>
  replaceCamera(state, {
    ...cameraOf(state, at.componentId),
    atMs: at.nowMs,
    recording: fields.videoStatus === 1,
    ...given("photos", fields.imageCount >= 0 ? fields.imageCount : undefined),
  });

/** VIDEO_STREAM_TYPE and VIDEO_STREAM_ENCODING. */
const transports = ["rtsp", "rtp-udp", "tcp-mpeg", "mpeg-ts"] as const;
const encodings = [undefined, "h264", "h265"] as const;

const readStream = (fields: MessageFields["VIDEO_STREAM_INFORMATION"]): VideoStream => {
  const hfovDeg = positive(fields.hfov);
  return {
    streamId: fields.streamId,
    name: fields.name,
    uri: fields.uri,
    thermal: (fields.flags & thermal) !== 0,
    running: (fields.flags & running) !== 0,
    widthPx: fields.resolutionH,
    heightPx: fields.resolutionV,
    ...given("framesPerS", positive(fields.framerate)),
    ...given("hfovRad", hfovDeg === undefined ? undefined : degToRad(hfovDeg)),
    ...given("transport", transports[fields.type]),
    ...given("encoding", encodings[fields.encoding]),
  };
};

/** One stream of a camera, which may be heard of before the camera itself. */
export const reduceVideoStream = (
  fields: MessageFields["VIDEO_STREAM_INFORMATION"],
  state: VehicleState,
  at: Reception,
): Patch => {
  const camera = cameraOf(state, at.componentId);
  const others = camera.streams.filter(({ streamId }) => streamId !== fields.streamId);
  if (others.length >= maxStreams) return undefined;
  const streams = [...others, readStream(fields)].sort((a, b) => a.streamId - b.streamId);
  return replaceCamera(state, { ...camera, atMs: at.nowMs, streams });
};
