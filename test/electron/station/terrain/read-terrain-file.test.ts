import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { loadTerrainFile } from "../../../../electron/station/terrain/load-terrain-file.ts";
import { readGeotiff } from "../../../../electron/station/terrain/read-geotiff.ts";
import { readTerrainFile } from "../../../../electron/station/terrain/read-terrain-file.ts";
import { project, projectionOfEpsg } from "../../../../shared/geo/terrain-projection.ts";
import { TerrainRaster } from "../../../../shared/geo/terrain-raster.ts";
import { buildGeotiff, type GeotiffOptions } from "../../../support/build-geotiff.ts";
import { linghu } from "../../../support/poses.ts";

/** A plane that rises by 100 m a degree to the north and 10 m a degree to the east. */
const plane = (latDeg: number, lonDeg: number): number => 100 * (latDeg - 30) + 10 * (lonDeg - 120);
/** From 30 N 120 E, 60 x 40 pixels of a hundredth of a degree. */
const place = { x: 120, y: 30.4, stepX: 0.01, stepY: 0.01 };
const base: GeotiffOptions = {
  width: 60,
  height: 40,
  format: "float32",
  place,
  value: (row, column) => plane(30.4 - (row + 0.5) * 0.01, 120 + (column + 0.5) * 0.01),
};

const rasterOf = async (options: Partial<GeotiffOptions>, mostCells?: number): Promise<TerrainRaster> => {
  const read = await readGeotiff(buildGeotiff({ ...base, ...options }), mostCells);
  if (!read.ok) throw new Error(read.detail);
  return new TerrainRaster(read.model.meta, read.model.heights);
};

const refusal = async (options: Partial<GeotiffOptions>): Promise<string> => {
  const read = await readGeotiff(buildGeotiff({ ...base, ...options }));
  return read.ok ? "" : read.detail;
};

describe("a GeoTIFF in degrees", () => {
  test.each([
    ["strips", {}],
    ["tiles", { tile: 16 }],
    ["compressed strips", { compress: "deflate" }],
    ["compressed tiles", { compress: "deflate", tile: 32 }],
  ] as const)("is read from %s", async (_name, options) => {
    const raster = await rasterOf(options);

    expect(raster.heightMslM(30.2, 120.3)).toBeCloseTo(plane(30.2, 120.3), 2);
    expect(raster.heightMslM(30.005, 120.005)).toBeCloseTo(plane(30.005, 120.005), 2);
    expect(raster.heightMslM(30.41, 120.3)).toBeUndefined();
    expect(raster.cellM).toBeCloseTo(960, -2);
  });

  test("whose pixels are points lies half a pixel off one whose pixels are areas", async () => {
    const points = await rasterOf({
      keys: [
        [1024, 2],
        [1025, 2],
        [2048, 4326],
      ],
      value: (row, column) => plane(30.4 - row * 0.01, 120 + column * 0.01),
    });

    expect(points.heightMslM(30.2, 120.3)).toBeCloseTo(plane(30.2, 120.3), 2);
    expect(points.heightMslM(30.4, 120)).toBeCloseTo(plane(30.4, 120), 2);
  });

  test("of whole metres stays small; what says it is nothing is a gap", async () => {
    const raster = await rasterOf({
      format: "int16",
      nodata: "-9999",
      value: (row) => (row < 10 ? -9999 : 42),
    });

    expect(raster.byteLength).toBe(60 * 40 * 2);
    expect(raster.heightMslM(30.1, 120.3)).toBeCloseTo(42, 6);
    expect(raster.heightMslM(30.35, 120.3)).toBeUndefined();
  });

  test("with gaps of NaN, or of what no ground can be, has gaps", async () => {
    const raster = await rasterOf({ value: (row, column) => (column < 20 ? Number.NaN : row < 20 ? -3.4e38 : 5) });

    expect(raster.heightMslM(30.1, 120.1)).toBeUndefined();
    expect(raster.heightMslM(30.35, 120.4)).toBeUndefined();
    expect(raster.heightMslM(30.1, 120.4)).toBeCloseTo(5, 6);
  });

  test("in feet is in metres afterwards", async () => {
    const raster = await rasterOf({
      keys: [
        [1024, 2],
        [1025, 1],
        [2048, 4490],
        [4099, 9002],
      ],
      value: () => 1000,
    });

    expect(raster.heightMslM(30.2, 120.3)).toBeCloseTo(304.8, 2);
  });

  test("with more pixels than memory shall hold is thinned out, and stays where it is", async () => {
    const raster = await rasterOf({}, 300);

    expect(raster.byteLength).toBeLessThanOrEqual(300 * 4);
    expect(raster.heightMslM(30.2, 120.3)).toBeCloseTo(plane(30.2, 120.3), 1);
  });
});

describe("a GeoTIFF in metres of a projection", () => {
  const projection = projectionOfEpsg(32651);
  if (projection === undefined) throw new Error("UTM 51 isn't known.");
  const middle = project(linghu, projection);
  const utm = (code: number): Partial<GeotiffOptions> => ({
    width: 200,
    height: 150,
    place: { x: middle.eastingM - 1000, y: middle.northingM + 750, stepX: 10, stepY: 10 },
    keys: [
      [1024, 1],
      [1025, 1],
      [3072, code],
    ],
    // Rises 1 m in 10 to the grid's east, 1 in 20 to its north.
    value: (row, column) => (column + 0.5 - 100) / 1 + (75 - row - 0.5) / 2,
  });

  test("lies where it belongs, as dense as it was", async () => {
    const raster = await rasterOf(utm(32651));

    expect(raster.cellM).toBeCloseTo(10, 0);
    expect(raster.heightMslM(linghu.latDeg, linghu.lonDeg)).toBeCloseTo(0, 1);
    for (const [latDeg, lonDeg] of [
      [linghu.latDeg + 0.004, linghu.lonDeg + 0.007],
      [linghu.latDeg - 0.005, linghu.lonDeg + 0.003],
      [linghu.latDeg - 0.002, linghu.lonDeg - 0.008],
    ] as const) {
      const { eastingM, northingM } = project({ latDeg, lonDeg }, projection);
      const expected = (eastingM - middle.eastingM) / 10 + (northingM - middle.northingM) / 20;
      expect(raster.heightMslM(latDeg, lonDeg)).toBeCloseTo(expected, 1);
    }
    expect(raster.heightMslM(linghu.latDeg + 0.01, linghu.lonDeg)).toBeUndefined();
  });

  test("that is written out in full is understood, too", async () => {
    const raster = await rasterOf({
      ...utm(0),
      keys: [
        [1024, 1],
        [1025, 1],
        [2048, 4326],
        [3072, 32767],
        [3075, 1],
        [3076, 9001],
      ],
      doubles: [
        [3080, 123],
        [3092, 0.9996],
        [3082, 500_000],
        [3083, 0],
      ],
    });

    expect(raster.heightMslM(linghu.latDeg, linghu.lonDeg)).toBeCloseTo(0, 1);
  });

  test("that nobody knows here is refused with what to do", async () => {
    expect(await refusal(utm(3857))).toContain("EPSG 3857");
    expect(await refusal(utm(3857))).toContain("gdalwarp");
  });
});

describe("what isn't understood is refused with a reason", () => {
  test.each([
    ["a file without a place", { place: undefined }, "no tie point"],
    ["one without a coordinate system", { keys: [] }, "doesn't say where it is on earth"],
    [
      "degrees of another earth",
      {
        keys: [
          [1024, 2],
          [2048, 4214],
        ],
      },
      "EPSG 4214",
    ],
    [
      "heights over the ellipsoid",
      {
        keys: [
          [1024, 2],
          [2048, 4326],
          [4096, 5030],
        ],
      },
      "ellipsoid",
    ],
    [
      "heights in fathoms",
      {
        keys: [
          [1024, 2],
          [2048, 4326],
          [4099, 9014],
        ],
      },
      "unit",
    ],
    ["a picture", { format: "uint8", value: () => 7 }, "picture"],
    ["degrees off the earth", { place: { ...place, y: 95 } }, "nowhere on earth"],
    ["a single row", { height: 1 }, "fewer than two"],
  ] as const)("%s", async (_name, options, reason) => {
    expect(await refusal(options as Partial<GeotiffOptions>)).toContain(reason);
  });

  test("bytes that are no TIFF, and one that is cut off", async () => {
    const whole = buildGeotiff(base);
    for (const bytes of [new Uint8Array(0), new Uint8Array(2000).fill(7), whole.slice(0, 300), whole.slice(0, 5000)]) {
      const read = await readGeotiff(bytes);

      expect(read.ok).toBe(false);
      expect(!read.ok && read.detail.length).toBeGreaterThan(10);
    }
  });

  test("a file of another kind", async () => {
    const read = await readTerrainFile({ name: "dem.asc", bytes: new Uint8Array(10) });

    expect(!read.ok && read.detail).toContain(".hgt.zip");
  });
});

describe("a zipped SRTM tile", () => {
  const tile = new Uint8Array(2 * 1201 * 1201).fill(1);

  test("is unpacked and lies where the name inside says", async () => {
    const read = await readTerrainFile({
      name: "srtm.hgt.zip",
      bytes: new Uint8Array(zipSync({ "N30E120.hgt": tile })),
    });

    expect(read.ok && read.model.meta.southDeg).toBe(30);
  });

  test("is refused where there is none in it, or several", async () => {
    const none = await readTerrainFile({ name: "a.zip", bytes: new Uint8Array(zipSync({ "a.txt": tile })) });
    const two = { "N30E120.hgt": tile, "N31E120.hgt": tile };
    const several = await readTerrainFile({ name: "a.zip", bytes: new Uint8Array(zipSync(two)) });

    expect(!none.ok && none.detail).toContain("no .hgt");
    expect(!several.ok && several.detail).toContain("several");
  });
});

test("a file is read in a thread of its own", async () => {
  const loaded = await loadTerrainFile({ name: "dem.tif", bytes: buildGeotiff(base) });

  expect(loaded.ok && loaded.raster.heightMslM(30.2, 120.3)).toBeCloseTo(plane(30.2, 120.3), 2);
});

test("a path that isn't there is said, and nothing breaks", async () => {
  const loaded = await loadTerrainFile({ name: "dem.tif", path: "/nowhere/dem.tif" });

  expect(!loaded.ok && loaded.detail).toContain("dem.tif");
});
