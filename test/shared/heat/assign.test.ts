import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assign } from "../../../shared/heat/assign.ts";

const limits = { most: 9.21, none: 18.42 };

describe("the assignment of rows to columns", () => {
  test("takes the least sum, not what is nearest to the first", () => {
    // A common shift puts the first near the second's place.
    const costs = [
      [9, 1],
      [49, 9],
    ];

    expect(assign(costs, limits)).toEqual([0, 1]);
    expect(assign(costs.toReversed(), limits)).toEqual([1, 0]);
  });

  test("leaves a row without a column where all cost too much or are taken", () => {
    expect(assign([[12]], limits)).toEqual([undefined]);
    expect(assign([[3], [1]], limits)).toEqual([undefined, 0]);
    expect(assign([[Number.POSITIVE_INFINITY], []], limits)).toEqual([undefined, undefined]);
    expect(assign([], limits)).toEqual([]);
  });

  test("gives each column once, and no row's own change makes it better", () => {
    const cost = fc.oneof(fc.double({ min: 0, max: 20, noNaN: true }), fc.constant(Number.POSITIVE_INFINITY));
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((columns) =>
        fc.array(fc.array(cost, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 5 }),
      );
    fc.assert(
      fc.property(table, (costs) => {
        const chosen = assign(costs, { most: 9, none: 9 });

        const taken = chosen.filter((column) => column !== undefined);
        expect(new Set(taken).size).toBe(taken.length);
        for (const [row, column] of chosen.entries()) {
          const own = column === undefined ? 9 : (costs[row]?.[column] ?? Number.NaN);
          expect(own).toBeLessThanOrEqual(9);
          const free = (costs[row] ?? []).filter((_, other) => !taken.includes(other));
          for (const better of free) expect(better).toBeGreaterThanOrEqual(own - 1e-6);
        }
      }),
    );
  });
});
