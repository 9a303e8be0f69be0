import Mgrs, { Utm } from "geodesy/mgrs.js";
import type { LatLon } from "./lat-lon.ts";

const utmPattern = /^(\d{1,2})\s*([C-HJ-NP-X])[\s,]+(\d{6}(?:\.\d+)?)[\s,]+(\d{1,8}(?:\.\d+)?)$/;
const mgrsPattern = /^(\d{1,2})([C-HJ-NP-X])\s*([A-HJ-NP-Z]{2})\s*(\d[\d\s]*)$/;

/**
 * A place written as UTM with its latitude band ("51R 254567 3418016") or as MGRS ("51R TQ 54567 18016"); of an MGRS square
 * its south-western corner, as it is named.
 * @returns undefined for anything else, and where the numbers name no place
 */
export const parseGridReference = (text: string): LatLon | undefined => {
  const clean = text.trim().toUpperCase();
  try {
    return readUtm(clean) ?? readMgrs(clean);
  } catch {
    // The library refuses a place that isn't there by throwing.
    return undefined;
  }
};

const readUtm = (clean: string): LatLon | undefined => {
  const match = utmPattern.exec(clean);
  if (match === null) return undefined;
  const [, zone, band = "", easting, northing] = match;
  return placeOf(new Utm(Number(zone), band >= "N" ? "N" : "S", Number(easting), Number(northing)).toLatLon());
};

const readMgrs = (clean: string): LatLon | undefined => {
  const match = mgrsPattern.exec(clean);
  const digits = match?.[4]?.replace(/\s/g, "") ?? "";
  // As many for the northing as for the easting; five of each are metres.
  if (match === null || digits.length % 2 !== 0 || digits.length < 4 || digits.length > 10) return undefined;
  const [, zone = "", band = "", square = ""] = match;
  const half = digits.length / 2;
  const parts = [zone.padStart(2, "0") + band, square, digits.slice(0, half), digits.slice(half)];
  return placeOf(Mgrs.parse(parts.join(" ")).toUtm().toLatLon());
};

const placeOf = ({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }): LatLon => ({
  latDeg: latitude,
  lonDeg: longitude,
});
