import type { CameraAttitude } from "../../../shared/heat/camera-model.ts";
import { degToRad } from "../../../shared/units/angle.ts";
import type { VehicleState } from "../../../shared/vehicle/vehicle-state.ts";

/** What is taken where no camera says how wide it sees. */
const assumedHfovRad = degToRad(60);
const assumedAspect = 4 / 3;

/** What looks out of a vehicle. */
export interface VehicleCamera {
  readonly attitude: CameraAttitude;
  readonly hfovRad: number;
  /** Width over height. */
  readonly aspect: number;
  /** Whether the gimbal said where it looks, or only the nose is known. */
  readonly from: "gimbal" | "nose";
  /** The field of view is no camera's own. */
  readonly assumed: boolean;
}

/** The vehicle's camera: what streams first, of what streams the thermal one. @returns undefined where nothing says which way it looks */
export const vehicleCamera = (
  vehicle: Pick<VehicleState, "gimbal" | "attitude" | "headingRad" | "cameras">,
): VehicleCamera | undefined => {
  const { gimbal, attitude, headingRad, cameras } = vehicle;
  const streams = cameras.flatMap((camera) => camera.streams).filter(({ hfovRad }) => hfovRad !== undefined);
  const running = streams.filter((stream) => stream.running);
  const stream = running.find(({ thermal }) => thermal) ?? running[0] ?? streams[0];
  const sees = {
    hfovRad: stream?.hfovRad ?? assumedHfovRad,
    aspect: stream !== undefined && stream.heightPx > 0 ? stream.widthPx / stream.heightPx : assumedAspect,
    assumed: stream === undefined,
  };
  if (gimbal !== undefined) return { ...sees, attitude: gimbal, from: "gimbal" };
  if (attitude !== undefined) return { ...sees, attitude, from: "nose" };
  if (headingRad === undefined) return undefined;
  return { ...sees, attitude: { rollRad: 0, pitchRad: 0, yawRad: headingRad }, from: "nose" };
};
