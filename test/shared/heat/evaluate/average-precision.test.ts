import { describe, expect, it } from "vitest";
import { averagePrecision, recallAtWrongPerPicture } from "../../../../shared/heat/evaluate/average-precision.ts";

const judged = (...verdicts: readonly ("right" | "wrong")[]) =>
  verdicts.map((verdict, index) => ({ score: 1 - index / 100, isRight: verdict === "right" }));

describe("average precision", () => {
  it("is 1 where everything is found and nothing else", () => {
    expect(averagePrecision(judged("right", "right"), 2)).toBe(1);
  });

  it("is 0 where nothing right is found, and unknown where there is nothing to find", () => {
    expect(averagePrecision(judged("wrong"), 3)).toBe(0);
    expect(averagePrecision([], 3)).toBe(0);
    expect(averagePrecision(judged("wrong"), 0)).toBeUndefined();
  });

  it("reads half the curve where half is found: 51 of the 101 recalls", () => {
    expect(averagePrecision(judged("right"), 2)).toBeCloseTo(51 / 101, 12);
  });

  it("makes precision monotonic from the right, as COCO does", () => {
    // Precision 1, 1/2, 2/3, 3/4 at recall 1/3, 1/3, 2/3, 1: with the envelope 1 up to 0.33, and 3/4 beyond.
    expect(averagePrecision(judged("right", "wrong", "right", "right"), 3)).toBeCloseTo((34 + 67 * 0.75) / 101, 12);
  });

  it("goes by the scores, not by the order that detections come in", () => {
    expect(averagePrecision(judged("right", "wrong", "right", "right").reverse(), 3)).toBeCloseTo(
      0.8341584158415841,
      12,
    );
  });
});

describe("recall at one wrong detection a picture", () => {
  it("counts what is found before one too many is wrong", () => {
    const all = judged("right", "wrong", "right", "wrong", "right", "wrong", "right");

    expect(recallAtWrongPerPicture(all, { truths: 5, pictures: 2, wrongPerPicture: 1 })).toBe(3 / 5);
    expect(recallAtWrongPerPicture(all, { truths: 5, pictures: 3, wrongPerPicture: 1 })).toBe(4 / 5);
    expect(recallAtWrongPerPicture([], { truths: 5, pictures: 2, wrongPerPicture: 1 })).toBe(0);
    expect(recallAtWrongPerPicture(all, { truths: 0, pictures: 2, wrongPerPicture: 1 })).toBeUndefined();
  });
});
