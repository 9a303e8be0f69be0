import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareTimes, mostAheadMs, timeAfter, timeHeard } from "../../../shared/incident/hybrid-clock.ts";
import type { HybridTime } from "../../../shared/incident/incident-event.ts";

const day = 86_400_000;
const now = 1_800_000_000_000;

describe("hybrid logical time", () => {
  test("is the wall clock, and counts what happens within one millisecond", () => {
    const first = timeAfter(undefined, now);
    const second = timeAfter(first, now);

    expect(first).toEqual({ utcMs: now, counter: 0 });
    expect(second).toEqual({ utcMs: now, counter: 1 });
    expect(timeAfter(second, now + 1)).toEqual({ utcMs: now + 1, counter: 0 });
  });

  test("never runs backwards, whatever the wall clock does", () => {
    const time = fc.record({ utcMs: fc.integer({ min: 0, max: 50 }), counter: fc.nat(3) });

    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), time)), (steps) => {
        let last: HybridTime | undefined;
        let wall = 0;
        for (const step of steps) {
          const before = last;
          if (typeof step === "number") {
            wall = step;
            last = timeAfter(last, wall);
            expect(before === undefined || compareTimes(before, last) < 0).toBe(true);
          } else {
            last = timeHeard(last, step, wall);
            expect(before === undefined || (last !== undefined && compareTimes(before, last) <= 0)).toBe(true);
            expect(last === undefined || compareTimes(step, last) <= 0 || step.utcMs > wall + mostAheadMs).toBe(true);
          }
        }
      }),
    );
  });

  test("comes after what was heard from a station whose clock is a little ahead", () => {
    const heard = { utcMs: now + 20_000, counter: 3 };

    const next = timeAfter(timeHeard({ utcMs: now, counter: 0 }, heard, now), now + 1);

    expect(next).toEqual({ utcMs: now + 20_000, counter: 4 });
  });

  test("isn't dragged along by a clock that is a day off", () => {
    const ours = { utcMs: now, counter: 0 };

    expect(timeHeard(ours, { utcMs: now + day, counter: 0 }, now)).toEqual(ours);
    expect(timeHeard(ours, { utcMs: now - day, counter: 9 }, now)).toEqual(ours);
    expect(timeHeard(undefined, { utcMs: now + day, counter: 0 }, now)).toBeUndefined();
    expect(timeHeard(ours, { utcMs: now + mostAheadMs, counter: 0 }, now)).toEqual({
      utcMs: now + mostAheadMs,
      counter: 0,
    });
  });
});
