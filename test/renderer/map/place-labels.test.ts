import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LabelWish, placeLabels } from "../../../renderer/map/marks/place-labels.ts";

const wish = (id: string, xPx: number, yPx: number, change: Partial<LabelWish> = {}): LabelWish => ({
  id,
  xPx,
  yPx,
  rank: 1,
  widthPx: 110,
  ringPx: 0,
  side: undefined,
  insists: false,
  ...change,
});

describe("labels of marks", () => {
  it("stand below, where nothing is in their way", () => {
    expect([...placeLabels([wish("a", 0, 0), wish("b", 300, 0)])]).toEqual([
      ["a", "below"],
      ["b", "below"],
    ]);
  });

  it("move to another side rather than cover a mark or another label", () => {
    const sides = placeLabels([wish("a", 0, 0, { rank: 2 }), wish("b", 0, 40)]);

    expect(sides.get("a")).toBe("above");
    expect(sides.get("b")).toBe("below");
  });

  it("leave a heat source free if another side is, and cover it rather than be silent", () => {
    const around = [0, 90, 180, 270].map((deg) => ({
      xPx: 60 * Math.cos((deg * Math.PI) / 180),
      yPx: 35 * Math.sin((deg * Math.PI) / 180),
    }));

    expect(placeLabels([wish("a", 0, 0)], [{ xPx: 30, yPx: 35 }]).get("a")).toBe("above");
    expect(placeLabels([wish("a", 0, 0)], around).get("a")).toBe("below");
  });

  it("stay on the side they have while it is free", () => {
    expect(placeLabels([wish("a", 0, 0, { side: "left" })]).get("a")).toBe("left");
  });

  it("are silent where there is no room, but for the one that must speak", () => {
    const crowd = Array.from({ length: 49 }, (_, i) => wish(`v${i}`, (i % 7) * 30, Math.floor(i / 7) * 30));
    const selected = { ...(crowd[24] ?? wish("none", 0, 0)), rank: 4, insists: true };
    const sides = placeLabels(crowd.map((each, i) => (i === 24 ? selected : each)));

    expect(sides.has(selected.id)).toBe(true);
    expect(sides.size).toBeLessThan(25);
  });

  it("do not depend on the order of the marks", () => {
    const wishes = fc.uniqueArray(
      fc.record({ id: fc.nat(99), xPx: fc.nat(400), yPx: fc.nat(300), rank: fc.integer({ min: 1, max: 4 }) }),
      { selector: ({ id }) => id, maxLength: 25 },
    );
    fc.assert(
      fc.property(wishes, (all) => {
        const marks = all.map(({ id, xPx, yPx, rank }) => wish(String(id), xPx, yPx, { rank }));
        expect(placeLabels(marks)).toEqual(placeLabels(marks.toReversed()));
      }),
      { numRuns: 50 },
    );
  });
});
