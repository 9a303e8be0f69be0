import { describe, expect, it } from "vitest";
import { mapInsets } from "../../../renderer/app/map-insets.ts";

const laptop = {
  window: { width: 1280, height: 800 },
  edgesPx: { top: 0, bottom: 0 },
  columnsPx: { left: 324, right: 344 },
  cornerPx: { width: 264, height: 198 },
  mapTopPx: 52,
};

describe("the part of the map that can be seen", () => {
  it("is what columns, banners and stripes leave while no camera is open", () => {
    expect(mapInsets({ ...laptop, edgesPx: { top: 60, bottom: 96 } })).toEqual({
      top: 60,
      right: 344,
      bottom: 96,
      left: 324,
    });
  });

  it("is what lies on the left of a camera panel that leaves enough there", () => {
    expect(mapInsets({ ...laptop, camera: { left: 604, bottom: 792 } })).toMatchObject({
      top: 0,
      left: 324,
      right: 676,
    });
  });

  it("is else what lies beneath it, beside hold, return and land, and above the coordinates", () => {
    expect(mapInsets({ ...laptop, camera: { left: 410, bottom: 594 } })).toEqual({
      top: 542,
      right: 344,
      bottom: 56,
      left: 588,
    });
  });

  it("is reckoned as without the panel where it leaves no room at all", () => {
    expect(mapInsets({ ...laptop, camera: { left: 410, bottom: 792 } })).toEqual(mapInsets(laptop));
  });
});
