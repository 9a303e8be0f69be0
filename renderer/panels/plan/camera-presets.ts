import type { PlanCamera } from "../../../shared/plan/plan.ts";
import { degToRad } from "../../../shared/units/angle.ts";

type Preset = Pick<PlanCamera, "name" | "widthPx" | "heightPx" | "hfovRad" | "vfovRad">;

const preset = (name: string, widthPx: number, heightPx: number, hfovDeg: number, vfovDeg: number): Preset => ({
  name,
  widthPx,
  heightPx,
  hfovRad: degToRad(hfovDeg),
  vfovRad: degToRad(vfovDeg),
});

/** Thermal cameras and what they see (sar.md 3). */
export const cameraPresets: readonly Preset[] = [
  preset("DJI M3T / M30T", 640, 512, 45.8, 37.3),
  preset("DJI H20T", 640, 512, 31.8, 25.6),
  preset("DJI M4T", 640, 512, 35.5, 28.7),
  preset("DJI H30T", 1280, 1024, 35.5, 28.7),
  preset("Boson 640, 8.7 mm", 640, 512, 47.6, 38.9),
  preset("Boson 640, 13.6 mm", 640, 512, 31.5, 25.5),
  preset("Lepton 3.x", 160, 120, 57, 44),
];

/** Straight down, 30 % of neighbouring swaths the same: for the open (sar.md 3). */
const usual = { pitchRad: degToRad(-90), sideOverlap: 0.3 } as const;

/** The camera of a name; where `before` is given its angle and overlap stay. */
export const cameraNamed = (name: string, before: PlanCamera | undefined): PlanCamera | undefined => {
  const found = cameraPresets.find((candidate) => candidate.name === name);
  const { pitchRad, sideOverlap } = before ?? usual;
  return found === undefined ? undefined : { ...found, pitchRad, sideOverlap };
};

/** What a new area is planned for where nothing else was chosen. */
export const usualCamera: PlanCamera = { ...preset("DJI M3T / M30T", 640, 512, 45.8, 37.3), ...usual };

/** A lying and a crouching person, m. */
const personM = { long: 1.7, short: 0.5 } as const;

/** Johnson's numbers for 79 %: pixels on the longest edge to detect, recognise, identify (sar.md 3). */
const leastPx = { detect: 4, recognise: 15, identify: 25 } as const;

/** How large a person is in the picture, and what that is enough for. */
export const personInPicture = (
  gsdM: number,
): { readonly longPx: number; readonly shortPx: number; readonly enough: "none" | keyof typeof leastPx } => {
  const longPx = personM.long / gsdM;
  const enough =
    longPx >= leastPx.identify
      ? "identify"
      : longPx >= leastPx.recognise
        ? "recognise"
        : longPx >= leastPx.detect
          ? "detect"
          : "none";
  return { longPx, shortPx: personM.short / gsdM, enough };
};
