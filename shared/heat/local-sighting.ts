import type { GeoreferencedSpot } from "./georeference.ts";
import type { CovarianceNe } from "./heat-source.ts";

/** A located sighting in metres from the origin of the track that it is compared with. */
export interface LocalSighting {
  readonly northM: number;
  readonly eastM: number;
  readonly systematic: readonly number[];
  readonly random: CovarianceNe;
  readonly sizeM: number;
}

export const localSighting = (spot: GeoreferencedSpot, northM: number, eastM: number): LocalSighting => ({
  northM,
  eastM,
  systematic: spot.systematic,
  random: spot.random,
  sizeM: spot.sizeM,
});
