import type { EnuPoint } from "../enu-frame.ts";

/** Azimuth is where the camera looks towards, clockwise from north; elevation how far it stands above its target. Rad, m. */
export interface OrbitView {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly distanceM: number;
  readonly azimuthRad: number;
  readonly elevationRad: number;
}

export const nearestM = 8;
export const farthestM = 40_000;
const lowestRad = 0.06;
/** Straight down would leave open which way is up. */
const highestRad = Math.PI / 2 - 0.001;

const held = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Within what can be looked at. */
export const heldView = (view: OrbitView): OrbitView => ({
  ...view,
  distanceM: held(view.distanceM, nearestM, farthestM),
  azimuthRad: view.azimuthRad % (2 * Math.PI),
  elevationRad: held(view.elevationRad, lowestRad, highestRad),
});

/** Where the camera of an orbit stands. */
export const orbitEye = (view: OrbitView, into: EnuPoint): EnuPoint => {
  const levelM = view.distanceM * Math.cos(view.elevationRad);
  into.x = view.x - levelM * Math.sin(view.azimuthRad);
  into.y = view.y - levelM * Math.cos(view.azimuthRad);
  into.z = view.z + view.distanceM * Math.sin(view.elevationRad);
  return into;
};

/** What part of the way to its goal something goes within a frame; the same after a second whatever the frames were. */
export const approach = (frameMs: number, tauMs: number): number => 1 - Math.exp(-Math.max(0, frameMs) / tauMs);

/** The turn from one angle to another by the shorter way, rad. */
export const turnBetween = (fromRad: number, toRad: number): number => {
  const turn = (toRad - fromRad) % (2 * Math.PI);
  return turn > Math.PI ? turn - 2 * Math.PI : turn < -Math.PI ? turn + 2 * Math.PI : turn;
};

/** A part of the way from one view to another; distances go in equal ratios, so that far and near feel alike. */
export const blendView = (from: OrbitView, to: OrbitView, part: number): OrbitView => ({
  x: from.x + (to.x - from.x) * part,
  y: from.y + (to.y - from.y) * part,
  z: from.z + (to.z - from.z) * part,
  distanceM: from.distanceM * (to.distanceM / from.distanceM) ** part,
  azimuthRad: from.azimuthRad + turnBetween(from.azimuthRad, to.azimuthRad) * part,
  elevationRad: from.elevationRad + (to.elevationRad - from.elevationRad) * part,
});

/** Nobody could see the difference any more. */
export const isSameView = (a: OrbitView, b: OrbitView): boolean =>
  Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z) < a.distanceM * 0.0004 &&
  Math.abs(a.distanceM - b.distanceM) < a.distanceM * 0.0004 &&
  Math.abs(turnBetween(a.azimuthRad, b.azimuthRad)) < 0.0004 &&
  Math.abs(a.elevationRad - b.elevationRad) < 0.0004;

/** From how far a sphere is seen whole. @param aspect of the free part of the picture, width over height */
export const fitDistanceM = (radiusM: number, verticalFovRad: number, aspect: number): number => {
  const half = Math.min(verticalFovRad / 2, Math.atan(Math.tan(verticalFovRad / 2) * aspect));
  return radiusM / Math.sin(half);
};

/** The vertical field of view in which a picture `pictureWidthPx` wide on a screen `screenHeightPx` high spans `hfovRad`. */
export const verticalFovRad = (hfovRad: number, pictureWidthPx: number, screenHeightPx: number): number => {
  const focalPx = pictureWidthPx / 2 / Math.tan(hfovRad / 2);
  return 2 * Math.atan(screenHeightPx / 2 / focalPx);
};

/** The largest rectangle of an aspect in the free part of a screen, less a margin. */
export const pictureFrame = (
  free: { readonly width: number; readonly height: number },
  aspect: number,
  marginPx = 24,
): { readonly width: number; readonly height: number } => {
  const width = Math.max(40, Math.min(free.width - 2 * marginPx, (free.height - 2 * marginPx) * aspect));
  return { width, height: width / aspect };
};

/** A ball that holds all points: about the middle of the box around them; undefined where there are none. */
export const sphereAround = (points: readonly EnuPoint[]): (EnuPoint & { readonly radiusM: number }) | undefined => {
  if (points.length === 0) return undefined;
  const middle = (axis: keyof EnuPoint): number => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const point of points) {
      low = Math.min(low, point[axis]);
      high = Math.max(high, point[axis]);
    }
    return (low + high) / 2;
  };
  const [x, y, z] = [middle("x"), middle("y"), middle("z")];
  let radiusM = 0;
  for (const point of points) radiusM = Math.max(radiusM, Math.hypot(point.x - x, point.y - y, point.z - z));
  return { x, y, z, radiusM };
};
