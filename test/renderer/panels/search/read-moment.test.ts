import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { momentText, readMoment } from "../../../../renderer/panels/search/read-moment.ts";

/** A Saturday afternoon, wherever this computer is. */
const now = new Date(2026, 10, 21, 15, 0).getTime();
const minutes = (n: number) => n * 60_000;

describe("a moment as people say it", () => {
  it.each([
    ["2 h ago", 120],
    ["2h", 120],
    ["1 h 30 min ago", 90],
    ["1.5 h", 90],
    ["1,5 h", 90],
    ["45 min", 45],
    ["1 day ago", 1_440],
    ["2小时前", 120],
    ["2 小时前", 120],
    ["1小时20分钟前", 80],
    ["30分钟之前", 30],
    ["now", 0],
    ["刚才", 0],
  ])("%s", (text, ago) => {
    expect(readMoment(text, now)).toBe(now - minutes(ago));
  });

  it.each([
    ["14:30", new Date(2026, 10, 21, 14, 30)],
    ["14：30", new Date(2026, 10, 21, 14, 30)],
    ["yesterday 22:00", new Date(2026, 10, 20, 22, 0)],
    ["昨天 22:00", new Date(2026, 10, 20, 22, 0)],
    ["前天 6:05", new Date(2026, 10, 19, 6, 5)],
    ["2026-11-20 09:05", new Date(2026, 10, 20, 9, 5)],
    ["11-20 09:05", new Date(2026, 10, 20, 9, 5)],
    ["11月20日 9:05", new Date(2026, 10, 20, 9, 5)],
  ])("on the clock: %s", (text, date) => {
    expect(readMoment(text, now)).toBe(date.getTime());
  });

  it("is the last time the clock said so, never tonight or next December", () => {
    expect(readMoment("23:10", now)).toBe(new Date(2026, 10, 20, 23, 10).getTime());
    expect(readMoment("12-24 18:00", now)).toBe(new Date(2025, 11, 24, 18, 0).getTime());
  });

  it.each(["", "soon", "25:00", "14:75", "2026-02-31 10:00", "2026-13-01 10:00", "1430", "h", "ago"])(
    "is not %j",
    (text) => {
      expect(readMoment(text, now)).toBeUndefined();
    },
  );

  it("is read again as it was written, to the minute", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 525_600 }), (ago) => {
        const utcMs = now - minutes(ago);
        // An hour that a clock has twice in autumn has two readings.
        const read = readMoment(momentText(utcMs), now) ?? Number.NaN;
        expect([0, minutes(60), minutes(-60)]).toContain(read - utcMs);
      }),
    );
  });
});
