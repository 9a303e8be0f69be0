import { LatLon as GeodesyLatLon } from "geodesy/mgrs.js";
import { wrapLonDeg } from "./geodesic.ts";
import type { LatLon } from "./lat-lon.ts";

/** In the order they are offered. */
export const coordinateFormats = ["decimal", "dms", "utm", "mgrs"] as const;
export type CoordinateFormat = (typeof coordinateFormats)[number];

/** "30.87000, 120.43300": latitude first, 5 places are about a metre. */
export const formatDecimal = ({ latDeg, lonDeg }: LatLon): string | undefined =>
  isPlace({ latDeg, lonDeg }) ? `${fixed(latDeg)}, ${fixed(wrapLonDeg(lonDeg))}` : undefined;

/** `30°52′12.0″N 120°25′58.8″E`: a tenth of a second is about 3 m. */
export const formatDms = ({ latDeg, lonDeg }: LatLon): string | undefined => {
  if (!isPlace({ latDeg, lonDeg })) return undefined;
  const lon = wrapLonDeg(lonDeg);
  return `${sexagesimal(latDeg, 2)}${latDeg < 0 ? "S" : "N"} ${sexagesimal(lon, 3)}${lon < 0 ? "W" : "E"}`;
};

/** "51R 254567 3418016": zone with band, easting, northing, m; undefined beyond latitudes -79.95 and 83.95. */
export const formatUtm = (place: LatLon): string | undefined => {
  const utm = toUtm(place);
  if (!utm) return undefined;
  const band = utm.toMgrs().toString().slice(2, 3);
  return `${utm.zone}${band} ${Math.round(utm.easting)} ${Math.round(utm.northing)}`;
};

/** "51R TQ 54567 18016": the metre square that holds the place (cut, not rounded); undefined where UTM is. */
export const formatMgrs = (place: LatLon): string | undefined => toUtm(place)?.toMgrs().toString();

/** @returns undefined where the format has no name for the place: a pole in UTM or MGRS, or no place at all (NaN) */
export const formatCoordinate = (place: LatLon, format: CoordinateFormat): string | undefined => {
  switch (format) {
    case "decimal":
      return formatDecimal(place);
    case "dms":
      return formatDms(place);
    case "utm":
      return formatUtm(place);
    case "mgrs":
      return formatMgrs(place);
  }
};

const isPlace = ({ latDeg, lonDeg }: LatLon): boolean => Math.abs(latDeg) <= 90 && Number.isFinite(lonDeg);

const toUtm = ({ latDeg, lonDeg }: LatLon) => {
  // Nearer than 0.05 degrees to UTM's limits the library refuses northings off the central meridian that are right.
  if (!(latDeg > -79.95 && latDeg < 83.95 && Number.isFinite(lonDeg))) return undefined;
  // A hair south of the equator the library rounds to northing 0 of the south, which it then refuses.
  const steadyLatDeg = Math.abs(latDeg) < 1e-10 ? 0 : latDeg;
  return new GeodesyLatLon(steadyLatDeg, wrapLonDeg(lonDeg)).toUtm();
};

/** No "-0.00000". */
const fixed = (valueDeg: number): string => {
  const text = valueDeg.toFixed(5);
  return Number(text) === 0 ? text.replace("-", "") : text;
};

const sexagesimal = (valueDeg: number, degreeDigits: number): string => {
  // In tenths of a second first, so that 59.96 carries into the minute and never prints as 60.0.
  const tenths = Math.round(Math.abs(valueDeg) * 36_000);
  const degrees = String(Math.floor(tenths / 36_000)).padStart(degreeDigits, "0");
  const minutes = String(Math.floor(tenths / 600) % 60).padStart(2, "0");
  const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
  return `${degrees}°${minutes}′${seconds}″`;
};
