import { longestSpans } from "../../../../shared/archive/longest-spans.ts";
import type { TimelineLane, TimelineMark, TimelineSpan } from "../../../../shared/archive/timeline.ts";
import type { VehicleId } from "../../../../shared/vehicle/vehicle-state.ts";
import type { ChunkSummary, VehicleSummary } from "../../journal/chunk-summary.ts";
import { laneMarks, markSeverity } from "../lane-marks.ts";

type Changes<T> = readonly (readonly [positionMs: number, value: T])[];

/** Each chunk says anew how it began: what is the same is no change. */
const merged = <T>(all: readonly Changes<T>[]): Changes<T> => {
  const changes: (readonly [number, T])[] = [];
  for (const change of all.flat()) if (changes.at(-1)?.[1] !== change[1]) changes.push(change);
  return changes;
};

const spansOf = <T>(
  changes: Changes<T>,
  endMs: number,
  make: (value: T) => Pick<TimelineSpan, "kind" | "text"> | undefined,
): TimelineSpan[] =>
  changes.flatMap(([fromMs, value], i) => {
    const made = make(value);
    const toMs = Math.max(fromMs, changes[i + 1]?.[0] ?? endMs);
    return made === undefined ? [] : [{ fromMs, toMs, ...made }];
  });

/** What the chunks say of a vehicle, in their order. */
const summariesOf = (summaries: readonly ChunkSummary[], id: VehicleId): readonly VehicleSummary[] =>
  summaries.flatMap(({ vehicles }) => (Object.hasOwn(vehicles, id) ? (vehicles[id] ?? []) : []));

/** A vehicle's lane. @param told marks of the record's events */
export const vehicleLane = (
  id: VehicleId,
  { summaries, told, endMs }: { summaries: readonly ChunkSummary[]; told: readonly TimelineMark[]; endMs: number },
): TimelineLane => {
  const own = summariesOf(summaries, id);
  const modes = merged(own.map((one) => one.modes));
  const armed = merged(own.map((one) => one.armed));
  const lost = merged(own.map((one) => one.lost));
  const reached = merged(own.map((one) => one.reached));
  const spans = [
    ...spansOf(modes, endMs, (text) => ({ kind: "mode", text })),
    ...spansOf(armed, endMs, (is) => (is ? { kind: "armed", text: "" } : undefined)),
    ...spansOf(lost, endMs, (is) => (is ? { kind: "gap", text: "" } : undefined)),
  ];
  const newest = own.at(-1);
  const marks: TimelineMark[] = [
    ...told.map((mark) => withName(mark, newest?.name)),
    // The first is how it was found.
    ...modes.slice(1).map(([positionMs, text]) => ({ positionMs, kind: "mode", text, vehicleId: id }) as const),
    ...armed
      .slice(1)
      .map(([positionMs, is]) => ({ positionMs, kind: is ? "armed" : "disarmed", text: "", vehicleId: id }) as const),
    ...reached.map(
      ([positionMs, seq]) => ({ positionMs, kind: "mission-item", text: String(seq), vehicleId: id }) as const,
    ),
    ...textMarks(own, id),
  ];
  return {
    ...{ id: `vehicle/${id}`, kind: "vehicle", vehicleId: id },
    ...(newest === undefined ? {} : { name: newest.name, colourIndex: newest.colourIndex }),
    spans: longestSpans(spans),
    marks: laneMarks(marks),
  };
};

/** An alert says by its vehicle's name whom it concerns. */
const withName = (mark: TimelineMark, vehicle: string | undefined): TimelineMark =>
  mark.kind !== "alert" || vehicle === undefined ? mark : { ...mark, params: { vehicle, ...mark.params } };

const textMarks = (own: readonly VehicleSummary[], vehicleId: VehicleId): readonly TimelineMark[] => {
  const seen = new Set<string>();
  return own
    .flatMap(({ texts }) => texts)
    .flatMap(({ positionMs, severity, text }): TimelineMark[] => {
      const key = `${positionMs} ${text}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ positionMs, kind: "status-text", text, vehicleId, severity: markSeverity(severity) }];
    });
};
