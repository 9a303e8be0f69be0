import { xmlText } from "../../plan/formats/xml-tree.ts";
import {
  degText,
  type ExportMark,
  type ExportMeta,
  type ExportTrack,
  isJoined,
  metreText,
  type TrackPoint,
  timeText,
} from "./track.ts";

const place = ({ latDeg, lonDeg }: { latDeg: number; lonDeg: number }): string =>
  `lat="${degText(latDeg)}" lon="${degText(lonDeg)}"`;

const ele = (altMslM: number | undefined): string => (altMslM === undefined ? "" : `<ele>${metreText(altMslM)}</ele>`);

const time = (utcMs: number | undefined): string => {
  const text = timeText(utcMs);
  return text === undefined ? "" : `<time>${text}</time>`;
};

const waypoint = (mark: ExportMark): string => {
  const desc = mark.text === undefined ? "" : `<desc>${xmlText(mark.text)}</desc>`;
  const name = `<name>${xmlText(mark.name)}</name>`;
  return `<wpt ${place(mark)}>${ele(mark.altMslM)}${time(mark.utcMs)}${name}${desc}<type>${mark.kind}</type></wpt>\n`;
};

const trackPoint = (point: TrackPoint): string =>
  `<trkpt ${place(point)}>${ele(point.altMslM)}${time(point.utcMs)}</trkpt>\n`;

async function* writeTrack(track: ExportTrack): AsyncGenerator<string> {
  const type = track.kind === undefined ? "" : `<type>${xmlText(track.kind)}</type>`;
  yield `<trk><name>${xmlText(track.name)}</name>${type}\n`;
  let last: TrackPoint | undefined;
  for await (const points of track.points()) {
    let text = "";
    for (const point of points) {
      if (!isJoined(last, point)) text += last === undefined ? "<trkseg>\n" : "</trkseg>\n<trkseg>\n";
      text += trackPoint(point);
      last = point;
    }
    yield text;
  }
  yield last === undefined ? "</trk>\n" : "</trkseg></trk>\n";
}

/** GPX 1.1: marks as waypoints, each vehicle's way as a track, a segment from gap to gap; ele is above mean sea level. */
export async function* writeGpx(tracks: readonly ExportTrack[], meta: ExportMeta): AsyncGenerator<string> {
  const description = `${meta.description ?? ""} Elevations are metres above mean sea level.`.trim();
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Lantern" xmlns="http://www.topografix.com/GPX/1/1">\n<metadata><name>${xmlText(meta.name)}</name><desc>${xmlText(description)}</desc></metadata>\n`;
  for await (const marks of meta.marks()) yield marks.map(waypoint).join("");
  for (const track of tracks) yield* writeTrack(track);
  yield "</gpx>\n";
}
