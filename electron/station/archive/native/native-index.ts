import { type PlacedSegment, placeSegments } from "../../../../shared/archive/formats/boot-clock.ts";
import type { NativeEvent, NativeRecord } from "../../../../shared/archive/formats/native-record.ts";
import { type NativeFormat, NativeSurvey } from "../../../../shared/archive/formats/native-survey.ts";
import type { LogAnomaly } from "../log-index.ts";
import { StreamIndex } from "./stream-index.ts";

/** A bound on memory: 8 bytes each. Half a gigabyte of log has some ten million. */
const mostRecords = 40_000_000;
const mostAnomalies = 2_000;

/** The index of an autopilot's own log while it is read: every message of every stream. */
export class NativeIndex {
  readonly survey: NativeSurvey;
  readonly streams = new Map<string, StreamIndex>();
  headerLength = 0;
  /** Messages beyond the bound aren't indexed. */
  isWhole = true;
  readonly #bases: number[] = [];
  readonly #found: {
    readonly kind: LogAnomaly["kind"];
    readonly amount: number;
    readonly offset: number;
    readonly at: number;
    readonly segment: number;
  }[] = [];
  #records = 0;
  #bootUs = 0;
  #placed: readonly PlacedSegment[] | undefined;

  constructor(format: NativeFormat) {
    this.survey = new NativeSurvey(format);
  }

  record(record: NativeRecord): void {
    const bootUs = this.survey.record(record);
    this.#bootUs = bootUs;
    this.#placed = undefined;
    this.headerLength = record.headerLength;
    const { segment } = this.survey.clock;
    if (this.survey.clock.segments.length > this.#bases.length) {
      this.#bases.push(bootUs);
      if (segment > 0) this.#note("clock-back", 0, record.offset);
    }
    if (record.layout.fields.length === 0) return;
    if (this.#records >= mostRecords) {
      this.isWhole = false;
      return;
    }
    this.#records++;
    const { key } = record;
    let stream = this.streams.get(key);
    if (stream === undefined) {
      stream = new StreamIndex(key);
      this.streams.set(key, stream);
    }
    stream.add(record.offset, bootUs, segment, this.#bases[segment] ?? bootUs, record.layout);
  }

  event(event: NativeEvent): void {
    this.survey.event(event);
    if (event.kind === "dropout") this.#note("gap", event.durationMs, event.offset);
    else if (event.kind === "damage" || event.kind === "cut") this.#note(event.kind, event.bytes, event.offset);
  }

  get segments(): readonly PlacedSegment[] {
    this.#placed ??= placeSegments(this.survey.clock.segments);
    return this.#placed;
  }

  get anomalies(): readonly LogAnomaly[] {
    return this.#found.map(({ kind, amount, offset, at, segment }) => ({
      kind,
      amount,
      offset,
      positionMs: this.position(at, segment),
    }));
  }

  get durationMs(): number {
    const last = this.segments.at(-1);
    return last === undefined ? 0 : (last.lastUs + last.positionOffsetUs) / 1_000;
  }

  /** Ms since the log's beginning. */
  position(bootUs: number, segment: number): number {
    const placed = this.segments[segment];
    return placed === undefined ? 0 : Math.max(0, (bootUs + placed.positionOffsetUs) / 1_000);
  }

  #note(kind: LogAnomaly["kind"], amount: number, offset: number): void {
    if (this.#found.length < mostAnomalies)
      this.#found.push({ kind, amount, offset, at: this.#bootUs, segment: this.survey.clock.segment });
  }
}
