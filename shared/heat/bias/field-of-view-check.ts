import type { ReferenceSighting } from "./reference-sighting.ts";

/** A camera's real width of view over the one that is said, with its sigma. */
export interface FieldOfViewDoubt {
  readonly scale: number;
  readonly sigma: number;
}

export const fieldOfViewDoubt = (_sightings: readonly ReferenceSighting[]): FieldOfViewDoubt | undefined => undefined;
