import { type Grade, gradeSegments } from "../../../shared/search/probability/grade-segments.ts";
import type { ProbabilityMap } from "../../../shared/search/probability/probability-map.ts";
import { type SegmentSum, segmentSums } from "../../../shared/search/probability/segment-sums.ts";
import type { SegmentGrade } from "../../../shared/wire/incident.ts";
import type { GradeChanges } from "./search-messages.ts";

/** What nobody sees on a screen: a hundredth of a percent of a probability, and half a percent of a density. */
const leastChange = 0.0001;
const leastPart = 0.005;

const toFour = (value: number): number => Number(value.toPrecision(4));

/** Grades of all segments as they were told last, so that only what changed visibly is told. */
export class GradeWatch {
  #told = new Map<string, SegmentGrade>();
  #grades: ReadonlyMap<string, Grade> = new Map();

  /** Everything is told anew. */
  forget(): GradeChanges {
    const gone = [...this.#told.keys()].map((id) => [id, undefined] as const);
    this.#told.clear();
    this.#grades = new Map();
    return gone;
  }

  /** @returns what changed since the last time */
  look(map: ProbabilityMap): GradeChanges {
    const sums = segmentSums(map);
    this.#grades = gradeSegments(sums, this.#grades);
    const changes: (readonly [string, SegmentGrade | undefined])[] = [];
    const seen = new Set<string>();
    for (const sum of sums) {
      seen.add(sum.id);
      const next = gradeOf(sum, this.#grades.get(sum.id) ?? "none");
      const before = this.#told.get(sum.id);
      if (before !== undefined && !isNews(before, next)) continue;
      this.#told.set(sum.id, next);
      changes.push([sum.id, next]);
    }
    for (const id of this.#told.keys()) {
      if (seen.has(id)) continue;
      this.#told.delete(id);
      changes.push([id, undefined]);
    }
    return changes;
  }
}

const gradeOf = (sum: SegmentSum, grade: Grade): SegmentGrade => ({
  poa: toFour(sum.poa),
  pod: toFour(sum.pod),
  podResponsive: toFour(sum.podResponsive),
  densityPerKm2: toFour(sum.densityPerM2 * 1e6),
  areaM2: Math.round(sum.areaM2),
  grade,
});

const isNews = (before: SegmentGrade, now: SegmentGrade): boolean =>
  before.grade !== now.grade ||
  before.areaM2 !== now.areaM2 ||
  Math.abs(before.pod - now.pod) >= leastChange ||
  Math.abs((before.podResponsive ?? 0) - (now.podResponsive ?? 0)) >= leastChange ||
  Math.abs(before.densityPerKm2 - now.densityPerKm2) > leastPart * before.densityPerKm2;
