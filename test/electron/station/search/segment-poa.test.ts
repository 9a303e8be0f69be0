import fc from "fast-check";
import { expect, test } from "vitest";
import { withSetSegments } from "../../../../electron/station/search/segment-poa.ts";

const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
/** Three cells: two segments of one cell each, and one of nobody. */
const cells = {
  ids: ["a", "b"],
  owner: Int32Array.of(0, 1, -1),
  cells: Int32Array.of(1, 1),
  cellAreaM2: 1,
  problems: [],
};

test("with whatever is set by hand, all is 1 together, and nothing is negative", () => {
  fc.assert(
    fc.property(
      fc.tuple(share, share, share, share).filter((parts) => parts.some((part) => part > 1e-6)),
      fc.option(share, { nil: undefined }),
      fc.option(share, { nil: undefined }),
      (parts, a, b) => {
        const whole = parts.reduce((sum, part) => sum + part, 0);
        const [row = 0, ...mass] = parts.map((part) => part / whole);
        const segments = [
          { id: "a", ...(a === undefined ? {} : { poa: a }) },
          { id: "b", ...(b === undefined ? {} : { poa: b }) },
        ];

        const { prior } = withSetSegments({ mass: Float32Array.from(mass), row }, cells, segments);

        expect(prior.mass.reduce((sum, one) => sum + one, prior.row)).toBeCloseTo(1, 4);
        expect(Math.min(prior.row, ...prior.mass)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test("who is said not to be where everything was, is in the rest of the world", () => {
  const all = { mass: Float32Array.of(1, 0, 0), row: 0 };

  expect(withSetSegments(all, cells, [{ id: "a", poa: 0 }, { id: "b" }]).prior).toEqual({
    mass: Float32Array.of(0, 0, 0),
    row: 1,
  });
});
