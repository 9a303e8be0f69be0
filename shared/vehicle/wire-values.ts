import type { LatLon } from "../geo/lat-lon.ts";

/** @returns undefined for NaN and infinities, which MAVLink uses for "unknown" in floats */
export const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

/** @returns undefined where the field holds the wire's value for "unknown" */
export const unless = (sentinel: number, value: number): number | undefined => (value === sentinel ? undefined : value);

/** @returns the number, or undefined for zero, NaN and anything below */
export const positive = (value: number): number | undefined =>
  Number.isFinite(value) && value > 0 ? value : undefined;

/**
 * A place from MAVLink's 1e-7 degrees.
 * @returns undefined within some 11 m of 0,0, which stands for "no position", and outside the globe
 */
export const placeE7 = (lat: number, lon: number): LatLon | undefined => {
  if (Math.abs(lat) < 1_000 && Math.abs(lon) < 1_000) return undefined;
  if (Math.abs(lat) > 900_000_000 || Math.abs(lon) > 1_800_000_000) return undefined;
  return { latDeg: lat / 1e7, lonDeg: lon / 1e7 };
};

/** Text in a byte array, up to the first NUL. */
export const textOf = (bytes: readonly number[]): string => {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...(end < 0 ? bytes : bytes.slice(0, end))).trim();
};

/** Lower-case hex of a byte array; undefined where all are zero. */
export const hexOf = (bytes: readonly number[]): string | undefined =>
  bytes.some((byte) => byte !== 0) ? bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("") : undefined;

/** `{ [name]: value }`, or nothing where the value is unknown: optional fields are absent, not undefined. */
export const given = <Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [K in Name]?: Value } => {
  const out: { [K in Name]?: Value } = {};
  if (value !== undefined) out[name] = value;
  return out;
};
