import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatUtm } from "../../../shared/geo/coordinate-format.ts";
import { readHgt } from "../../../shared/geo/hgt.ts";
import { offsetLatLon } from "../../../shared/geo/local-frame.ts";
import { castRay } from "../../../shared/geo/ray-cast.ts";
import { TerrainLayers } from "../../../shared/geo/terrain-layers.ts";
import { project, projectionOfEpsg, unproject } from "../../../shared/geo/terrain-projection.ts";
import { TerrainRaster, voidHeight } from "../../../shared/geo/terrain-raster.ts";
import { linghu, terrainOf } from "../../support/poses.ts";

const down = (depressionDeg: number, azimuthDeg = 0) => {
  const [d, a] = [(depressionDeg * Math.PI) / 180, (azimuthDeg * Math.PI) / 180];
  return { north: Math.cos(d) * Math.cos(a), east: Math.cos(d) * Math.sin(a), down: Math.sin(d) };
};

const rasterOf = (...args: Parameters<typeof terrainOf>) => {
  const grid = terrainOf(...args);
  return new TerrainRaster(grid.meta, grid.heightsMslM);
};

describe("a terrain raster", () => {
  const meta = { southDeg: 30, westDeg: 120, stepLatDeg: 0.001, stepLonDeg: 0.002, rows: 2, columns: 3 };
  const whole = new TerrainRaster(meta, Int16Array.of(0, 10, 20, 30, 40, 50));

  test("is bilinear between its samples, and gives them back", () => {
    expect(whole.heightMslM(30, 120.004)).toBeCloseTo(20, 6);
    expect(whole.heightMslM(30.001, 120.002)).toBeCloseTo(40, 6);
    expect(whole.heightMslM(30.0005, 120.001)).toBeCloseTo(20, 6);
  });

  test("knows nothing outside and where one around is unknown", () => {
    const holed = new TerrainRaster(meta, Int16Array.of(0, 10, 20, voidHeight, 40, 50));

    expect(whole.heightMslM(29.999, 120.001)).toBeUndefined();
    expect(whole.heightMslM(30.0005, 120.0041)).toBeUndefined();
    expect(whole.heightMslM(Number.NaN, 120)).toBeUndefined();
    expect(holed.heightMslM(30.0005, 120.001)).toBeUndefined();
    expect(holed.heightMslM(30.0005, 120.003)).toBeCloseTo(30, 6);
  });

  test("goes on across the date line", () => {
    const dateLine = new TerrainRaster({ ...meta, westDeg: 179.998 }, Int16Array.of(0, 10, 20, 30, 40, 50));

    expect(dateLine.heightMslM(30, -179.999)).toBeCloseTo(15, 6);
    expect(dateLine.heightMslM(30, 179.999)).toBeCloseTo(5, 6);
  });

  test("takes half the memory for whole metres", () => {
    expect(whole.byteLength).toBe(12);
  });

  test("has a roof that no height near is above", () => {
    const rough = rasterOf((n, e) => 40 * Math.sin(n / 90) * Math.cos(e / 70));
    fc.assert(
      fc.property(
        fc.tuple(fc.double({ min: -590, max: 590, noNaN: true }), fc.double({ min: -590, max: 590, noNaN: true })),
        fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
        ([north, east], [moreNorth, moreEast]) => {
          const place = offsetLatLon(linghu, north, east);
          const roof = rough.roofAt(place.latDeg, place.lonDeg);
          const near = offsetLatLon(place, 0.7 * moreNorth * roof.withinM, 0.7 * moreEast * roof.withinM);

          expect(rough.heightMslM(near.latDeg, near.lonDeg) ?? -1e9).toBeLessThanOrEqual(roof.mslM + 1e-3);
        },
      ),
    );
  });

  test("refuses heights that don't fill it", () => {
    expect(() => new TerrainRaster(meta, new Int16Array(5))).toThrow("5 heights for a terrain raster of 2x3");
    expect(() => new TerrainRaster({ ...meta, columns: 1 }, new Int16Array(2))).toThrow("2 rows and columns");
  });
});

describe("terrain in layers", () => {
  const coarse = rasterOf(() => 10, { cellM: 30, halfM: 900 });
  const fine = rasterOf((n) => (Math.abs(n) < 20 ? Number.NaN : 50), { cellM: 5, halfM: 100 });
  const layers = new TerrainLayers([coarse, fine]);
  const at = (northM: number) => {
    const { latDeg, lonDeg } = offsetLatLon(linghu, northM, 0);
    return [latDeg, lonDeg] as const;
  };

  test("is as high as the finest that knows a place says", () => {
    expect(layers.heightMslM(...at(60))).toBeCloseTo(50, 3);
    expect(layers.heightMslM(...at(400))).toBeCloseTo(10, 3);
  });

  test("fills the gaps of the finer one with the coarser", () => {
    expect(layers.heightMslM(...at(0))).toBeCloseTo(10, 3);
    expect(layers.heightMslM(...at(5000))).toBeUndefined();
  });

  test("takes what is last for the last, however fine it is", () => {
    const scenario = rasterOf(() => 99, { cellM: 2, halfM: 100 });

    expect(new TerrainLayers([coarse], [scenario]).heightMslM(...at(0))).toBeCloseTo(10, 3);
  });

  test("is marched at the cells that are there, also just before a finer one", () => {
    expect(layers.cellAtM(...at(0))).toBeCloseTo(5, 0);
    expect(layers.cellAtM(...at(120))).toBeCloseTo(5, 0);
    expect(layers.cellAtM(...at(400))).toBeCloseTo(30, 0);
  });
});

describe("a ray over layers", () => {
  const wall = rasterOf((n) => (Math.abs(n - 100) < 4 ? 60 : 0), { cellM: 2, halfM: 200 });
  const plain = rasterOf(() => 0, { cellM: 90, halfM: 3000 });

  test("meets a wall that only the finer one knows", () => {
    const ray = { ...linghu, altMslM: 80, direction: down(20) };

    const hit = castRay(ray, new TerrainLayers([plain, wall]), 2000);

    expect(hit?.northM).toBeGreaterThan(90);
    expect(hit?.northM).toBeLessThan(106);
  });

  test("lands where it lands on one grid without a roof, on any rough ground", () => {
    const height = (n: number, e: number) => 30 * Math.sin(n / 137) * Math.cos(e / 153) + n / 20;
    const [grid, layers] = [terrainOf(height), new TerrainLayers([rasterOf(height)])];
    fc.assert(
      fc.property(
        fc.double({ min: 15, max: 90, noNaN: true }),
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 60, max: 200, noNaN: true }),
        (depressionDeg, azimuthDeg, altMslM) => {
          const ray = { ...linghu, altMslM, direction: down(depressionDeg, azimuthDeg) };
          const [expected, hit] = [castRay(ray, grid, 500), castRay(ray, layers, 500)];

          expect(hit === undefined).toBe(expected === undefined);
          if (hit && expected) expect(Math.abs(hit.slantM - expected.slantM)).toBeLessThan(0.01);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("asks for far fewer heights where it is high above the ground", () => {
    let asked = 0;
    const fine = rasterOf((n) => n / 50, { cellM: 1, halfM: 600 });
    const counting = {
      cellM: fine.cellM,
      heightMslM: (latDeg: number, lonDeg: number) => {
        asked++;
        return fine.heightMslM(latDeg, lonDeg);
      },
      roofAt: (latDeg: number, lonDeg: number) => fine.roofAt(latDeg, lonDeg),
    };

    const hit = castRay({ ...linghu, altMslM: 120, direction: down(14) }, counting, 1500);

    expect(hit?.slantM).toBeGreaterThan(400);
    expect(asked).toBeLessThan(150);
  });
});

describe("projections", () => {
  test("are UTM as others compute it", () => {
    for (const [place, code] of [
      [linghu, 32651],
      [{ latDeg: -33.4, lonDeg: 18.9 }, 32734],
      [{ latDeg: 61.2, lonDeg: 7.7 }, 32632],
    ] as const) {
      const projection = projectionOfEpsg(code);
      if (projection === undefined) throw new Error(`${code} isn't known.`);
      const { eastingM, northingM } = project(place, projection);
      const [, east, north] = formatUtm(place)?.split(" ") ?? [];

      expect(Math.abs(eastingM - Number(east))).toBeLessThanOrEqual(0.51);
      expect(Math.abs(northingM - Number(north))).toBeLessThanOrEqual(0.51);
    }
  });

  test("come back to where they began", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -80, max: 80, noNaN: true }),
        fc.double({ min: 117, max: 129, noNaN: true }),
        (latDeg, lonDeg) => {
          const projection = projectionOfEpsg(latDeg < 0 ? 32751 : 32651);
          if (projection === undefined) throw new Error("Not known.");

          const back = unproject(project({ latDeg, lonDeg }, projection), projection);

          expect(back.latDeg).toBeCloseTo(latDeg, 8);
          expect(back.lonDeg).toBeCloseTo(lonDeg, 8);
        },
      ),
    );
  });

  test("know the zones of China, with their number and without, and nothing else", () => {
    expect(projectionOfEpsg(4509)).toMatchObject({ centralLonDeg: 117, falseEastingM: 500_000, scale: 1 });
    expect(projectionOfEpsg(4549)).toMatchObject({ centralLonDeg: 120, falseEastingM: 500_000 });
    expect(projectionOfEpsg(4528)).toMatchObject({ centralLonDeg: 120, falseEastingM: 40_500_000 });
    expect(projectionOfEpsg(3857)).toBeUndefined();
  });
});

describe("an SRTM tile", () => {
  const side = 1201;
  const tile = (height: (row: number, column: number) => number): Uint8Array => {
    const bytes = new Uint8Array(2 * side * side);
    const view = new DataView(bytes.buffer);
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++) view.setInt16(2 * (row * side + column), height(row, column));
    return bytes;
  };

  test("lies where its name says, the first row in the north", () => {
    // As a file has them: 1,000 m in the north-west corner, -5 m in the south-east.
    const read = readHgt({
      name: "x/N30E120.hgt",
      bytes: tile((row, column) =>
        row === 0 && column === 0 ? 1000 : row === side - 1 && column === side - 1 ? -5 : 7,
      ),
    });
    if (!read.ok) throw new Error(read.detail);
    const raster = new TerrainRaster(read.model.meta, read.model.heights);

    expect(raster.heightMslM(31, 120)).toBeCloseTo(1000, 3);
    expect(raster.heightMslM(30, 121)).toBeCloseTo(-5, 3);
    expect(raster.heightMslM(30.5, 120.5)).toBeCloseTo(7, 3);
    expect(raster.heightMslM(29.99, 120.5)).toBeUndefined();
    expect(raster.cellM).toBeCloseTo(79.7, 0);
  });

  test("has gaps where it says -32768", () => {
    const read = readHgt({ name: "s01w001.HGT", bytes: tile((row) => (row < 600 ? -32768 : 12)) });
    if (!read.ok) throw new Error(read.detail);
    const raster = new TerrainRaster(read.model.meta, read.model.heights);

    expect(raster.heightMslM(-0.75, -0.5)).toBeCloseTo(12, 3);
    expect(raster.heightMslM(-0.25, -0.5)).toBeUndefined();
  });

  test.each([
    ["dem.hgt", 2_884_802, "doesn't say where it is"],
    ["N99E120.hgt", 2_884_802, "nowhere on earth"],
    ["N30E120.hgt", 2_884_801, "25934402"],
    ["N30E120.hgt", 0, "has 0 bytes"],
  ])("%s with %i bytes is refused with a reason", (name, length, reason) => {
    const read = readHgt({ name, bytes: new Uint8Array(length) });

    expect(!read.ok && read.detail).toContain(reason);
  });
});
