import type { LatLon } from "../../../geo/lat-lon.ts";
import { type Html, html } from "../html.ts";
import { reportNames } from "../names.ts";
import { reportFormat } from "../report-format.ts";
import { type ReportInput, thingsOfKind } from "../report-input.ts";

const tuple = ({ lonDeg, latDeg }: LatLon): string => `${lonDeg.toFixed(7)},${latDeg.toFixed(7)}`;

const folder = (name: string, marks: readonly Html[]): Html | undefined =>
  marks.length === 0 ? undefined : html`<Folder><name>${name}</name>${marks}</Folder>`;

const pointMark = (name: string | number, text: string, place: LatLon, utcMs?: number): Html =>
  html`<Placemark><name>${name}</name><description>${text}</description>${utcMs !== undefined && html`<TimeStamp><when>${new Date(utcMs).toISOString()}</when></TimeStamp>`}<Point><coordinates>${tuple(place)}</coordinates></Point></Placemark>`;

/** Everything that has a place, in folders, as OGC KML 2.2. */
export const exportKml = (input: ReportInput): string => {
  const { words, percent } = reportFormat(input);
  const names = reportNames(input);
  const segments = thingsOfKind(input, "segment").flatMap(({ id, fields: { name, ring = [] } }) => {
    const grade = input.grades[id];
    const text = grade === undefined ? "" : `POA ${percent(grade.poa)}, POD ${percent(grade.pod)}`;
    const corners = [...ring, ...ring.slice(0, 1)].map(tuple).join(" ");
    return ring.length < 3
      ? []
      : [
          html`<Placemark><name>${name ?? id}</name><description>${text}</description><Polygon><outerBoundaryIs><LinearRing><coordinates>${corners}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>`,
        ];
  });
  const subjects = thingsOfKind(input, "subject").flatMap(({ fields: { name = "", ipp, lastSeen } }) => [
    ...(ipp === undefined ? [] : [pointMark("IPP", name, ipp.place, ipp.utcMs)]),
    ...(lastSeen === undefined ? [] : [pointMark(lastSeen.kind, name, lastSeen.place, lastSeen.utcMs)]),
  ]);
  const clues = thingsOfKind(input, "clue").flatMap(({ id, fields }) =>
    fields.place === undefined ? [] : [pointMark(fields.number ?? id, fields.text ?? "", fields.place, fields.utcMs)],
  );
  const heat = input.heat.flatMap(({ number, position, state, personProbability, firstSeenUtcMs }) =>
    position === undefined
      ? []
      : [pointMark(number, `${words.heatStates[state]} ${percent(personProbability)}`, position, firstSeenUtcMs)],
  );
  const outcome = thingsOfKind(input, "incident")[0]?.fields.outcome;
  const found =
    outcome?.place === undefined
      ? []
      : [pointMark(words.outcomes[outcome.state], outcome.by, outcome.place, outcome.utcMs)];
  const tracks = input.tracks
    .filter(({ points }) => points.length > 1)
    .map(
      ({ who, points }) =>
        html`<Placemark><name>${names.who(who)}</name><LineString><tessellate>1</tessellate><coordinates>${points.map(tuple).join(" ")}</coordinates></LineString></Placemark>`,
    );
  const name = thingsOfKind(input, "incident")[0]?.fields.name ?? words.page;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${
    html`<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>${name}</name>${[
      folder(words.outcome, found),
      folder(words.subject, subjects),
      folder(words.segments, segments),
      folder(words.clues, clues),
      folder(words.heat, heat),
      folder(words.trackLength, tracks),
    ]}</Document></kml>`.text
  }`;
};
