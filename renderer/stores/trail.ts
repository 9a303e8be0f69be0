import type { LatLon } from "../../shared/geo/lat-lon.ts";

export const trailMs = 5 * 60_000;
const trailStepMs = 1_000;
const stride = 3;

/**
 * Adds a position to a flat trail (latDeg, lonDeg, atMs ...), at most one a second, and drops what is older than five
 * minutes. @returns the same array where nothing changed
 */
export const extendTrail = (
  trail: readonly number[],
  place: LatLon & { readonly atMs: number },
  nowMs: number,
): readonly number[] => {
  const lastMs = trail.at(-1);
  if (lastMs !== undefined && place.atMs - lastMs < trailStepMs) return trail;
  let start = 0;
  while (start < trail.length && (trail[start + 2] ?? 0) < nowMs - trailMs) start += stride;
  return [...(start === 0 ? trail : trail.slice(start)), place.latDeg, place.lonDeg, place.atMs];
};
