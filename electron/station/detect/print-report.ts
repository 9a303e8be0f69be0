import type { ClassFigures } from "../../../shared/heat/evaluate/evaluate-detections.ts";
import { categoryNames } from "../../../shared/heat/evaluate/read-annotations.ts";
import type { EvaluationReport } from "./evaluate-against.ts";

/** What `lantern detect` did. */
export interface DetectReport {
  readonly input: string;
  readonly out: string;
  readonly model: string;
  readonly pictures: number;
  readonly unreadable: readonly { readonly file_name: string; readonly detail: string }[];
  readonly detections: number;
  /** With a score that the model is right with about as often as not. */
  readonly persons: number;
  readonly threshold: number;
  readonly msPerPicture?: number;
  /** Why the input ended early. */
  readonly ended?: string;
  readonly evaluation?: EvaluationReport;
}

const MOST_NAMED = 20;

const figure = (value: number | undefined): string => (value === undefined ? "-" : value.toFixed(3)).padStart(8);

const row = (name: string, { pictures, truths, ap50, recallAt1Fppi }: ClassFigures): string =>
  `  ${name.padEnd(14)}${String(pictures).padStart(8)}${String(truths).padStart(8)}${figure(ap50)}${figure(recallAt1Fppi)}`;

const head = (title: string): string => `${title.padEnd(16)}${"pictures".padStart(8)}   boxes    AP50  recall`;

const evaluationText = (evaluation: EvaluationReport): readonly string[] => {
  const { classes, byHeightM, byAngleDeg, byTime, apart, bySizePx, meanAp50, notInInput } = evaluation;
  const group = (title: string, groups: Readonly<Record<string, ClassFigures>>, unit: string): readonly string[] => {
    const rows = Object.entries(groups).map(([key, figures]) => row(`${key}${unit}`, figures));
    return rows.length === 0 ? [] : [head(title), ...rows];
  };
  return [
    "Average precision at an overlap of 0.5, and recall at one false detection a picture",
    head("class"),
    ...(["person", "car", "bicycle", "other"] as const).map((name) => row(categoryNames[name], classes[name])),
    `  ${"mean".padEnd(30)}${figure(meanAp50)}`,
    ...group("persons, height", byHeightM, " m"),
    ...group("persons, angle", byAngleDeg, " deg"),
    ...group("persons, time", byTime, ""),
    ...(apart ? [head("persons, apart"), row("of train", apart)] : []),
    ...bySize(apart === undefined ? "persons, size" : "apart, by size", bySizePx),
    ...(notInInput > 0 ? [`${notInInput} annotated pictures aren't in the input and count for nothing here.`] : []),
  ];
};

/** Square root of the box's area. */
const bySize = (title: string, groups: EvaluationReport["bySizePx"]): readonly string[] => {
  const rows = Object.entries(groups).map(
    ([key, { truths, recall }]) =>
      `  ${`${key} px`.padEnd(22)}${String(truths).padStart(8)}${" ".repeat(8)}${figure(recall)}`,
  );
  return rows.length === 0 ? [] : [`${title.padEnd(24)}   boxes          recall`, ...rows];
};

/** For people; with `json` the program prints the report itself. */
export const reportText = (report: DetectReport): string => {
  const { pictures, unreadable, detections, persons, msPerPicture, evaluation } = report;
  const named = unreadable.slice(0, MOST_NAMED).map(({ file_name, detail }) => `  ${file_name}: ${detail}`);
  return [
    `${pictures} pictures searched with ${report.model}${msPerPicture === undefined ? "" : `, ${msPerPicture.toFixed(0)} ms each`}`,
    `${detections} detections with a score of ${report.threshold} or more, ${persons} of them likely persons -> ${report.out}`,
    ...(unreadable.length > 0 ? [`${unreadable.length} could not be read:`, ...named] : []),
    ...(unreadable.length > MOST_NAMED ? [`  and ${unreadable.length - MOST_NAMED} more`] : []),
    ...(report.ended === undefined ? [] : [`It ended early: ${report.ended}`]),
    ...(evaluation ? evaluationText(evaluation) : []),
    "",
  ].join("\n");
};
