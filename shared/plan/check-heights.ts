import type { Plan } from "./plan.ts";
import { flies, type PlanContext } from "./plan-context.ts";
import { type PlanProblem, planProblem } from "./plan-problem.ts";
import { type ProfileSample, terrainProfile } from "./terrain-profile.ts";

/** Trees, masts and the elevation model's own error want this much between path and ground, m. */
const wantedClearanceM = 20;
/** Interim Regulation on unmanned aircraft, Art. 19: above this the airspace is controlled, m above ground. */
const mostAboveGroundM = 120;
/** Rounding of heights is no offence. */
const slackM = 0.5;

interface Extremes {
  readonly elementId: string | undefined;
  lowestM: number;
  highestM: number;
}

/** Compares the way with the ground below it; what isn't known is said. */
export const checkHeights = (plan: Plan, context: PlanContext): PlanProblem[] => {
  if (!flies(context.kind)) return [];
  const { samples } = terrainProfile(plan, context);
  const inTheAir = samples.filter(({ grounded }) => !grounded);
  const unknown = inTheAir.filter(({ clearanceM }) => clearanceM === undefined).length;
  return [
    ...(unknown > 0
      ? [
          planProblem("warning", "clearance-unknown", undefined, {
            percent: Math.ceil((100 * unknown) / inTheAir.length),
          }),
        ]
      : []),
    ...[...extremesOf(samples).values()].flatMap(checkExtremes),
  ];
};

const extremesOf = (samples: readonly ProfileSample[]): ReadonlyMap<string, Extremes> => {
  const extremes = new Map<string, Extremes>();
  for (const { elementId, clearanceM, grounded } of samples) {
    if (clearanceM === undefined) continue;
    const key = elementId ?? "";
    const found = extremes.get(key) ?? {
      elementId,
      lowestM: Number.POSITIVE_INFINITY,
      highestM: Number.NEGATIVE_INFINITY,
    };
    if (!grounded) found.lowestM = Math.min(found.lowestM, clearanceM);
    found.highestM = Math.max(found.highestM, clearanceM);
    extremes.set(key, found);
  }
  return extremes;
};

const checkExtremes = ({ elementId, lowestM, highestM }: Extremes): PlanProblem[] => {
  const clearance = Math.floor(lowestM);
  const low =
    lowestM <= 0
      ? [planProblem("error", "below-terrain", elementId, { clearance })]
      : lowestM < wantedClearanceM - slackM
        ? [planProblem("warning", "low-clearance", elementId, { clearance, wanted: wantedClearanceM })]
        : [];
  const high =
    highestM > mostAboveGroundM + slackM
      ? [planProblem("warning", "above-120m", elementId, { height: Math.round(highestM) })]
      : [];
  return [...low, ...high];
};
