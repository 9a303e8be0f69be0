import { CameraCapFlags, VideoStreamStatusFlags, VideoStreamType } from "../../../shared/mavlink/enums.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import type { Outgoing } from "./telemetry.ts";

/** MAV_COMP_ID_CAMERA. */
export const cameraComponentId = 100;
const pixelPitchMm = 0.012;

const bytesOf = (text: string): number[] => {
  const bytes = Array.from({ length: 32 }, (_, i) => (i < text.length ? text.charCodeAt(i) : 0));
  return bytes;
};

/** What the thermal camera says of itself; undefined for a message it does not have. */
export const cameraMessage = (vehicle: SimVehicle, messageId: number, streamPort: number): Outgoing | undefined => {
  const { camera, kind } = vehicle.spec;
  const hfovRad = (camera.hfovDeg * Math.PI) / 180;
  if (messageId === 259) {
    return {
      name: "CAMERA_INFORMATION",
      fields: {
        timeBootMs: Math.round(vehicle.bootMs),
        vendorName: bytesOf("Lantern"),
        modelName: bytesOf(kind === "drone" ? "Simulated M3T thermal" : "Simulated Lepton"),
        firmwareVersion: 0x01000001,
        focalLength: (camera.widthPx / 2 / Math.tan(hfovRad / 2)) * pixelPitchMm,
        sensorSizeH: camera.widthPx * pixelPitchMm,
        sensorSizeV: camera.heightPx * pixelPitchMm,
        resolutionH: camera.widthPx,
        resolutionV: camera.heightPx,
        flags: CameraCapFlags.HAS_VIDEO_STREAM,
      },
    };
  }
  if (messageId !== 269) return undefined;
  return {
    name: "VIDEO_STREAM_INFORMATION",
    fields: {
      streamId: 1,
      count: 1,
      // The protocol has no kind for raw radiometric streams; the address says what it is.
      type: VideoStreamType.TCP_MPEG,
      flags: VideoStreamStatusFlags.RUNNING | VideoStreamStatusFlags.THERMAL,
      framerate: camera.framesPerS,
      resolutionH: camera.widthPx,
      resolutionV: camera.heightPx,
      bitrate: Math.round((camera.widthPx * camera.heightPx * 16 * camera.framesPerS) / 1000),
      hfov: Math.round(camera.hfovDeg),
      name: "thermal",
      uri: `y16tcp://127.0.0.1:${streamPort}`,
    },
  };
};
