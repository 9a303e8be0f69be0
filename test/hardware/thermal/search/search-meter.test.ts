import { expect, test } from "vitest";
import { SearchMeter } from "../../../../hardware/thermal/search/search-meter.ts";

test("the meter says which share is passed over, and which of the rest is searched in one view", () => {
  let nowMs = 0;
  const meter = new SearchMeter(() => nowMs);
  for (let picture = 0; picture < 40; picture++) {
    nowMs = picture * 100;
    meter.came();
    if (picture % 2 === 0)
      meter.searched({ tookMs: picture % 8 === 0 ? 28 : 11, pass: picture % 8 === 0 ? "full" : "quick" });
  }

  expect(meter.search).toMatchObject({ skippedFraction: 0.5, quickFraction: 0.75 });
  expect(meter.search.msPerFrame).toBeCloseTo(15.25);
});
