import type { FileHandle } from "node:fs/promises";
import { LogTimeline } from "../../../../shared/archive/clock/log-timeline.ts";
import { nativeReader } from "../../../../shared/archive/formats/native-format.ts";
import type { NativeEvent, NativeReader, NativeRecord } from "../../../../shared/archive/formats/native-record.ts";
import { type NativeFacts, type NativeFormat, NativeSurvey } from "../../../../shared/archive/formats/native-survey.ts";
import { NativeToMavlink } from "../../../../shared/archive/formats/to-mavlink/native-to-mavlink.ts";
import { readNativeFile } from "../native/read-native-file.ts";
import type { Feeder, LogFrame, Mutable, OnLogFrame } from "./feeder.ts";
import { RecordFrame } from "./record-frame.ts";

/** A damaged log may name more kinds of messages than any autopilot has. */
const mostKinds = 5_000;

/** An autopilot's own log as frames that its vehicle could have sent, counted as the log has them. */
class NativeFeeder implements Feeder {
  readonly #onFrame: OnLogFrame;
  readonly #reader: NativeReader;
  readonly #converter: NativeToMavlink;
  readonly #timeline = new LogTimeline();
  readonly #frames = new RecordFrame();
  readonly #counts = new Map<string, number>();
  readonly #hasUtc: boolean;
  readonly stats = { frames: 0, skippedBytes: 0, badChecksums: 0 };
  #record: Mutable<LogFrame> | undefined;
  #offset = 0;
  frameBytes = 0;
  /** Its stamps count from the autopilot's boot. */
  readonly clockJumps = 0;

  constructor(facts: NativeFacts, format: NativeFormat, onFrame: OnLogFrame) {
    this.#onFrame = onFrame;
    this.#hasUtc = facts.segments[0]?.utcOffsetUs !== undefined;
    this.#reader = nativeReader(format, { onRecord: this.#onNative, onEvent: this.#onEvent });
    this.#converter = new NativeToMavlink(facts, this.#onMade);
  }

  get positionMs(): number {
    return this.#timeline.positionUs / 1000;
  }

  get startUtcUs(): number | undefined {
    return this.#hasUtc ? this.#timeline.startUs : undefined;
  }

  get nativeCounts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  push(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  flush(): void {
    this.#reader.flush();
  }

  readonly #onNative = (record: NativeRecord): void => {
    const { message } = record.layout;
    const count = this.#counts.get(message);
    if (count !== undefined || this.#counts.size < mostKinds) this.#counts.set(message, (count ?? 0) + 1);
    this.#offset = record.offset;
    this.#converter.onRecord(record);
  };

  readonly #onEvent = (event: NativeEvent): void => {
    if (event.kind === "damage" || event.kind === "cut") this.stats.skippedBytes += event.bytes;
    this.#converter.onEvent(event);
  };

  readonly #onMade = (stampUs: number, bytes: Uint8Array): void => {
    const frame = this.#frames.of(bytes);
    const utcUs = this.#hasUtc ? stampUs : undefined;
    this.stats.frames++;
    this.frameBytes += bytes.length;
    this.#record ??= { frame, utcUs, positionMs: 0, offset: 0, skippedBytes: 0 };
    const record = this.#record;
    record.frame = frame;
    record.utcUs = utcUs;
    record.positionMs = this.#timeline.position(stampUs) / 1000;
    record.offset = this.#offset;
    record.skippedBytes = this.stats.skippedBytes;
    this.#onFrame(record);
  };
}

/** Goes through the log once, for what must be known before its first message: whose it is and when it was. */
export const nativeFeeder = async (file: FileHandle, format: NativeFormat, onFrame: OnLogFrame): Promise<Feeder> => {
  const survey = new NativeSurvey(format);
  await readNativeFile(file, format, {
    onRecord: (record) => void survey.record(record),
    onEvent: (event) => survey.event(event),
  });
  return new NativeFeeder(survey.facts(), format, onFrame);
};
