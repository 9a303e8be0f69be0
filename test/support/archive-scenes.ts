import type { MissionTimeline, TimelineLane, TimelineMark } from "../../shared/archive/timeline.ts";
import type { ArchiveList, MissionDetails, MissionNote, MissionSummary } from "../../shared/wire/archive.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { buildHeat, buildSnapshot, buildVehicle, placeAt, sceneNowMs, sceneUtcMs } from "./build-views.ts";
import type { FakeMission } from "./fake-archive.ts";

export const missionMs = 1_800_000;
export const missionStartUtcMs = sceneUtcMs - 86_400_000;

const mark = (positionMs: number, kind: TimelineMark["kind"], text: string, more: Partial<TimelineMark> = {}) => ({
  positionMs,
  kind,
  text,
  ...more,
});

const vehicleLane = (n: number, statusTexts: number): TimelineLane => ({
  id: `vehicle/${n}`,
  kind: "vehicle",
  name: `D${n}`,
  vehicleId: String(n),
  colourIndex: n - 1,
  spans: [
    { fromMs: 0, toMs: 90_000, kind: "mode", text: "STABILIZE" },
    { fromMs: 90_000, toMs: 1_200_000 + n * 60_000, kind: "mode", text: "AUTO" },
    { fromMs: 1_200_000 + n * 60_000, toMs: 1_500_000, kind: "mode", text: "GUIDED" },
    { fromMs: 1_500_000, toMs: missionMs, kind: "mode", text: "RTL" },
    { fromMs: 80_000, toMs: 1_760_000, kind: "armed", text: "" },
    { fromMs: 600_000 + n * 30_000, toMs: 648_000 + n * 30_000, kind: "gap", text: "" },
  ],
  marks: [
    mark(80_000, "armed", "", { vehicleId: String(n) }),
    mark(90_000, "mode", "AUTO", { vehicleId: String(n) }),
    mark(602_000 + n * 30_000, "vehicle-lost", "", { vehicleId: String(n), severity: "critical" }),
    mark(648_000 + n * 30_000, "vehicle-back", "", { vehicleId: String(n) }),
    mark(1_500_000, "mode", "RTL", { vehicleId: String(n) }),
    ...Array.from({ length: statusTexts }, (_, i) =>
      mark(((i + 1) * missionMs) / (statusTexts + 2), "status-text", `Mission: ${i} WP`, {
        vehicleId: String(n),
        ...(i % 17 === 5 ? { severity: "warning" as const } : {}),
      }),
    ),
  ],
});

/** Two drones that search for half an hour: gaps, detections, orders, messages, photos and a clock that jumps. */
export const buildTimeline = (
  change: { readonly vehicles?: number; readonly statusTexts?: number } = {},
): MissionTimeline => ({
  startUtcMs: missionStartUtcMs,
  durationMs: missionMs,
  lanes: [
    ...Array.from({ length: change.vehicles ?? 2 }, (_, i) => vehicleLane(i + 1, change.statusTexts ?? 20)),
    {
      id: "heat",
      kind: "heat",
      spans: [],
      marks: [
        mark(400_000, "heat-found", "1", { ref: "heat-1", vehicleId: "1" }),
        mark(900_000, "heat-found", "2", { ref: "heat-2", vehicleId: "2" }),
        mark(960_000, "heat-decided", "2", { ref: "heat-2" }),
      ],
    },
    {
      id: "orders",
      kind: "orders",
      spans: [],
      marks: [mark(60_000, "order", "Segment A"), mark(1_000_000, "operation", "Hold", { vehicleId: "1" })],
    },
    {
      id: "messages",
      kind: "messages",
      spans: [],
      marks: [mark(500_000, "message", "Team 2 at the creek"), mark(700_000, "alert", "D1", { severity: "warning" })],
    },
    {
      id: "media",
      kind: "media",
      spans: [{ fromMs: 85_000, toMs: 1_750_000, kind: "video", text: "D1 thermal" }],
      marks: [mark(910_000, "photo", "")],
    },
    {
      id: "record",
      kind: "record",
      spans: [
        { fromMs: 0, toMs: missionMs, kind: "recorded", text: "" },
        { fromMs: 1_100_000, toMs: 1_130_000, kind: "missing", text: "" },
      ],
      marks: [mark(1_130_000, "clock-jump", "+2 s"), mark(1_300_000, "damage", "14 B", { severity: "warning" })],
    },
  ],
  idle: [{ fromMs: 0, toMs: 60_000 }],
  clock: [
    { fromMs: 0, utcOffsetMs: missionStartUtcMs },
    { fromMs: 1_130_000, utcOffsetMs: missionStartUtcMs + 2_000 },
  ],
});

export const buildNote = (change: Partial<MissionNote> & { readonly id: string }): MissionNote => ({
  positionMs: 930_000,
  text: "Warm spot beside the wall",
  by: "Li",
  utcMs: sceneUtcMs,
  ...change,
});

const outline = (phase: number): number[] =>
  Array.from({ length: 60 }, (_, i) => {
    const { latDeg, lonDeg } = placeAt(
      300 * Math.sin(i / 9 + phase),
      420 * Math.cos(i / 7 + phase) + (i % 6 < 3 ? 40 : -40),
    );
    return [latDeg, lonDeg];
  }).flat();

export const buildSummary = (change: Partial<MissionSummary> & { readonly id: string }): MissionSummary => ({
  kind: "recorded",
  name: "Linghu at night",
  live: false,
  startUtcMs: missionStartUtcMs,
  durationMs: missionMs,
  bytes: 184_000_000,
  files: ["2026-11-20.tlog"],
  centre: placeAt(0, 0),
  vehicles: [
    { id: "1", name: "D1", kind: "multirotor", colourIndex: 0, outline: outline(0) },
    { id: "2", name: "D2", kind: "multirotor", colourIndex: 1, outline: outline(2) },
  ],
  incidents: ["Missing: Wang Fang"],
  heatSources: 2,
  confirmedHeat: 1,
  confirmedPlaces: [placeAt(30, 40).latDeg, placeAt(30, 40).lonDeg],
  hasPictures: true,
  notes: 1,
  problems: [],
  ...change,
});

/** D1 flies east by 0.2 m/s, D2 north: where they are tells which instant is shown. */
const stateAt = (positionMs: number): StateSnapshot => {
  const seconds = positionMs / 1_000;
  const at = (northM: number, eastM: number) => ({
    atMs: sceneNowMs + positionMs,
    ...placeAt(northM, eastM),
    altMslM: 63.2,
    altHomeM: 59.8,
  });
  const mode = (n: number) =>
    positionMs < 90_000 ? "STABILIZE" : positionMs < 1_200_000 + n * 60_000 ? "AUTO" : "RTL";
  const presence = { state: "heard", sinceMs: sceneNowMs, lastHeardMs: sceneNowMs + positionMs } as const;
  return buildSnapshot({
    clock: { nowMs: sceneNowMs + positionMs, utcMs: missionStartUtcMs + positionMs, rate: 0 },
    station: { mode: "replay", recording: { state: "off" } },
    vehicles: [
      buildVehicle({
        id: "1",
        presence,
        position: at(0, seconds * 0.2 - 150),
        mode: { atMs: sceneNowMs, name: mode(1), customMode: 3 },
      }),
      buildVehicle({
        id: "2",
        presence,
        position: at(seconds * 0.2 - 150, 60),
        mode: { atMs: sceneNowMs, name: mode(2), customMode: 3 },
      }),
    ],
    heat: [...(positionMs >= 400_000 ? [buildHeat(1)] : []), ...(positionMs >= 900_000 ? [buildHeat(2)] : [])],
  });
};

export const buildDetails = (change: Partial<MissionDetails> = {}): MissionDetails => ({
  summary: buildSummary({ id: "m1" }),
  timeline: buildTimeline(),
  notes: [buildNote({ id: "n1" })],
  logs: [],
  feeds: [],
  ...change,
});

export const buildMission = (change: Partial<MissionDetails> = {}): FakeMission => ({
  details: () => buildDetails(change),
  stateAt,
});

/** As many as a team has after some years, of all sorts. */
export const crowdedList = (count: number): ArchiveList => ({
  missions: Array.from({ length: count }, (_, i) =>
    buildSummary({
      id: `m${i + 1}`,
      name: i % 3 === 0 ? `flight_${i}.tlog` : `Mission ${i}`,
      kind: i % 3 === 0 ? "log" : "recorded",
      startUtcMs: missionStartUtcMs - i * 43_200_000,
      problems: i % 7 === 3 ? [{ code: "cut", detail: "at byte 1,234,567" }] : [],
      incidents: i % 3 === 1 ? [`Search ${i}`] : [],
      ...(i === 4 ? { readFraction: 0.37 } : {}),
      vehicles: [
        { id: "1", name: `D${i}`, kind: "multirotor", colourIndex: i % 8, outline: outline(i) },
        ...(i % 2 === 0
          ? [{ id: "2", name: "R1", kind: "ground-robot" as const, colourIndex: 3, outline: outline(i + 2) }]
          : []),
      ],
    }),
  ),
});
