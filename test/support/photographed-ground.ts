import type { SentPicture } from "./video-sender.ts";

/** A camera over level ground, by its own test arithmetic: what the station computes is held against it. */
export interface GroundCamera {
  /** From a place that all cameras of a test share, m. */
  readonly northM: number;
  readonly eastM: number;
  readonly heightM: number;
  /** Clockwise from north, and negative downwards, rad. No roll. */
  readonly yawRad: number;
  readonly pitchRad: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Across, rad. */
  readonly hfovRad: number;
}

type Vector = readonly [north: number, east: number, down: number];

const lensOf = (camera: GroundCamera) => {
  const [cosYaw, sinYaw] = [Math.cos(camera.yawRad), Math.sin(camera.yawRad)];
  const [cosPitch, sinPitch] = [Math.cos(camera.pitchRad), Math.sin(camera.pitchRad)];
  const ahead: Vector = [cosPitch * cosYaw, cosPitch * sinYaw, -sinPitch];
  const right: Vector = [-sinYaw, cosYaw, 0];
  const below: Vector = [sinPitch * cosYaw, sinPitch * sinYaw, cosPitch];
  return { ahead, right, below, focalPx: camera.widthPx / 2 / Math.tan(camera.hfovRad / 2) };
};

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Where on level ground a pixel looks, m north and east. */
export const groundAt = (camera: GroundCamera, xPx: number, yPx: number): { northM: number; eastM: number } => {
  const { ahead, right, below, focalPx } = lensOf(camera);
  const [x, y] = [xPx - camera.widthPx / 2, yPx - camera.heightPx / 2];
  const along = (axis: 0 | 1 | 2) => focalPx * ahead[axis] + x * right[axis] + y * below[axis];
  const scale = camera.heightM / along(2);
  return { northM: camera.northM + scale * along(0), eastM: camera.eastM + scale * along(1) };
};

/** Where a place on the ground is in the picture, px. */
export const pixelAt = (camera: GroundCamera, place: { readonly northM: number; readonly eastM: number }) => {
  const { ahead, right, below, focalPx } = lensOf(camera);
  const way: Vector = [place.northM - camera.northM, place.eastM - camera.eastM, camera.heightM];
  const depth = dot(way, ahead) / focalPx;
  return { xPx: camera.widthPx / 2 + dot(way, right) / depth, yPx: camera.heightPx / 2 + dot(way, below) / depth };
};

/**
 * What `camera` sees of ground that was photographed once: every pixel is looked up where the photograph shows that place, so
 * that a person stays where they are on the ground while the camera moves. Beyond the photograph its edge goes on. Noise as a
 * sensor has it, two counts up or down, is new in each picture.
 */
export const filmed = (
  photograph: SentPicture,
  from: GroundCamera,
  { camera, index }: { readonly camera: GroundCamera; readonly index: number },
): SentPicture => {
  const { widthPx, heightPx } = camera;
  const data = new Uint8Array(widthPx * heightPx);
  const across = photograph.widthPx;
  const [lastX, lastY] = [across - 1.001, photograph.heightPx - 1.001];
  const [eye, old] = [lensOf(camera), lensOf(from)];
  const moved: Vector = [camera.northM - from.northM, camera.eastM - from.eastM, from.heightM - camera.heightM];
  // From a pixel here to one of the photograph is linear in homogeneous coordinates: a plane is seen from two places.
  const column = (ray: Vector) => {
    const way: Vector = [0, 1, 2].map((axis) => (ray[axis] ?? 0) * camera.heightM + (moved[axis] ?? 0) * ray[2]) as [
      number,
      number,
      number,
    ];
    return [dot(way, old.right), dot(way, old.below), dot(way, old.ahead) / old.focalPx] as const;
  };
  const [perX, perY] = [column(eye.right), column(eye.below)];
  const middle = column(eye.ahead.map((part) => part * eye.focalPx) as [number, number, number]);
  let noise = (index * 7919 + 12_345) >>> 0;
  for (let y = 0; y < heightPx; y++) {
    const dy = y + 0.5 - heightPx / 2;
    for (let x = 0; x < widthPx; x++) {
      const dx = x + 0.5 - widthPx / 2;
      const depth = middle[2] + dx * perX[2] + dy * perY[2];
      const u = across / 2 + (middle[0] + dx * perX[0] + dy * perY[0]) / depth - 0.5;
      const v = photograph.heightPx / 2 + (middle[1] + dx * perX[1] + dy * perY[1]) / depth - 0.5;
      const atX = Math.min(lastX, Math.max(0, u));
      const atY = Math.min(lastY, Math.max(0, v));
      const at = Math.floor(atY) * across + Math.floor(atX);
      const [partX, partY] = [atX % 1, atY % 1];
      const top = (photograph.data[at] ?? 0) * (1 - partX) + (photograph.data[at + 1] ?? 0) * partX;
      const bottom =
        (photograph.data[at + across] ?? 0) * (1 - partX) + (photograph.data[at + across + 1] ?? 0) * partX;
      noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
      const grey = top * (1 - partY) + bottom * partY + ((noise >>> 24) % 5) - 2;
      data[y * widthPx + x] = Math.min(255, Math.max(0, grey));
    }
  }
  return { widthPx, heightPx, data };
};
