/** What is wrong with a plan: `planProblem.CODE` in the catalogues. */
export const planProblemCodes = [
  "empty",
  "no-take-off",
  "take-off-not-first",
  "below-terrain", // params.clearance, m
  "low-clearance", // params.clearance, params.wanted, m
  "above-120m", // params.height, m above ground
  "terrain-unknown", // heights above ground can't be told, and this firmware can't follow it by itself
  "clearance-unknown", // params.percent: no terrain there, so nobody checked the heights
  "home-unknown", // heights can't be converted, or the way home not told
  "outside-fence",
  "crosses-exclusion",
  "home-outside-fence",
  "fence-self-crossing",
  "fence-too-small", // under three corners, or no radius
  "fence-too-many-points", // params.points, params.most
  "rally-outside-fence",
  "fence-off", // it is stored, but the vehicle doesn't keep to it
  "area-self-crossing",
  "pattern-empty", // nothing was drawn yet
  "too-far-apart", // params.distance, m
  "first-point-far", // params.distance, params.most, m
  "heights-ignored", // a robot stays on the ground
  "take-off-ignored", // a robot has none
  "land-ignored",
  "rounded-delay", // params.from, params.to, s: all that this firmware stores
  "rounded-radius", // m
  "rounded-turns",
  "orbit-too-large", // params.radius, params.most, m
  "too-many-items", // params.items, params.most
  "too-many-loops", // params.loops, params.most
  "loop-target", // goes back to nothing that comes before it
  "loop-endless", // what follows is never reached
  "steep-climb", // params.angle, degrees
  "wind-too-strong", // params.speed, m/s against it
  "not-enough-battery", // params.needed, params.left, params.reserve, %
  "ground-height-by-vehicle", // the vehicle must follow the terrain with its own data
  "after-the-end", // what comes after landing or returning is never done
] as const;
export type PlanProblemCode = (typeof planProblemCodes)[number];

/** An error keeps a plan from being uploaded; a warning is for a person to weigh. */
export interface PlanProblem {
  readonly code: PlanProblemCode;
  readonly severity: "error" | "warning";
  /** The element, fence or rally point that it is about. */
  readonly elementId?: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Makes a problem; without an element it is about the plan as a whole. */
export const planProblem = (
  severity: PlanProblem["severity"],
  code: PlanProblemCode,
  elementId?: string,
  params: PlanProblem["params"] = {},
): PlanProblem => ({ code, severity, params, ...(elementId === undefined ? {} : { elementId }) });
