import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { translator } from "../../../../renderer/i18n/translate.ts";
import { createFormat } from "../../../../renderer/panels/format.ts";
import { agoText, rulerLabel } from "../../../../renderer/panels/timeline/instant-label.ts";
import { groupMarks } from "../../../../renderer/panels/timeline/mark-groups.ts";
import { shapeOf } from "../../../../renderer/panels/timeline/mark-shape.ts";
import { markText } from "../../../../renderer/panels/timeline/mark-text.ts";
import {
  following,
  msAt,
  panBy,
  rulerTicks,
  wholeOf,
  xOf,
  zoomAbout,
} from "../../../../renderer/panels/timeline/time-window.ts";
import { rowAt, rowsHeightPx, rowsOf } from "../../../../renderer/panels/timeline/timeline-rows.ts";
import { markKinds, type TimelineMark } from "../../../../shared/archive/timeline.ts";
import { buildTimeline } from "../../../support/archive-scenes.ts";

const durationMs = 3_600_000;
const windows = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.001, max: 1, noNaN: true }))
  .map(([start, span]) => {
    const spanMs = Math.max(500, span * durationMs);
    const fromMs = start * (durationMs - spanMs);
    return { fromMs, toMs: fromMs + spanMs };
  });

describe("a window of time", () => {
  it("says of each place which instant it is, and back", () => {
    fc.assert(
      fc.property(windows, fc.double({ min: 0, max: 1_000, noNaN: true }), (window, x) => {
        expect(xOf(window, 1_000, msAt(window, 1_000, x))).toBeCloseTo(x, 3);
      }),
    );
  });

  it("stays inside of the mission however it is zoomed and moved", () => {
    fc.assert(
      fc.property(
        windows,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: -1e7, max: 1e7, noNaN: true }),
        (window, factor, byMs) => {
          const next = panBy(zoomAbout(window, durationMs, window.fromMs, factor), durationMs, byMs);
          expect(next.fromMs).toBeGreaterThanOrEqual(0);
          expect(next.toMs).toBeLessThanOrEqual(durationMs + 1e-6);
          expect(next.toMs - next.fromMs).toBeGreaterThanOrEqual(499.999);
        },
      ),
    );
  });

  it("zooms about an instant that keeps its place", () => {
    const window = { fromMs: 1_000_000, toMs: 2_000_000 };

    const closer = zoomAbout(window, durationMs, 1_300_000, 2);

    expect(xOf(closer, 1_000, 1_300_000)).toBeCloseTo(300, 6);
    expect(closer.toMs - closer.fromMs).toBeCloseTo(500_000, 6);
  });

  it("goes along with the playhead only when that leaves it", () => {
    const window = { fromMs: 1_000_000, toMs: 2_000_000 };

    expect(following(window, durationMs, 1_999_000)).toBe(window);
    const next = following(window, durationMs, 2_100_000);
    expect(next.fromMs).toBeLessThan(2_100_000);
    expect(next.toMs).toBeGreaterThan(2_100_000);
  });

  it("shows at least half a second, of a mission that has none too", () => {
    expect(wholeOf(0)).toEqual({ fromMs: 0, toMs: 500 });
  });
});

describe("the ruler", () => {
  it("has steps that people count in, at whole multiples of them on the written clock, with room for labels", () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: 0, max: 2e12 }), (window, originMs) => {
        const { stepMs, atMs } = rulerTicks(window, 1_200, originMs);
        for (const positionMs of atMs) {
          expect(positionMs).toBeGreaterThanOrEqual(window.fromMs - 1e-6);
          expect(positionMs).toBeLessThanOrEqual(window.toMs + 1e-6);
          expect((positionMs + originMs) % stepMs).toBeCloseTo(0, 2);
        }
        expect(atMs.length).toBeLessThanOrEqual(15);
      }),
    );
  });

  it("counts from the beginning where no log has times", () => {
    const format = createFormat("en", "metric");

    expect(rulerLabel({ clock: [] }, format, 3_723_000, 60_000)).toBe("1:02:03");
    expect(rulerLabel({ clock: [] }, format, 1_250, 50)).toBe("1.25");
  });

  it("counts from the beginning where a simulation ran faster than life, and not where a clock was set", () => {
    const format = createFormat("en", "metric");
    const startUtcMs = Date.UTC(2026, 10, 22, 7, 0);
    const fast = [0, 100_000, 200_000].map((fromMs) => ({ fromMs, utcOffsetMs: startUtcMs - fromMs * 0.8 }));

    expect(rulerLabel({ clock: fast, startUtcMs }, format, 120_000, 30_000)).toBe("2:00");
    expect(rulerLabel({ clock: fast.slice(0, 2), startUtcMs }, format, 120_000, 30_000)).toMatch(/^\d\d:\d\d:\d\d$/);
  });

  it("says of a moment that it was one, and never how long ago it will be", () => {
    const format = createFormat("en", "metric");
    const t = translator("en");

    expect(agoText(t, format, 40_000)).toBe("40 s ago");
    expect(agoText(t, format, 300)).toBe("a moment ago");
    expect(agoText(t, format, -2_000)).toBe("a moment ago");
  });
});

const mark = (positionMs: number, more: Partial<TimelineMark> = {}): TimelineMark => ({
  positionMs,
  kind: "status-text",
  text: "",
  ...more,
});

describe("marks", () => {
  it("that can't be told apart are one, drawn as the gravest of them", () => {
    const marks = [mark(0), mark(10), mark(20, { severity: "critical", kind: "vehicle-lost" }), mark(5_000)];

    const groups = groupMarks(marks, { fromMs: 0, toMs: 10_000 }, 1_000);

    expect(groups.map(({ marks: held }) => held.length)).toEqual([3, 1]);
    expect(groups[0]?.gravest.kind).toBe("vehicle-lost");
  });

  it("in sight are all found, each once, and none out of sight", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: durationMs }), { maxLength: 300 }), windows, (at, window) => {
        const marks = at.toSorted((a, b) => a - b).map((positionMs) => mark(positionMs));
        const found = groupMarks(marks, window, 800).flatMap((group) => group.marks);
        const inSight = marks.filter(({ positionMs }) => positionMs >= window.fromMs && positionMs <= window.toMs);
        expect(new Set(found).size).toBe(found.length);
        for (const one of inSight) expect(found).toContain(one);
      }),
    );
  });

  it("of every kind have a shape, and what is grave has one of its own", () => {
    for (const kind of markKinds) {
      expect(shapeOf(mark(0, { kind }))).toBeTruthy();
      expect(shapeOf(mark(0, { kind, severity: "critical" }))).toBe("octagon");
    }
    expect(shapeOf(mark(0, { severity: "warning" }))).toBe("triangle");
  });
});

describe("the words of a mark", () => {
  const say = (over: Partial<TimelineMark>) =>
    [translator("en"), translator("zh-CN")].map((t) => markText(t, mark(0, over)));

  it("are its author's, and ours in the reader's language", () => {
    const alert = { kind: "alert", text: "", code: "battery-low", params: { vehicle: "D1", percent: 18 } } as const;

    expect(say({ kind: "mode", text: "AUTO" })).toEqual(["Mode: AUTO", "模式：AUTO"]);
    expect(say(alert)[0]).toBe("Battery of D1 is low: 18 %");
    expect(say(alert)[1]).toContain("D1");
    expect(say({ kind: "heat-decided", text: "7", code: "confirmed" })[0]).toBe("Heat source decided: 7 Confirmed");
    expect(say({ kind: "operation", text: "", code: "made-up" })[0]).toBe("Command: made-up");
    expect(say({ kind: "vehicle-back", text: "" })[0]).toBe("Back");
  });
});

describe("lanes", () => {
  it("stand under one another, vehicles always, others where something happened", () => {
    const timeline = buildTimeline();
    const lanes = timeline.lanes.map((lane) =>
      lane.kind === "orders"
        ? { ...lane, marks: [] }
        : lane.kind === "heat"
          ? { ...lane, marks: [mark(9), mark(3)] }
          : lane,
    );

    const rows = rowsOf({ lanes });

    expect(rows.map(({ lane }) => lane.id)).toEqual(["vehicle/1", "vehicle/2", "heat", "messages", "media", "record"]);
    expect(rows[2]?.lane.marks.map(({ positionMs }) => positionMs)).toEqual([3, 9]);
    expect(rowAt(rows, rowsHeightPx(rows) - 1)?.lane.id).toBe("record");
    expect(rowAt(rows, 5)).toBeUndefined();
  });
});
