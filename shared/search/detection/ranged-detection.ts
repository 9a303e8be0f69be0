import type { PlanePoint } from "../../geo/polygon.ts";
import { type DetectionTable, passAbility, personSizePx } from "./detection-ability.ts";

/** That one pass finds a person in the open, by whether the person responds, 0 to 1. */
export interface PassDetection {
  readonly unresponsive: number;
  readonly responsive: number;
}

/** The same by slant range: in a picture that looks aslant the far side shows people smaller. */
export interface RangedDetection {
  /** Under the camera, in the grid's plane. */
  readonly below: PlanePoint;
  readonly aboveGroundM: number;
  /** `steps[i]` holds from i to i + 1 times this slant range, m. */
  readonly stepM: number;
  readonly steps: readonly PassDetection[];
}

export interface RangedOptions {
  readonly below: PlanePoint;
  readonly aboveGroundM: number;
  /** Angle that one pixel sees, rad. */
  readonly ifovRad: number;
  /** What looks at the pictures: the best of them counts. */
  readonly tables: readonly DetectionTable[];
  /** What somebody who responds adds, as a factor of those who would be missed; 1: nothing, as with heat alone. */
  readonly missedIfResponsive?: number;
}

/** A metre of a camera that just finds people from its height must not be lost to rounding. */
const stepM = 1;
/** Past this nobody is more than a pixel in any camera we know, m. */
const farthestM = 3000;

/** What one pass of a camera finds, by slant range: at most as far as the last range where anything is claimed. */
export const rangedDetection = (options: RangedOptions): RangedDetection => {
  const { below, aboveGroundM, ifovRad, tables, missedIfResponsive = 1 } = options;
  const steps: PassDetection[] = [];
  for (let slantM = stepM; slantM <= farthestM; slantM += stepM) {
    const { share, basis } = passAbility(personSizePx(ifovRad * slantM), tables);
    if (basis === "too-small") break;
    steps.push({ unresponsive: share, responsive: 1 - (1 - share) * missedIfResponsive });
  }
  return { below, aboveGroundM, stepM, steps };
};
