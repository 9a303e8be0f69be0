import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportTracks, type TrackFormat } from "../../../../shared/archive/export/export-tracks.ts";
import type { ExportMark, ExportTrack, TrackPoint } from "../../../../shared/archive/export/track.ts";
import { parseXml } from "../../../../shared/plan/formats/xml-tree.ts";

const startMs = Date.UTC(2026, 10, 22, 3);

const points = (count: number, timed = true): TrackPoint[] =>
  Array.from({ length: count }, (_, i) => ({
    latDeg: 30.87 + i * 1e-6,
    lonDeg: 120.43,
    altMslM: 45.1234,
    ...(timed ? { utcMs: startMs + i * 200 } : {}),
  }));

/** In pieces, as it comes from a file. */
const trackOf = (all: readonly TrackPoint[], name = "D1"): ExportTrack => ({
  ...{ id: "1", name, kind: "multirotor" },
  async *points() {
    for (let from = 0; from < all.length; from += 700) yield all.slice(from, from + 700);
  },
});

const written = async (
  format: TrackFormat,
  tracks: readonly ExportTrack[],
  marks: readonly ExportMark[] = [],
): Promise<string> => {
  let text = "";
  const meta = {
    name: "A <night> & a day",
    async *marks() {
      yield marks;
    },
  };
  for await (const piece of exportTracks(format, tracks, meta)) text += piece;
  return text;
};

describe("exportTracks", () => {
  test("writes a long way to KML in pieces that go on where the one before ended", async () => {
    const kml = await written("kml", [trackOf(points(12_000))]);

    const pieces = kml.match(/<gx:Track>[\s\S]*?<\/gx:Track>/g) ?? [];
    const times = pieces.map((piece) => [...piece.matchAll(/<when>(.*?)<\/when>/g)].map(([, when]) => when));
    expect(times.map(({ length }) => length)).toEqual([5_000, 5_000, 2_002]);
    expect(times[1]?.[0]).toBe(times[0]?.at(-1));
    expect(times[2]?.at(-1)).toBe(new Date(startMs + 11_999 * 200).toISOString());
    expect(() => parseXml(kml)).not.toThrow();
  });

  test("draws a way without times as a line, and without heights on the ground", async () => {
    const flat = points(3, false).map(({ latDeg, lonDeg }) => ({ latDeg, lonDeg }));

    const kml = await written("kml", [trackOf(flat)]);
    const gpx = await written("gpx", [trackOf(flat)]);
    const geojson = JSON.parse(await written("geojson", [trackOf(flat)]));

    expect(kml).toContain("<LineString><altitudeMode>clampToGround</altitudeMode>");
    expect(gpx).not.toMatch(/<ele>|<time>/);
    expect(geojson.features[0].properties.coordTimes).toEqual([null, null, null]);
    expect(geojson.features[0].geometry.coordinates[0]).toEqual([120.43, 30.87]);
  });

  test("gives a time that no calendar has to none", async () => {
    const odd = [
      { latDeg: 1, lonDeg: 2, utcMs: 1e18 },
      { latDeg: 1, lonDeg: 2, utcMs: -1e13 },
    ];

    for (const format of ["gpx", "kml", "geojson", "csv"] as const)
      expect(await written(format, [trackOf(odd)])).not.toContain("Invalid");
  });

  test("lets no name break out of a file", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 30 }), async (name) => {
        const mark: ExportMark = { kind: "note", name, text: name, latDeg: 1, lonDeg: 2 };
        const tracks = [trackOf(points(2), name)];

        const geojson = JSON.parse(await written("geojson", tracks, [mark]));
        expect(geojson.features.map((one: { properties: { name: string } }) => one.properties.name)).toEqual([
          name,
          name,
        ]);
        expect(parseXml(await written("gpx", tracks, [mark])).children.map((child) => child.name)).toEqual([
          "metadata",
          "wpt",
          "trk",
        ]);
        expect(parseXml(await written("kml", tracks, [mark])).children).toHaveLength(1);
      }),
    );
  });

  test("writes a table that no spreadsheet takes for formulas", async () => {
    const csv = await written("csv", [trackOf(points(2), '=HYPERLINK("http://x")')]);

    const [header, first] = csv.split("\r\n");
    expect(header).toBe(
      "vehicle,time_utc,latitude_deg,longitude_deg,altitude_msl_m,above_home_m,speed_mps,heading_deg",
    );
    expect(first).toBe(`"'=HYPERLINK(""http://x"")",2026-11-22T03:00:00.000Z,30.87,120.43,45.123,,,`);
  });

  test("leaves out a vehicle of which one position is known from lines, and writes nothing as an empty file", async () => {
    expect(JSON.parse(await written("geojson", [trackOf(points(1))])).features).toEqual([]);
    expect(parseXml(await written("gpx", [])).children.map(({ name }) => name)).toEqual(["metadata"]);
  });
});
