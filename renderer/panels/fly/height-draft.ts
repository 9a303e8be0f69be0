import type { Altitude, AltitudeReference } from "../../../shared/units/altitude.ts";

/** A height that is being chosen and what it counts from. */
export interface HeightDraft {
  readonly reference: AltitudeReference;
  /** Undefined while what was typed can't be used. */
  readonly m: number | undefined;
}

/** @returns undefined while the number can't be used */
export const altitudeOf = ({ reference, m }: HeightDraft): Altitude | undefined =>
  m === undefined ? undefined : { reference, m };

/**
 * The same height counted from something else. Above home and above the ground keep the number, since a person means "so
 * much above"; to or from sea level it is converted by home's height, and where that isn't known it must be typed anew: 60 m
 * above home must never become 60 m above the sea by a tap.
 */
export const countFrom = (
  draft: HeightDraft,
  reference: AltitudeReference,
  homeMslM: number | undefined,
): HeightDraft => {
  if ((draft.reference === "msl") === (reference === "msl") || draft.m === undefined) return { reference, m: draft.m };
  if (homeMslM === undefined) return { reference, m: undefined };
  return { reference, m: Math.round(draft.m + (reference === "msl" ? homeMslM : -homeMslM)) };
};
