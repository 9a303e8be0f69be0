import type { SegmentSum } from "./segment-sums.ts";

export type Grade = "red" | "yellow" | "green" | "none";

/** Densities as multiples of the mean density of all segments before any search. */
export interface GradeRule {
  /** From here up a segment is red: search it first. */
  readonly redFrom: number;
  /** Below this it is green: little is left in it. */
  readonly greenBelow: number;
  /** By which share a density must be past a limit before the grade changes: it must not flicker with each picture. */
  readonly slack: number;
}

/** An assumption of this program, not of a book. */
export const usualGrades: GradeRule = { redFrom: 1.5, greenBelow: 0.5, slack: 0.1 };

/**
 * Grades segments by the probability density that is left in them (posterior). It is measured by the mean density of all
 * segments before the search, which stays the same while the search goes on: so a segment turns green when it was searched
 * well, and an unsearched one turns red when the others were. Without area or cells there is no grade.
 * @param before the grades until now, by segment
 */
export const gradeSegments = (
  sums: readonly SegmentSum[],
  before: ReadonlyMap<string, Grade> = new Map(),
  rule: GradeRule = usualGrades,
): ReadonlyMap<string, Grade> => {
  const areaM2 = sums.reduce((sum, segment) => sum + segment.areaM2, 0);
  const mean = areaM2 > 0 ? sums.reduce((sum, { poaPrior }) => sum + poaPrior, 0) / areaM2 : 0;
  return new Map(
    sums.map((segment) => {
      if (!(segment.areaM2 > 0 && mean > 0)) return [segment.id, "none"];
      return [segment.id, gradeOf(segment.densityPerM2 / mean, before.get(segment.id), rule)];
    }),
  );
};

const gradeOf = (density: number, before: Grade | undefined, { redFrom, greenBelow, slack }: GradeRule): Grade => {
  const red = redFrom * (before === "red" ? 1 - slack : before === undefined || before === "none" ? 1 : 1 + slack);
  const green =
    greenBelow * (before === "green" ? 1 + slack : before === undefined || before === "none" ? 1 : 1 - slack);
  if (density >= red) return "red";
  return density < green ? "green" : "yellow";
};
