import type { HeatSource } from "../../shared/heat/heat-source.ts";

/** A source less likely a person than this is listed and drawn, but nobody is called for it: a car at 2 % must not ring. */
const alarmProbability = 0.3;

/** Each has words in both catalogues: `heat.likelihood.NAME`. */
export type Likelihood = "very-likely" | "likely" | "unclear" | "unlikely" | "unseen" | "unknown";

type Estimated = Pick<HeatSource, "personProbability" | "evidence">;

/**
 * What speaks for a person where the network hasn't looked at the shape, log-odds; undefined where it has, or nobody says.
 * Then the number is low because most warm things are no persons, not because this one looks like none.
 */
const withoutShape = ({ evidence }: Estimated): number | undefined =>
  evidence === undefined || evidence.network !== undefined
    ? undefined
    : (evidence.temperature ?? 0) + (evidence.size ?? 0) + (evidence.motion ?? 0);

/** Log-odds from which on warmth, size and motion speak against a person by themselves; and for one, on the other side. */
const saysSomething = 0.5;

/** A probability in words: four of them, since nobody tells more apart at night; our own choice of limits. */
export const likelihoodOf = (source: Estimated): Likelihood => {
  const { personProbability } = source;
  if (personProbability === undefined) return "unknown";
  if (personProbability >= 0.8) return "very-likely";
  if (personProbability >= 0.5) return "likely";
  const rest = withoutShape(source);
  if (rest !== undefined && rest > -saysSomething) return "unseen";
  return personProbability >= 0.2 ? "unclear" : "unlikely";
};

type Judged = Estimated & Pick<HeatSource, "decision" | "identity">;

/** What puts new sources in order: one that nobody judged stands where alarms begin, one of our own after all. */
export const rankProbability = ({ identity, personProbability }: Judged): number =>
  identity === undefined ? (personProbability ?? alarmProbability) : -1;

/** As warm and as large as a person, and no network to tell: a busy station must not keep quiet about whom it finds. */
const mayBeMissed = (source: Judged): boolean =>
  source.identity === undefined && (withoutShape(source) ?? 0) >= saysSomething;

/** Whether somebody must come and look. */
export const isAlarming = (source: Judged): boolean =>
  source.decision.state === "new" && (rankProbability(source) >= alarmProbability || mayBeMissed(source));
