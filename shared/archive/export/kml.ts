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

/** All times of a gx:Track come before all its places: so many points wait in memory, then the next gx:Track goes on. */
const pointsPerTrack = 5_000;

const coordinates = ({ latDeg, lonDeg, altMslM }: TrackPoint, comma: string): string =>
  [degText(lonDeg), degText(latDeg), metreText(altMslM ?? 0)].join(comma);

/** Heights are used only where all of them are known: 0 would draw the way below the ground. */
const altitudeMode = (points: readonly TrackPoint[]): string =>
  `<altitudeMode>${points.every(({ altMslM }) => altMslM !== undefined) ? "absolute" : "clampToGround"}</altitudeMode>`;

const timedTrack = (points: readonly TrackPoint[]): string =>
  [
    `<gx:Track>${altitudeMode(points)}`,
    ...points.map(({ utcMs }) => `<when>${timeText(utcMs) ?? ""}</when>`),
    ...points.map((point) => `<gx:coord>${coordinates(point, " ")}</gx:coord>`),
    "</gx:Track>\n",
  ].join("\n");

const plainLine = (points: readonly TrackPoint[]): string =>
  `<LineString>${altitudeMode(points)}<coordinates>${points.map((point) => coordinates(point, ",")).join("\n")}</coordinates></LineString>\n`;

const hasTime = ({ utcMs }: TrackPoint): boolean => timeText(utcMs) !== undefined;

/** Points that are drawn as one: all with times, or all without. */
async function* runsOf(track: ExportTrack): AsyncGenerator<readonly TrackPoint[]> {
  let run: TrackPoint[] = [];
  for await (const points of track.points()) {
    for (const point of points) {
      const last = run.at(-1);
      const goesOn = last === undefined || (isJoined(last, point) && hasTime(last) === hasTime(point));
      if (!goesOn || run.length >= pointsPerTrack) {
        yield run;
        // A way that goes on begins where the piece before it ended.
        run = goesOn && last !== undefined ? [last] : [];
      }
      run.push(point);
    }
  }
  if (run.length > 0) yield run;
}

async function* writeTrack(track: ExportTrack): AsyncGenerator<string> {
  const name = xmlText(track.name);
  yield `<Folder><name>${name}</name>\n`;
  for await (const run of runsOf(track)) {
    const [first] = run;
    const body = first !== undefined && hasTime(first) ? timedTrack(run) : plainLine(run);
    yield `<Placemark><name>${name}</name><styleUrl>#way</styleUrl>${body}</Placemark>\n`;
  }
  yield "</Folder>\n";
}

const placemark = (mark: ExportMark): string => {
  const when = timeText(mark.utcMs);
  const stamp = when === undefined ? "" : `<TimeStamp><when>${when}</when></TimeStamp>`;
  const text = mark.text === undefined ? "" : `<description>${xmlText(mark.text)}</description>`;
  const kind = `<ExtendedData><Data name="kind"><value>${mark.kind}</value></Data></ExtendedData>`;
  const point = `<Point>${altitudeMode([mark])}<coordinates>${coordinates(mark, ",")}</coordinates></Point>`;
  return `<Placemark><name>${xmlText(mark.name)}</name>${text}${stamp}${kind}${point}</Placemark>\n`;
};

/**
 * KML 2.2 with Google's extension: each vehicle's way as gx:Tracks that can be played in time, altitudes above mean sea level,
 * and marks as points.
 */
export async function* writeKml(tracks: readonly ExportTrack[], meta: ExportMeta): AsyncGenerator<string> {
  const description = `${meta.description ?? ""} Altitudes are metres above mean sea level.`.trim();
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><name>${xmlText(meta.name)}</name><description>${xmlText(description)}</description>\n<Style id="way"><LineStyle><color>ff00a5ff</color><width>3</width></LineStyle></Style>\n`;
  for await (const marks of meta.marks()) yield marks.map(placemark).join("");
  for (const track of tracks) yield* writeTrack(track);
  yield "</Document></kml>\n";
}
