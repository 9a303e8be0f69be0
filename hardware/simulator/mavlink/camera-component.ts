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
  const { lens } = vehicle;
  const hfovRad = (camera.hfovDeg * Math.PI) / 180;
  const timeBootMs = Math.round(vehicle.bootMs);
  if (messageId === 259) {
    return {
      name: "CAMERA_INFORMATION",
      fields: {
        timeBootMs,
        vendorName: bytesOf("Lantern"),
        modelName: bytesOf(kind === "drone" ? "Simulated M3T thermal" : "Simulated Lepton"),
        firmwareVersion: 0x01000001,
        focalLength: (camera.widthPx / 2 / Math.tan(hfovRad / 2)) * pixelPitchMm,
        sensorSizeH: camera.widthPx * pixelPitchMm,
        sensorSizeV: camera.heightPx * pixelPitchMm,
        resolutionH: camera.widthPx,
        resolutionV: camera.heightPx,
        flags:
          CameraCapFlags.CAPTURE_VIDEO |
          CameraCapFlags.CAPTURE_IMAGE |
          CameraCapFlags.CAN_CAPTURE_IMAGE_IN_VIDEO_MODE |
          CameraCapFlags.HAS_BASIC_ZOOM |
          CameraCapFlags.HAS_VIDEO_STREAM,
      },
    };
  }
  if (messageId === 260)
    return { name: "CAMERA_SETTINGS", fields: { timeBootMs, modeId: 0, zoomLevel: lens.zoomPercent, focusLevel: NaN } };
  if (messageId === 262) {
    const since = lens.recordingSinceMs;
    return {
      name: "CAMERA_CAPTURE_STATUS",
      fields: {
        timeBootMs,
        videoStatus: since === undefined ? 0 : 1,
        recordingTimeMs: since === undefined ? 0 : Math.round(vehicle.bootMs - since),
        availableCapacity: 32_000,
        imageCount: vehicle.photos,
      },
    };
  }
  if (messageId === 263) return imageCaptured(vehicle);
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
      hfov: Math.round((lens.hfovRad * 180) / Math.PI),
      name: "thermal",
      uri: `y16tcp://127.0.0.1:${streamPort}`,
    },
  };
};

/** CAMERA_IMAGE_CAPTURED of the last photo: where the vehicle believed it was. */
const imageCaptured = (vehicle: SimVehicle): Outgoing => {
  const { eastM, northM, altMslM } = vehicle.estimate;
  const { latDeg, lonDeg } = vehicle.plane.toLatLon(eastM, northM);
  return {
    name: "CAMERA_IMAGE_CAPTURED",
    fields: {
      timeBootMs: Math.round(vehicle.bootMs),
      cameraId: 1,
      lat: Math.round(latDeg * 1e7),
      lon: Math.round(lonDeg * 1e7),
      alt: Math.round(altMslM * 1000),
      relativeAlt: Math.round((altMslM - vehicle.home.altMslM) * 1000),
      q: [1, 0, 0, 0],
      imageIndex: vehicle.photos - 1,
      captureResult: 1,
    },
  };
};
