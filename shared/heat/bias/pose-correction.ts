import { degToRad, wrapPi } from "../../units/angle.ts";
import type { CameraPose } from "../../vehicle/pose.ts";
import type { BiasEstimate } from "./camera-bias.ts";

/** What a camera's own word is corrected by before it is believed, and how unsure that leaves it. */
export interface PoseCorrection {
  /** Added to the yaw and pitch that were reported, rad. */
  readonly headingRad: number;
  readonly pitchRad: number;
  /** Added to the capture time, ms of the vehicle's clock. */
  readonly timeMs: number;
  /** One sigma of what lasts of each error afterwards. Absent: as unsure as without (nothing was measured of it). */
  readonly sigmas: { readonly headingRad?: number; readonly pitchRad?: number; readonly timeMs?: number };
}

/** How well a person turns a picture onto the map by hand, rad: an assumption. */
export const manualSigmaRad = degToRad(1);
/** Nothing is believed more than this, however often it was measured: a mount gives way, a clock wanders. */
export const leastSigmas = { headingRad: degToRad(0.3), pitchRad: degToRad(0.2), timeMs: 10 };

export interface CorrectionParts {
  readonly manualHeadingRad: number;
  /** Undefined where it isn't to be applied. */
  readonly estimate: BiasEstimate | undefined;
  /** Of the heading's lasting part with nothing measured, rad. */
  readonly priorHeadingRad: number;
}

/** @returns undefined where nothing is to be corrected: then all is as if there were no such thing */
export const poseCorrection = (parts: CorrectionParts): PoseCorrection | undefined => {
  const { manualHeadingRad, estimate, priorHeadingRad } = parts;
  if (manualHeadingRad === 0 && estimate === undefined) return undefined;
  const manual = manualHeadingRad === 0 ? 0 : manualSigmaRad;
  if (estimate === undefined) {
    return {
      headingRad: manualHeadingRad,
      pitchRad: 0,
      timeMs: 0,
      // Nobody knows how well the picture fitted when it was turned: that never makes a place surer.
      sigmas: { headingRad: Math.hypot(priorHeadingRad, manual) },
    };
  }
  const { headingRad, pitchRad, timeMs } = estimate;
  return {
    headingRad: manualHeadingRad + headingRad.value,
    pitchRad: pitchRad.value,
    timeMs: timeMs.value,
    sigmas: {
      headingRad: Math.hypot(Math.max(leastSigmas.headingRad, headingRad.sigma), manual),
      pitchRad: Math.max(leastSigmas.pitchRad, pitchRad.sigma),
      timeMs: Math.max(leastSigmas.timeMs, timeMs.sigma),
    },
  };
};

/** The pose as it is believed; the very same one without a correction. */
export const withCorrection = (pose: CameraPose, correction: PoseCorrection | undefined): CameraPose =>
  correction === undefined
    ? pose
    : {
        ...pose,
        yawRad: wrapPi(pose.yawRad + correction.headingRad),
        pitchRad: wrapPi(pose.pitchRad + correction.pitchRad),
      };

/** The share of a capture time's variance that is new in each picture: the network's, not the camera's. An assumption. */
const jitterShare = 0.2;

/** When a picture was really taken, and how unsure that is: what to look the pose up with, and what to give `georeference`. */
export const correctedCapture = (
  captureMs: number,
  captureSigmaMs: number,
  correction: PoseCorrection | undefined,
): { readonly captureMs: number; readonly captureSigmaMs: number } => {
  if (correction === undefined) return { captureMs, captureSigmaMs };
  const measured = correction.sigmas.timeMs;
  const sigmaMs =
    measured === undefined ? captureSigmaMs : Math.hypot(measured, Math.sqrt(jitterShare) * captureSigmaMs);
  return { captureMs: captureMs + correction.timeMs, captureSigmaMs: Math.min(captureSigmaMs, sigmaMs) };
};
