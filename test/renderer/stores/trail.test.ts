import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extendTrail, trailMs } from "../../../renderer/stores/trail.ts";

describe("extendTrail", () => {
  it("keeps whole points, oldest first, a second apart, none older than five minutes", () => {
    const stepsMs = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 200 });

    fc.assert(
      fc.property(stepsMs, (steps) => {
        let trail: readonly number[] = [];
        let atMs = 0;
        for (const step of steps) {
          atMs += step;
          trail = extendTrail(trail, { latDeg: 30, lonDeg: 120, atMs }, atMs);
        }
        const times = trail.filter((_, i) => i % 3 === 2);
        expect(trail.length % 3).toBe(0);
        times.forEach((time, i) => {
          const previous = times[i - 1];
          if (previous !== undefined) expect(time - previous).toBeGreaterThanOrEqual(1_000);
        });
        const newest = times.at(-1) ?? 0;
        expect(times[0] ?? newest).toBeGreaterThanOrEqual(newest - trailMs);
      }),
      { numRuns: 60 },
    );
  });
});
