import { describe, expect, it } from "vitest";
import { translator } from "../../../../renderer/i18n/translate.ts";
import { missionOutline } from "../../../../renderer/panels/archive/mission-outline.ts";
import { findMissions } from "../../../../renderer/panels/archive/mission-search.ts";
import { inputOf, isVideo, startInName } from "../../../../renderer/panels/archive/video-start.ts";
import { createFormat } from "../../../../renderer/panels/format.ts";
import { buildSummary } from "../../../support/archive-scenes.ts";

const words = {
  t: translator("en"),
  format: createFormat("en", "metric"),
  place: () => "30.87000, 120.43300",
};

const missions = [
  buildSummary({ id: "a", name: "Linghu", startUtcMs: Date.UTC(2026, 0, 5, 12), vehicles: [] }),
  buildSummary({ id: "b", name: "Quarry", startUtcMs: Date.UTC(2026, 4, 5, 12), files: ["boot.bin"], incidents: [] }),
  buildSummary({ id: "c", name: "Tonight", live: true, startUtcMs: 0, vehicles: [], incidents: [] }),
  buildSummary({
    id: "d",
    name: "No clock",
    vehicles: [],
    incidents: [],
    problems: [{ code: "no-times", detail: "" }],
  }),
];
const { startUtcMs: _unknown, ...withoutTimes } = missions[3] ?? buildSummary({ id: "d" });
const all = [...missions.slice(0, 3), withoutTimes];
const found = (wanted: string) => findMissions(all, wanted, words).map(({ id }) => id);

describe("the search of missions", () => {
  it("shows the live one first, then the newest, those without times last", () => {
    expect(found("")).toEqual(["c", "b", "a", "d"]);
  });

  it.each([
    ["wang fang", ["a"]],
    ["d2", ["b"]],
    ["2026-05", ["b"]],
    ["BOOT", ["b"]],
    ["no times", ["d"]],
    ["30.87", ["c", "b", "a", "d"]],
    ["linghu 2026-05", []],
  ])("finds %j", (wanted, ids) => {
    expect(found(wanted)).toEqual(ids);
  });
});

describe("the small map", () => {
  const size = { widthPx: 120, heightPx: 84 };
  const vehicle = (outline: number[]) => ({
    id: "1",
    name: "D1",
    kind: "multirotor" as const,
    colourIndex: 0,
    outline,
  });
  const outline = (vehicles: ReturnType<typeof vehicle>[], confirmedPlaces: number[] = []) =>
    missionOutline({ vehicles, confirmedPlaces }, size);

  it("fits all ways into its frame, north up", () => {
    const [shape] = outline([vehicle([30, 120, 30.01, 120.02])]).ways;
    const points = shape?.points.split(" ").map((point) => point.split(",").map(Number)) ?? [];

    expect(points).toHaveLength(2);
    expect(points[1]?.[1]).toBeLessThan(points[0]?.[1] ?? 0);
    for (const [x = -1, y = -1] of points) {
      expect(x).toBeGreaterThanOrEqual(5.9);
      expect(x).toBeLessThanOrEqual(114.1);
      expect(y).toBeGreaterThanOrEqual(5.9);
      expect(y).toBeLessThanOrEqual(78.1);
    }
  });

  it("makes room for what was confirmed beside the ways", () => {
    const { ways, finds } = outline([vehicle([30, 120, 30, 120.01])], [30.01, 120.005]);

    expect(finds).toHaveLength(1);
    expect(finds[0]?.y).toBe(6);
    expect(ways[0]?.points.split(" ").every((point) => Number(point.split(",")[1]) === 78)).toBe(true);
  });

  it("draws what was confirmed at one and the same place once", () => {
    const { finds } = outline([vehicle([30, 120, 30, 120.01])], [30.01, 120.005, 30.01, 120.005, 30.005, 120.005]);

    expect(finds).toHaveLength(2);
  });

  it("draws a way across the date line as one, a single place in the middle, and nothing of nothing", () => {
    const [across] = outline([vehicle([0, 179.999, 0.001, -179.999])]).ways;
    const xs = across?.points.split(" ").map((point) => Number(point.split(",")[0])) ?? [];
    expect(Math.abs((xs[1] ?? 0) - (xs[0] ?? 0))).toBeGreaterThan(50);

    const [still] = outline([vehicle([30, 120])]).ways;
    expect(still?.points).toBe("60,42");
    expect(outline([vehicle([])])).toEqual({ ways: [], finds: [] });
  });
});

describe("a video's beginning", () => {
  it.each([
    ["DJI_20261121_031244_0001_T.mp4", new Date(2026, 10, 21, 3, 12, 44)],
    ["VID-2026-11-21 03.12.44.mov", new Date(2026, 10, 21, 3, 12, 44)],
    ["20261121031244.mkv", new Date(2026, 10, 21, 3, 12, 44)],
  ])("is read from %s", (name, at) => {
    expect(startInName(name)).toBe(at.getTime());
    expect(isVideo({ name })).toBe(true);
  });

  it.each(["GOPR0123.MP4", "20261345_031244.mp4", "20261121.mp4"])("isn't made up for %s", (name) => {
    expect(startInName(name)).toBeUndefined();
  });

  it("is written as the browser's input wants it, in local time", () => {
    expect(inputOf(new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe("2026-01-02T03:04:05");
    expect(isVideo({ name: "a.tlog" })).toBe(false);
  });
});
