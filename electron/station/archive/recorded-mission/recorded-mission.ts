import { statSync } from "node:fs";
import { join } from "node:path";
import type { MissionTimeline } from "../../../../shared/archive/timeline.ts";
import type { MissionProblem, MissionSummary } from "../../../../shared/wire/archive.ts";
import type { ArchivedInstant } from "../../archived-instant.ts";
import type { ChunkSummary } from "../../journal/chunk-summary.ts";
import type { JournalReader } from "../../journal/journal-reader.ts";
import type { StateJournal } from "../../journal/state-journal.ts";
import type { MissionMedia } from "../../media/mission-media.ts";
import type { ArchivedMission, MissionTelemetry } from "../archived-mission.ts";
import type { OpenedLogIndex } from "../index/open-log-index.ts";
import { MissionClock } from "./mission-clock.ts";
import { SessionTelemetry } from "./mission-telemetry.ts";
import { recordedSummary } from "./recorded-summary.ts";
import { missingSpans, recordedTimeline } from "./recorded-timeline.ts";
import type { SessionEvent, SessionRows } from "./session-rows.ts";
import type { SoundStates } from "./sound-states.ts";

export interface RecordedMissionParts {
  readonly folder: string;
  readonly sessionId: string;
  readonly id?: string;
  readonly live?: Pick<StateJournal, "on" | "durationMs">;
  readonly openLog: (path: string) => Promise<OpenedLogIndex>;
  readonly reader: JournalReader;
  readonly rows: SessionRows;
  readonly media: (MissionMedia & { close?(): Promise<void> }) | undefined;
  /** Of a journal that may say anything. */
  readonly soundness?: SoundStates;
}

/** What is being recorded is looked at so often for its timeline; its state is there at once. */
const lookMs = 1_000;
/** Its size and where its vehicles went are as old as this at most. */
const summaryMs = 10_000;

interface KnownChunk {
  readonly n: number;
  readonly resumed: boolean;
  readonly summary: ChunkSummary;
}

/** A session of a record that is open. */
export class RecordedMission implements ArchivedMission {
  readonly id: string;
  readonly media: RecordedMissionParts["media"];
  readonly #parts: RecordedMissionParts;
  readonly #telemetry: SessionTelemetry;
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: () => void;
  #events: readonly SessionEvent[] = [];
  /** The session ended: nothing more comes. */
  #ended: boolean;
  #timeline: { readonly stamp: string; readonly timeline: MissionTimeline } | undefined;
  #summary: { readonly stamp: string; readonly summary: MissionSummary } | undefined;
  #stamp = "";
  #lookTimer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #checking: Promise<void> | undefined;
  #closed = false;

  constructor(parts: RecordedMissionParts) {
    this.#parts = parts;
    this.id = parts.id ?? parts.sessionId;
    this.media = parts.media;
    this.#ended = parts.live === undefined && parts.rows.session()?.endedUtcMs !== undefined;
    this.#events = parts.rows.eventsAfter(0);
    this.#stamp = this.#stampNow();
    this.#telemetry = new SessionTelemetry({
      folder: parts.folder,
      openLog: parts.openLog,
      positionOf: (utcMs) => new MissionClock(this.#summaries()).positionOf(utcMs) ?? 0,
      onChanged: () => this.#tell(),
    });
    this.#stopListening = parts.live?.on(() => this.#lookSoon()) ?? (() => {});
    if (this.#ended) this.#checking = this.#checkAll();
  }

  get durationMs(): number {
    const { live, reader } = this.#parts;
    return Math.max(reader.durationMs, live?.durationMs ?? 0);
  }

  /** Asked many times a second: made anew only when something changed. */
  get summary(): MissionSummary {
    const { durationMs } = this;
    const stamp = `${this.#stamp} ${this.#ended ? "" : Math.floor(durationMs / summaryMs)}`;
    if (this.#summary?.stamp !== stamp) this.#summary = { stamp, summary: this.#makeSummary() };
    return { ...this.#summary.summary, durationMs };
  }

  get telemetry(): readonly MissionTelemetry[] {
    return this.#telemetry.logs;
  }

  async openTelemetry(): Promise<readonly MissionTelemetry[]> {
    await this.#telemetry.open(this.#parts.rows.telemetryFiles());
    return this.#telemetry.logs;
  }

  async at(positionMs: number): Promise<ArchivedInstant> {
    const { reader } = this.#parts;
    const wantedMs = Math.min(Math.max(0, positionMs), this.durationMs);
    if (!this.#ended && wantedMs > reader.durationMs) await reader.follow();
    const known = reader.damaged.length;
    const instant = await reader.at(wantedMs);
    if (reader.damaged.length !== known) this.#changed();
    return this.#parts.soundness?.sound(instant) ?? instant;
  }

  async timeline(): Promise<MissionTimeline> {
    if (!this.#ended) await this.#look();
    const { rows } = this.#parts;
    await this.#telemetry.open(rows.telemetryFiles());
    const stamp = `${this.#stamp} ${this.media?.feeds.length ?? 0} ${this.#parts.reader.durationMs}`;
    if (this.#timeline?.stamp === stamp) return { ...this.#timeline.timeline, durationMs: this.durationMs };
    const timeline = recordedTimeline({
      chunks: this.#chunks(),
      events: this.#events,
      feeds: this.media?.feeds ?? [],
      startMs: this.#parts.reader.startMs,
      durationMs: this.durationMs,
    });
    this.#timeline = { stamp, timeline };
    return timeline;
  }

  async stepFrom(positionMs: number, direction: 1 | -1): Promise<number | undefined> {
    await this.#telemetry.open(this.#parts.rows.telemetryFiles());
    return this.#telemetry.stepFrom(positionMs, direction);
  }

  async whole(): Promise<void> {
    await this.#checking;
  }

  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    clearTimeout(this.#lookTimer);
    await Promise.all([this.#looking, this.#checking, this.#parts.reader.close()]);
    await this.#telemetry.close();
    await this.media?.close?.();
    this.#parts.rows.close();
  }

  #chunks(): readonly KnownChunk[] {
    return this.#parts.reader.chunks.map(({ n, resumed, summary }) => ({ n, resumed, summary: summary() }));
  }

  #summaries(): readonly ChunkSummary[] {
    return this.#chunks().map(({ summary }) => summary);
  }

  #lookSoon(): void {
    if (this.#closed) return;
    this.#lookTimer ??= setTimeout(() => {
      this.#lookTimer = undefined;
      void this.#look();
    }, lookMs);
  }

  /** What was recorded meanwhile. */
  #look(): Promise<void> {
    this.#looking ??= this.#lookNow().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #lookNow(): Promise<void> {
    const { live, reader, rows } = this.#parts;
    await reader.refresh();
    await this.#telemetry.refresh();
    if (this.#closed) return;
    const newer = rows.eventsAfter(this.#events.at(-1)?.id ?? 0);
    if (newer.length > 0) this.#events = [...this.#events, ...newer];
    if (live === undefined && rows.session()?.endedUtcMs !== undefined) this.#ended = true;
    this.#changed();
  }

  /** Finds what is damaged before anybody gets there. */
  async #checkAll(): Promise<void> {
    const { reader } = this.#parts;
    for (const { n } of reader.chunks) {
      if (this.#closed) return;
      await reader.check(n);
    }
    if (!this.#closed) this.#changed();
  }

  #changed(): void {
    const stamp = this.#stampNow();
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#tell();
  }

  #stampNow(): string {
    const { reader } = this.#parts;
    return `${reader.chunks.length} ${reader.damaged.length} ${this.#events.at(-1)?.id ?? 0}`;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #makeSummary(): MissionSummary {
    const { folder, live, reader, rows } = this.#parts;
    const files = rows.telemetryFiles();
    return recordedSummary({
      id: this.id,
      live: live !== undefined,
      startUtcMs: reader.startUtcMs,
      durationMs: this.durationMs,
      bytes: files.reduce((sum, file) => sum + (sizeOf(join(folder, file)) ?? 0), reader.bytes),
      files,
      summaries: this.#summaries(),
      events: this.#events,
      heat: rows.heat(),
      hasPictures: (this.media?.feeds.length ?? 0) > 0,
      problems: this.#problems(),
    });
  }

  #problems(): readonly { readonly code: MissionProblem; readonly detail: string }[] {
    const { folder, reader, rows } = this.#parts;
    const chunks = this.#chunks();
    const missing = missingSpans({ chunks, durationMs: reader.durationMs });
    const seconds = Math.round(missing.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) / 1000);
    const gone = rows.telemetryFiles().filter((file) => sizeOf(join(folder, file)) === undefined);
    const jumps = new MissionClock(chunks.map(({ summary }) => summary)).marks();
    return [
      ...reader.damaged.map(({ detail }) => ({ code: "damaged", detail }) as const),
      ...(seconds > 0 ? [{ code: "not-whole", detail: `${seconds} s` } as const] : []),
      ...(gone.length > 0 ? [{ code: "not-whole", detail: gone.join(", ") } as const] : []),
      ...(jumps.length > 0 ? [{ code: "clock-jumped", detail: `${jumps.length}` } as const] : []),
    ];
  }
}

/** Undefined where it isn't there. */
const sizeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size;
