import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ClockOffset } from "../../../shared/vehicle/clock-offset.ts";
import { PathClock } from "../../../shared/vehicle/path-clock.ts";

describe("the clock offset", () => {
  test("is that of the least delayed message", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 5, maxLength: 60 }), (delays) => {
        const clock = new ClockOffset();
        // Booted at station time 1,000; a message every 100 ms.
        for (const [index, delayMs] of delays.entries()) clock.note(index * 100, 1_000 + index * 100 + delayMs);
        const nowMs = 1_000 + delays.length * 100 + 400;

        const errorMs = nowMs - 1_000 - (clock.vehicleTimeAt(nowMs) ?? 0);

        expect(errorMs).toBeCloseTo(Math.min(...delays), 6);
      }),
    );
  });

  test("follows when the least delay grows: what is older than ten seconds is forgotten", () => {
    const clock = new ClockOffset();
    for (let nowMs = 0; nowMs < 30_000; nowMs += 100) clock.note(nowMs - (nowMs < 5_000 ? 0 : 300), nowMs);

    expect(clock.vehicleTimeAt(30_000)).toBeCloseTo(29_700, -1);
  });

  test("is unknown before the first message", () => {
    expect(new ClockOffset().vehicleTimeAt(0)).toBeUndefined();
    expect(new ClockOffset().stationTimeAt(0)).toBeUndefined();
  });

  test("goes both ways", () => {
    const clock = new ClockOffset();
    clock.note(5_000, 105_000);

    expect(clock.stationTimeAt(7_000)).toBe(107_000);
    expect(clock.vehicleTimeAt(107_000)).toBe(7_000);
  });
});

describe("the clock of a path", () => {
  const run = (clock: PathClock, vehicleMs: number, nowMs: number, count: number) =>
    Array.from({ length: count }, (_, index) => clock.note(vehicleMs + index * 200, nowMs + index * 200).kind);

  test("holds what doesn't fit, then tells a reboot", () => {
    const clock = new PathClock();
    run(clock, 500_000, 1_000_000, 10);

    expect(run(clock, 800, 1_003_000, 4)).toEqual(["held", "held", "restarted", "same"]);
  });

  test("tells a jump from a reboot", () => {
    const clock = new PathClock();
    run(clock, 500_000, 1_000_000, 10);

    expect(run(clock, 700_000, 1_002_000, 3).at(-1)).toBe("jumped");
    expect(run(clock, 300_000, 1_003_000, 3).at(-1)).toBe("jumped");
  });

  test("tells two clocks that run side by side", () => {
    const clock = new PathClock();
    run(clock, 500_000, 1_000_000, 10);

    const verdicts = Array.from({ length: 10 }, (_, index) => {
      const nowMs = 1_002_000 + index * 100;
      return clock.note(index % 2 === 0 ? nowMs - 500_000 : nowMs - 900_000, nowMs).kind;
    });

    expect(verdicts).toContain("two");
    expect(verdicts).not.toContain("restarted");
    expect(verdicts).not.toContain("jumped");
  });

  test("takes one stray stamp for nothing", () => {
    const clock = new PathClock();
    run(clock, 500_000, 1_000_000, 10);

    expect(clock.note(77, 1_002_000).kind).toBe("held");
    expect(run(clock, 502_200, 1_002_200, 30).every((kind) => kind === "same")).toBe(true);
  });
});
