import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { MissionSummary } from "../../../shared/wire/archive.ts";

interface Dot {
  readonly x: number;
  readonly y: number;
}

/** A polyline of the small map, in its own px. */
interface OutlineShape {
  readonly id: string;
  readonly colourIndex: number;
  /** "x,y x,y ...", as SVG wants it. */
  readonly points: string;
  readonly end: Dot;
}

export interface MissionOutline {
  readonly ways: readonly OutlineShape[];
  /** Confirmed heat sources. */
  readonly finds: readonly Dot[];
}

const rimPx = 6;

const placesOf = (flat: readonly number[]): readonly LatLon[] =>
  Array.from({ length: Math.floor(flat.length / 2) }, (_, i) => ({
    latDeg: flat[2 * i] ?? 0,
    lonDeg: flat[2 * i + 1] ?? 0,
  }));

/**
 * Where vehicles went and what was found, fitted into a small picture with north up. Over so little ground a degree of longitude
 * is a degree of latitude times the cosine of the latitude, which no eye tells from the truth.
 */
export const missionOutline = (
  { vehicles, confirmedPlaces }: Pick<MissionSummary, "vehicles" | "confirmedPlaces">,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): MissionOutline => {
  const found = placesOf(confirmedPlaces);
  const places = [...vehicles.flatMap(({ outline }) => placesOf(outline)), ...found];
  const [first] = places;
  if (first === undefined) return { ways: [], finds: [] };
  const lats = places.map(({ latDeg }) => latDeg);
  // Beyond the date line the ground goes on.
  const unwrap = (lonDeg: number): number => lonDeg + Math.round((first.lonDeg - lonDeg) / 360) * 360;
  const lons = places.map(({ lonDeg }) => unwrap(lonDeg));
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const perLon = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const wide = Math.max(1e-7, (east - west) * perLon);
  const high = Math.max(1e-7, north - south);
  const scale = Math.min((widthPx - 2 * rimPx) / wide, (heightPx - 2 * rimPx) / high);
  const left = (widthPx - (east - west) * perLon * scale) / 2;
  const top = (heightPx - (north - south) * scale) / 2;
  const at = ({ latDeg, lonDeg }: LatLon): Dot => ({
    x: Math.round((left + (unwrap(lonDeg) - west) * perLon * scale) * 10) / 10,
    y: Math.round((top + (north - latDeg) * scale) * 10) / 10,
  });
  const ways = vehicles.flatMap(({ id, colourIndex, outline }) => {
    const points = placesOf(outline).map(at);
    const end = points.at(-1);
    if (end === undefined) return [];
    return [{ id, colourIndex, points: points.map(({ x, y }) => `${x},${y}`).join(" "), end }];
  });
  // Several at one place are one ring.
  const finds = new Map(found.map((place) => [`${at(place).x},${at(place).y}`, at(place)]));
  return { ways, finds: [...finds.values()] };
};
