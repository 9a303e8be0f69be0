import { geoJsonRing } from "../../geo/geojson-ring.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import { timeText } from "../export/track.ts";
import type { LostHypothesis, LostVehicle } from "./lost-vehicle.ts";

type Position = readonly [number, number];

const position = ({ latDeg, lonDeg }: LatLon): Position => [Number(lonDeg.toFixed(7)), Number(latDeg.toFixed(7))];

const feature = (geometry: object, properties: object) => ({ type: "Feature", geometry, properties });

const hypothesisFeatures = (vehicleId: string, rank: number, one: LostHypothesis): readonly object[] => {
  const { kind, words, formula, assumes, reachM } = one;
  const about = { vehicleId, rank, what: kind, words, formula, assumes, reachM: Math.round(reachM) };
  const polygon = { type: "Polygon", coordinates: [geoJsonRing(one.region).map(position)] };
  return [
    ...(one.region.length < 3 ? [] : [feature(polygon, { kind: "region", ...about })]),
    ...(one.path === undefined || one.path.length < 2
      ? []
      : [feature({ type: "LineString", coordinates: one.path.map(position) }, { kind: "way", ...about })]),
    ...(one.place === undefined
      ? []
      : [feature({ type: "Point", coordinates: position(one.place) }, { kind: "likeliest", ...about })]),
  ];
};

const vehicleFeatures = (vehicle: LostVehicle): readonly object[] => {
  const { hypotheses, lastPlace, vehicleId } = vehicle;
  if (lastPlace === undefined) return [];
  const { altMslM } = lastPlace;
  const coordinates = [...position(lastPlace), ...(altMslM === undefined ? [] : [altMslM])];
  const { armed, mode, speedMps, afterS, battery } = vehicle;
  const time = timeText(lastPlace.utcMs);
  return [
    feature(
      { type: "Point", coordinates },
      { kind: "last-known", vehicleId, time, withinM: lastPlace.withinM, armed, mode, speedMps, afterS, battery },
    ),
    ...hypotheses.flatMap((one, rank) => hypothesisFeatures(vehicleId, rank + 1, one)),
  ];
};

/** GeoJSON (RFC 7946): of each vehicle its last known place, and region, way and likeliest place of each hypothesis. */
export const whereLostGeoJson = (vehicles: readonly LostVehicle[]): string =>
  `${JSON.stringify({ type: "FeatureCollection", features: vehicles.flatMap(vehicleFeatures) })}\n`;
