import { describe, expect, it } from "vitest";
import { readAnnotations } from "../../../../shared/heat/evaluate/read-annotations.ts";

const categories = [
  { id: 0, name: "Person" },
  { id: 3, name: "OtherVehicle" },
  { id: 4, name: "DontCare" },
  { id: 9, name: "Dog" },
];
const boxes = [
  { image_id: 7, category_id: 0, bbox: [1, 2, 3, 4], area: 12, id: 1 },
  { image_id: 7, category_id: 4, bbox: [5, 5, 9, 9] },
  { image_id: 7, category_id: 9, bbox: [5, 5, 9, 9] },
];

describe("annotations", () => {
  it.each([
    ["HIT-UAV", { images: [{ id: 7, filename: "a.jpg" }], categories, annotation: boxes }],
    ["COCO", { images: [{ id: 7, file_name: "a.jpg" }], categories, annotations: boxes }],
  ])("are read as %s writes them; DontCare is kept apart, other categories aside", (_, json) => {
    expect(readAnnotations(json)).toEqual({
      ok: true,
      pictures: [
        {
          fileName: "a.jpg",
          truths: [{ category: "person", xPx: 1, yPx: 2, widthPx: 3, heightPx: 4 }],
          ignored: [{ xPx: 5, yPx: 5, widthPx: 9, heightPx: 9 }],
        },
      ],
    });
  });

  it.each([
    ["no object", [], /expected object/],
    ["no boxes", { images: [], categories: [] }, /annotations/],
    [
      "a box with three numbers",
      { images: [], categories: [], annotation: [{ ...boxes[0], bbox: [1, 2, 3] }] },
      /bbox/,
    ],
    ["an image without a name", { images: [{ id: 7 }], categories, annotation: [] }, /id 7 has no file_name/],
    ["a box of no image", { images: [], categories, annotation: boxes }, /id 7, which isn't listed/],
  ])("say what is wrong with %s", (_, json, detail) => {
    expect(readAnnotations(json)).toEqual({ ok: false, detail: expect.stringMatching(detail) });
  });
});
