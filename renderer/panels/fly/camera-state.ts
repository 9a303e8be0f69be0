import { radToDeg } from "../../../shared/units/angle.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";

/** Whether any camera records, as the cameras say; undefined while none says. */
export const recordingOf = ({ cameras }: Pick<VehicleView, "cameras">): boolean | undefined => {
  const told = cameras.flatMap(({ recording }) => (recording === undefined ? [] : [recording]));
  return told.length === 0 ? undefined : told.includes(true);
};

/** 0 is widest; undefined while no camera says. */
export const zoomOf = ({ cameras }: Pick<VehicleView, "cameras">): number | undefined =>
  cameras.find(({ zoomFraction }) => zoomFraction !== undefined)?.zoomFraction;

/** How far the gimbal turns up and down, whole degrees: its own limits, else what nearly all can. */
export const pitchLimitsDeg = ({
  gimbalManager,
}: Pick<VehicleView, "gimbalManager">): { readonly least: number; readonly most: number } => {
  const least = gimbalManager?.pitchMinRad;
  const most = gimbalManager?.pitchMaxRad;
  if (least === undefined || most === undefined || !(most > least)) return { least: -90, most: 30 };
  return { least: Math.round(radToDeg(least)), most: Math.round(radToDeg(most)) };
};
