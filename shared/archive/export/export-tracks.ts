import { writeTrackCsv } from "./csv.ts";
import { writeGeoJson } from "./geojson.ts";
import { writeGpx } from "./gpx.ts";
import { writeKml } from "./kml.ts";
import type { ExportMeta, ExportTrack } from "./track.ts";

export type TrackFormat = "gpx" | "kml" | "geojson" | "csv";

/** Of each format, for HTTP. */
export const trackMediaTypes: Readonly<Record<TrackFormat, string>> = {
  gpx: "application/gpx+xml",
  kml: "application/vnd.google-earth.kml+xml",
  geojson: "application/geo+json",
  csv: "text/csv; charset=utf-8",
};

/**
 * Writes ways and marks as a file, piece by piece: nothing but the piece at hand is in memory. Heights are above mean sea level,
 * places WGS-84, times UTC.
 */
export const exportTracks = (
  format: TrackFormat,
  tracks: readonly ExportTrack[],
  meta: ExportMeta,
): AsyncIterable<string> => {
  switch (format) {
    case "gpx":
      return writeGpx(tracks, meta);
    case "kml":
      return writeKml(tracks, meta);
    case "geojson":
      return writeGeoJson(tracks, meta);
    case "csv":
      return writeTrackCsv(tracks);
  }
};
