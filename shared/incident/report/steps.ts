import type { StepName } from "../incident-event.ts";
import type { Step } from "../thing.ts";
import type { ReportWords } from "./report-words-type.ts";

/** When something happened to a thing first. */
export const firstTimeOf = (steps: readonly Step[], name: StepName): number | undefined =>
  steps.find(({ step }) => step === name)?.utcMs;

/** What happened last; a note tells of nothing new. */
export const lastStepOf = (steps: readonly Step[]): StepName | undefined =>
  steps.findLast(({ step }) => step !== "note")?.step;

/** The same in words; empty where nothing happened yet. */
export const lastStepWord = (steps: readonly Step[], words: ReportWords): string => {
  const step = lastStepOf(steps);
  return step === undefined ? "" : words.steps[step];
};
