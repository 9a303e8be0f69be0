import { longestSpans } from "../../../../shared/archive/longest-spans.ts";
import type { MissionTimeline, TimelineLane, TimelineMark, TimelineSpan } from "../../../../shared/archive/timeline.ts";
import type { VehicleId } from "../../../../shared/vehicle/vehicle-state.ts";
import { laneMarks, markSeverity, warningSeverity } from "../lane-marks.ts";
import type { LogAnomaly } from "../log-index.ts";
import type { FlightNote } from "./flight-note.ts";

export interface LogTimelineParts {
  readonly notes: readonly FlightNote[];
  /** On the mission's clock. */
  readonly anomalies: readonly LogAnomaly[];
  readonly clock: MissionTimeline["clock"];
  readonly durationMs: number;
  /** Up to where notes were taken. */
  readonly learnedMs: number;
}

type Lasting = { readonly fromMs: number; readonly text: string };

/** Nobody moves and nothing is said for so long: idle. */
const idleMs = 20_000;

/** Of one vehicle, as its notes come in. */
class VehicleLane {
  readonly spans: TimelineSpan[] = [];
  readonly marks: TimelineMark[] = [];
  readonly #note: Extract<FlightNote, { kind: "vehicle" }>;
  #mode: Lasting | undefined;
  #armed: Lasting | undefined;
  #gap: Lasting | undefined;

  constructor(note: Extract<FlightNote, { kind: "vehicle" }>) {
    this.#note = note;
    this.#mark(note.positionMs, "vehicle-heard", note.name);
  }

  take(note: FlightNote): void {
    const { positionMs } = note;
    switch (note.kind) {
      case "mode":
        this.#mode = this.#turn("mode", this.#mode, positionMs, { fromMs: positionMs, text: note.mode });
        this.#mark(positionMs, "mode", note.mode);
        return;
      case "armed":
        this.#armed = this.#turn(
          "armed",
          this.#armed,
          positionMs,
          note.armed ? { fromMs: positionMs, text: "" } : undefined,
        );
        this.#mark(positionMs, note.armed ? "armed" : "disarmed", "");
        return;
      case "lost":
        this.#gap = { fromMs: note.lastHeardMs, text: "" };
        this.#mark(positionMs, "vehicle-lost", "", "warning");
        return;
      case "back":
        this.#gap = this.#turn("gap", this.#gap, positionMs);
        this.#mark(positionMs, "vehicle-back", "");
        return;
      case "reboot":
        this.#mark(positionMs, "reboot", "", "warning");
        return;
      case "text":
        this.#mark(positionMs, "status-text", note.text, markSeverity(note.severity));
        return;
      case "failsafe": {
        const { name: vehicle, vehicleId } = this.#note;
        const alert = { kind: "alert", code: "failsafe", params: { vehicle }, severity: "critical" } as const;
        this.marks.push({ positionMs, text: "", vehicleId, ...alert });
        return;
      }
      case "mission-item":
        this.#mark(positionMs, "mission-item", String(note.seq));
        return;
      default:
        return;
    }
  }

  /** What lasts still lasts up to where the record is known. */
  lane(toMs: number): TimelineLane {
    const { vehicleId, name, colourIndex } = this.#note;
    const lasting: TimelineSpan[] = [];
    const add = (kind: TimelineSpan["kind"], span: Lasting | undefined) => {
      if (span !== undefined) lasting.push({ ...span, kind, toMs: Math.max(toMs, span.fromMs) });
    };
    add("mode", this.#mode);
    add("armed", this.#armed);
    add("gap", this.#gap);
    const spans = longestSpans([...this.spans, ...lasting]);
    return {
      id: `vehicle/${vehicleId}`,
      kind: "vehicle",
      ...{ name, vehicleId, colourIndex, spans },
      marks: laneMarks(this.marks),
    };
  }

  /** What lasted is over. @returns what lasts from now on */
  #turn(kind: TimelineSpan["kind"], before: Lasting | undefined, toMs: number, next?: Lasting): Lasting | undefined {
    if (before !== undefined) this.spans.push({ ...before, kind, toMs });
    return next;
  }

  #mark(positionMs: number, kind: TimelineMark["kind"], text: string, severity?: TimelineMark["severity"]): void {
    const { vehicleId } = this.#note;
    this.marks.push({ positionMs, kind, text, vehicleId, ...(severity === undefined ? {} : { severity }) });
  }
}

/** The log's own time and wholeness. */
const recordLane = (anomalies: readonly LogAnomaly[], doubles: readonly TimelineMark[]): TimelineLane => {
  const spans = anomalies.flatMap(({ kind, positionMs, amount }): TimelineSpan[] =>
    kind === "gap" ? [{ fromMs: positionMs, toMs: positionMs + amount, kind: "missing", text: "" }] : [],
  );
  const marks = anomalies.flatMap(({ kind, positionMs, amount }): TimelineMark[] =>
    kind === "gap" ? [] : [{ positionMs, kind, text: String(Math.round(amount)), severity: "warning" }],
  );
  return {
    id: "record",
    kind: "record",
    spans: longestSpans(spans),
    marks: laneMarks([...marks, ...doubles]),
  };
};

/** Stretches of more than 20 s in which nobody moves or is armed, or says anything urgent. */
const idleOf = (notes: readonly FlightNote[], endMs: number): MissionTimeline["idle"] => {
  const idle: { fromMs: number; toMs: number }[] = [];
  let sinceMs: number | undefined = 0;
  const until = (toMs: number): void => {
    if (sinceMs !== undefined && toMs - sinceMs > idleMs) idle.push({ fromMs: sinceMs, toMs });
  };
  for (const note of notes) {
    if (note.kind === "active") {
      if (note.active) until(note.positionMs);
      sinceMs = note.active ? undefined : note.positionMs;
    } else if (sinceMs !== undefined && isEvent(note)) {
      until(note.positionMs);
      sinceMs = note.positionMs;
    }
  }
  until(endMs);
  return idle;
};

const isEvent = (note: FlightNote): boolean => (note.kind === "text" ? note.severity <= warningSeverity : true);

/** Modes, armed times, gaps and messages of each vehicle, and what is odd about the record. */
export const logTimeline = (parts: LogTimelineParts): MissionTimeline => {
  const { notes, anomalies, clock, durationMs, learnedMs } = parts;
  const toMs = Math.min(durationMs, learnedMs);
  const vehicles = new Map<VehicleId, VehicleLane>();
  const doubles: TimelineMark[] = [];
  for (const note of notes) {
    if (note.kind === "active") continue;
    if (note.kind === "vehicle" && !vehicles.has(note.vehicleId)) vehicles.set(note.vehicleId, new VehicleLane(note));
    if (note.kind === "duplicate-id") {
      const { positionMs, vehicleId, systemId } = note;
      doubles.push({ positionMs, kind: "duplicate-id", text: String(systemId), severity: "critical", vehicleId });
    }
    vehicles.get(note.vehicleId)?.take(note);
  }
  const startUtcMs = clock[0] === undefined ? undefined : clock[0].fromMs + clock[0].utcOffsetMs;
  return {
    ...(startUtcMs === undefined ? {} : { startUtcMs }),
    durationMs,
    lanes: [...[...vehicles.values()].map((lane) => lane.lane(toMs)), recordLane(anomalies, doubles)],
    idle: idleOf(notes, toMs),
    clock,
  };
};
