import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Look, lookAt } from "../../../../shared/search/detection/look-at.ts";
import { PassMemory } from "../../../../shared/search/detection/pass-memory.ts";
import { cellsIn } from "../../../../shared/search/grid/cell-spans.ts";
import { cellAt, cellCount } from "../../../../shared/search/grid/search-grid.ts";
import { ProbabilityMap } from "../../../../shared/search/probability/probability-map.ts";
import { evenMap, gridOf, planeRing, rectangle } from "../../../support/probability-maps.ts";

const grid = gridOf(40, 40, 10);
const footprint = rectangle(-50, -50, 100, 100);
const looked = cellAt(grid, 5, 5);

const look = (atS: number, more: Partial<Look> = {}): Look => ({
  lookerId: "1",
  atMs: 1_700_000_000_000 + atS * 1000,
  exposureS: 0.2,
  ground: { rings: [footprint] },
  detection: { unresponsive: 0.8, responsive: 0.9 },
  ...more,
});

const missedAfter = (...looks: readonly Look[]): number => {
  const [map, passes] = [evenMap(grid), new PassMemory()];
  for (const one of looks) lookAt(map, passes, one);
  return map.missed[looked] ?? 0;
};
/** Enough pictures to see all that one pass shows. */
const pass = (fromS: number, more: Partial<Look> = {}): readonly Look[] =>
  Array.from({ length: 100 }, (_, i) => look(fromS + i * 0.2, more));

describe("a camera's look", () => {
  it("lowers what is missed of the cells in its footprint, and of no other", () => {
    const map = evenMap(grid);

    const count = lookAt(map, new PassMemory(), look(0, { exposureS: 100 }));

    const inside = new Set(cellsIn(grid, [footprint]));
    expect(count).toBe(100);
    expect(inside.size).toBe(100);
    for (let cell = 0; cell < cellCount(grid); cell += 1) {
      expect(map.missed[cell]).toBeCloseTo(inside.has(cell) ? 0.2 : 1, 5);
      expect(map.missedResponsive[cell]).toBeCloseTo(inside.has(cell) ? 0.1 : 1, 5);
    }
    expect(map.successSoFar).toBeCloseTo(0.8 * (100 / 1600), 6);
  });

  it("finds within a pass p (1 - e^(-t / tau)), however its time is cut into pictures", () => {
    const cuts = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(cuts, (exposures) => {
        const wholeS = exposures.reduce((sum, exposureS) => sum + exposureS, 0);
        const missed = missedAfter(...exposures.map((exposureS, i) => look(i, { exposureS, timeConstantS: 2 })));

        expect(missed).toBeCloseTo(1 - 0.8 * (1 - Math.exp(-wholeS / 2)), 5);
      }),
    );
  });

  it("finds no more in one pass than one pass finds, however many pictures it has", () => {
    expect(missedAfter(...pass(0))).toBeCloseTo(0.2, 5);
    expect(missedAfter(...pass(0), ...pass(20), ...pass(40))).toBeCloseTo(0.2, 5);
  });

  it("counts anew after a pause, and from another vehicle", () => {
    expect(missedAfter(...pass(0), ...pass(100))).toBeCloseTo(0.2 ** 2, 5);
    expect(missedAfter(...pass(0), ...pass(45))).toBeCloseTo(0.2, 5);
    expect(missedAfter(...pass(0), ...pass(0, { lookerId: "2" }))).toBeCloseTo(0.2 ** 2, 5);
  });

  it("takes nothing back by a worse picture of the same pass, and is raised by a better one to that one's", () => {
    const worse = { detection: { unresponsive: 0.3, responsive: 0.3 } };

    expect(missedAfter(...pass(0), ...pass(20, worse))).toBeCloseTo(0.2, 5);
    expect(missedAfter(...pass(0, worse), ...pass(20))).toBeCloseTo(0.2, 5);
  });

  it("sees less under leaves", () => {
    const openShare = new Float32Array(cellCount(grid)).fill(1);
    openShare[looked] = 0.25;

    expect(missedAfter(...pass(0, { openShare }))).toBeCloseTo(0.8, 5);
  });

  it("finds less far away where it looks aslant", () => {
    const map = evenMap(grid);
    const detection = {
      below: { northM: -60, eastM: 5 },
      aboveGroundM: 60,
      stepM: 50,
      steps: [1, 0.8, 0.4].map((share) => ({ unresponsive: share, responsive: share })),
    };

    lookAt(
      map,
      new PassMemory(),
      look(0, { exposureS: 100, detection, ground: { rings: [rectangle(-50, 0, 250, 10)] } }),
    );

    const missedAt = (northM: number) => map.missed[cellAt(grid, northM, 5)];
    expect(missedAt(-45)).toBeCloseTo(0.2, 5);
    expect(missedAt(45)).toBeCloseTo(0.6, 5);
    // Past the last range nothing is claimed.
    expect(missedAt(145)).toBe(1);
  });

  it("takes cells instead of rings, as they come from masking by the hills", () => {
    const cells = cellsIn(grid, [footprint]);
    const [byRings, byCells] = [evenMap(grid), evenMap(grid)];

    lookAt(byRings, new PassMemory(), look(0));
    lookAt(byCells, new PassMemory(), look(0, { ground: { cells } }));

    expect(byCells.missed).toEqual(byRings.missed);
    expect(byCells.successSoFar).toBe(byRings.successSoFar);
  });

  it("shows nothing without exposure, off the map, or with a corner that is no number", () => {
    const off = { ground: { rings: [rectangle(5000, 5000, 50, 50)] } };
    const broken = { ground: { rings: [planeRing([0, 0], [Number.NaN, 50], [50, 50])] } };

    for (const more of [{ exposureS: 0 }, { exposureS: -1 }, { exposureS: Number.NaN }, off, broken])
      expect(missedAfter(look(0, more))).toBe(1);
  });

  it("stands pictures that come late or twice", () => {
    expect(missedAfter(...[...pass(0)].reverse())).toBeCloseTo(0.2, 5);
    expect(missedAfter(...pass(0).flatMap((one) => [one, one]))).toBeCloseTo(0.2, 5);
  });

  it("leaves the map's sums as if all cells were counted, after any flight", () => {
    const step = fc.record({
      northM: fc.integer({ min: -220, max: 220 }),
      eastM: fc.integer({ min: -220, max: 220 }),
      atS: fc.integer({ min: 0, max: 300 }),
      lookerId: fc.constantFrom("1", "2", "3"),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const [map, passes] = [evenMap(grid, 0.1), new PassMemory()];
        for (const { northM, eastM, atS, lookerId } of steps)
          lookAt(map, passes, look(atS, { lookerId, ground: { rings: [rectangle(northM, eastM, 70, 50)] } }));

        const anew = new ProbabilityMap(
          grid,
          { mass: map.prior, row: map.rowPrior },
          {
            unresponsive: map.missed,
            responsive: map.missedResponsive,
          },
        );
        expect(map.successSoFar).toBeCloseTo(anew.successSoFar, 9);
        expect(map.missed.every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the memory of passes", () => {
  it("stays small with fifty vehicles over a million cells for an hour", () => {
    const wide = gridOf(1000, 1000, 5);
    const [map, passes] = [evenMap(wide), new PassMemory()];
    let most = 0;

    for (let atS = 0; atS < 3600; atS += 4) {
      for (let vehicle = 0; vehicle < 50; vehicle += 1) {
        const southM = -2400 + ((atS * 10 + vehicle * 997) % 4700);
        const ground = { rings: [rectangle(southM, -2400 + vehicle * 90, 60, 80)] };
        lookAt(map, passes, look(atS, { lookerId: `${vehicle}`, ground }));
      }
      most = Math.max(most, passes.byteLength);
    }

    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(12_000_000);
  });

  it("lets go of passes when the clock is set back", () => {
    const [map, passes] = [evenMap(gridOf(400, 400, 5)), new PassMemory()];
    const fly = (fromS: number): void => {
      for (let i = 0; i < 200; i += 1) {
        const ground = { rings: [rectangle(-900 + i * 8, -900 + i * 8, 40, 40)] };
        lookAt(map, passes, look(fromS + i * 10, { ground }));
      }
    };
    fly(100_000);
    const once = passes.byteLength;

    for (let k = 1; k < 6; k += 1) fly(100_000 - k * 10_000);

    expect(passes.byteLength).toBeLessThan(3 * once);
  });
});
