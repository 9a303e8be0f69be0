import type { HeatSource } from "../../shared/heat/heat-source.ts";

/** A source less likely a person than this is listed and drawn, but nobody is called for it: a car at 2 % must not ring. */
const alarmProbability = 0.3;

/** Each has words in both catalogues: `heat.likelihood.NAME`. */
export type Likelihood = "very-likely" | "likely" | "unclear" | "unlikely" | "unknown";

/** A probability in words: four of them, since nobody tells more apart at night; our own choice of limits. */
export const likelihoodOf = (personProbability: number | undefined): Likelihood => {
  if (personProbability === undefined) return "unknown";
  if (personProbability >= 0.8) return "very-likely";
  if (personProbability >= 0.5) return "likely";
  return personProbability >= 0.2 ? "unclear" : "unlikely";
};

type Judged = Pick<HeatSource, "decision" | "identity" | "personProbability">;

/** What puts new sources in order: one that nobody judged stands where alarms begin, one of our own after all. */
export const rankProbability = ({ identity, personProbability }: Judged): number =>
  identity === undefined ? (personProbability ?? alarmProbability) : -1;

/** Whether somebody must come and look. */
export const isAlarming = (source: Judged): boolean =>
  source.decision.state === "new" && rankProbability(source) >= alarmProbability;
