import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BaseMapFeature } from "../../../../shared/geo/base-map.ts";
import { isInside } from "../../../../shared/geo/is-inside.ts";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import { LocalFrame } from "../../../../shared/geo/local-frame.ts";
import { distanceToSideM, type PlanePoint, type PlaneRing, ringAreaM2 } from "../../../../shared/geo/polygon.ts";
import type { Area } from "../../../../shared/search/patterns/pattern.ts";
import { checkSegments } from "../../../../shared/search/segments/check-segments.ts";
import { gridSegments } from "../../../../shared/search/segments/grid-segments.ts";
import { lineSegments, visibleLines } from "../../../../shared/search/segments/line-segments.ts";
import type { SearchSegment, SegmentsResult } from "../../../../shared/search/segments/segment.ts";
import { arbitraryRings, areaOrigin, ringOf } from "../../../support/areas.ts";

const square = (sideM: number): Area => ({
  outline: ringOf([
    [0, 0],
    [0, sideM],
    [sideM, sideM],
    [sideM, 0],
  ]),
  holes: [],
});

const made = (result: SegmentsResult): readonly SearchSegment[] => {
  if (!result.ok) throw new Error(`No segments: ${result.fault.code}`);
  return result.segments;
};

const frame = new LocalFrame(areaOrigin);
const toPlane = (place: LatLon): PlanePoint => frame.toNorthEast(place);

/** Without overlaps that don't cancel out, the areas of all holes and rings. */
const netAreaM2 = (rings: readonly PlaneRing[]): number =>
  rings.reduce((sum, ring, i) => sum + (i === 0 ? 1 : -1) * Math.abs(ringAreaM2(ring)), 0);

const totalM2 = (segments: readonly SearchSegment[]): number => segments.reduce((sum, { areaM2 }) => sum + areaM2, 0);

/** How often places all over the area lie in a segment: once each, but for a few beside borders. */
const oftenSeen = (segments: readonly SearchSegment[], places: readonly LatLon[]): readonly number[] =>
  places.map((place) => segments.filter(({ ring }) => isInside(place, ring)).length);

describe("segments by grid", () => {
  it("are equal squares in a square, named from the north-west on", () => {
    const segments = made(gridSegments(square(1200), { targetM2: 90_000 }));

    expect(segments).toHaveLength(16);
    for (const { areaM2, ring } of segments) {
      expect(areaM2 / 90_000).toBeCloseTo(1, 1);
      expect(ring.length).toBe(4);
    }
    expect(segments.map(({ name }) => name).slice(0, 5)).toEqual(["AA", "AB", "AC", "AD", "AE"]);
    const [first, second, fifth] = [segments[0], segments[1], segments[4]].map((of) => of?.ring[0]);
    expect(second?.lonDeg).toBeGreaterThan(first?.lonDeg ?? 180);
    expect(fifth?.latDeg).toBeLessThan(first?.latDeg ?? -90);
  });

  it("are 1,065 and more in well under a second", () => {
    const beganMs = performance.now();

    const segments = made(gridSegments(square(10_000), { targetM2: 92_000 }));

    expect(performance.now() - beganMs).toBeLessThan(5000);
    expect(segments.length).toBeGreaterThanOrEqual(1065);
    expect(new Set(segments.map(({ name }) => name)).size).toBe(segments.length);
    expect(totalM2(segments) / 1e8).toBeCloseTo(1, 2);
  });

  it("refuse what is no area, no size or too many, and say which", () => {
    const bow = {
      outline: ringOf([
        [0, 0],
        [500, 500],
        [0, 500],
        [500, 0],
      ]),
      holes: [],
    };

    expect(gridSegments(bow, { targetM2: 10_000 })).toMatchObject({ ok: false, fault: { code: "self-crossing" } });
    expect(gridSegments(square(1000), { targetM2: 0 })).toMatchObject({ ok: false, fault: { code: "bad-size" } });
    expect(gridSegments(square(1000), { targetM2: 10 })).toMatchObject({
      ok: false,
      fault: { code: "too-many-segments" },
    });
    expect(gridSegments({ outline: [], holes: [] }, { targetM2: 10_000 })).toMatchObject({
      ok: false,
      fault: { code: "too-few-points" },
    });
  });

  it("tile any area: areas add up, nothing overlaps, no segment has holes or crosses itself", () => {
    fc.assert(
      fc.property(arbitraryRings, fc.integer({ min: 8, max: 60 }), (rings, count) => {
        const area = { outline: rings[0] ?? [], holes: rings.slice(1) };
        const places = {
          outline: area.outline.map((c) => frame.toLatLon(c.northM, c.eastM)),
          holes: area.holes.map((hole) => hole.map((c) => frame.toLatLon(c.northM, c.eastM))),
        };
        const wholeM2 = netAreaM2(rings);
        const targetM2 = wholeM2 / count;
        const aroundM = rings.reduce(
          (sum, ring) =>
            sum + ring.reduce((all, c, i) => all + distanceToSideM(c, ring.at(i - 1) ?? c, ring.at(i - 1) ?? c), 0),
          0,
        );

        for (const result of [gridSegments(places, { targetM2 }), lineSegments(places, [], { targetM2 })]) {
          const segments = made(result);

          const cellM = Math.sqrt(targetM2 / 400);
          expect(Math.abs(totalM2(segments) - wholeM2)).toBeLessThan(aroundM * cellM);
          // What holes near the border cut off may be small.
          expect(checkSegments(segments).filter(({ code }) => code !== "too-small")).toEqual([]);
          const inside = segments
            .flatMap(({ ring }) => ring.slice(0, 1))
            .map((corner) => {
              const at = toPlane(corner);
              return frame.toLatLon(at.northM + 1.7 * cellM, at.eastM + 0.9 * cellM);
            });
          for (const times of oftenSeen(segments, inside)) expect(times).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });
});

describe("segments along lines", () => {
  const line = (kind: "road" | "stream", corners: readonly (readonly [number, number])[]): BaseMapFeature => ({
    kind,
    geometry: { type: "LineString", coordinates: ringOf(corners).map(({ latDeg, lonDeg }) => [lonDeg, latDeg]) },
  });

  it("have the roads and streams as their borders, to within a cell", () => {
    const features = [
      line("road", [
        [-100, 300],
        [450, 620],
        [1300, 500],
      ]),
      line("stream", [
        [700, -100],
        [600, 400],
        [820, 1300],
      ]),
    ];

    const segments = made(lineSegments(square(1200), visibleLines(features), { targetM2: 360_000 }));

    expect(segments).toHaveLength(4);
    const road = [
      { northM: -100, eastM: 300 },
      { northM: 450, eastM: 620 },
      { northM: 1300, eastM: 500 },
    ];
    const stream = [
      { northM: 700, eastM: -100 },
      { northM: 600, eastM: 400 },
      { northM: 820, eastM: 1300 },
    ];
    for (const { ring } of segments) {
      for (const corner of ring) {
        const at = toPlane(corner);
        const fromLines = [road, stream].map((points) =>
          Math.min(...points.slice(1).map((to, i) => distanceToSideM(at, points[i] ?? to, to))),
        );
        const fromEdge = Math.min(at.northM, at.eastM, 1200 - at.northM, 1200 - at.eastM);
        expect(Math.min(...fromLines, fromEdge)).toBeLessThan(2 * 30);
      }
    }
  });

  it("part what lines leave too large, and join what they leave too small", () => {
    const cross = [
      ringOf([
        [-10, 1100],
        [1300, 1100],
      ]),
      ringOf([
        [600, -10],
        [600, 1300],
      ]),
    ];

    const segments = made(lineSegments(square(1200), cross, { targetM2: 100_000 }));

    expect(segments.length).toBeGreaterThan(9);
    for (const { areaM2 } of segments) {
      expect(areaM2).toBeGreaterThan(45_000);
      expect(areaM2).toBeLessThan(200_000);
    }
    expect(totalM2(segments) / 1_440_000).toBeCloseTo(1, 2);
  });

  it("surround a lake with segments without holes", () => {
    const lake: BaseMapFeature = {
      kind: "water",
      geometry: {
        type: "Polygon",
        coordinates: [
          ringOf([
            [400, 400],
            [400, 800],
            [800, 800],
            [800, 400],
          ]).map(({ latDeg, lonDeg }) => [lonDeg, latDeg]),
        ],
      },
    };

    const segments = made(lineSegments(square(1200), visibleLines([lake]), { targetM2: 1_000_000 / 3 }));

    expect(totalM2(segments) / 1_440_000).toBeGreaterThan(0.97);
    expect(checkSegments(segments)).toEqual([]);
    expect(
      oftenSeen(
        segments,
        ringOf([
          [600, 600],
          [200, 200],
          [1000, 1000],
          [600, 100],
        ]),
      ),
    ).toEqual([1, 1, 1, 1]);
  });
});
