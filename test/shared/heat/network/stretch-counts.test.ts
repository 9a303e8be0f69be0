import { describe, expect, it } from "vitest";
import { stretchCounts } from "../../../../shared/heat/network/stretch-counts.ts";

/** 285 K with a slope of 3 K and a person of 10 K more, in hundredths. */
const counts = (change: (values: Uint16Array) => void = () => {}): Uint16Array => {
  const values = Uint16Array.from({ length: 100 * 100 }, (_, at) => 28_500 + (at % 100) * 3);
  for (let y = 40; y < 56; y++) for (let x = 50; x < 57; x++) values[y * 100 + x] = 29_800;
  change(values);
  return values;
};

describe("bringing counts to greys", () => {
  it("uses black to white for what is in the picture, the warm one brightest", () => {
    const { data } = stretchCounts(counts(), 100, 100);

    expect(data[48 * 100 + 53]).toBe(255);
    expect(data[48 * 100]).toBe(0);
    expect(data[48 * 100 + 99]).toBeLessThan(70);
  });

  it("isn't led astray by a few dead pixels", () => {
    const dead = counts((values) => {
      values[0] = 0;
      values[1] = 65_535;
    });

    const [broken, whole] = [stretchCounts(dead, 100, 100).data, stretchCounts(counts(), 100, 100).data];

    for (const at of [4853, 4899, 2050]) expect(Math.abs((broken[at] ?? 0) - (whole[at] ?? 0))).toBeLessThan(12);
  });

  it("makes a picture of one temperature black, and what is no number too", () => {
    expect(new Set(stretchCounts(new Uint16Array(16).fill(7), 4, 4).data)).toEqual(new Set([0]));
    expect(stretchCounts([Number.NaN, 1, 2, 3], 2, 2).data[0]).toBe(0);
  });
});
