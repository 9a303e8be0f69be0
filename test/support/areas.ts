import fc from "fast-check";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { LocalFrame } from "../../shared/geo/local-frame.ts";
import type { PlanePoint, PlaneRing } from "../../shared/geo/polygon.ts";
import type { Terrain } from "../../shared/geo/terrain.ts";
import type { Area } from "../../shared/search/patterns/pattern.ts";

/** Where made-up areas lie. */
export const areaOrigin: LatLon = { latDeg: 30.5, lonDeg: 103.25 };

/** Corners given as [north, east], m from `areaOrigin` or another place. */
export const ringOf = (corners: readonly (readonly [number, number])[], origin = areaOrigin): readonly LatLon[] => {
  const frame = new LocalFrame(origin);
  return corners.map(([northM, eastM]) => frame.toLatLon(northM, eastM));
};

export const planeRing = (corners: readonly (readonly [number, number])[]): PlaneRing =>
  corners.map(([northM, eastM]) => ({ northM, eastM }));

/** A ring seen from around a middle: concave as its radii ask, never self-crossing. */
const starRing = (middle: PlanePoint, radiiM: readonly number[]): PlaneRing =>
  radiiM.map((radiusM, i) => ({
    northM: middle.northM + radiusM * Math.cos((2 * Math.PI * i) / radiiM.length),
    eastM: middle.eastM + radiusM * Math.sin((2 * Math.PI * i) / radiiM.length),
  }));

/** Concave areas some hundred metres across, with up to three holes that touch neither each other nor the outline. */
export const arbitraryRings: fc.Arbitrary<readonly PlaneRing[]> = fc
  .record({
    radiiM: fc.array(fc.double({ min: 250, max: 700, noNaN: true }), { minLength: 5, maxLength: 40 }),
    holes: fc.array(fc.array(fc.double({ min: 8, max: 45, noNaN: true }), { minLength: 3, maxLength: 9 }), {
      maxLength: 3,
    }),
    turnRad: fc.double({ min: 0, max: 2, noNaN: true }),
  })
  .map(({ radiiM, holes, turnRad }) => [
    starRing({ northM: 0, eastM: 0 }, radiiM),
    ...holes.map((radii, i) => {
      const angleRad = turnRad + (i * 2 * Math.PI) / 3;
      // Wherever the outline comes nearest to its middle (202 m with five corners), holes this far out are inside.
      return starRing({ northM: 60 * Math.cos(angleRad), eastM: 60 * Math.sin(angleRad) }, radii);
    }),
  ]);

export const areaOf = (rings: readonly PlaneRing[], origin = areaOrigin): Area => {
  const frame = new LocalFrame(origin);
  const [outline = [], ...holes] = rings.map((ring) => ring.map(({ northM, eastM }) => frame.toLatLon(northM, eastM)));
  return { outline, holes };
};

/** Mountains of several waves, m: bilinear between samples every 25 m as real terrain is. */
export const mountains = (seed: number, heightM = 150): Terrain => {
  const frame = new LocalFrame(areaOrigin);
  const smooth = (northM: number, eastM: number): number =>
    1200 +
    heightM * Math.sin(northM / 180 + seed) * Math.cos(eastM / 140 - 2 * seed) +
    (heightM / 4) * Math.sin(northM / 41 - seed) * Math.sin(eastM / 37 + 3 * seed);
  return {
    cellM: 25,
    heightMslM: (latDeg, lonDeg) => {
      const { northM, eastM } = frame.toNorthEast({ latDeg, lonDeg });
      const [row, column] = [Math.floor(northM / 25), Math.floor(eastM / 25)];
      const [n, e] = [northM / 25 - row, eastM / 25 - column];
      const at = (r: number, c: number) => smooth((row + r) * 25, (column + c) * 25);
      return (at(0, 0) * (1 - e) + at(0, 1) * e) * (1 - n) + (at(1, 0) * (1 - e) + at(1, 1) * e) * n;
    },
  };
};
