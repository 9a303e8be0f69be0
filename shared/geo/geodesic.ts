import geographicLib from "geographiclib-geodesic";
import { degToRad, type Rad, wrapTurn } from "../units/angle.ts";
import type { LatLon } from "./lat-lon.ts";

/**
 * Shortest path on the WGS-84 ellipsoid, exact to nanometres (Karney 2013, by GeographicLib). Some microseconds a call: for
 * what runs hundreds of times a frame use `LocalFrame`.
 * @returns the length, m, and the azimuth at `from`, [0, 2 pi) from true north
 */
export const inverseGeodesic = (from: LatLon, to: LatLon): { readonly distanceM: number; readonly azimuthRad: Rad } => {
  const { s12 = 0, azi1 = 0 } = geographicLib.Geodesic.WGS84.Inverse(from.latDeg, from.lonDeg, to.latDeg, to.lonDeg);
  return { distanceM: s12, azimuthRad: wrapTurn(degToRad(azi1)) };
};

/** Where one gets from a place by going `distanceM` at `azimuthRad` from true north; exact, see `inverseGeodesic`. */
export const directGeodesic = (from: LatLon, azimuthRad: number, distanceM: number): LatLon => {
  const azimuthDeg = (azimuthRad * 180) / Math.PI;
  const { lat2, lon2 } = geographicLib.Geodesic.WGS84.Direct(from.latDeg, from.lonDeg, azimuthDeg, distanceM);
  return { latDeg: lat2 ?? from.latDeg, lonDeg: lon2 ?? from.lonDeg };
};

/** Along the ellipsoid, m; see `inverseGeodesic`. */
export const distanceM = (from: LatLon, to: LatLon): number => inverseGeodesic(from, to).distanceM;

/** Wraps a longitude to [-180, 180). */
export const wrapLonDeg = (lonDeg: number): number =>
  // A hair below 180 the sum rounds up to 360, and the result would be a hair below -180.
  Math.max(-180, lonDeg - 360 * Math.floor((lonDeg + 180) / 360));
