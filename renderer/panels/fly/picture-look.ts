import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import { type CameraModel, pixelRay } from "../../../shared/heat/camera-model.ts";
import { wrapPi } from "../../../shared/units/angle.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";

/** A robot dog's camera above its feet, m. */
const robotCameraM = 0.5;
/** A ray flatter than this meets the ground too far away for its place to mean anything. */
const leastDescent = Math.sin((3 * Math.PI) / 180);
const mostRangeM = 2_000;
/** What the camera is taken for while it doesn't say how wide it looks; it only decides how far a click turns it. */
const usualHfovRad = (50 * Math.PI) / 180;

type Seen = Pick<
  VehicleView,
  "kind" | "position" | "attitude" | "headingRad" | "gimbal" | "aglM" | "cameras" | "rangefinderM"
>;

interface LookedAt {
  readonly widthPx: number;
  readonly heightPx: number;
  /** As the feed has it; absent: as the vehicle says of its thermal camera. */
  readonly hfovRad?: number | undefined;
}

/** The camera whose picture is shown, with the picture's own proportions. */
const cameraOf = (vehicle: Seen, picture: LookedAt): CameraModel & { readonly known: boolean } => {
  const { widthPx, heightPx } = picture;
  const streams = vehicle.cameras.flatMap((camera) => camera.streams);
  const hfovRad = picture.hfovRad ?? streams.find((stream) => stream.thermal && stream.hfovRad !== undefined)?.hfovRad;
  return { widthPx, heightPx, hfovRad: hfovRad ?? usualHfovRad, known: hfovRad !== undefined };
};

const aboveGroundM = ({ kind, aglM, position }: Seen): number | undefined =>
  kind === "ground-robot" ? robotCameraM : (aglM ?? position?.altTerrainM ?? position?.altHomeM);

/**
 * What to ask for when a place of the live picture was pressed: to look at the ground there, from the pose and level ground
 * below, or where that isn't known or the ray goes over the horizon, to turn until that pixel is in the middle.
 * @param x, y 0 to 1 from the picture's top left corner
 * @returns undefined while nothing says where the camera looks
 */
export const lookAtPixel = (
  vehicle: Seen,
  at: { readonly x: number; readonly y: number },
  picture: LookedAt,
): Extract<VehicleAction, { kind: "camera-look-at" | "camera-angles" }> | undefined => {
  const { gimbal, position } = vehicle;
  if (gimbal === undefined) return undefined;
  const camera = cameraOf(vehicle, picture);
  const ray = pixelRay(camera, gimbal, at.x * camera.widthPx, at.y * camera.heightPx);
  const heightM = aboveGroundM(vehicle);
  if (camera.known && position !== undefined && heightM !== undefined && heightM > 0 && ray.down > leastDescent) {
    const slantM = heightM / ray.down;
    if (slantM <= mostRangeM) {
      const place = new LocalFrame(position).toLatLon(ray.north * slantM, ray.east * slantM);
      return { kind: "camera-look-at", position: place, altitude: { reference: "ground", m: 0 } };
    }
  }
  const headingRad = vehicle.headingRad ?? vehicle.attitude?.yawRad;
  if (headingRad === undefined) return undefined;
  return {
    kind: "camera-angles",
    pitchRad: -Math.asin(Math.max(-1, Math.min(1, ray.down))),
    yawRad: wrapPi(Math.atan2(ray.east, ray.north) - headingRad),
  };
};
