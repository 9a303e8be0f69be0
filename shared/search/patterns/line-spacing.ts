/** What of a camera decides how far apart lines may lie; angles rad. */
export interface SpacingCamera {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hfovRad: number;
  readonly vfovRad: number;
  /** Of the camera's axis, negative looks down. */
  readonly pitchRad: number;
}

export interface LineSpacing {
  /** Between neighbouring lines, m. */
  readonly spacingM: number;
  /** Width of what one line sees, on its axis' row of the picture, m. */
  readonly swathM: number;
  /** From the near to the far edge of the picture, m; what lies nearer to the horizon than 5 degrees is left out. */
  readonly alongTrackM: number;
  /** Size of a pixel on the ground where the axis meets it, m. */
  readonly gsdM: number;
}

/** Nearer to the horizon than this nothing is found, rad. */
const lowestRad = (5 * Math.PI) / 180;

/**
 * How far apart lines may lie for a camera that looks ahead and down, over level ground (sar.md 3): width = 2 h/sin d tan(HFOV/2)
 * on the axis, d being its depression; a place that far off the line passes through the whole far half of the picture.
 * @param sideOverlap part of a swath that the next line sees again, 0 to 0.95
 * @returns undefined where the axis doesn't meet the ground: less than 5 degrees below the horizon
 */
export const lineSpacing = ({
  camera,
  heightAglM,
  sideOverlap,
}: {
  readonly camera: SpacingCamera;
  readonly heightAglM: number;
  readonly sideOverlap: number;
}): LineSpacing | undefined => {
  // Beyond straight down it looks back, and sees the same.
  const depressionRad = Math.asin(Math.sin(-camera.pitchRad));
  if (!(depressionRad >= lowestRad && heightAglM > 0)) return undefined;
  const slantM = heightAglM / Math.sin(depressionRad);
  const swathM = 2 * slantM * Math.tan(camera.hfovRad / 2);
  const groundM = (viewRad: number): number => heightAglM / Math.tan(Math.max(lowestRad, viewRad));
  const alongTrackM = groundM(depressionRad - camera.vfovRad / 2) - groundM(depressionRad + camera.vfovRad / 2);
  return {
    spacingM: swathM * (1 - Math.min(0.95, Math.max(0, sideOverlap))),
    swathM,
    alongTrackM,
    gsdM: swathM / camera.widthPx,
  };
};
