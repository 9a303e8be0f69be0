import { describe, expect, it } from "vitest";
import type { GreyPicture } from "../../../../shared/heat/network/grey-picture.ts";
import { fillInput, inputSize } from "../../../../shared/heat/network/network-input.ts";
import { searchPlan } from "../../../../shared/heat/network/search-plan.ts";

const inputOf = (picture: GreyPicture, index = 0) => {
  const { scale, tiles } = searchPlan(picture.widthPx, picture.heightPx);
  const tile = tiles[index];
  if (!tile) throw new Error(`There is no tile ${index}.`);
  const size = inputSize(tile, scale);
  const input = { ...size, data: new Uint8Array(size.widthPx * size.heightPx).fill(77) };
  fillInput(picture, tile, scale, input);
  return { ...input, scale, at: (x: number, y: number) => input.data[y * input.widthPx + x] };
};

const painted = (widthPx: number, heightPx: number, grey: (x: number, y: number) => number): GreyPicture => {
  const data = new Uint8Array(widthPx * heightPx);
  for (let i = 0; i < data.length; i++) data[i] = grey(i % widthPx, Math.floor(i / widthPx));
  return { widthPx, heightPx, data };
};

describe("the network's input", () => {
  it("is the picture itself where its sides are multiples of 32", () => {
    const picture = painted(640, 512, (x, y) => (x * 7 + y * 13) % 256);

    expect(inputOf(picture).data).toEqual(picture.data);
  });

  it("has mid-grey to the right and below where they aren't", () => {
    const input = inputOf(painted(620, 470, () => 200));

    expect([input.widthPx, input.heightPx]).toEqual([640, 480]);
    expect([input.at(619, 0), input.at(620, 0), input.at(639, 469), input.at(0, 470), input.at(639, 479)]).toEqual([
      200, 128, 128, 128, 128,
    ]);
    expect(input.at(619, 469)).toBe(200);
  });

  it("keeps a small picture's places when it is enlarged: the middle of a pixel stays its middle", () => {
    const input = inputOf(painted(160, 120, (x, y) => (x === 80 && y === 60 ? 240 : 40)));

    let [weight, sumX, sumY] = [0, 0, 0];
    for (let y = 0; y < 480; y++) {
      for (let x = 0; x < 640; x++) {
        const above = (input.at(x, y) ?? 0) - 40;
        weight += above;
        sumX += above * (x + 0.5);
        sumY += above * (y + 0.5);
      }
    }

    expect(sumX / weight / 4).toBeCloseTo(80.5, 2);
    expect(sumY / weight / 4).toBeCloseTo(60.5, 2);
  });

  it("skips no pixel when a large picture is reduced: the mean stays", () => {
    const picture = painted(2560, 1280, (x, y) => ((x * 31 + y * 17) % 97) + 60);
    const mean = (data: Uint8Array) => data.reduce((sum, grey) => sum + grey, 0) / data.length;

    const input = inputOf(picture);

    expect([input.widthPx, input.heightPx]).toEqual([1280, 640]);
    expect(mean(input.data)).toBeCloseTo(mean(picture.data), 0);
  });

  it("shows each tile its own part", () => {
    const picture = painted(4000, 1000, (x) => Math.floor(x / 20));

    const second = inputOf(picture, 1);

    const { tiles } = searchPlan(4000, 1000);
    expect(tiles).toHaveLength(2);
    expect(second.at(10, 10)).toBe(Math.floor(((tiles[1]?.xPx ?? 0) + 21) / 20));
  });
});
