import { describe, expect, it } from "vitest";
import { evaluateDetections } from "../../../../shared/heat/evaluate/evaluate-detections.ts";
import { type FoundBox, judgePicture } from "../../../../shared/heat/evaluate/judge-picture.ts";
import type { AnnotatedPicture } from "../../../../shared/heat/evaluate/read-annotations.ts";

const box = (xPx: number, yPx: number, widthPx = 10, heightPx = 10) => ({ xPx, yPx, widthPx, heightPx });
const person = (...place: Parameters<typeof box>) => ({ ...box(...place), category: "person" as const });
const found = (score: number, ...place: Parameters<typeof box>): FoundBox => ({ ...person(...place), score });
const picture = (fileName: string, truths: AnnotatedPicture["truths"], ignored: AnnotatedPicture["ignored"] = []) => ({
  fileName,
  truths,
  ignored,
});

describe("judging a picture", () => {
  const verdicts = (truth: AnnotatedPicture, boxes: readonly FoundBox[]) =>
    judgePicture(truth, boxes, "person").map(({ isRight }) => isRight);

  it("takes a box that overlaps by half, and none that overlaps by less", () => {
    const truth = picture("a.jpg", [person(0, 0)]);

    // Shifted by 3 of 10 px: 70 of 130 in common; by 4: 60 of 140.
    expect(verdicts(truth, [found(0.9, 3, 0)])).toEqual([true]);
    expect(verdicts(truth, [found(0.9, 4, 0)])).toEqual([false]);
  });

  it("gives each true box to the best score only: the second on it is wrong", () => {
    const truth = picture("a.jpg", [person(0, 0)]);

    expect(verdicts(truth, [found(0.5, 0, 0), found(0.9, 1, 0)])).toEqual([true, false]);
  });

  it("lets a detection take the true box that it fits best", () => {
    const truth = picture("a.jpg", [person(0, 0), person(3, 0)]);

    expect(verdicts(truth, [found(0.9, 3, 0), found(0.8, 0, 0)])).toEqual([true, true]);
  });

  it("counts what lies half in a region that nobody could tell as neither right nor wrong", () => {
    const truth = picture("a.jpg", [person(0, 0)], [box(100, 100, 40, 40)]);

    expect(verdicts(truth, [found(0.9, 95, 110), found(0.8, 94, 110)])).toEqual([false]);
  });

  it("takes a true box inside such a region all the same", () => {
    const truth = picture("a.jpg", [person(110, 110)], [box(100, 100, 40, 40)]);

    expect(verdicts(truth, [found(0.9, 110, 110)])).toEqual([true]);
  });

  it("doesn't take a car for a person", () => {
    const truth = picture("a.jpg", [{ ...box(0, 0), category: "car" }]);

    expect(verdicts(truth, [found(0.9, 0, 0)])).toEqual([false]);
  });
});

describe("evaluating pictures", () => {
  const pictures = [
    picture("0_60_30_0_00010.jpg", [person(0, 0), { ...box(50, 50), category: "car" }]),
    picture("1_60_90_0_00020.jpg", [person(0, 0)]),
    picture("1_120_90_0_00031.jpg", []),
  ];
  const detections = new Map([
    ["0_60_30_0_00010.jpg", [found(0.9, 0, 0)]],
    ["1_120_90_0_00031.jpg", [found(0.8, 0, 0)]],
  ]);
  const evaluation = evaluateDetections(pictures, detections, ["0_60_30_0_00013.jpg", "1_60_90_0_00024.jpg"]);

  it("counts pictures without detections, and those without anything to find", () => {
    expect(evaluation.pictures).toBe(3);
    expect(evaluation.classes.person).toEqual({ pictures: 3, truths: 2, ap50: 51 / 101, recallAt1Fppi: 0.5 });
    expect(evaluation.classes.car.ap50).toBe(0);
    expect(evaluation.classes.bicycle).toEqual({ pictures: 3, truths: 0 });
    expect(evaluation.meanAp50).toBeCloseTo(51 / 101 / 2, 12);
  });

  it("parts people by height, camera angle and time of day, as the names say them", () => {
    expect(Object.keys(evaluation.byHeightM)).toEqual(["60", "120"]);
    expect(evaluation.byAngleDeg["90"]).toEqual({ pictures: 2, truths: 1, ap50: 0, recallAt1Fppi: 0 });
    expect(evaluation.byTime.day?.ap50).toBe(1);
    expect(evaluation.byTime.night).toMatchObject({ pictures: 2, truths: 1 });
  });

  it("looks apart at pictures without a neighbour within three frames among those that were learned from", () => {
    // 10 is 3 from 13; 20 is 4 from 24; 31 is alone.
    expect(evaluation.apart).toMatchObject({ pictures: 2, truths: 1 });
    expect(evaluateDetections(pictures, detections).apart).toBeUndefined();
  });

  it("says nothing by conditions of pictures with other names", () => {
    const other = evaluateDetections([picture("DJI_0001.jpg", [person(0, 0)])], new Map());

    expect(other.byHeightM).toEqual({});
    expect(other.classes.person.ap50).toBe(0);
  });
});

describe("people by size", () => {
  it("are counted by the root of their boxes' areas, up to the score of one false detection a picture", () => {
    const pictures = [picture("a.jpg", [person(0, 0, 9, 9), person(50, 0, 9, 9), person(100, 0, 20, 20)])];
    const boxes = [
      found(0.9, 0, 0, 9, 9),
      found(0.8, 300, 0),
      found(0.7, 100, 0, 20, 20),
      found(0.6, 400, 0),
      found(0.5, 50, 0, 9, 9),
    ];

    const { bySizePx } = evaluateDetections(pictures, new Map([["a.jpg", boxes]]));

    expect(bySizePx).toEqual({ "8-10": { truths: 2, recall: 0.5 }, "18+": { truths: 1, recall: 1 } });
  });
});
