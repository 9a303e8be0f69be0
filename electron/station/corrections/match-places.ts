import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import { mahalanobisSquared } from "../../../shared/heat/covariance.ts";
import type { GeoreferencedSpot } from "../../../shared/heat/georeference.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { KnownPlace } from "./known-places.ts";

/** A spot that was placed, and the source that it became part of. */
export interface PlacedSpot {
  readonly placed: GeoreferencedSpot;
  readonly heatId?: string | undefined;
}

export interface Match<S extends PlacedSpot> {
  readonly spot: S;
  readonly place: KnownPlace;
}

/** Within 99 % of their errors together it may be it (chi squared, 2 degrees of freedom) ... */
const fits2 = 9.21;
/** ... and within 99.9 % nothing else may be. */
const near2 = 13.82;

const distance2 = ({ placed }: PlacedSpot, { position, sigmaM }: KnownPlace): number => {
  const { northM, eastM } = new LocalFrame(placed.position).toNorthEast(position);
  const { nn, ne, ee } = placed.covariance;
  return mahalanobisSquared(northM, eastM, { nn: nn + sigmaM ** 2, ne, ee: ee + sigmaM ** 2 });
};

/** Whether another warm thing is known there, for which the spot could be taken. */
const isBeside = (source: HeatSource, { heatId }: PlacedSpot, place: KnownPlace): boolean => {
  if (source.id === heatId || source.decision.state === "dismissed" || !source.location.located) return false;
  if (source.identity?.kind === "vehicle" && place.referenceId === `vehicle-${source.identity.vehicleId}`) return false;
  const { northM, eastM } = new LocalFrame(place.position).toNorthEast(source.location.position);
  const { nn, ne, ee } = source.location.covariance;
  return mahalanobisSquared(northM, eastM, { nn: nn + place.sigmaM ** 2, ne, ee: ee + place.sigmaM ** 2 }) <= near2;
};

/**
 * Which spots of one picture are surely one of our own: the one spot that fits the place, the one place that it fits, and no
 * other warm thing known beside it. Better none than a wrong one: it would turn the camera.
 */
export const matchPlaces = <S extends PlacedSpot>(
  spots: readonly S[],
  places: readonly KnownPlace[],
  sources: Iterable<HeatSource>,
): readonly Match<S>[] => {
  const all = [...sources];
  return places.flatMap((place) => {
    const [spot, ...others] = spots.filter((candidate) => distance2(candidate, place) <= near2);
    if (spot === undefined || others.length > 0 || distance2(spot, place) > fits2) return [];
    if (places.some((other) => other !== place && distance2(spot, other) <= near2)) return [];
    if (all.some((source) => isBeside(source, spot, place))) return [];
    return [{ spot, place }];
  });
};
