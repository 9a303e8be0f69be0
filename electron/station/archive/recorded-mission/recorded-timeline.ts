import type { MissionTimeline, TimelineLane, TimelineMark, TimelineSpan } from "../../../../shared/archive/timeline.ts";
import type { MissionFeed } from "../../../../shared/wire/archive.ts";
import type { ChunkSummary } from "../../journal/chunk-summary.ts";
import { type LaneMark, type MarkLane, markOf } from "./event-marks.ts";
import { MissionClock } from "./mission-clock.ts";
import type { SessionEvent } from "./session-rows.ts";
import { vehicleLane } from "./vehicle-lane.ts";

export interface RecordedTimelineParts {
  /** In the order of time, those that can be read. */
  readonly chunks: readonly { readonly n: number; readonly resumed: boolean; readonly summary: ChunkSummary }[];
  readonly events: readonly SessionEvent[];
  readonly feeds: readonly MissionFeed[];
  /** Station ms at position 0. */
  readonly startMs: number;
  readonly durationMs: number;
}

/** Nobody is armed or moves, and nothing happens, for so long: idle. */
const idleMs = 20_000;
/** Around something that happens it is never idle. */
const aroundMs = 2_000;
/** Between two chunks that belong together, station ms in one that runs as fast as life. */
const seamMs = 5_000;

/** All of a recorded session at one look, without reading its journal. */
export const recordedTimeline = (parts: RecordedTimelineParts): MissionTimeline => {
  const { chunks, feeds, startMs, durationMs } = parts;
  const summaries = chunks.map(({ summary }) => summary);
  const clock = new MissionClock(summaries);
  const marks = parts.events.flatMap((event) => markOf(event, startMs) ?? []);
  const onLane = (lane: MarkLane) => marks.flatMap((one) => (one.lane === lane ? [one.mark] : []));
  const vehicleMarks = Map.groupBy(onLane("vehicle"), ({ vehicleId }) => vehicleId ?? "");
  const vehicleIds = new Set([...summaries.flatMap(({ vehicles }) => Object.keys(vehicles)), ...vehicleMarks.keys()]);
  const missing = missingSpans(parts);
  const lanes: readonly TimelineLane[] = [
    ...[...vehicleIds]
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1))
      .map((id) => vehicleLane(id, { summaries, told: vehicleMarks.get(id) ?? [], endMs: durationMs })),
    lane("heat", { marks: onLane("heat") }),
    lane("orders", { marks: onLane("orders") }),
    lane("messages", { marks: onLane("messages") }),
    lane("media", { marks: photoMarks(summaries), spans: feeds.map(videoSpan) }),
    lane("record", {
      marks: [...onLane("record"), ...clock.marks()],
      spans: [...recordedSpans(parts, missing), ...missing],
    }),
  ];
  const startUtcMs = clock.utcAt(0);
  return {
    ...(startUtcMs === undefined ? {} : { startUtcMs }),
    durationMs,
    lanes,
    idle: idleSpans({ summaries, marks, durationMs }),
    clock: clock.segments(),
  };
};

const lane = (
  id: Exclude<TimelineLane["kind"], "vehicle">,
  { marks, spans = [] }: { marks: readonly TimelineMark[]; spans?: readonly TimelineSpan[] },
): TimelineLane => ({
  id,
  kind: id,
  spans: spans.toSorted((a, b) => a.fromMs - b.fromMs),
  marks: marks.toSorted((a, b) => a.positionMs - b.positionMs),
});

const videoSpan = ({ name, fromMs, toMs }: MissionFeed): TimelineSpan => ({ fromMs, toMs, kind: "video", text: name });

/** A photo is where it was first. */
const photoMarks = (summaries: readonly ChunkSummary[]): readonly TimelineMark[] => {
  const marks = new Map<string, TimelineMark>();
  for (const { positionMs, thing, file } of summaries.flatMap(({ photos }) => photos)) {
    if (!marks.has(file)) marks.set(file, { positionMs, kind: "photo", text: "", ref: thing });
  }
  return [...marks.values()];
};

/** Where the journal says nothing: the disk took nothing, a chunk is damaged or gone, the computer slept. */
export const missingSpans = ({
  chunks,
  durationMs,
}: Pick<RecordedTimelineParts, "chunks" | "durationMs">): readonly TimelineSpan[] => {
  const missing: TimelineSpan[] = [];
  const add = (fromMs: number, toMs: number) => {
    if (toMs > fromMs) missing.push({ fromMs, toMs, kind: "missing", text: "" });
  };
  let endMs = 0;
  let n = 0;
  for (const { n: number, resumed, summary } of chunks) {
    const { rate = 1 } = summary.clock[0] ?? {};
    if (resumed || number !== n + 1 || summary.fromMs - endMs > seamMs * Math.max(1, rate)) add(endMs, summary.fromMs);
    for (const [fromMs, toMs] of summary.holes) add(fromMs, toMs);
    endMs = summary.toMs;
    n = number;
  }
  // The end of what is being recorded isn't written yet.
  if (durationMs - endMs > seamMs) add(endMs, durationMs);
  return missing;
};

const recordedSpans = (
  { chunks, durationMs }: Pick<RecordedTimelineParts, "chunks" | "durationMs">,
  missing: readonly TimelineSpan[],
): readonly TimelineSpan[] => {
  if (chunks.length === 0) return [];
  const spans: TimelineSpan[] = [];
  let fromMs = 0;
  for (const gap of [...missing, { fromMs: durationMs, toMs: durationMs }]) {
    if (gap.fromMs > fromMs) spans.push({ fromMs, toMs: gap.fromMs, kind: "recorded", text: "" });
    fromMs = gap.toMs;
  }
  return spans;
};

const idleSpans = ({
  summaries,
  marks,
  durationMs,
}: {
  readonly summaries: readonly ChunkSummary[];
  readonly marks: readonly LaneMark[];
  readonly durationMs: number;
}): MissionTimeline["idle"] => {
  const happened = marks.flatMap(({ lane, mark }) => (lane === "record" ? [] : [mark.positionMs]));
  const busy = [
    ...summaries.flatMap((summary) => summary.busy),
    ...happened.map((positionMs) => [positionMs - aroundMs, positionMs + aroundMs] as const),
    [durationMs, durationMs] as const,
  ].sort(([a], [b]) => a - b);
  const idle: { fromMs: number; toMs: number }[] = [];
  let sinceMs = 0;
  for (const [fromMs, toMs] of busy) {
    if (fromMs - sinceMs > idleMs) idle.push({ fromMs: sinceMs, toMs: fromMs });
    sinceMs = Math.max(sinceMs, toMs);
  }
  return idle;
};
