import { describe, expect, test } from "vitest";
import { recordedTimeline } from "../../../../../electron/station/archive/recorded-mission/recorded-timeline.ts";
import type { SessionEvent } from "../../../../../electron/station/archive/recorded-mission/session-rows.ts";
import type { ChunkSummary, VehicleSummary } from "../../../../../electron/station/journal/chunk-summary.ts";

const startMs = 5_000;
const startUtcMs = 1_790_000_000_000;

const vehicle = (change: Partial<VehicleSummary> = {}): VehicleSummary => ({
  ...{ name: "D1", kind: "multirotor", colourIndex: 3 },
  ...{ modes: [], armed: [], lost: [], reached: [], texts: [] },
  ...change,
});

const chunk = (fromMs: number, toMs: number, change: Partial<ChunkSummary> = {}): ChunkSummary => ({
  ...{ fromMs, toMs, lines: 10, vehicles: {}, photos: [], busy: [], holes: [] },
  clock: [{ positionMs: fromMs, utcMs: startUtcMs + fromMs, rate: 1 }],
  ...change,
});

const event = (atMs: number, kind: string, data: Record<string, unknown>): SessionEvent => ({
  ...{ id: atMs, atMs: startMs + atMs, utcMs: startUtcMs + atMs, kind, data },
});

const timelineOf = (
  summaries: readonly (ChunkSummary & { readonly n?: number; readonly resumed?: boolean })[],
  events: readonly SessionEvent[] = [],
  durationMs = summaries.at(-1)?.toMs ?? 0,
) =>
  recordedTimeline({
    chunks: summaries.map((summary, i) => ({ n: summary.n ?? i + 1, resumed: summary.resumed ?? false, summary })),
    ...{ events, feeds: [], startMs, durationMs },
  });

const laneOf = (timeline: ReturnType<typeof timelineOf>, id: string) => {
  const lane = timeline.lanes.find((one) => one.id === id);
  if (lane === undefined) throw new Error(`There is no lane ${id}.`);
  return lane;
};

describe("the timeline of a recorded session", () => {
  test("draws modes, arming and silence as spans over chunks, and each change once", () => {
    const timeline = timelineOf([
      chunk(0, 10_000, {
        vehicles: {
          1: vehicle({
            modes: [
              [0, "STABILIZE"],
              [4_000, "AUTO"],
            ],
            armed: [
              [0, false],
              [3_000, true],
            ],
            lost: [[0, false]],
          }),
        },
      }),
      chunk(10_200, 20_000, {
        vehicles: {
          1: vehicle({
            modes: [[10_200, "AUTO"]],
            armed: [
              [10_200, true],
              [15_000, false],
            ],
            lost: [
              [10_200, false],
              [12_000, true],
              [14_000, false],
            ],
          }),
        },
      }),
    ]);

    const { name, colourIndex, spans, marks } = laneOf(timeline, "vehicle/1");
    expect({ name, colourIndex }).toEqual({ name: "D1", colourIndex: 3 });
    expect(spans).toEqual([
      { kind: "mode", text: "STABILIZE", fromMs: 0, toMs: 4_000 },
      { kind: "armed", text: "", fromMs: 3_000, toMs: 15_000 },
      { kind: "mode", text: "AUTO", fromMs: 4_000, toMs: 20_000 },
      { kind: "gap", text: "", fromMs: 12_000, toMs: 14_000 },
    ]);
    expect(marks.map(({ kind, positionMs }) => [kind, positionMs])).toEqual([
      ["armed", 3_000],
      ["mode", 4_000],
      ["disarmed", 15_000],
    ]);
  });

  test("marks each item of a mission where it was reached, once over all chunks", () => {
    const timeline = timelineOf([
      chunk(0, 10_000, { vehicles: { 1: vehicle({ reached: [[6_000, 2]] }) } }),
      chunk(10_200, 20_000, {
        vehicles: {
          1: vehicle({
            reached: [
              [10_200, 2],
              [16_000, 3],
            ],
          }),
        },
      }),
    ]);

    expect(laneOf(timeline, "vehicle/1").marks).toEqual([
      { positionMs: 6_000, kind: "mission-item", text: "2", vehicleId: "1" },
      { positionMs: 16_000, kind: "mission-item", text: "3", vehicleId: "1" },
    ]);
  });

  test("puts what happened where it belongs, with what can be chosen by it", () => {
    const timeline = timelineOf(
      [chunk(0, 60_000, { photos: [{ positionMs: 9_000, thing: "clue/c1", file: "f1" }] })],
      [
        event(1_000, "vehicle-lost", { vehicleId: "2", name: "R1" }),
        event(2_000, "heat-found", { heat: { id: "h7", number: 7, decision: { state: "new" } } }),
        event(3_000, "heat-decided", { heat: { id: "h7", number: 7, decision: { state: "confirmed" } } }),
        event(4_000, "alert-raised", {
          alert: {
            id: "a1",
            code: "battery-low",
            severity: "warning",
            vehicleId: "2",
            params: { percent: 18, deep: {} },
          },
        }),
        event(4_500, "alert-raised", {
          alert: { id: "a2", code: "system-id-conflict", severity: "critical", params: { systemId: 5 } },
        }),
        event(4_600, "alert-raised", {
          alert: { id: "a3", code: "vehicle-lost", severity: "warning", vehicleId: "2" },
        }),
        event(5_000, "operation-begun", { operation: { id: "o1", kind: "arm", vehicleId: "2", state: "waiting" } }),
        event(5_500, "operation-ended", { operation: { id: "o1", kind: "arm", vehicleId: "2", state: "failed" } }),
        event(6_000, "incident-news", { news: "step", thing: "assignment/x", text: "on-scene", by: "T1" }),
        event(7_000, "incident-news", { news: "help", thing: "message/y", text: "Help!", by: "T1" }),
        event(8_000, "incident-news", { news: "toString", thing: "z", text: "" }),
        event(8_500, "plan-changed", {}),
      ],
    );

    expect(laneOf(timeline, "vehicle/2").marks).toEqual([
      { positionMs: 1_000, kind: "vehicle-lost", vehicleId: "2", text: "R1", severity: "warning" },
      {
        positionMs: 4_000,
        kind: "alert",
        vehicleId: "2",
        text: "",
        code: "battery-low",
        params: { percent: 18 },
        severity: "warning",
        ref: "a1",
      },
      { positionMs: 5_000, kind: "operation", vehicleId: "2", text: "", code: "arm", ref: "o1" },
      { positionMs: 5_500, kind: "operation", vehicleId: "2", text: "", code: "arm", ref: "o1", severity: "warning" },
    ]);
    expect(laneOf(timeline, "heat").marks).toEqual([
      { positionMs: 2_000, kind: "heat-found", text: "7", ref: "h7" },
      { positionMs: 3_000, kind: "heat-decided", text: "7", code: "confirmed", ref: "h7" },
    ]);
    expect(laneOf(timeline, "orders").marks).toMatchObject([
      { kind: "order", text: "", code: "on-scene", ref: "assignment/x" },
    ]);
    expect(laneOf(timeline, "messages").marks).toMatchObject([
      { kind: "message", severity: "critical", ref: "message/y" },
    ]);
    expect(laneOf(timeline, "media").marks).toMatchObject([{ kind: "photo", positionMs: 9_000, ref: "clue/c1" }]);
    expect(laneOf(timeline, "record").marks).toMatchObject([{ kind: "duplicate-id", text: "5", severity: "critical" }]);
  });

  test("tells what is missing: a chunk that is gone, a disk that took nothing, a computer that slept, an end", () => {
    const timeline = timelineOf(
      [
        chunk(0, 10_000),
        { ...chunk(30_000, 40_000), n: 3 },
        { ...chunk(42_000, 50_000), n: 4, resumed: true },
        { ...chunk(50_200, 90_000, { holes: [[60_000, 70_000]] }), n: 5 },
      ],
      [],
      120_000,
    );

    const spans = laneOf(timeline, "record").spans.map(({ kind, fromMs, toMs }) => [kind, fromMs, toMs]);
    expect(spans).toEqual([
      ["recorded", 0, 10_000],
      ["missing", 10_000, 30_000],
      ["recorded", 30_000, 40_000],
      ["missing", 40_000, 42_000],
      ["recorded", 42_000, 60_000],
      ["missing", 60_000, 70_000],
      ["recorded", 70_000, 90_000],
      ["missing", 90_000, 120_000],
    ]);
  });

  test("tells of a clock that was set, ahead and back, and where UTC goes", () => {
    const at = (positionMs: number, aheadMs: number) => ({
      positionMs,
      utcMs: startUtcMs + positionMs + aheadMs,
      rate: 1,
    });
    const timeline = timelineOf([
      chunk(0, 10_000, { clock: [at(0, 0), at(4_000, 86_400_000)] }),
      chunk(10_200, 20_000, { clock: [at(10_200, 86_400_000), at(15_000, -3_600_000)] }),
    ]);

    expect(timeline.startUtcMs).toBe(startUtcMs);
    expect(timeline.clock).toEqual([
      { fromMs: 0, utcOffsetMs: startUtcMs },
      { fromMs: 4_000, utcOffsetMs: startUtcMs + 86_400_000 },
      { fromMs: 15_000, utcOffsetMs: startUtcMs - 3_600_000 },
    ]);
    expect(laneOf(timeline, "record").marks.map(({ kind, positionMs, text }) => [kind, positionMs, text])).toEqual([
      ["clock-jump", 4_000, "86400000"],
      ["clock-back", 15_000, "-90000000"],
    ]);
  });

  test.each([
    ["runs with its UTC", 1],
    ["was dated by the computer's UTC", 1 / 5],
  ])("takes a simulation that is faster than life and %s for no clock that jumps", (_, utcRate) => {
    const at = (positionMs: number) => ({ positionMs, utcMs: startUtcMs + positionMs * utcRate, rate: 5 });
    const timeline = timelineOf([
      chunk(0, 100_000, { clock: [at(0)] }),
      chunk(101_000, 200_000, { clock: [at(101_000)] }),
    ]);

    expect(laneOf(timeline, "record")).toMatchObject({ marks: [], spans: [{ kind: "recorded", toMs: 200_000 }] });
    expect(timeline.clock).toHaveLength(utcRate === 1 ? 1 : 2);
  });

  test("is idle where for more than 20 s nobody is armed or moves and nothing happens", () => {
    const timeline = timelineOf(
      [chunk(0, 50_000, { busy: [[30_000, 50_000]] }), chunk(50_200, 200_000, { busy: [[50_200, 60_000]] })],
      [
        event(100_000, "heat-found", { heat: { id: "h1", number: 1 } }),
        event(115_000, "alert-raised", { alert: { code: "storage-low" } }),
      ],
    );

    expect(timeline.idle).toEqual([
      { fromMs: 0, toMs: 30_000 },
      { fromMs: 60_000, toMs: 98_000 },
      { fromMs: 102_000, toMs: 200_000 },
    ]);
  });
});
