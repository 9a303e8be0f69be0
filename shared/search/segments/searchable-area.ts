/** How an area is searched: n W v of sar.md's coverage, and how well. */
export interface SearchEffort {
  /** Searchers side by side. */
  readonly abreast: number;
  /** Effective sweep width of one of them, m. */
  readonly sweepWidthM: number;
  readonly speedMps: number;
  readonly timeS: number;
  /** Coverage wanted, C = n W v t / A; 1 is a POD of 63 % by the exponential curve. */
  readonly coverage: number;
}

/** The area that this effort searches to the wanted coverage, m²: A = n W v t / C; the right size for a segment. */
export const searchableAreaM2 = ({ abreast, sweepWidthM, speedMps, timeS, coverage }: SearchEffort): number =>
  (abreast * sweepWidthM * speedMps * timeS) / coverage;
