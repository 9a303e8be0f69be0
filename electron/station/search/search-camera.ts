import type { CameraModel } from "../../../shared/heat/camera-model.ts";
import type { PlanCamera } from "../../../shared/plan/plan.ts";
import { networkTable, passAbility, personSizePx } from "../../../shared/search/detection/detection-ability.ts";
import { rangedDetection } from "../../../shared/search/detection/ranged-detection.ts";
import { droneSweepWidth } from "../../../shared/search/detection/sweep-width.ts";
import { type LineSpacing, lineSpacing } from "../../../shared/search/patterns/line-spacing.ts";

/** Straight down: where a camera's picture is finest. */
const downRad = -Math.PI / 2;
/** Of neighbouring swaths in the open (sar.md 3). */
const usualOverlap = 0.3;
/** A robot's camera sees no further over the ground than its footprint is drawn, m. */
const robotReachM = 40;

/** A vehicle's camera as plans know it. */
export const planCameraOf = ({ widthPx, heightPx, hfovRad }: CameraModel, name: string): PlanCamera => ({
  ...{ name, widthPx, heightPx, hfovRad, pitchRad: downRad, sideOverlap: usualOverlap },
  vfovRad: 2 * Math.atan((Math.tan(hfovRad / 2) * heightPx) / widthPx),
});

/** Lines of a camera that looks down from a height; undefined where it doesn't see the ground. */
export const spacingOf = (camera: PlanCamera, heightAglM: number): LineSpacing | undefined =>
  lineSpacing({ camera, heightAglM, sideOverlap: camera.sideOverlap });

/**
 * The sweep width of a flying camera, m: swath times what one pass is measured to find there, an estimate. 0 where a person is
 * too small in the picture for anything to be claimed.
 */
export const flyingSweepM = (camera: CameraModel, heightAglM: number): number => {
  const spacing = spacingOf(planCameraOf(camera, ""), heightAglM);
  if (spacing === undefined) return 0;
  const { share } = passAbility(personSizePx(spacing.gsdM), [networkTable]);
  return droneSweepWidth(spacing.swathM, share).sweepWidthM;
};

/**
 * The same of a robot whose camera looks ahead over the ground: as wide as its picture is as far away as a person is still found
 * in it.
 */
export const drivingSweepM = ({ hfovRad, widthPx }: CameraModel): number => {
  const perM = 2 * Math.tan(hfovRad / 2);
  const { steps, stepM } = rangedDetection({
    below: { northM: 0, eastM: 0 },
    aboveGroundM: 0,
    ifovRad: perM / widthPx,
    tables: [networkTable],
  });
  const reachM = Math.min(robotReachM, steps.length * stepM);
  return droneSweepWidth(perM * reachM, steps.at(-1)?.unresponsive ?? 0).sweepWidthM;
};
