import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineOpening } from "../../../shared/heat/line-opening.ts";

/** The definition, word by word: the best over all lines through a cell of the least level on the line. */
const opened = (levels: Int32Array, width: number, height: number, length: number): Int32Array => {
  const into = new Int32Array(levels.length);
  const diagonal = Math.max(2, Math.round(length / Math.SQRT2));
  const directions = [
    [1, 0, length],
    [0, 1, length],
    [1, 1, diagonal],
    [-1, 1, diagonal],
  ] as const;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (const [dx, dy, count] of directions) {
        const cells = Array.from({ length: count }, (_, i) => [x + i * dx, y + i * dy] as const);
        if (cells.some(([cx, cy]) => cx < 0 || cy < 0 || cx >= width || cy >= height)) continue;
        const least = Math.min(...cells.map(([cx, cy]) => levels[cy * width + cx] ?? 0));
        for (const [cx, cy] of cells) into[cy * width + cx] = Math.max(into[cy * width + cx] ?? 0, least);
      }
    }
  }
  return into;
};

describe("the opening by lines", () => {
  test("is what its definition says, for pictures and lines of any size", () => {
    const size = fc.integer({ min: 1, max: 17 });
    const picture = fc
      .tuple(size, size)
      .chain(([width, height]) =>
        fc.tuple(
          fc.constant(width),
          fc.constant(height),
          fc.array(fc.nat(50), { minLength: width * height, maxLength: width * height }),
        ),
      );
    fc.assert(
      fc.property(picture, fc.integer({ min: 2, max: 12 }), ([width, height, values], length) => {
        const levels = Int32Array.from(values);
        const into = new Int32Array(levels.length).fill(99);

        new LineOpening(20).open(levels, into, width, height, length);

        expect(into).toEqual(opened(levels, width, height, length));
      }),
      { numRuns: 300 },
    );
  });
});
