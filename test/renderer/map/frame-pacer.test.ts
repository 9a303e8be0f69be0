import { describe, expect, it } from "vitest";
import { FramePacer } from "../../../renderer/map/frame-pacer.ts";

/** How often it draws in frames that come every so many ms. */
const drawn = (pacer: FramePacer, options: { fromMs: number; everyMs: number; forMs: number; leastMs?: number }) => {
  let count = 0;
  for (let atMs = options.fromMs; atMs < options.fromMs + options.forMs; atMs += options.everyMs)
    if (pacer.isDue(atMs, options.leastMs ?? 0)) count += 1;
  return count;
};

describe("the pace of what moves on the map", () => {
  it("is every frame on a fast machine, and no more than asked", () => {
    expect(drawn(new FramePacer(), { fromMs: 0, everyMs: 16, forMs: 1_600 })).toBe(100);
    expect(drawn(new FramePacer(), { fromMs: 0, everyMs: 16, forMs: 1_600, leastMs: 30 })).toBe(50);
  });

  it("slows down while frames come late, but never below some eight a second", () => {
    const pacer = new FramePacer();
    drawn(pacer, { fromMs: 0, everyMs: 60, forMs: 3_000 });

    const inASecond = drawn(pacer, { fromMs: 3_000, everyMs: 60, forMs: 1_000 });

    expect(inASecond).toBeGreaterThanOrEqual(8);
    expect(inASecond).toBeLessThanOrEqual(10);
  });

  it("is back at every frame a few seconds after the load is gone", () => {
    const pacer = new FramePacer();
    drawn(pacer, { fromMs: 0, everyMs: 60, forMs: 3_000 });
    drawn(pacer, { fromMs: 3_000, everyMs: 16, forMs: 3_000 });

    expect(drawn(pacer, { fromMs: 6_000, everyMs: 16, forMs: 1_600 })).toBe(100);
  });

  it("does not take a rest for a late frame", () => {
    const pacer = new FramePacer();
    for (let i = 0; i < 20; i += 1) pacer.isDue(i * 1_000, 0);

    expect(drawn(pacer, { fromMs: 20_000, everyMs: 16, forMs: 160 })).toBe(10);
  });
});
