import { geoJsonRing } from "../../../geo/geojson-ring.ts";
import type { LatLon } from "../../../geo/lat-lon.ts";
import { reportNames } from "../names.ts";
import { type ReportInput, thingsOfKind } from "../report-input.ts";
import { isoTime } from "./iso-time.ts";

type Position = readonly [number, number];
type Properties = Readonly<Record<string, unknown>>;

const position = ({ lonDeg, latDeg }: LatLon): Position => [lonDeg, latDeg];
const point = (place: LatLon, properties: Properties) => ({
  type: "Feature",
  geometry: { type: "Point", coordinates: position(place) },
  properties,
});

/** Everything that has a place, WGS-84 (RFC 7946), each with `kind` and what is known of it. Times are ISO 8601 in UTC. */
export const exportGeoJson = (input: ReportInput): string => {
  const names = reportNames(input);
  const features = [
    ...thingsOfKind(input, "segment").flatMap(({ id, fields }) =>
      fields.ring === undefined
        ? []
        : [
            {
              type: "Feature",
              geometry: { type: "Polygon", coordinates: [geoJsonRing(fields.ring).map(position)] },
              properties: { kind: "segment", id, name: fields.name, ...input.grades[id] },
            },
          ],
    ),
    ...thingsOfKind(input, "subject").flatMap(({ id, fields }) => [
      ...(fields.ipp === undefined
        ? []
        : [point(fields.ipp.place, { kind: "ipp", id, name: fields.name, utc: isoTime(fields.ipp.utcMs) })]),
      ...(fields.lastSeen === undefined
        ? []
        : [
            point(fields.lastSeen.place, {
              kind: "last-seen",
              id,
              name: fields.name,
              type: fields.lastSeen.kind,
              utc: isoTime(fields.lastSeen.utcMs),
            }),
          ]),
    ]),
    ...thingsOfKind(input, "clue").flatMap(({ id, fields }) =>
      fields.place === undefined
        ? []
        : [
            point(fields.place, {
              kind: "clue",
              id,
              number: fields.number,
              nature: fields.nature,
              text: fields.text,
              state: fields.state,
              reliability: fields.reliability,
              sigmaM: fields.sigmaM,
              utc: isoTime(fields.utcMs),
            }),
          ],
    ),
    ...input.heat.flatMap(({ position: place, ...heat }) =>
      place === undefined
        ? []
        : [
            point(place, {
              kind: "heat",
              id: heat.id,
              number: heat.number,
              state: heat.state,
              personProbability: heat.personProbability,
              utc: isoTime(heat.firstSeenUtcMs),
            }),
          ],
    ),
    ...thingsOfKind(input, "incident").flatMap(({ fields: { outcome } }) =>
      outcome?.place === undefined
        ? []
        : [
            point(outcome.place, {
              kind: "outcome",
              state: outcome.state,
              by: outcome.by,
              utc: isoTime(outcome.utcMs),
            }),
          ],
    ),
    ...input.tracks.flatMap(({ who, points }) =>
      points.length < 2
        ? []
        : [
            {
              type: "Feature",
              geometry: { type: "LineString", coordinates: points.map(position) },
              properties: {
                kind: "track",
                who,
                name: names.who(who),
                coordTimes: points.map(({ utcMs }) => isoTime(utcMs)),
              },
            },
          ],
    ),
  ];
  return JSON.stringify({ type: "FeatureCollection", features }, undefined, 1);
};
