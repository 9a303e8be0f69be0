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

/** How wide a camera sees along its way, m, and what one pass is measured to find there, 0 to 1. */
export interface SearchView {
  readonly swathM: number;
  readonly share: number;
}

const sweepOf = ({ swathM, share }: SearchView): number => droneSweepWidth(swathM, share).sweepWidthM;

/** Of a flying camera; a share of 0 where a person is too small in the picture for anything to be claimed. */
export const flyingView = (camera: CameraModel, heightAglM: number): SearchView => {
  const spacing = spacingOf(planCameraOf(camera, ""), heightAglM);
  if (spacing === undefined) return { swathM: 0, share: 0 };
  const { share } = passAbility(personSizePx(spacing.gsdM), [networkTable]);
  return { swathM: spacing.swathM, share };
};

/**
 * Of a robot whose camera looks ahead over the ground: as wide as its picture is as far away as a person is still found
 * in it.
 */
export const drivingView = ({ hfovRad, widthPx }: CameraModel): SearchView => {
  const perM = 2 * Math.tan(hfovRad / 2);
  const { steps, stepM } = rangedDetection({
    below: { northM: 0, eastM: 0 },
    aboveGroundM: 0,
    ifovRad: perM / widthPx,
    tables: [networkTable],
  });
  const reachM = Math.min(robotReachM, steps.length * stepM);
  return { swathM: perM * reachM, share: steps.at(-1)?.unresponsive ?? 0 };
};

/** The sweep width of a flying camera, m: swath times what one pass finds, an estimate. */
export const flyingSweepM = (camera: CameraModel, heightAglM: number): number =>
  sweepOf(flyingView(camera, heightAglM));

/** The same of a robot. */
export const drivingSweepM = (camera: CameraModel): number => sweepOf(drivingView(camera));
