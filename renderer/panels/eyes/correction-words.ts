import { degToRad, radToDeg } from "../../../shared/units/angle.ts";
import type { CameraCorrection } from "../../../shared/wire/feeds.ts";
import type { Translate } from "../../i18n/translate.ts";
import type { Format } from "../format.ts";

/** As far as a camera may be turned by hand, and in which steps, degrees. */
export const manualLimitsDeg = { least: -15, most: 15, step: 0.5 } as const;

/** To a step within the limits, degrees. */
export const manualStepDeg = (deg: number): number => {
  const { least, most, step } = manualLimitsDeg;
  return Math.min(most, Math.max(least, Math.round(deg / step) * step));
};

/** What the station has, on its step, degrees. */
export const manualDeg = (correction: CameraCorrection | undefined): number =>
  manualStepDeg(radToDeg(correction?.manualHeadingRad ?? 0));

/** What is asked for, rad: within what a request may say. */
export const manualRad = (deg: number): number => Math.min(0.2618, Math.max(-0.2618, degToRad(deg)));

/** "2.5° right", "0.0°". */
export const turnText = (t: Translate, format: Format, deg: number): string => {
  const value = format.number(Math.abs(deg), 1);
  if (Math.abs(deg) < 0.05) return `${value}°`;
  return t(deg > 0 ? "correction.right" : "correction.left", { value });
};

export interface EstimateLine {
  readonly what: "heading" | "pitch" | "time";
  readonly value: string;
  readonly sigma: string;
}

/** How wrong the camera points, in words, each with one sigma. */
export const estimateLines = (
  t: Translate,
  format: Format,
  { headingRad, pitchRad, timeMs }: NonNullable<CameraCorrection["estimate"]>,
): readonly EstimateLine[] => {
  const pitchDeg = radToDeg(pitchRad.value);
  const degrees = (rad: number) => `${format.number(radToDeg(rad), 1)}°`;
  return [
    { what: "heading", value: turnText(t, format, radToDeg(headingRad.value)), sigma: degrees(headingRad.sigma) },
    {
      what: "pitch",
      value:
        Math.abs(pitchDeg) < 0.05
          ? degrees(0)
          : t(pitchDeg > 0 ? "correction.up" : "correction.down", { value: format.number(Math.abs(pitchDeg), 1) }),
      sigma: degrees(pitchRad.sigma),
    },
    {
      what: "time",
      value:
        Math.abs(timeMs.value) < 0.5
          ? "0 ms"
          : t(timeMs.value > 0 ? "correction.late" : "correction.early", {
              value: format.number(Math.abs(timeMs.value), 0),
            }),
      sigma: `${format.number(timeMs.sigma, 0)} ms`,
    },
  ];
};
