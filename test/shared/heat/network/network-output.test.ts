import { describe, expect, it } from "vitest";
import { joinOverlaps, overlap } from "../../../../shared/heat/network/join-overlaps.ts";
import type { NetworkModel } from "../../../../shared/heat/network/network-model.ts";
import { personProbability, readOutput } from "../../../../shared/heat/network/network-output.ts";
import { searchPlan } from "../../../../shared/heat/network/search-plan.ts";

const model: NetworkModel = {
  name: "of the test",
  version: "1",
  classes: ["Person", "Car", "Bicycle", "OtherVehicle"],
  stridePx: 4,
  topK: 3,
  nmsIou: 0.5,
  scoreThreshold: 0.4,
  calibration: { slope: 2, intercept: -1 },
  sha256: "0".repeat(64),
};

/** Cells of class, column, row with their score and sides. */
const output = (
  widthPx: number,
  heightPx: number,
  ...cells: readonly { c: number; x: number; y: number; score: number; ltrb: readonly number[] }[]
) => {
  const [columns, rows] = [widthPx / 4, heightPx / 4];
  const scores = new Float32Array(4 * columns * rows);
  const boxes = new Float32Array(4 * columns * rows);
  for (const { c, x, y, score, ltrb } of cells) {
    scores[c * columns * rows + y * columns + x] = score;
    for (const [side, value] of ltrb.entries()) boxes[side * columns * rows + y * columns + x] = value;
  }
  return { scores, boxes };
};

const place = (widthPx: number, heightPx: number, index = 0) => {
  const { scale, tiles } = searchPlan(widthPx, heightPx);
  const tile = tiles[index];
  if (!tile) throw new Error("There is no such tile.");
  return { tile, scale };
};

describe("the network's output", () => {
  it("becomes boxes around the middles of its cells, in pixels", () => {
    const cell = { c: 0, x: 10, y: 20, score: 0.75, ltrb: [5, 6, 7, 8] };

    const [one, ...more] = readOutput(
      output(640, 512, cell),
      { ...place(640, 512), widthPx: 640, heightPx: 512 },
      model,
      0.4,
    );

    expect(more).toEqual([]);
    expect(one).toMatchObject({ category: "person", score: 0.75, xPx: 37, yPx: 76, widthPx: 12, heightPx: 14 });
    // logit(0.75) = ln 3; sigmoid(2 ln 3 - 1) = 9 / (9 + e).
    expect(one?.personProbability).toBeCloseTo(9 / (9 + Math.E), 9);
  });

  it("keeps to the picture where boxes reach beyond it", () => {
    const cell = { c: 1, x: 0, y: 0, score: 0.9, ltrb: [9, 9, 9, 9] };

    const [one] = readOutput(output(640, 512, cell), { ...place(640, 512), widthPx: 640, heightPx: 512 }, model, 0.4);

    expect(one).toMatchObject({ category: "car", xPx: 0, yPx: 0, widthPx: 11, heightPx: 11 });
    expect(one?.personProbability).toBeLessThan(0.001);
  });

  it("is in the pixels of the picture before it was enlarged or cut in tiles", () => {
    const cell = { c: 0, x: 100, y: 50, score: 0.9, ltrb: [8, 8, 8, 8] };
    const small = readOutput(output(640, 480, cell), { ...place(160, 120), widthPx: 640, heightPx: 480 }, model, 0.4);
    const second = place(4000, 1000, 1);
    const [widthPx, heightPx] = [1056, 512];
    const large = readOutput(output(widthPx, heightPx, cell), { ...second, widthPx, heightPx }, model, 0.4);

    expect(small[0]).toMatchObject({ xPx: (402 - 8) / 4, yPx: (202 - 8) / 4, widthPx: 4, heightPx: 4 });
    expect(large[0]).toMatchObject({ xPx: second.tile.xPx + (402 - 8) * 2, widthPx: 32 });
  });

  it("leaves to a neighbouring tile what is the neighbour's", () => {
    const second = place(4000, 1000, 1);
    const atItsEdge = { c: 0, x: 1, y: 50, score: 0.9, ltrb: [8, 8, 8, 8] };

    expect(readOutput(output(1056, 512, atItsEdge), { ...second, widthPx: 1056, heightPx: 512 }, model, 0.4)).toEqual(
      [],
    );
  });

  it("gives the best first, no more than the model says, none below the threshold and none in the grey", () => {
    const ltrb = [3, 3, 3, 3];
    const cells = [0.5, 0.9, 0.3, 0.7, 0.6].map((score, index) => ({ c: 0, x: index * 5, y: 3, score, ltrb }));
    const inGrey = { c: 0, x: 159, y: 3, score: 0.95, ltrb: [1, 1, 1, 1] };

    const found = readOutput(
      output(640, 512, ...cells, inGrey),
      { ...place(620, 512), widthPx: 640, heightPx: 512 },
      model,
      0.4,
    );

    expect(found.map(({ score }) => Math.round(score * 10))).toEqual([9, 7, 6]);
  });
});

describe("joining overlaps", () => {
  const one = (score: number, xPx: number, category: "person" | "car" = "person") => ({
    category,
    score,
    personProbability: score,
    xPx,
    yPx: 0,
    widthPx: 10,
    heightPx: 10,
  });

  it("keeps the best of one class, and what is of another class or beside it", () => {
    const kept = joinOverlaps([one(0.5, 0), one(0.9, 2), one(0.6, 1, "car"), one(0.4, 8)], 0.5);

    expect(kept).toEqual([one(0.9, 2), one(0.6, 1, "car"), one(0.4, 8)]);
  });

  it("measures overlap as intersection over union", () => {
    expect(overlap(one(1, 0), one(1, 5))).toBeCloseTo(50 / 150, 12);
    expect(overlap(one(1, 0), one(1, 10))).toBe(0);
  });
});

describe("the calibrated probability", () => {
  it("is the score itself with slope 1 and intercept 0, and keeps off 0 and 1", () => {
    const plain = { slope: 1, intercept: 0 };

    expect(personProbability(0.3, plain)).toBeCloseTo(0.3, 9);
    expect(personProbability(0, plain)).toBeGreaterThan(0);
    expect(personProbability(1, plain)).toBeLessThan(1);
  });
});
