import type { HeatSource } from "../../shared/heat/heat-source.ts";
import { mayBePerson } from "../../shared/heat/person-alarm.ts";

/** Each has words in both catalogues: `heat.likelihood.NAME`. "unseen": the network hasn't looked at the shape. */
export type Likelihood = "very-likely" | "likely" | "unclear" | "unlikely" | "unseen" | "unknown";

type Estimated = Pick<HeatSource, "personProbability" | "evidence">;

/**
 * A probability in words: four of them, since nobody tells more apart at night; the upper limits are our own choice. Unlikely
 * is what calls nobody.
 */
export const likelihoodOf = (source: Estimated): Likelihood => {
  const { personProbability, evidence } = source;
  if (personProbability === undefined) return "unknown";
  if (personProbability >= 0.8) return "very-likely";
  if (personProbability >= 0.5) return "likely";
  if (!mayBePerson(source)) return "unlikely";
  return evidence !== undefined && evidence.network === undefined ? "unseen" : "unclear";
};

type Judged = Estimated & Pick<HeatSource, "decision" | "identity">;

/** Where one that nobody judged stands among the others. */
const unjudged = 0.3;

/** What puts new sources in order: the likelier persons first, one of our own after all. */
export const rankProbability = ({ identity, personProbability }: Judged): number =>
  identity === undefined ? (personProbability ?? unjudged) : -1;

/** Whether somebody must come and look. */
export const isAlarming = (source: Judged): boolean =>
  source.decision.state === "new" && source.identity === undefined && mayBePerson(source);
