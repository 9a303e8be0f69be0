import { describe, expect, it } from "vitest";
import { BoxTimeline } from "../../../../renderer/panels/feeds/box-timeline.ts";
import type { FeedBox } from "../../../../shared/wire/feeds.ts";

const box = (x: number): FeedBox => ({ x, y: 0, width: 0.1, height: 0.1, category: "person" });

/** Found in pictures at these times, each heard of 80 ms later. */
const timeline = (...capturesMs: number[]) => {
  const made = new BoxTimeline();
  for (const captureMs of capturesMs) made.add({ captureMs, boxes: [box(captureMs)] }, captureMs + 80);
  return made;
};

describe("boxes over a picture", () => {
  it("are its own where they are known, although newer ones came already", () => {
    const shown = timeline(1_000, 1_066, 1_133).at(1_066, 1_220);

    expect(shown).toEqual({ boxes: [box(1_066)], opacity: 1 });
  });

  it("are those of the picture before while its own are still being searched for", () => {
    expect(timeline(1_000, 1_066).at(1_200, 1_210)).toEqual({ boxes: [box(1_066)], opacity: 1 });
  });

  it("are never those of a later picture", () => {
    expect(timeline(1_000).at(900, 1_080)).toEqual({ boxes: [], opacity: 0 });
  });

  it("are gone at once where nothing was found", () => {
    const found = timeline(1_000, 1_066);
    found.add({ captureMs: 1_133, boxes: [] }, 1_213);

    expect(found.at(1_133, 1_213).boxes).toEqual([]);
  });

  it("fade after 600 ms without news and then go", () => {
    const found = timeline(1_000, 1_066);
    const laterBy = (ms: number) => found.at(1_066 + ms, 1_146 + ms).opacity;

    expect(laterBy(590)).toBe(1);
    expect(laterBy(750)).toBeCloseTo(0.5, 1);
    expect(laterBy(900)).toBe(0);
  });

  it("fade over a picture that stands still, too, because nobody searches any more", () => {
    expect(timeline(1_000, 1_066).at(1_066, 2_500).opacity).toBe(0);
  });

  it("don't blink where pictures come but once a second", () => {
    const found = timeline(1_000, 2_000);

    expect(found.at(2_000, 3_000).opacity).toBe(1);
  });

  it("of a camera that was restarted don't stand among those of before", () => {
    const found = timeline(90_000, 90_066);
    found.add({ captureMs: 1_000, boxes: [] }, 91_000);

    expect(found.at(90_066, 91_000).boxes).toEqual([]);
  });
});
