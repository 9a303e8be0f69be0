import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignOnce } from "../../../../shared/search/allocation/assign-once.ts";

const pods = [
  [0.5, 0.5, 0.7],
  [0.4, 0.35, 0.55],
];

const oposOf = (p: readonly number[], of: readonly (readonly number[])[], areas: readonly number[]): number =>
  p.reduce((sum, value, i) => {
    const missed = areas.reduce((all, area, k) => (area === i ? all * (1 - (of[k]?.[i] ?? 0)) : all), 1);
    return sum + value * (1 - missed);
  }, 0);

describe("one assignment for each", () => {
  it("sends A to 2 and B to 1, then A to 2 and B to 3 (sar.md V2)", () => {
    const p = [0.3, 0.35, 0.2];

    const first = assignOnce(p, pods);

    expect(first.areas).toEqual([1, 0]);
    expect(first.opos).toBeCloseTo(0.295, 12);
    expect(0.15 / (1 - first.opos)).toBeCloseTo(0.21277, 5);
    expect(oposOf(p, pods, [1, 2])).toBeCloseTo(0.285, 12);
    expect(oposOf(p, pods, [0, 1])).toBeCloseTo(0.2725, 12);
    expect(oposOf(p, pods, [1, 1])).toBeCloseTo(0.23625, 12);
  });

  it("sends both to one place where that brings more than anywhere else, and nobody where nothing is", () => {
    expect(assignOnce([0.9, 0.01], pods).areas).toEqual([0, 0]);
    expect(assignOnce([0, 0], [[0.5, 0.5]])).toEqual({ areas: [-1], opos: 0 });
  });

  it("finds what trying all ways finds", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const three = fc.array(share, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(three, fc.array(three, { minLength: 1, maxLength: 4 }), (p, of) => {
        let best = 0;
        for (let way = 0; way < 3 ** of.length; way += 1) {
          const areas = of.map((_, k) => Math.floor(way / 3 ** k) % 3);
          best = Math.max(best, oposOf(p, of, areas));
        }

        const found = assignOnce(p, of);

        expect(found.opos).toBeCloseTo(best, 12);
        expect(oposOf(p, of, found.areas)).toBeCloseTo(best, 12);
      }),
    );
  });
});
