import type { OnboardMission } from "../../../shared/wire/operations.ts";

/** How what is on board compares with the open plan; each has words: `aboard.STATE`. */
export type Aboard = "same" | "older" | "other" | "foreign" | "none" | "mixed" | "unknown";

/** @param saved the plan as it is here is the station's `revision` */
export const aboardOf = (
  planId: string,
  revision: number | undefined,
  saved: boolean,
  onboard: OnboardMission | undefined,
): Aboard => {
  if (onboard === undefined) return "unknown";
  if (onboard.mixed === true) return "mixed";
  if (onboard.count === 0) return "none";
  if (onboard.planId === undefined) return "foreign";
  if (onboard.planId !== planId) return "other";
  return saved && onboard.planRevision === revision ? "same" : "older";
};
