import { describe, expect, it } from "vitest";
import { PgmReader } from "../../../../hardware/thermal/stills/pgm-reader.ts";

const pgm = (widthPx: number, heightPx: number, first: number) =>
  Buffer.concat([
    Buffer.from(`P5\n${widthPx} ${heightPx}\n255\n`),
    Buffer.from(Array.from({ length: widthPx * heightPx }, (_, index) => (first + index) % 256)),
  ]);
const stream = Buffer.concat([pgm(4, 3, 10), pgm(4, 3, 80), pgm(5, 2, 200)]);
const expected = [
  { widthPx: 4, heightPx: 3, first: 10 },
  { widthPx: 4, heightPx: 3, first: 80 },
  { widthPx: 5, heightPx: 2, first: 200 },
];

describe("a stream of PGM pictures", () => {
  it("is taken apart wherever its chunks are cut, and follows a change of size", () => {
    for (let size = 1; size <= stream.length; size++) {
      const reader = new PgmReader();
      const found = [];
      for (let at = 0; at < stream.length; at += size) found.push(...reader.push(stream.subarray(at, at + size)));

      expect(found.map(({ widthPx, heightPx, data }) => ({ widthPx, heightPx, first: data[0] }))).toEqual(expected);
      expect(found.every(({ widthPx, heightPx, data }) => data.length === widthPx * heightPx)).toBe(true);
    }
  });

  it("is refused where it is none", () => {
    expect(() => new PgmReader().push(Buffer.from("this is no picture at all, but text"))).toThrow(/PGM/);
  });
});
