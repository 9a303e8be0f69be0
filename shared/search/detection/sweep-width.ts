/** How well the person is to be seen by a ground searcher: by clothing and ground. */
export type Visibility = "high" | "medium" | "low";

/** W / Rd on land (Koester et al. 2014). */
const landFactors: Readonly<Record<Visibility, number>> = { high: 1.8, medium: 1.6, low: 1.1 };

/**
 * Sweep width on land from what a team measures at the place: the average range of detection Rd.
 * @param detectionRangeM mean of how far away a dummy was seen, m
 */
export const landSweepWidthM = (detectionRangeM: number, visibility: Visibility): number =>
  landFactors[visibility] * detectionRangeM;

/** A drone's sweep width: no published table exists, so that this is an estimate and must be shown as one. */
export interface EstimatedWidth {
  readonly sweepWidthM: number;
  readonly isEstimate: true;
  readonly formula: "W = swath × P";
}

/** @param passDetection measured probability that one pass finds a person within the swath, 0 to 1 */
export const droneSweepWidth = (swathM: number, passDetection: number): EstimatedWidth => ({
  sweepWidthM: swathM * passDetection,
  isEstimate: true,
  formula: "W = swath × P",
});

export type SeaSearcher = "helicopter-300-ft" | "boat-8-ft" | "boat-14-ft";

const NAUTICAL_MILE_M = 1852;

/** Uncorrected sweep widths for a person in the water by visibility, NM (M16130.2F, via marine-sweep-width-data). */
const seaWidths: Readonly<Record<SeaSearcher, readonly (readonly [visibilityNm: number, widthNm: number])[]>> = {
  "helicopter-300-ft": [[1, 0.1]],
  "boat-8-ft": [
    [1, 0.2],
    [5, 0.3],
  ],
  "boat-14-ft": [
    [1, 0.3],
    [3, 0.4],
    [5, 0.5],
  ],
};

/** The table's three columns of weather, the best first; factors of M16130.2F. */
const weatherFactors = { good: 1, poor: 0.5, bad: 0.25 } as const;
const fatigueFactor = 0.9;
/** By a helicopter's speed, kt. */
const helicopterFactors: readonly (readonly [knots: number, factor: number])[] = [
  [60, 1.5],
  [90, 1],
  [120, 0.8],
  [140, 0.7],
];

export interface SeaConditions {
  readonly visibilityM: number;
  readonly weather?: keyof typeof weatherFactors;
  readonly isTired?: boolean;
  /** Of a helicopter. */
  readonly speedMps?: number;
}

export type SeaWidth =
  | { readonly ok: true; readonly sweepWidthM: number }
  /** The table doesn't reach there: nothing is guessed. */
  | { readonly ok: false; readonly fault: { readonly code: "no-data"; readonly of: "visibility" | "speed" } };

/** Sweep width for a person in the water; between the table's entries straight, beyond them nothing. */
export const seaSweepWidth = (searcher: SeaSearcher, conditions: SeaConditions): SeaWidth => {
  const widthNm = tabulated(seaWidths[searcher], conditions.visibilityM / NAUTICAL_MILE_M);
  if (widthNm === undefined) return { ok: false, fault: { code: "no-data", of: "visibility" } };
  const isHelicopter = searcher === "helicopter-300-ft" && conditions.speedMps !== undefined;
  const speed = isHelicopter ? tabulated(helicopterFactors, ((conditions.speedMps ?? 0) * 3600) / NAUTICAL_MILE_M) : 1;
  if (speed === undefined) return { ok: false, fault: { code: "no-data", of: "speed" } };
  const weather = weatherFactors[conditions.weather ?? "good"];
  const fatigue = conditions.isTired ? fatigueFactor : 1;
  return { ok: true, sweepWidthM: widthNm * NAUTICAL_MILE_M * weather * fatigue * speed };
};

/** Between the entries of a table, straight; undefined before the first and past the last. */
const tabulated = (table: readonly (readonly [at: number, value: number])[], at: number): number | undefined => {
  const after = table.findIndex(([entry]) => at <= entry + 1e-9 * Math.abs(entry));
  const [to, before] = [table[after], table[after - 1]];
  if (to === undefined) return undefined;
  if (before === undefined) return Math.abs(at - to[0]) <= 1e-9 * Math.abs(to[0]) ? to[1] : undefined;
  return before[1] + ((at - before[0]) / (to[0] - before[0])) * (to[1] - before[1]);
};
