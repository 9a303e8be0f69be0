import type { JobFault } from "./job.ts";

/** Why something is not possible, where the station knows it without asking the vehicle: `impossible.CODE` in both catalogues. */
export const impossibleReasons = [
  "not-armed",
  "armed",
  "airborne",
  "already-flying",
  "ground-vehicle",
  "cannot-turn",
  "in-mission",
  "not-held",
  "flying-mission",
  "mission-mixed",
  "no-home",
  "no-terrain",
  "terrain",
  "too-low",
  "too-far",
  "no-such-heat",
  "no-such-mode",
] as const;
export type ImpossibleReason = (typeof impossibleReasons)[number];

/** The fault that says so. */
export const impossible = (reason: ImpossibleReason, params: JobFault["params"] = {}): JobFault => ({
  code: "not-possible",
  params: { ...params, reason },
});
