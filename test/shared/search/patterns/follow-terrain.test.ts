import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LocalFrame } from "../../../../shared/geo/local-frame.ts";
import { between, planeDistanceM } from "../../../../shared/geo/polygon.ts";
import type { Terrain } from "../../../../shared/geo/terrain.ts";
import { terrainToleranceM } from "../../../../shared/search/patterns/follow-terrain.ts";
import { makePattern } from "../../../../shared/search/patterns/make-pattern.ts";
import type { Area, PatternPoint } from "../../../../shared/search/patterns/pattern.ts";
import { arbitraryRings, areaOf, areaOrigin, mountains, ringOf } from "../../../support/areas.ts";

const frame = new LocalFrame(areaOrigin);
const square: Area = {
  outline: ringOf([
    [0, 0],
    [0, 600],
    [600, 600],
    [600, 0],
  ]),
  holes: [],
};

const fly = (terrain: Terrain, height: { aglM: number; maxClimb: number; followTerrain?: boolean }, area = square) => {
  const result = makePattern({ kind: "parallel", area, spacingM: 60 }, { followTerrain: true, ...height }, { terrain });
  if (!result.ok) throw new Error(result.fault.code);
  return result.points;
};

/** Along a path every few metres: how far above the ground. */
const clearancesM = (points: readonly PatternPoint[], terrain: Terrain): readonly number[] =>
  points.slice(1).flatMap((to, i) => {
    const from = points[i] ?? to;
    const [a, b] = [frame.toNorthEast(from), frame.toNorthEast(to)];
    const steps = Math.ceil(planeDistanceM(a, b) / 3) + 1;
    return Array.from({ length: steps }, (_, k) => {
      const { northM, eastM } = between(a, b, k / steps);
      const place = frame.toLatLon(northM, eastM);
      const altM =
        (from.altMslM ?? Number.NaN) + (k / steps) * ((to.altMslM ?? Number.NaN) - (from.altMslM ?? Number.NaN));
      return altM - (terrain.heightMslM(place.latDeg, place.lonDeg) ?? Number.NaN);
    });
  });

const climbs = (points: readonly PatternPoint[]): readonly number[] =>
  points.slice(1).flatMap((to, i) => {
    const from = points[i] ?? to;
    const alongM = planeDistanceM(frame.toNorthEast(from), frame.toNorthEast(to));
    return alongM < 0.01 ? [] : [Math.abs((to.altMslM ?? 0) - (from.altMslM ?? 0)) / alongM];
  });

describe("a path over mountains", () => {
  it("is nowhere lower above the ground than asked, and nowhere steeper than the vehicle climbs", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 6, noNaN: true }),
        fc.double({ min: 10, max: 300, noNaN: true }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        arbitraryRings,
        (seed, reliefM, maxClimb, rings) => {
          const terrain = mountains(seed, reliefM);
          const points = fly(terrain, { aglM: 50, maxClimb }, areaOf(rings));

          expect(Math.min(...clearancesM(points, terrain))).toBeGreaterThan(50 - 0.5);
          expect(Math.max(...climbs(points))).toBeLessThan(maxClimb * 1.001 + 1e-6);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("follows gentle ground within the tolerance", () => {
    const terrain = mountains(1, 20);

    const points = fly(terrain, { aglM: 50, maxClimb: 2 });

    expect(Math.max(...clearancesM(points, terrain))).toBeLessThan(50 + terrainToleranceM + 2);
  });

  it("has no more points over a plane than the turns", () => {
    const plane: Terrain = { cellM: 20, heightMslM: () => 500 };

    const points = fly(plane, { aglM: 60, maxClimb: 0.3 });

    expect(points).toHaveLength(20);
    for (const { altMslM } of points) expect(altMslM).toBeCloseTo(561, 6);
  });

  it("stays above where the ground is a wall", () => {
    const wall: Terrain = { cellM: 5, heightMslM: (latDeg) => (latDeg > areaOrigin.latDeg + 0.0027 ? 400 : 100) };

    const points = fly(wall, { aglM: 40, maxClimb: 0.5 });

    expect(Math.min(...clearancesM(points, wall))).toBeGreaterThan(40 - 3);
    expect(Math.max(...climbs(points))).toBeLessThan(0.5001);
  });

  it("is level above the highest ground when it is not to follow", () => {
    const terrain = mountains(2);

    const points = fly(terrain, { aglM: 60, maxClimb: 0.3, followTerrain: false });

    expect(new Set(points.map(({ altMslM }) => altMslM)).size).toBe(1);
    expect(Math.min(...clearancesM(points, terrain))).toBeGreaterThan(59);
  });

  it("has no heights where the ground isn't known, and keeps them elsewhere", () => {
    const half: Terrain = {
      cellM: 25,
      heightMslM: (_latDeg, lonDeg) => (lonDeg < areaOrigin.lonDeg + 0.003 ? 300 : undefined),
    };

    const points = fly(half, { aglM: 60, maxClimb: 0.3 });

    for (const { lonDeg, altMslM } of points) {
      if (lonDeg < areaOrigin.lonDeg + 0.003) expect(altMslM).toBeCloseTo(361, 3);
      else expect(altMslM).toBeUndefined();
    }
  });

  it("needs no terrain for a path without heights", () => {
    const result = makePattern(
      { kind: "parallel", area: square, spacingM: 60 },
      { aglM: 60, followTerrain: true, maxClimb: 1 },
    );

    expect(result.ok && result.points.every(({ altMslM }) => altMslM === undefined)).toBe(true);
  });
});
