import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BootClock, placeSegments } from "../../../../shared/archive/formats/boot-clock.ts";
import { gpsToUtcUs } from "../../../../shared/archive/formats/gps-time.ts";

const second = 1_000_000;

describe("the autopilot's clock", () => {
  it("is believed where it steps a little back, as sensors' records do", () => {
    const clock = new BootClock();

    expect([10, 11, 10.5, 12].map((s) => clock.observe(s * second))).toEqual([10, 11, 10.5, 12].map((s) => s * second));
    expect(clock.segments).toHaveLength(1);
  });

  it("isn't believed for one or two damaged stamps", () => {
    const clock = new BootClock();
    clock.observe(10 * second);

    expect(clock.observe(2 ** 50)).toBe(10 * second);
    expect(clock.observe(5)).toBe(10 * second);
    expect(clock.observe(11 * second)).toBe(11 * second);
    expect(clock.segments).toEqual([{ firstUs: 10 * second, lastUs: 11 * second, utcOffsetUs: undefined }]);
  });

  it("starts anew at a boot, which three records in a row tell", () => {
    const clock = new BootClock();
    for (const s of [100, 101, 102]) clock.observe(s * second);
    for (const s of [1, 1.1, 1.2, 1.3]) clock.observe(s * second);

    expect(clock.segments).toMatchObject([
      { firstUs: 100 * second, lastUs: 102 * second },
      { firstUs: second, lastUs: 1.3 * second },
    ]);
  });

  it("goes on over a long pause of logging", () => {
    const clock = new BootClock();
    for (const s of [100, 101, 4_000, 4_001, 4_002]) clock.observe(s * second);

    expect(clock.segments).toMatchObject([{ firstUs: 100 * second, lastUs: 4_002 * second }]);
  });

  it("takes UTC from two fixes that agree, not from one that is damaged", () => {
    const clock = new BootClock();
    const utc = (s: number) => 1.7e15 + s * second;
    clock.observe(10 * second);
    clock.observeUtc(10 * second, utc(10) + 9e12, true);
    clock.observe(11 * second);
    clock.observeUtc(11 * second, utc(11), true);
    clock.observe(12 * second);
    clock.observeUtc(12 * second, utc(12), true);

    expect(clock.segments[0]?.utcOffsetUs).toBe(1.7e15);
  });
});

describe("segments of a log", () => {
  it("lie one after the other with the pause between them where both know UTC", () => {
    const placed = placeSegments([
      { firstUs: 100 * second, lastUs: 160 * second, utcOffsetUs: 1.7e15 },
      { firstUs: 2 * second, lastUs: 12 * second, utcOffsetUs: 1.7e15 + 200 * second },
    ]);

    expect(placed.map(({ firstUs, positionOffsetUs }) => (firstUs + positionOffsetUs) / second)).toEqual([0, 102]);
  });

  it("without UTC end where the next one begins, and know it then", () => {
    const placed = placeSegments([
      { firstUs: 0, lastUs: 10 * second, utcOffsetUs: undefined },
      { firstUs: 2 * second, lastUs: 12 * second, utcOffsetUs: 1.7e15 },
    ]);

    expect(placed[0]?.utcOffsetUs).toBe(1.7e15 - 8 * second);
  });

  it("never step back, whatever their clocks say", () => {
    const segment = fc
      .tuple(fc.nat(1e9), fc.nat(1e9), fc.option(fc.integer({ min: -2e15, max: 2e15 }), { nil: undefined }))
      .map(([firstUs, lengthUs, utcOffsetUs]) => ({ firstUs, lastUs: firstUs + lengthUs, utcOffsetUs }));
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 8 }), (segments) => {
        let endUs = 0;
        for (const { firstUs, lastUs, positionOffsetUs } of placeSegments(segments)) {
          expect(firstUs + positionOffsetUs).toBeGreaterThanOrEqual(endUs);
          endUs = lastUs + positionOffsetUs;
        }
      }),
    );
  });
});

describe("GPS time", () => {
  it.each([
    ["2026-01-14T10:00:00Z", 2_401, 295_218_000],
    ["2017-01-01T00:00:00Z", 1_930, 18_000],
    ["2016-12-31T23:59:59Z", 1_930, 16_000],
    ["2015-07-01T00:00:00Z", 1_851, 259_217_000],
  ])("is %s in week %d at %d ms", (utc, week, timeMs) => {
    expect(new Date(gpsToUtcUs(week, timeMs) / 1_000).toISOString()).toBe(new Date(utc).toISOString());
  });

  it("of a week that can't be is none", () => {
    expect(gpsToUtcUs(0, 0)).toBeNaN();
    expect(gpsToUtcUs(65_535, 5)).toBeNaN();
    expect(gpsToUtcUs(2_401, 604_800_001)).toBeNaN();
  });
});
