import { erf } from "../lost-person/normal.ts";

/** How detection grows with coverage. */
export type DetectionLaw = "random" | "inverse-cube" | "definite-range";

export interface Effort {
  /** Searchers side by side, n. */
  readonly searchers: number;
  /** Of one of them, W. */
  readonly sweepWidthM: number;
  readonly speedMps: number;
  readonly durationS: number;
}

/** Z = n W v t, m²: the area that is swept effectively. */
export const effortM2 = ({ searchers, sweepWidthM, speedMps, durationS }: Effort): number =>
  searchers * sweepWidthM * speedMps * durationS;

/** C = Z / A. */
export const coverage = (effort: Effort, areaM2: number): number => effortM2(effort) / areaM2;

/** C = W / S of parallel tracks. */
export const trackCoverage = (sweepWidthM: number, spacingM: number): number => sweepWidthM / spacingM;

/**
 * Probability of detection by coverage. Random search 1 - e^-C; inverse cube erf(sqrt(pi)/2 C), the formula unconfirmed;
 * definite range min(1, C). Negative coverage is none.
 */
export const podOf = (coverageC: number, law: DetectionLaw = "random"): number => {
  const c = Math.max(0, coverageC);
  if (law === "random") return 1 - Math.exp(-c);
  return law === "inverse-cube" ? erf((Math.sqrt(Math.PI) / 2) * c) : Math.min(1, c);
};

/** The coverage that a random search needs for a POD; infinite for 1. */
export const coverageFor = (pod: number): number => -Math.log(1 - pod);

/** 1 - prod(1 - POD) of searches that don't depend on each other. */
export const cumulativePod = (pods: readonly number[]): number =>
  1 - pods.reduce((missed, pod) => missed * (1 - pod), 1);
