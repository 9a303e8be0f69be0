import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BaseMapFeature } from "../../../../shared/geo/base-map.ts";
import { LocalFrame } from "../../../../shared/geo/local-frame.ts";
import { planeDistanceM } from "../../../../shared/geo/polygon.ts";
import { fillCells, walkCells } from "../../../../shared/search/dispatch/cell-walk.ts";
import { directions } from "../../../../shared/search/dispatch/ground-nodes.ts";
import { TravelFront } from "../../../../shared/search/dispatch/travel-front.ts";
import { groundModes, prepareGround, travelGrid } from "../../../../shared/search/dispatch/travel-ground.ts";
import { cellAt, cellCount, cellMiddle } from "../../../../shared/search/grid/search-grid.ts";

const centre = { latDeg: 30.87, lonDeg: 120.433 };
const frame = new LocalFrame(centre);
const grid = travelGrid(centre, 150);
const metres = fc.double({ min: -200, max: 200, noNaN: true });
const somewhere = fc.record({ northM: metres, eastM: metres });

describe("a grid to travel over", () => {
  it("is as fine as its reach lets it be", () => {
    expect(travelGrid(centre, 150)).toEqual({ centre, cellM: 10, columns: 30, rows: 30 });
    expect(travelGrid(centre, 10_000)).toEqual({ centre, cellM: 50, columns: 400, rows: 400 });
  });
});

describe("the cells along a line", () => {
  it("share a side one with the next, and are those that its points lie in", () => {
    fc.assert(
      fc.property(somewhere, somewhere, (a, b) => {
        const passed: number[] = [];
        let before = 0;
        walkCells(grid, a, b, (cell, from, to) => {
          expect(from).toBeGreaterThanOrEqual(before - 1e-9);
          expect(to).toBeGreaterThanOrEqual(from - 1e-9);
          const share = (from + to) / 2;
          const northM = a.northM + share * (b.northM - a.northM);
          const eastM = a.eastM + share * (b.eastM - a.eastM);
          const middle = cellMiddle(grid, cell);
          expect(Math.abs(northM - middle.northM)).toBeLessThanOrEqual(5 + 1e-6);
          expect(Math.abs(eastM - middle.eastM)).toBeLessThanOrEqual(5 + 1e-6);
          before = to;
          passed.push(cell);
        });
        for (const share of [0, 0.2, 0.5, 0.9]) {
          const cell = cellAt(grid, a.northM + share * (b.northM - a.northM), a.eastM + share * (b.eastM - a.eastM));
          if (cell >= 0) expect(passed).toContain(cell);
        }
      }),
    );
  });
});

describe("the cells inside of a polygon", () => {
  it("are those whose middle is, without the holes", () => {
    const marks = new Uint8Array(cellCount(grid));
    const ring = (side: number) => [
      { northM: -side, eastM: -side },
      { northM: -side, eastM: side },
      { northM: side, eastM: side },
      { northM: side, eastM: -side },
    ];

    fillCells(grid, [ring(100), ring(50)], marks);

    marks.forEach((mark, cell) => {
      const { northM, eastM } = cellMiddle(grid, cell);
      const away = Math.max(Math.abs(northM), Math.abs(eastM));
      expect(mark).toBe(away < 100 && away > 50 ? 1 : 0);
    });
  });
});

describe("the front of travel times", () => {
  const lonLat = ({ northM, eastM }: { northM: number; eastM: number }): readonly [number, number] => {
    const { latDeg, lonDeg } = frame.toLatLon(northM, eastM);
    return [lonDeg, latDeg];
  };
  const line = fc.record({
    kind: fc.constantFrom("road" as const, "track" as const, "stream" as const),
    corners: fc.array(somewhere, { minLength: 2, maxLength: 4 }),
  });
  const lake = fc.tuple(somewhere, fc.double({ min: 5, max: 60, noNaN: true }));

  it("gives each node the least of what its neighbours and a change of means give, in order of time", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), fc.array(lake, { maxLength: 2 }), (lines, lakes) => {
        const features: BaseMapFeature[] = [
          ...lines.map(({ kind, corners }): BaseMapFeature => {
            return { kind, geometry: { type: "LineString", coordinates: corners.map(lonLat) } };
          }),
          ...lakes.map(([{ northM, eastM }, halfM]): BaseMapFeature => {
            const corners = [
              { northM: northM - halfM, eastM },
              { northM, eastM: eastM + halfM },
              { northM: northM + halfM, eastM },
              { northM, eastM: eastM - halfM },
            ];
            return { kind: "water", geometry: { type: "Polygon", coordinates: [corners.map(lonLat)] } };
          }),
        ];
        const ground = prepareGround(grid, features);
        const cell = 12 * grid.columns + 17;
        const front = new TravelFront(
          ground,
          [{ mode: "foot", cell, seconds: 0, metres: 0 }],
          new Set(["wheels", "bike", "boat"] as const),
        );
        const wrong: string[] = [];
        let before = 0;
        for (let node = front.next(); node >= 0; node = front.next()) {
          if ((front.seconds[node] ?? 0) < before) wrong.push(`${node} comes late`);
          before = front.seconds[node] ?? 0;
          const own = node % cellCount(grid);
          const straightM = planeDistanceM(ground.nodes.at(own), ground.nodes.at(cell));
          if ((front.metres[node] ?? 0) < straightM - 0.01) wrong.push(`${node} is too short`);
        }
        for (const mode of groundModes) {
          for (let own = 0; own < cellCount(grid); own += 1) {
            const seconds = front.seconds[front.nodeOf(mode, own)] ?? 0;
            directions.forEach(([row, column], direction) => {
              const stepS = ground.stepS[mode][own * 8 + direction] ?? 0;
              if (stepS === Number.POSITIVE_INFINITY) return;
              const from = front.seconds[front.nodeOf(mode, own + row * grid.columns + column)] ?? 0;
              if (from > seconds + stepS + 1e-3) wrong.push(`${mode} to ${own} could be sooner`);
            });
            const onFootS = front.seconds[front.nodeOf("foot", own)] ?? 0;
            if (mode === "bike" && seconds > onFootS) wrong.push(`${own} is left on foot no sooner`);
          }
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
