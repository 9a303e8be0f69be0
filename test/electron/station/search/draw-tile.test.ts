import { describe, expect, it } from "vitest";
import { drawDensity, drawPod, podStep, tilePx } from "../../../../electron/station/search/draw-tile.ts";
import { peakDensity, steadyPeak } from "../../../../electron/station/search/peak-density.ts";
import { densityOfShade, shadeColour, shadeOf } from "../../../../shared/search/density-colour.ts";
import { gridFor } from "../../../../shared/search/grid/search-grid.ts";
import { ippPlace } from "../../../support/search-spec.ts";

const grid = gridFor(ippPlace, 1_000, 10_000);

/** The tile in whose middle the planning point lies, roughly. */
const tileAt = (z: number) => {
  const n = 2 ** z;
  const lat = (ippPlace.latDeg * Math.PI) / 180;
  const y = ((1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2) * n;
  return { z, x: Math.floor(((ippPlace.lonDeg + 180) / 360) * n), y: Math.floor(y), grid };
};

const alphas = (rgba: Uint8Array | undefined) => (rgba ?? new Uint8Array()).filter((_, i) => i % 4 === 3);
const drawn = (rgba: Uint8Array | undefined) => alphas(rgba).filter((alpha) => alpha > 0).length;

describe("a tile of densities", () => {
  it("is none where it lies beside the map, or where nothing is", () => {
    expect(drawDensity({ ...tileAt(16), x: 5 }, () => 1, 1)).toBeUndefined();
    expect(drawDensity(tileAt(16), () => 0, 1)).toBeUndefined();
  });

  it("is filled inside the map and empty outside of it", () => {
    const inside = drawDensity(tileAt(17), () => 1, 1);
    const around = drawDensity(tileAt(13), () => 1, 1);

    expect(drawn(inside)).toBe(tilePx * tilePx);
    expect(drawn(around)).toBeGreaterThan(0);
    expect(drawn(around)).toBeLessThan(tilePx * tilePx);
  });

  it("shows each cell where it lies: north is up, east is right", () => {
    const { rows, columns } = grid;
    const northEast = (cell: number) => (cell / columns > rows / 2 && cell % columns > columns / 2 ? 1 : 0);

    const rgba = drawDensity(tileAt(12), northEast, 1) ?? new Uint8Array();

    const shown = [...alphas(rgba).keys()].filter((pixel) => rgba[pixel * 4 + 3] !== 0);
    const all = [...alphas(drawDensity(tileAt(12), () => 1, 1)).entries()].filter(([, alpha]) => alpha > 0);
    const mean = (pixels: readonly number[], of: (pixel: number) => number) =>
      pixels.reduce((sum, pixel) => sum + of(pixel), 0) / pixels.length;
    const whole = all.map(([pixel]) => pixel);
    expect(mean(shown, (pixel) => pixel % tilePx)).toBeGreaterThan(mean(whole, (pixel) => pixel % tilePx));
    expect(mean(shown, (pixel) => pixel / tilePx)).toBeLessThan(mean(whole, (pixel) => pixel / tilePx));
  });

  it("grows brighter with density, by a scale that a legend can read back", () => {
    const shades = [0.01, 0.1, 1, 10].map((density) => shadeOf(density, 10));
    const luminance = shades.map((shade) => {
      const [r, g, b] = shadeColour(shade);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    });

    expect(shades.toSorted((a, b) => a - b)).toEqual(shades);
    expect(luminance.slice(1).toSorted((a, b) => a - b)).toEqual(luminance.slice(1));
    expect(densityOfShade(shadeOf(2.5, 10), 10)).toBeCloseTo(2.5, 9);
    expect(shadeOf(50, 10)).toBe(1);
    expect(shadeColour(0)).toEqual([0, 0, 0, 0]);
  });
});

describe("a tile of searched ground", () => {
  it("is hatched denser with each of four steps", () => {
    const lines = [0.1, 0.3, 0.6, 0.8].map((pod) => drawn(drawPod(tileAt(17), () => pod)));

    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
    expect(new Set(lines).size).toBe(4);
    expect([0, 0.04, 0.1, 0.3, 0.6, 0.8, 1].map(podStep)).toEqual([0, 0, 1, 2, 3, 4, 4]);
  });

  it("is none where hardly anything was searched", () => {
    expect(drawPod(tileAt(17), () => 0.01)).toBeUndefined();
  });

  it("goes on from tile to tile without a seam", () => {
    const left = drawPod(tileAt(17), () => 0.1) ?? new Uint8Array();
    const right = drawPod({ ...tileAt(17), x: tileAt(17).x + 1 }, () => 0.1) ?? new Uint8Array();
    const isLine = (rgba: Uint8Array, x: number, y: number) => rgba[(y * tilePx + x) * 4 + 3] === 190;

    for (let y = 1; y < tilePx; y += 1) expect(isLine(right, 0, y - 1)).toBe(isLine(left, tilePx - 1, y));
  });
});

describe("the brightest density", () => {
  it("leaves the densest tenth of the probability beyond the scale", () => {
    const masses = Float64Array.from({ length: 1_000 }, (_, cell) => (cell < 10 ? 0.005 : 0.95 / 990));

    const peak = peakDensity((cell) => masses[cell] ?? 0, masses.length, 1);

    expect(peak).toBeGreaterThan(0.95 / 990);
    expect(peak).toBeLessThan(0.0012);
    expect(peakDensity(() => 0, 1_000, 1)).toBe(0);
  });

  it("stays while it fits, so that colours of two moments can be compared", () => {
    expect(steadyPeak(10, 12)).toBe(10);
    expect(steadyPeak(10, 20)).toBe(20);
    expect(steadyPeak(undefined, 3)).toBe(3);
  });
});
