import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ringAreaM2 } from "../../../../shared/geo/polygon.ts";
import { heightBands } from "../../../../shared/search/patterns/height-bands.ts";
import { makePattern } from "../../../../shared/search/patterns/make-pattern.ts";
import type { Area } from "../../../../shared/search/patterns/pattern.ts";
import { planeArea } from "../../../../shared/search/patterns/plane-area.ts";
import { type SearchShare, splitArea } from "../../../../shared/search/patterns/split-area.ts";
import { arbitraryRings, areaOf, ringOf } from "../../../support/areas.ts";

const height = { aglM: 60, followTerrain: false, maxClimb: 0.3 };
const rectangle: Area = {
  outline: ringOf([
    [0, 0],
    [0, 1000],
    [600, 1000],
    [600, 0],
  ]),
  holes: [],
};
const share = (vehicleId: string, enduranceS: number, speedMps = 10): SearchShare => ({
  vehicleId,
  enduranceS,
  speedMps,
});

const split = (area: Area, shares: readonly SearchShare[], spacingM = 30) => {
  const result = splitArea(area, shares, { spacingM });
  if (!result.ok) throw new Error(`Refused: ${result.fault.code}`);
  return result;
};

const areaM2 = (area: Area): number => {
  const plane = planeArea(area);
  if (!plane.ok) throw new Error(`Not an area: ${plane.fault.code}`);
  return plane.value.rings.reduce((sum, ring, i) => sum + (i === 0 ? 1 : -1) * Math.abs(ringAreaM2(ring)), 0);
};

describe("an area split over vehicles", () => {
  it("is divided in proportion to what each can fly", () => {
    const { parts, leftOver } = split(rectangle, [share("1", 3000), share("2", 1500)]);

    const [one = 0, two = 0] = parts.map(({ areas }) => areas.reduce((sum, area) => sum + areaM2(area), 0));
    expect(one / two).toBeGreaterThan(1.6);
    expect(one / two).toBeLessThan(2.4);
    expect(one + two).toBeCloseTo(600_000, -2);
    expect(leftOver).toEqual([]);
  });

  it("says what is left over for want of endurance, and asks nobody for more than he has", () => {
    const { parts, leftOverFraction, leftOver } = split(rectangle, [share("1", 500), share("2", 400)]);

    expect(leftOverFraction).toBeGreaterThan(0.5);
    expect(leftOver.length).toBeGreaterThan(0);
    expect(parts.map(({ needS }) => needS <= 500)).toEqual([true, true]);
    expect(parts[1]?.needS).toBeLessThanOrEqual(400);
  });

  it("takes the ways there and back off, and leaves out who can't even get there", () => {
    const far = ringOf([[20_000, 0]])[0];
    const near = ringOf([[300, -200]])[0];
    if (!far || !near) throw new Error("No place.");

    const { parts } = split(rectangle, [
      { ...share("far", 3000), from: far },
      { ...share("near", 6000), from: near },
    ]);

    expect(parts.map(({ vehicleId, areas }) => [vehicleId, areas.length])).toEqual([
      ["far", 0],
      ["near", 1],
    ]);
  });

  it("gives the strips to vehicles in the order in which they stand", () => {
    const [south, north] = ringOf([
      [-100, 500],
      [700, 500],
    ]);
    if (!south || !north) throw new Error("No place.");

    const { parts } = split(rectangle, [
      { ...share("north", 3000), from: north },
      { ...share("south", 3000), from: south },
    ]);

    const middleDeg = (area: Area | undefined) =>
      (area?.outline.reduce((sum, { latDeg }) => sum + latDeg, 0) ?? 0) / (area?.outline.length ?? 1);
    expect(middleDeg(parts[0]?.areas[0])).toBeGreaterThan(middleDeg(parts[1]?.areas[0]));
  });

  it("leaves nothing out and covers nothing twice, whatever its shape, in pieces that can be searched", () => {
    fc.assert(
      fc.property(
        arbitraryRings,
        fc.array(fc.integer({ min: 300, max: 4000 }), { minLength: 1, maxLength: 5 }),
        (rings, endurancesS) => {
          const area = areaOf(rings);
          const { parts, leftOver, lineHeadingRad } = split(
            area,
            endurancesS.map((s, i) => share(String(i), s)),
          );

          const pieces = [...parts.flatMap(({ areas }) => areas), ...leftOver];
          const sumM2 = pieces.reduce((sum, piece) => sum + areaM2(piece), 0);
          expect(Math.abs(sumM2 - areaM2(area))).toBeLessThan(0.001 * areaM2(area) + 20);
          for (const piece of pieces) {
            const shape = { kind: "parallel", area: piece, lineHeadingRad, spacingM: 30 } as const;
            const result = makePattern(shape, height);
            if (areaM2(piece) > 200) expect(result.ok).toBe(true);
          }
          for (const [i, { needS }] of parts.entries()) expect(needS).toBeLessThanOrEqual(endurancesS[i] ?? 0);
        },
      ),
      { numRuns: 120 },
    );
  });
});

describe("height bands", () => {
  it("are 20 m apart, or 15 where there is less room", () => {
    expect(heightBands(3, { lowestM: 60 })).toEqual([60, 80, 100]);
    expect(heightBands(5, { lowestM: 60 })).toEqual([60, 75, 90, 105, 120]);
  });

  it("are refused where they don't fit", () => {
    expect(heightBands(6, { lowestM: 60 })).toBeUndefined();
    expect(heightBands(1, { lowestM: 130 })).toBeUndefined();
  });
});
