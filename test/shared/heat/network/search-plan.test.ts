import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inputSize } from "../../../../shared/heat/network/network-input.ts";
import { searchPlan } from "../../../../shared/heat/network/search-plan.ts";

const inputs = (widthPx: number, heightPx: number) => {
  const { scale, tiles } = searchPlan(widthPx, heightPx);
  return { scale, sizes: tiles.map((tile) => Object.values(inputSize(tile, scale)).join("x")) };
};

describe("how a picture is searched", () => {
  it.each([
    [160, 120, 4, ["640x480"]],
    [256, 192, 3, ["768x576"]],
    [320, 256, 2, ["640x512"]],
    [640, 480, 1, ["640x480"]],
    [640, 512, 1, ["640x512"]],
    [1280, 1024, 1, ["1280x1024"]],
    [1920, 1080, 2 / 3, ["1280x736"]],
    [2560, 1440, 0.5, ["1280x736"]],
  ])("%i x %i is given to the network %f times as large", (widthPx, heightPx, scale, sizes) => {
    const plan = inputs(widthPx, heightPx);

    expect(plan.scale).toBeCloseTo(scale, 9);
    expect(plan.sizes).toEqual(sizes);
  });

  it("is in tiles where reducing to half isn't enough: a person of 16 px keeps 8", () => {
    const { scale, sizes } = inputs(4000, 3000);

    expect(scale).toBe(0.5);
    expect(sizes).toHaveLength(4);
  });

  it("gives every place of any picture to exactly one tile, well inside it", () => {
    const side = fc.integer({ min: 8, max: 9000 });
    fc.assert(
      fc.property(side, side, fc.double({ min: 0, max: 0.9999, noNaN: true }), (widthPx, heightPx, at) => {
        const { scale, tiles } = searchPlan(widthPx, heightPx);
        const [x, y] = [at * widthPx, (1 - at) * heightPx * 0.9999];
        const owners = tiles.filter(({ own }) => x >= own.left && x < own.right && y >= own.top && y < own.bottom);

        const [owner] = owners;
        expect(owners).toHaveLength(1);
        const left = x - (owner?.xPx ?? 0);
        const right = (owner?.xPx ?? 0) + (owner?.widthPx ?? 0) - x;
        // As far from a cut as half the overlap, but for the picture's own border.
        if ((owner?.xPx ?? 0) > 0) expect(left).toBeGreaterThanOrEqual(60 / scale);
        if ((owner?.xPx ?? 0) + (owner?.widthPx ?? 0) < widthPx) expect(right).toBeGreaterThanOrEqual(60 / scale);
        for (const tile of tiles) {
          expect(tile.xPx + tile.widthPx).toBeLessThanOrEqual(widthPx);
          expect(tile.yPx + tile.heightPx).toBeLessThanOrEqual(heightPx);
          expect(Math.max(...Object.values(inputSize(tile, scale)))).toBeLessThanOrEqual(1312);
        }
      }),
    );
  });
});
