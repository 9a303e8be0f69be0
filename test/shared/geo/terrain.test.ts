import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FlatTerrain } from "../../../shared/geo/flat-terrain.ts";
import { castRay } from "../../../shared/geo/ray-cast.ts";
import { TerrainGrid } from "../../../shared/geo/terrain-grid.ts";
import { linghu, terrainOf } from "../../support/poses.ts";

const down = (depressionDeg: number, azimuthDeg = 0) => {
  const [d, a] = [(depressionDeg * Math.PI) / 180, (azimuthDeg * Math.PI) / 180];
  return { north: Math.cos(d) * Math.cos(a), east: Math.cos(d) * Math.sin(a), down: Math.sin(d) };
};

describe("a terrain grid", () => {
  const meta = { southDeg: 30, westDeg: 120, stepLatDeg: 0.001, stepLonDeg: 0.002, rows: 2, columns: 3 };
  const grid = new TerrainGrid(meta, Float32Array.of(0, 10, 20, 30, 40, 50));

  test("gives back its samples, corners included", () => {
    expect(grid.heightMslM(30, 120)).toBeCloseTo(0, 6);
    expect(grid.heightMslM(30, 120.004)).toBeCloseTo(20, 6);
    expect(grid.heightMslM(30.001, 120)).toBeCloseTo(30, 6);
    expect(grid.heightMslM(30.001, 120.002)).toBeCloseTo(40, 6);
  });

  test("is bilinear between them", () => {
    expect(grid.heightMslM(30.0005, 120.001)).toBeCloseTo(20, 6);
  });

  test("knows nothing outside", () => {
    for (const [lat, lon] of [
      [29.9999, 120.001],
      [30.0011, 120.001],
      [30.0005, 119.9999],
      [30.0005, 120.0041],
      [Number.NaN, 120],
    ] as const) {
      expect(grid.heightMslM(lat, lon)).toBeUndefined();
    }
  });

  test("knows nothing where a sample is missing", () => {
    const holed = new TerrainGrid(meta, Float32Array.of(0, 10, 20, Number.NaN, 40, 50));

    expect(holed.heightMslM(30.0005, 120.001)).toBeUndefined();
    expect(holed.heightMslM(30.0005, 120.003)).toBeCloseTo(30, 6);
  });

  test("goes on across the date line", () => {
    const dateLine = new TerrainGrid({ ...meta, westDeg: 179.998 }, Float32Array.of(0, 10, 20, 30, 40, 50));

    expect(dateLine.heightMslM(30, -179.999)).toBeCloseTo(15, 6);
  });

  test("its cell is the shorter side, in metres", () => {
    expect(grid.cellM).toBeCloseTo(110.85, 1);
  });

  test("refuses heights that don't fill it", () => {
    expect(() => new TerrainGrid(meta, new Float32Array(5))).toThrow("5 heights for a terrain grid of 2x3");
    expect(() => new TerrainGrid({ ...meta, rows: 1 }, new Float32Array(3))).toThrow("2 rows and columns");
  });
});

describe("a ray cast", () => {
  test("meets flat ground at h / tan d", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5, max: 90, noNaN: true }),
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 1, max: 120, noNaN: true }),
        (depressionDeg, azimuthDeg, heightM) => {
          const ray = { ...linghu, altMslM: 3 + heightM, direction: down(depressionDeg, azimuthDeg) };

          const hit = castRay(ray, new FlatTerrain(3), 2000);

          const rangeM = heightM / Math.tan((depressionDeg * Math.PI) / 180);
          // The curvature of the earth takes the ray a little further than flat trigonometry has it.
          const beyondM = (rangeM * rangeM) / (2 * 6.37e6) / Math.tan((depressionDeg * Math.PI) / 180);
          expect(Math.hypot(hit?.northM ?? 0, hit?.eastM ?? 0)).toBeCloseTo(rangeM + beyondM, 2);
          expect(hit?.groundMslM).toBeCloseTo(3, 4);
        },
      ),
    );
  });

  test("on a slope hits where the slope is", () => {
    const slope = terrainOf((northM) => 0.2 * northM);
    const ray = { ...linghu, altMslM: 100, direction: down(30) };

    const hit = castRay(ray, slope, 1000);

    const rangeM = 100 / (0.2 + Math.tan(Math.PI / 6));
    expect(hit?.northM).toBeCloseTo(rangeM, 0);
    expect(hit?.groundMslM).toBeCloseTo(0.2 * rangeM, 0);
  });

  test("a ridge in between is what it hits", () => {
    const ridge = terrainOf((northM) => Math.max(0, 60 - Math.abs(northM - 100)));
    const ray = { ...linghu, altMslM: 100, direction: down(30) };

    const hit = castRay(ray, ridge, 1000);

    expect(hit?.northM).toBeGreaterThan(80);
    expect(hit?.northM).toBeLessThan(101);
  });

  test("always lands on the terrain, on any rough ground", () => {
    const rough = terrainOf((n, e) => 10 * Math.sin(n / 37) * Math.cos(e / 53) + n / 20);
    fc.assert(
      fc.property(
        fc.double({ min: 20, max: 90, noNaN: true }),
        fc.double({ min: 0, max: 360, noNaN: true }),
        (depressionDeg, azimuthDeg) => {
          const hit = castRay({ ...linghu, altMslM: 80, direction: down(depressionDeg, azimuthDeg) }, rough, 500);

          expect(hit).toBeDefined();
          if (hit) expect(rough.heightMslM(hit.latDeg, hit.lonDeg)).toBeCloseTo(hit.groundMslM, 3);
        },
      ),
    );
  });

  test("ends without a hit at the horizon, above it, past the range, outside the terrain and from below ground", () => {
    const flat = new FlatTerrain(0);
    const from = (altMslM: number, depressionDeg: number) => ({ ...linghu, altMslM, direction: down(depressionDeg) });

    expect(castRay(from(100, 0), flat, 2000)).toBeUndefined();
    expect(castRay(from(100, -10), flat, 2000)).toBeUndefined();
    expect(castRay(from(100, 30), flat, 150)).toBeUndefined();
    expect(castRay(from(100, 30), flat, 201)).toBeDefined();
    expect(castRay(from(-1, 30), flat, 2000)).toBeUndefined();
    expect(
      castRay(
        from(100, 5),
        terrainOf(() => 0, { halfM: 200 }),
        3000,
      ),
    ).toBeUndefined();
  });
});
