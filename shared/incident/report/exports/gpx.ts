import type { LatLon } from "../../../geo/lat-lon.ts";
import { type Html, html } from "../html.ts";
import { reportNames } from "../names.ts";
import { reportFormat } from "../report-format.ts";
import { type ReportInput, thingsOfKind } from "../report-input.ts";

const waypoint = (name: string | number, text: string, place: LatLon, utcMs?: number): Html =>
  html`<wpt lat="${place.latDeg.toFixed(7)}" lon="${place.lonDeg.toFixed(7)}">${utcMs !== undefined && html`<time>${new Date(utcMs).toISOString()}</time>`}<name>${name}</name><desc>${text}</desc></wpt>`;

/** Planning points, clues, heat sources and the outcome as waypoints; segments as routes around them; ways as tracks. GPX 1.1. */
export const exportGpx = (input: ReportInput): string => {
  const { words } = reportFormat(input);
  const names = reportNames(input);
  const outcome = thingsOfKind(input, "incident")[0]?.fields.outcome;
  const points = [
    ...thingsOfKind(input, "subject").flatMap(({ fields: { ipp, lastSeen, name = "" } }) => [
      ...(ipp === undefined ? [] : [waypoint("IPP", name, ipp.place, ipp.utcMs)]),
      ...(lastSeen === undefined ? [] : [waypoint(lastSeen.kind, name, lastSeen.place, lastSeen.utcMs)]),
    ]),
    ...thingsOfKind(input, "clue").flatMap(({ id, fields }) =>
      fields.place === undefined
        ? []
        : [waypoint(`${words.clues} ${fields.number ?? id}`, fields.text ?? "", fields.place, fields.utcMs)],
    ),
    ...input.heat.flatMap(({ number, position, state, firstSeenUtcMs }) =>
      position === undefined
        ? []
        : [waypoint(`${words.natures.heat} ${number}`, words.heatStates[state], position, firstSeenUtcMs)],
    ),
    ...(outcome?.place === undefined
      ? []
      : [waypoint(words.outcomes[outcome.state], outcome.by, outcome.place, outcome.utcMs)]),
  ];
  const routes = thingsOfKind(input, "segment").flatMap(({ id, fields: { name, ring = [] } }) =>
    ring.length < 3
      ? []
      : [
          html`<rte><name>${name ?? id}</name>${[...ring, ...ring.slice(0, 1)].map(
            ({ latDeg, lonDeg }) => html`<rtept lat="${latDeg.toFixed(7)}" lon="${lonDeg.toFixed(7)}"/>`,
          )}</rte>`,
        ],
  );
  const tracks = input.tracks
    .filter(({ points: { length } }) => length > 1)
    .map(
      ({ who, points: way }) =>
        html`<trk><name>${names.who(who)}</name><trkseg>${way.map(
          ({ latDeg, lonDeg, utcMs }) =>
            html`<trkpt lat="${latDeg.toFixed(7)}" lon="${lonDeg.toFixed(7)}"><time>${new Date(utcMs).toISOString()}</time></trkpt>`,
        )}</trkseg></trk>`,
    );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${
    html`<gpx version="1.1" creator="Lantern" xmlns="http://www.topografix.com/GPX/1/1">${points}${routes}${tracks}</gpx>`
      .text
  }`;
};
