import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BoxIndex, pointIndex } from "../../../../renderer/map/crowd/box-index.ts";

const coordinate = fc.double({ min: -50, max: 50, noNaN: true });
const box = fc
  .tuple(
    coordinate,
    coordinate,
    fc.double({ min: 0, max: 20, noNaN: true }),
    fc.double({ min: 0, max: 20, noNaN: true }),
  )
  .map(([x, y, width, height]) => [x, y, x + width, y + height] as const);

const found = (index: BoxIndex, [west, north, east, south]: readonly [number, number, number, number]): number[] => {
  const told: number[] = [];
  index.within(west, north, east, south, (i) => told.push(i));
  return told.sort((a, b) => a - b);
};

describe("an index of boxes", () => {
  it("finds what looking at every box finds, each once, also when asked again", () => {
    fc.assert(
      fc.property(
        fc.array(box, { maxLength: 60 }),
        fc.array(box, { minLength: 1, maxLength: 4 }),
        (boxes, questions) => {
          const index = new BoxIndex(Float64Array.from(boxes.flat()));

          for (const asked of questions) {
            const [west, north, east, south] = asked;
            const expected = boxes.flatMap((b, i) =>
              b[0] <= east && b[2] >= west && b[1] <= south && b[3] >= north ? [i] : [],
            );
            expect(found(index, asked)).toEqual(expected);
          }
        },
      ),
    );
  });

  it("finds points, and none where there are none", () => {
    const index = pointIndex(Float64Array.from([0, 0, 1, 1, 5, 5]));

    expect(found(index, [0.5, 0.5, 6, 6])).toEqual([1, 2]);
    expect(found(pointIndex(new Float64Array(0)), [0, 0, 1, 1])).toEqual([]);
  });

  it("stays small where one thing is far from all others", () => {
    const points = Float64Array.from(Array.from({ length: 2_000 }, (_, i) => (i === 0 ? 1e9 : (i % 44) + i / 1e4)));

    expect(found(pointIndex(points), [1e8, 0, 2e9, 44])).toEqual([0]);
  });

  it("finds a point where it moved to, or says that it must be made anew", () => {
    const point = fc.tuple(coordinate, coordinate);
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 60 }), point, box, ([first, ...others], to, asked) => {
        const [x, y] = first ?? [0, 0];
        const moved = pointIndex(Float64Array.from([x, y, ...others.flat()]));

        if (!moved.movePoint(0, ...to)) return;

        const anew = pointIndex(Float64Array.from([...to, ...others.flat()]));
        expect(found(moved, asked)).toEqual(found(anew, asked));
      }),
    );
  });
});
