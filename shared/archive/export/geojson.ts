import { type ExportMark, type ExportMeta, type ExportTrack, isJoined, type TrackPoint, timeText } from "./track.ts";

const rounded = (deg: number): number => Number(deg.toFixed(7));
const position = ({ latDeg, lonDeg, altMslM }: TrackPoint): string =>
  JSON.stringify([rounded(lonDeg), rounded(latDeg), ...(altMslM === undefined ? [] : [Number(altMslM.toFixed(3))])]);

/** A list that is written as it comes. */
async function* list(track: ExportTrack, entry: (point: TrackPoint) => string): AsyncGenerator<string> {
  let comma = "";
  for await (const points of track.points()) {
    let text = "";
    for (const point of points) {
      text += comma + entry(point);
      comma = ",";
    }
    yield text;
  }
}

const hasTwoPoints = async (track: ExportTrack): Promise<boolean> => {
  let count = 0;
  for await (const points of track.points()) {
    count += points.length;
    if (count > 1) return true;
  }
  return false;
};

/** Hostile logs have a gap before each point. */
const mostGaps = 100_000;

async function* writeTrack(track: ExportTrack): AsyncGenerator<string> {
  const { id, name, kind } = track;
  yield `{"type":"Feature","id":${JSON.stringify(`track/${id}`)},"geometry":{"type":"LineString","coordinates":[`;
  const gapsBefore: number[] = [];
  let last: TrackPoint | undefined;
  let index = 0;
  yield* list(track, (point) => {
    if (last !== undefined && !isJoined(last, point) && gapsBefore.length < mostGaps) gapsBefore.push(index);
    last = point;
    index++;
    return position(point);
  });
  const about = { kind: "track", vehicleId: id, name, ...(kind === undefined ? {} : { vehicleKind: kind }) };
  const altitude = "m above mean sea level";
  yield `]},"properties":${JSON.stringify({ ...about, altitude, gapsBefore }).slice(0, -1)},"coordTimes":[`;
  yield* list(track, ({ utcMs }) => JSON.stringify(timeText(utcMs) ?? null));
  yield "]}}";
}

/** One mark as a GeoJSON feature. */
const markFeature = ({ latDeg, lonDeg, altMslM, utcMs, ...others }: ExportMark): string =>
  JSON.stringify({
    type: "Feature",
    geometry: {
      type: "Point",
      coordinates: [rounded(lonDeg), rounded(latDeg), ...(altMslM === undefined ? [] : [altMslM])],
    },
    properties: { ...others, ...(timeText(utcMs) === undefined ? {} : { time: timeText(utcMs) }) },
  });

/**
 * GeoJSON (RFC 7946): a LineString for each vehicle, whose properties have a time for each of its points (`coordTimes`, as other
 * programs name it), and `gapsBefore`: the points before which nothing was heard for 30 s; marks as points. Vehicles of which fewer than two positions are known have no line.
 */
export async function* writeGeoJson(tracks: readonly ExportTrack[], meta: ExportMeta): AsyncGenerator<string> {
  yield `{"type":"FeatureCollection","name":${JSON.stringify(meta.name)},"features":[`;
  let comma = "\n";
  for (const track of tracks) {
    if (!(await hasTwoPoints(track))) continue;
    yield comma;
    comma = ",\n";
    yield* writeTrack(track);
  }
  for await (const marks of meta.marks()) {
    for (const mark of marks) {
      yield comma + markFeature(mark);
      comma = ",\n";
    }
  }
  yield "\n]}\n";
}
