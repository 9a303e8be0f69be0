import type { LatLon } from "../../../shared/geo/lat-lon.ts";

/** One of "30.87021", "30°52′12.8″N", "N 30 52.21". */
const anglePattern =
  /^([NSEW])?\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′’]?\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*(?:["″”]|'')?\s*)?([NSEW])?$/i;

const angleDeg = (text: string, sides: string): number | undefined => {
  const match = anglePattern.exec(text.trim());
  if (match === null) return undefined;
  const [, before, degrees = "", minutes = "0", seconds = "0", after] = match;
  const side = (before ?? after)?.toUpperCase();
  if (side !== undefined && !sides.includes(side)) return undefined;
  if (before !== undefined && after !== undefined) return undefined;
  if (Number(minutes) >= 60 || Number(seconds) >= 60) return undefined;
  const size = Math.abs(Number(degrees)) + Number(minutes) / 60 + Number(seconds) / 3600;
  const negative = degrees.startsWith("-") || side === "S" || side === "W";
  return negative ? -size : size;
};

interface ReadAngles extends LatLon {
  readonly lonFirst: boolean;
}

const readAngles = (text: string): ReadAngles | undefined => {
  const clean = text.trim().replace("−", "-").replace("，", ",");
  const parts = clean.includes(",")
    ? clean.split(",")
    : /[NSns]\s+/.test(clean)
      ? splitAfterSide(clean)
      : clean.split(/\s+/);
  const [first, second] = parts;
  if (parts.length !== 2 || first === undefined || second === undefined) return undefined;
  const latDeg = angleDeg(first, "NS");
  const lonDeg = angleDeg(second, "EW");
  if (latDeg === undefined || lonDeg === undefined) return undefined;
  if (Math.abs(latDeg) <= 90 && Math.abs(lonDeg) <= 180) return { latDeg, lonDeg, lonFirst: false };
  // Letters say which is which, and a blank may part degrees from minutes: "120 30.87" is half a place.
  const isPlain = !/[NSEW]/i.test(clean) && (clean.includes(",") || parts.every((part) => part.includes(".")));
  if (!isPlain || Math.abs(latDeg) > 180 || Math.abs(lonDeg) > 90) return undefined;
  return { latDeg: lonDeg, lonDeg: latDeg, lonFirst: true };
};

/**
 * Latitude and longitude as a person types or pastes them: decimal degrees or degrees, minutes and seconds, latitude first
 * (or named by its letter), parted by a comma, or by a blank where both are decimal. Where the first number can be no
 * latitude and the second can, it is longitude and latitude, as Chinese map apps copy them.
 */
export const parsePlace = (text: string): LatLon | undefined => {
  const read = readAngles(text);
  return read === undefined ? undefined : { latDeg: read.latDeg, lonDeg: read.lonDeg };
};

/** Whether a place was read as longitude, latitude; that is said to whom typed it. */
export const isLonFirst = (text: string): boolean => readAngles(text)?.lonFirst ?? false;

const splitAfterSide = (text: string): string[] => {
  const match = /^(.*\d.*[NS])\s+(.+)$/i.exec(text);
  return match === null ? text.split(/\s+(?=[EW])/i) : [match[1] ?? "", match[2] ?? ""];
};
