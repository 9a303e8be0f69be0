import type { LatLon } from "../geo/lat-lon.ts";
import { LocalFrame } from "../geo/local-frame.ts";
import { castRay } from "../geo/ray-cast.ts";
import { type CameraGroundOptions, cameraGround } from "./camera-ground.ts";
import { type CameraModel, pixelRay } from "./camera-model.ts";

export interface FootprintOptions extends CameraGroundOptions {
  readonly camera: CameraModel;
  /** Ground range at which a view that is open to the horizon is cut, m; ten times the height (40 to 1,000 m) if absent. */
  readonly maxRangeM?: number;
}

const POINTS_PER_EDGE = 4;

/**
 * What the camera sees of the ground: the picture's corners and three points along each edge, clockwise in the picture from
 * the top left, cut at the range where the view is open to the horizon or leaves the terrain.
 * @returns undefined where the camera sees no ground, or where the ground's height is unknown
 */
export const footprint = (options: FootprintOptions): readonly LatLon[] | undefined => {
  const ground = cameraGround(options);
  if (!ground || ground.aboveGroundM <= 0) return undefined;
  const { camera, pose } = options;
  const maxRangeM = options.maxRangeM ?? Math.min(1000, Math.max(40, 10 * ground.aboveGroundM));
  const frame = new LocalFrame(pose);
  const outline: LatLon[] = [];
  let hits = 0;
  for (const [xPx, yPx] of edgePixels(camera)) {
    const direction = pixelRay(camera, pose, xPx, yPx);
    const level = Math.hypot(direction.north, direction.east);
    const ray = { latDeg: pose.latDeg, lonDeg: pose.lonDeg, altMslM: ground.cameraMslM, direction };
    const hit = castRay(ray, ground.terrain, maxRangeM / Math.max(level, 0.05), frame);
    if (hit) hits++;
    if (hit) outline.push({ latDeg: hit.latDeg, lonDeg: hit.lonDeg });
    else if (level > 1e-6)
      outline.push(frame.toLatLon((direction.north / level) * maxRangeM, (direction.east / level) * maxRangeM));
  }
  return hits > 0 ? outline : undefined;
};

function* edgePixels({ widthPx, heightPx }: CameraModel): Generator<readonly [number, number]> {
  for (let i = 0; i < POINTS_PER_EDGE; i++) yield [(widthPx * i) / POINTS_PER_EDGE, 0];
  for (let i = 0; i < POINTS_PER_EDGE; i++) yield [widthPx, (heightPx * i) / POINTS_PER_EDGE];
  for (let i = POINTS_PER_EDGE; i > 0; i--) yield [(widthPx * i) / POINTS_PER_EDGE, heightPx];
  for (let i = POINTS_PER_EDGE; i > 0; i--) yield [0, (heightPx * i) / POINTS_PER_EDGE];
}
