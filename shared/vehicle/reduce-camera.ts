import type { MessageFields } from "../mavlink/messages.ts";
import { degToRad } from "../units/angle.ts";
import type { Patch, Reception } from "./vehicle-memory.ts";
import type { CameraState, VehicleState, VideoStream } from "./vehicle-state.ts";
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

/** Lens and sensor in mm, resolution in pixels; a camera is known by its component. */
export const reduceCameraInformation = (
  fields: MessageFields["CAMERA_INFORMATION"],
  state: VehicleState,
  at: Reception,
): Patch =>
  replaceCamera(state, {
    atMs: at.nowMs,
    componentId: at.componentId,
    ...given("vendor", textOf(fields.vendorName) || undefined),
    ...given("model", textOf(fields.modelName) || undefined),
    ...given("focalLengthMm", positive(fields.focalLength)),
    ...given("sensorWidthMm", positive(fields.sensorSizeH)),
    ...given("sensorHeightMm", positive(fields.sensorSizeV)),
    ...given("widthPx", positive(fields.resolutionH)),
    ...given("heightPx", positive(fields.resolutionV)),
    streams: knownCamera(state, at.componentId)?.streams ?? [],
  });

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
  };
};

/** One stream of a camera, which may be heard of before the camera itself. */
export const reduceVideoStream = (
  fields: MessageFields["VIDEO_STREAM_INFORMATION"],
  state: VehicleState,
  at: Reception,
): Patch => {
  const camera = knownCamera(state, at.componentId) ?? { componentId: at.componentId, streams: [] };
  const others = camera.streams.filter(({ streamId }) => streamId !== fields.streamId);
  if (others.length >= maxStreams) return undefined;
  const streams = [...others, readStream(fields)].sort((a, b) => a.streamId - b.streamId);
  return replaceCamera(state, { ...camera, atMs: at.nowMs, streams });
};
