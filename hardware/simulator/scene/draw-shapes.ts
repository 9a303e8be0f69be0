import type { CameraView } from "./camera-view.ts";
import type { Picture } from "./paint-ground.ts";
import type { Blob, Face, Shape, Vector3 } from "./shapes.ts";
import type { Texture } from "./texture.ts";

/** Draws from far to near, so that what is nearer (a crown above the person) hides what is behind. */
export const drawShapes = (picture: Picture, view: CameraView, shapes: readonly Shape[], texture: Texture): void => {
  const byDepth = shapes
    .map((shape) => ({ shape, depth: depthOf(view, shape) }))
    .filter(({ depth }) => depth > 0.15)
    .sort((a, b) => b.depth - a.depth);
  for (const { shape } of byDepth) {
    if (shape.kind === "blob") drawBlob(picture, view, shape, texture);
    else drawFace(picture, view, shape);
  }
};

const depthOf = (view: CameraView, shape: Shape): number => {
  if (shape.kind === "blob") return view.toCamera(shape.centre)[2];
  const depths = shape.corners.map((corner) => view.toCamera(corner)[2]);
  // A face that reaches behind the camera is dropped: the dog walks past houses, not through them.
  return depths.some((depth) => depth < 0.15) ? 0 : depths.reduce((a, b) => a + b, 0) / depths.length;
};

/** Pixels are squares, not points: this much is added to a silhouette's second moments, px squared. */
const pixelMoment = 1 / 12;

/**
 * An ellipsoid's silhouette under weak perspective: the ellipse with the shape matrix J W J', J being the projection's
 * derivative at the centre and W the sum of the squared semi-axes. A silhouette below a pixel keeps its area, so that a
 * far head still adds its share of heat.
 */
const drawBlob = (picture: Picture, view: CameraView, blob: Blob, texture: Texture): void => {
  const [x, y, z] = view.toCamera(blob.centre);
  const scale = view.focalPx / z;
  const [centreX, centreY] = [view.centreX + scale * x, view.centreY + scale * y];
  let [xx, xy, yy] = [0, 0, 0];
  for (const axis of axesOf(blob)) {
    const [ax, ay, az] = view.turn(axis);
    const [px, py] = [scale * (ax - (az * x) / z), scale * (ay - (az * y) / z)];
    xx += px * px;
    xy += px * py;
    yy += py * py;
  }
  const bare = Math.max(0, xx * yy - xy * xy);
  xx += 4 * pixelMoment;
  yy += 4 * pixelMoment;
  const determinant = xx * yy - xy * xy;
  const opacity = Math.sqrt(bare / determinant);
  const [reachX, reachY] = [Math.sqrt(xx) + 1, Math.sqrt(yy) + 1];
  const left = Math.max(0, Math.floor(centreX - reachX));
  const rightEnd = Math.min(picture.widthPx - 1, Math.ceil(centreX + reachX));
  const top = Math.max(0, Math.floor(centreY - reachY));
  const bottom = Math.min(picture.heightPx - 1, Math.ceil(centreY + reachY));
  const [ixx, ixy, iyy] = [yy / determinant, -xy / determinant, xx / determinant];
  // The pattern sticks to the thing, not to the picture.
  const patternScale = (blob.hiddenFraction > 0 ? 40 : 14) / scale;
  const [shiftX, shiftY] = [blob.centre[0] * 37, blob.centre[1] * 37];
  for (let row = top; row <= bottom; row++) {
    const dy = row + 0.5 - centreY;
    for (let column = left; column <= rightEnd; column++) {
      const dx = column + 0.5 - centreX;
      const [gx, gy] = [ixx * dx + ixy * dy, ixy * dx + iyy * dy];
      const q = Math.sqrt(Math.max(1e-9, gx * dx + gy * dy));
      if (q > 1.35) continue;
      const pattern =
        blob.frayed > 0 || blob.hiddenFraction > 0
          ? texture.at(dx * patternScale + shiftX, dy * patternScale + shiftY)
          : 0;
      const edge = 1 + blob.frayed * pattern;
      const cover = Math.min(1, Math.max(0, ((edge - q) * q) / Math.hypot(gx, gy) + 0.5));
      if (cover === 0) continue;
      const open = blob.hiddenFraction > 0 && pattern * 0.5 + 0.5 < blob.hiddenFraction ? 0.2 : 1;
      const at = row * picture.widthPx + column;
      const now = picture.kelvin[at] ?? 0;
      const own = blob.temperatureK + (blob.frayed > 0 ? 0.22 * pattern : 0);
      picture.kelvin[at] = now + (own - now) * cover * opacity * open;
    }
  }
};

const axesOf = (blob: Blob): readonly Vector3[] => {
  const [along, across, up] = blob.semiAxesM;
  const [s, c] = [Math.sin(blob.headingRad), Math.cos(blob.headingRad)];
  return [
    [along * s, along * c, 0],
    [across * c, -across * s, 0],
    [0, 0, up],
  ];
};

const drawFace = (picture: Picture, view: CameraView, face: Face): void => {
  const corners = face.corners.map((corner): readonly [number, number] => {
    const [x, y, z] = view.toCamera(corner);
    return [view.centreX + (view.focalPx * x) / z, view.centreY + (view.focalPx * y) / z];
  });
  const edges = edgesOf(corners);
  // Counter-clockwise from outside is clockwise in a picture whose y points down; else it is seen from behind.
  if (edges === undefined) return;
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const left = Math.max(0, Math.floor(Math.min(...xs)));
  const rightEnd = Math.min(picture.widthPx - 1, Math.ceil(Math.max(...xs)));
  const top = Math.max(0, Math.floor(Math.min(...ys)));
  const bottom = Math.min(picture.heightPx - 1, Math.ceil(Math.max(...ys)));
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= rightEnd; column++) {
      let inside = 1;
      for (const edge of edges) {
        inside = Math.min(inside, edge.a * (column + 0.5) + edge.b * (row + 0.5) + edge.c + 0.5);
      }
      if (inside <= 0) continue;
      const at = row * picture.widthPx + column;
      const now = picture.kelvin[at] ?? 0;
      picture.kelvin[at] = now + (face.temperatureK - now) * inside;
    }
  }
};

interface Edge {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Signed distances to the edges, positive inside; undefined for a face seen from behind. */
const edgesOf = (corners: readonly (readonly [number, number])[]): readonly Edge[] | undefined => {
  let area = 0;
  const edges = corners.map(([x0, y0], i): Edge => {
    const [x1, y1] = corners[(i + 1) % corners.length] ?? [x0, y0];
    area += x0 * y1 - x1 * y0;
    const length = Math.hypot(x1 - x0, y1 - y0) || 1;
    const [a, b] = [(y1 - y0) / length, -(x1 - x0) / length];
    return { a, b, c: -(a * x0 + b * y0) };
  });
  return area < 0 ? edges : undefined;
};
