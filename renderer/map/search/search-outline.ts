import { directGeodesic } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { SearchView } from "../../../shared/wire/incident.ts";

/** Half of such people are found within: closer in the map's shape isn't seen, farther out its middle is a dot. */
const shownShare = 0.5;
const cardinalRad = [0, 90, 180, 270].map((deg) => (deg * Math.PI) / 180);

/** The utmost points of the ring that a search is looked at by: the half's, or the nearest to it that is known. */
export const searchOutline = ({ quantiles, ...centre }: NonNullable<SearchView["rings"]>): readonly LatLon[] => {
  const [ring] = quantiles.toSorted((a, b) => Math.abs(a.share - shownShare) - Math.abs(b.share - shownShare));
  return ring === undefined ? [] : cardinalRad.map((azimuthRad) => directGeodesic(centre, azimuthRad, ring.distanceM));
};
