import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { optimalEffort } from "../../../../shared/search/allocation/optimal-effort.ts";

/** Charnes and Cooper's method on cases of ctwardy/soral, CC-test (sar.md 2). */
const vectors = [
  { w: [1, 4, 12, 8], p: [8, 4, 1, 2], total: 0.05, efforts: [0, 0.033333, 0, 0.016667], pos: 0.74896 },
  { w: [4, 1, 1, 12], p: [4, 2, 8, 1], total: 0.1, efforts: [0.09298, 0, 0, 0.00702], pos: 1.32315 },
  { w: [9, 3, 6], p: [2, 4, 2], total: 0.2, efforts: [0.073224, 0.084517, 0.042259], pos: 2.30904 },
  { w: [8, 4, 0, 10], p: [1, 4, 20, 0], total: 0.5, efforts: [0.108904, 0.391096, 0, 0], pos: 3.7447 },
  { w: [6, 2, 3], p: [2, 6, 4], total: 0.5, efforts: [0.083333, 0.25, 0.166667], pos: 4.72163 },
  { w: [8, 0, 0, 0], p: [0, 7, 0, 5], total: 0.5, efforts: [0, 0, 0, 0], pos: 0 },
];

const posOf = (w: readonly number[], p: readonly number[], t: ArrayLike<number>): number =>
  w.reduce((sum, rate, i) => sum + (p[i] ?? 0) * (1 - Math.exp(-rate * (t[i] ?? 0))), 0);

describe("optimal effort", () => {
  it.each(vectors)("divides $total among w $w, p $p", ({ w, p, total, efforts, pos }) => {
    const result = optimalEffort(w, p, total);

    expect(result.efforts).toHaveLength(efforts.length);
    for (const [i, effort] of efforts.entries()) expect(result.efforts[i]).toBeCloseTo(effort, 5);
    expect(result.gain).toBeCloseTo(pos, 4);
  });

  it("gives nothing to what is negative, absent or no number, and all to the rest", () => {
    const { efforts, gain } = optimalEffort([1, -2, Number.NaN, 3, 1], [0.2, 0.5, 0.5, Number.NaN, -1], 2);

    expect([...efforts]).toEqual([2, 0, 0, 0, 0]);
    expect(gain).toBeCloseTo(0.2 * (1 - Math.exp(-2)), 12);
  });

  it("gives nothing when there is no effort, and says what the first would bring", () => {
    expect(optimalEffort([2, 3], [0.1, 0.5], 0)).toEqual({ efforts: new Float64Array(2), gain: 0, price: 1.5 });
  });

  it("uses up all effort, brings the same everywhere, and nobody finds a better division", () => {
    const area = fc.record({
      w: fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 20, noNaN: true })),
      p: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(area, { minLength: 1, maxLength: 12 }),
        fc.double({ min: 1e-3, max: 10, noNaN: true }),
        fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }),
        (areas, total, weights) => {
          const [w, p] = [areas.map((of) => of.w), areas.map((of) => of.p)];
          const { efforts, gain, price } = optimalEffort(w, p, total);
          const used = efforts.reduce((sum, effort) => sum + effort, 0);
          const others = weights.slice(0, w.length);
          const sum = others.reduce((all, weight) => all + weight, 0);
          const other = others.map((weight) => (weight / sum) * total);

          expect(gain).toBeCloseTo(posOf(w, p, efforts), 9);
          expect(gain).toBeGreaterThanOrEqual(posOf(w, p, other) - 1e-12);
          if (gain > 0) expect(used / total).toBeCloseTo(1, 9);
          for (const [i, rate] of w.entries()) {
            const onward = rate * (p[i] ?? 0) * Math.exp(-rate * (efforts[i] ?? 0));
            // Of probabilities of 1e-140 the price is right to some nine digits, and no more.
            expect(onward).toBeLessThanOrEqual(price * (1 + 1e-6) + 1e-300);
          }
        },
      ),
    );
  });
});
