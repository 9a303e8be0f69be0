import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { translator } from "../../../../renderer/i18n/translate.ts";
import { drawnBoxes } from "../../../../renderer/panels/feeds/box-drawing.ts";
import { feedsOf, shownFeeds, vehicleShown } from "../../../../renderer/panels/feeds/feed-choice.ts";
import { emptyFields, fieldsOf, readFields, wrongFields } from "../../../../renderer/panels/feeds/feed-fields.ts";
import { boxBetween, fitPicture, movedSpot, spotAt } from "../../../../renderer/panels/feeds/fit-picture.ts";
import { cameraPlace, type Rect, toolsBeside } from "../../../../renderer/panels/feeds/panel-place.ts";
import { stepRange } from "../../../../renderer/panels/feeds/step-range.ts";
import { buildHeat, decided } from "../../../support/build-views.ts";
import { buildFeed } from "../../../support/feed-scenes.ts";

describe("a picture in its room", () => {
  it("keeps its proportions and never sticks out", () => {
    const side = fc.integer({ min: 1, max: 4_000 });
    fc.assert(
      fc.property(side, side, side, side, (w, h, pw, ph) => {
        const { width, height } = fitPicture({ width: w, height: h }, { width: pw, height: ph });
        expect(width).toBeLessThanOrEqual(w);
        expect(height).toBeLessThanOrEqual(h);
        expect(Math.abs(width * ph - height * pw)).toBeLessThanOrEqual(Math.max(pw, ph));
      }),
    );
  });

  it("has no size where there is no room", () => {
    expect(fitPicture({ width: 0, height: 300 }, { width: 640, height: 512 })).toEqual({ width: 0, height: 0 });
  });

  it("is pressed at a part of it, and beside it at its edge", () => {
    const rect = { left: 100, top: 50, width: 400, height: 200 };

    expect(spotAt({ clientX: 200, clientY: 150 }, rect)).toEqual({ x: 0.25, y: 0.5 });
    expect(spotAt({ clientX: 50, clientY: 900 }, rect)).toEqual({ x: 0, y: 1 });
    expect(movedSpot({ x: 0.99, y: 0.5 }, 0.05, -0.1)).toEqual({ x: 1, y: 0.4 });
  });

  it("takes a drag for a box whichever way it went, and a trembling press for none", () => {
    const box = boxBetween({ x: 0.5, y: 0.25 }, { x: 0.25, y: 0.75 });

    expect(box).toEqual({ x: 0.25, y: 0.25, width: 0.25, height: 0.5 });
    expect(boxBetween({ x: 0.5, y: 0.5 }, { x: 0.505, y: 0.6 })).toBeUndefined();
  });
});

describe("boxes as drawn", () => {
  const t = translator("en");
  const at = { x: 0.1, y: 0.2, width: 0.05, height: 0.1 };
  const context = {
    heat: {
      "heat-1": buildHeat(1, { decision: decided("dismissed") }),
      "heat-2": buildHeat(2, { decision: decided("confirmed") }),
      "heat-3": buildHeat(3),
      "heat-4": { ...buildHeat(4), identity: { kind: "vehicle", vehicleId: "3" } as const },
    },
    selectedHeatId: undefined,
    hoveredHeatId: undefined,
    showAll: false,
    vehicleName: (id: string) => (id === "3" ? "R1" : undefined),
    landmarkName: () => undefined,
  };
  const draw = (change: { readonly showAll?: boolean; readonly selectedHeatId?: string } = {}) =>
    drawnBoxes(
      t,
      [
        { ...at, category: "person", personProbability: 0.873, heatId: "heat-3" },
        { ...at, category: "person", personProbability: 0.9, heatId: "heat-2" },
        { ...at, category: "person", personProbability: 0.8, heatId: "heat-1" },
        { ...at, category: "other", heatId: "heat-4" },
        { ...at, category: "car" },
        { ...at, category: "other", heatId: "heat-9", number: 9 },
      ],
      { ...context, ...change },
    ).map(({ kind, label }) => `${kind}: ${label}`);

  it("have the number of their source, the percentage, and a look of their own for what a person decided", () => {
    expect(draw()).toEqual(["person: 3 · 87 %", "confirmed: ✓ 2 · 90 %", "identified: 4 R1", "warm: 9"]);
  });

  it("show what distracts only when asked for, or when it is chosen", () => {
    expect(draw({ showAll: true })).toContain("other: vehicle");
    expect(draw({ showAll: true })).toContain("dismissed: × 1");
    expect(draw({ selectedHeatId: "heat-1" })).toContain("dismissed: × 1");
  });
});

describe("the scale", () => {
  const range = { lowK: 273.15 + 4.4, highK: 273.15 + 30.4 };

  it("steps to whole degrees", () => {
    expect(stepRange(range, "highK", 1, "C").highK - 273.15).toBeCloseTo(31);
    expect(stepRange(range, "highK", -1, "C").highK - 273.15).toBeCloseTo(30);
    expect((stepRange(range, "lowK", 1, "F").lowK - 273.15) * 1.8).toBeCloseTo(8);
  });

  it("keeps its ends a degree apart", () => {
    const narrow = { lowK: 300.5, highK: 301.3 };

    expect(stepRange(narrow, "highK", -1, "C").highK).toBe(301.5);
    expect(stepRange(narrow, "lowK", 1, "C").lowK).toBeCloseTo(300.3);
    expect(stepRange({ lowK: 300.15, highK: 301.15 }, "lowK", 1, "C").lowK).toBeCloseTo(300.15);
  });
});

describe("which pictures are shown", () => {
  const byId = Object.fromEntries(
    [
      buildFeed({ id: "1-a", vehicleId: "1", spectrum: "visible" }),
      buildFeed({ id: "1-b", vehicleId: "1", state: "stalled" }),
      buildFeed({ id: "1-c", vehicleId: "1" }),
      buildFeed({ id: "2-a", vehicleId: "2" }),
    ].map((feed) => [feed.id, feed]),
  );
  const order = ["1", "2", "3"];
  const shown = (layout: "single" | "side" | "inset" | "wall", main: "thermal" | "visible", vehicle = "1") =>
    shownFeeds(byId, order, vehicle, { layout, main }).map(({ id }) => id);

  it("lists thermal before visible", () => {
    expect(feedsOf(byId, "1").map(({ id }) => id)).toEqual(["1-b", "1-c", "1-a"]);
  });

  it("prefers one that brings pictures", () => {
    expect(shown("single", "thermal")).toEqual(["1-c"]);
  });

  it("puts the other beside it, and swaps them", () => {
    expect(shown("side", "thermal")).toEqual(["1-c", "1-a"]);
    expect(shown("inset", "visible")).toEqual(["1-a", "1-c"]);
  });

  it("shows the very one that was chosen, though it is silent, and another vehicle's as if none were", () => {
    const chosen = (vehicle: string) =>
      shownFeeds(byId, order, vehicle, { layout: "single", main: "thermal", mainFeedId: "1-b" }).map(({ id }) => id);

    expect(chosen("1")).toEqual(["1-b"]);
    expect(chosen("2")).toEqual(["2-a"]);
  });

  it("shows what there is where there is but one", () => {
    expect(shown("side", "visible", "2")).toEqual(["2-a"]);
    expect(shown("single", "thermal", "3")).toEqual([]);
  });

  it("has every vehicle's thermal pictures on the wall", () => {
    expect(shown("wall", "thermal")).toEqual(["1-b", "1-c", "2-a"]);
  });

  it("are those of the selected vehicle, else of the first that has any", () => {
    expect(vehicleShown(byId, "3", order)).toBe("3");
    expect(vehicleShown({ "2-a": buildFeed({ id: "2-a", vehicleId: "2" }) }, undefined, order)).toBe("2");
    expect(vehicleShown({}, undefined, [])).toBeUndefined();
  });
});

describe("what is typed of a camera", () => {
  it("is read with a comma or a point; what is empty isn't said", () => {
    const read = readFields({ hfovDeg: "57,3", latencyMs: " 120 ", latencySigmaMs: "" });

    expect(read.hfovRad).toBeCloseTo(1, 3);
    expect(read).toMatchObject({ latencyMs: 120 });
    expect(read).not.toHaveProperty("latencySigmaMs");
  });

  it.each(["0", "-5", "181", "a", "1e9"])("is refused as a field of view of %s degrees", (hfovDeg) => {
    expect(wrongFields({ ...emptyFields, hfovDeg })).toEqual(["hfovDeg"]);
  });

  it("comes back as it was sent", () => {
    const feed = buildFeed({ id: "1", vehicleId: "1" });

    expect(readFields(fieldsOf(feed)).hfovRad).toBeCloseTo(feed.hfov?.rad ?? 0, 6);
    expect(readFields(fieldsOf(feed))).toMatchObject({ latencyMs: 120, latencySigmaMs: 60 });
  });
});

describe("the place of the camera panel", () => {
  const overlap = (a: Rect, b: Rect) =>
    a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
  const screens = [
    { width: 1280, height: 800, leftPx: 324, rightPx: 344 },
    { width: 1920, height: 1080, leftPx: 324, rightPx: 344 },
    { width: 1024, height: 768, leftPx: 288, rightPx: 316 },
  ];

  it.each(screens.flatMap((screen) => (["small", "medium", "large"] as const).map((size) => ({ ...screen, size }))))(
    "never covers fleet, emergency stop or deck: $width x $height, $size",
    ({ width, height, leftPx, rightPx, size }) => {
      for (const picture of [
        { width: 5, height: 4 },
        { width: 5, height: 2 },
      ])
        for (const deckPx of [140, 260, 380]) {
          const deck = { width: 264, height: deckPx };
          const place = cameraPlace(
            { window: { width, height }, leftPx, rightPx, footPx: 0, headPx: 0, deck },
            size,
            picture,
          );

          expect(overlap(place, { left: 0, top: 52, width: leftPx - 8, height })).toBe(false);
          expect(overlap(place, { left: leftPx + 10, top: 148, width: 66, height: 66 })).toBe(false);
          expect(overlap(place, { left: leftPx + 10, top: height - deckPx, width: 264, height: deckPx })).toBe(false);
          expect(place.left + place.width).toBeLessThanOrEqual(width - (size === "large" ? 8 : rightPx));
          expect(place.top + place.height).toBeLessThanOrEqual(height - 8);
          expect(place.width).toBeGreaterThan(280);
        }
    },
  );

  it("doesn't change sides when a card comes onto the deck", () => {
    const around = { window: { width: 1280, height: 800 }, leftPx: 324, rightPx: 344, footPx: 0, headPx: 0 };
    const lefts = [150, 250, 350].map(
      (height) => cameraPlace({ ...around, deck: { width: 264, height } }, "medium", { width: 5, height: 4 }).left,
    );

    expect(new Set(lefts).size).toBe(1);
  });

  it("has its tools where the picture is the larger for it: beside it when low and wide, else beneath", () => {
    const [one, two] = [
      { width: 5, height: 4 },
      { width: 5, height: 2 },
    ];

    expect(toolsBeside({ width: 526, height: 485 }, one)).toBe(false);
    expect(toolsBeside({ width: 641, height: 409 }, one)).toBe(true);
    expect(toolsBeside({ width: 862, height: 534 }, one)).toBe(true);
    expect(toolsBeside({ width: 862, height: 534 }, two)).toBe(false);
    expect(toolsBeside({ width: 1160, height: 420 }, two)).toBe(true);
    expect(toolsBeside({ width: 333, height: 200 }, one)).toBe(false);
  });
});
