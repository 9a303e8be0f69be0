import { describe, expect, test } from "vitest";
import { isInside } from "../../../shared/geo/is-inside.ts";

const square = (lonDeg: number) => [
  { latDeg: 10, lonDeg },
  { latDeg: 10, lonDeg: lonDeg + 0.02 > 180 ? lonDeg + 0.02 - 360 : lonDeg + 0.02 },
  { latDeg: 10.02, lonDeg: lonDeg + 0.02 > 180 ? lonDeg + 0.02 - 360 : lonDeg + 0.02 },
  { latDeg: 10.02, lonDeg },
];

describe("a place inside a polygon", () => {
  test("is told from one outside on each side", () => {
    expect(isInside({ latDeg: 10.01, lonDeg: 20.01 }, square(20))).toBe(true);
    for (const [latDeg, lonDeg] of [
      [10.03, 20.01],
      [9.99, 20.01],
      [10.01, 19.99],
      [10.01, 20.03],
    ] as const) {
      expect(isInside({ latDeg, lonDeg }, square(20))).toBe(false);
    }
  });

  test("across the date line too", () => {
    expect(isInside({ latDeg: 10.01, lonDeg: 179.995 }, square(179.99))).toBe(true);
    expect(isInside({ latDeg: 10.01, lonDeg: -179.995 }, square(179.99))).toBe(true);
    expect(isInside({ latDeg: 10.01, lonDeg: -179.98 }, square(179.99))).toBe(false);
  });

  test("nothing is inside of nothing", () => {
    expect(isInside({ latDeg: 0, lonDeg: 0 }, [])).toBe(false);
  });
});
