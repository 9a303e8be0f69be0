import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { MissionVehicle } from "../../../shared/wire/archive.ts";

/** The middle of where vehicles went. */
export const centreOf = (vehicles: readonly MissionVehicle[]): LatLon | undefined => {
  const latitudes = vehicles.flatMap(({ outline }) => outline.filter((_, n) => n % 2 === 0));
  const longitudes = vehicles.flatMap(({ outline }) => outline.filter((_, n) => n % 2 === 1));
  if (latitudes.length === 0) return undefined;
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return { latDeg: middle(latitudes), lonDeg: middle(longitudes) };
};
