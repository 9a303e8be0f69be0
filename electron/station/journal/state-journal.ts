import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { ClockView } from "../../../shared/wire/state.ts";
import type { PublishedState } from "../published-state.ts";
import type { TrailParts, Trails } from "../trails.ts";
import { ChunkWriting, type SealedChunk } from "./chunk-writing.ts";
import { JournalFiles } from "./journal-files.ts";
import { type LongEntry, StatePacking } from "./state-packing.ts";

export interface StateJournalOptions {
  /** FOLDER/journal/SESSION of a record. */
  readonly folder: string;
  readonly sessionId: string;
  /** What clients see; the same object where nothing changed. */
  readonly state: () => PublishedState;
  readonly clock: () => ClockView;
  readonly trails: Pick<Trails, "snapshot" | "newer">;
  /** Writing failed (a full disk): what happens is not being journalled until `onWorks`. */
  readonly onFailed: (error: unknown) => void;
  readonly onWorks: () => void;
  /** The chain of chunks is so long now, and ends so. */
  readonly onSealed?: (sealed: SealedChunk) => void;
  /** Least time between two lines, real ms. */
  readonly everyMs?: number;
  /** A chunk is finished after so long, real ms. */
  readonly chunkMs?: number;
  /** After a failure, tried again this often, real ms. */
  readonly retryMs?: number;
}

/** Clients are told up to 20 times a second; a quarter of that is as smooth as anybody looks back. */
const everyMs = 200;
/** A line with nothing but the clock says that the station lived. */
const idleMs = 1_000;
/** With many vehicles lines are long: then there are fewer. Characters in a real second. */
const mostPerS = 250_000;
const chunkMs = 20_000;
/** Read as one piece: a chunk with many vehicles is finished sooner. Characters; its key frame doesn't count. */
const longestDeltas = 1 << 20;
const retryMs = 3_000;
/** Lines that wait for a slow disk, characters: more are not kept. */
const mostWaiting = 16 << 20;

/**
 * Writes down what clients are shown, so that any instant of a session can be shown again as it was. Positions are ms of the
 * station's clock since the journal began; they never step back. Nobody waits for the disk.
 */
export class StateJournal {
  readonly folder: string;
  readonly sessionId: string;
  /** Station ms at position 0. */
  readonly startMs: number;
  readonly startUtcMs: number;
  readonly #options: StateJournalOptions;
  readonly #files: JournalFiles;
  readonly #packing: StatePacking;
  readonly #listeners = new Set<() => void>();
  /** Newest point of each trail that was written, station ms. */
  readonly #trailMs = new Map<VehicleId, number>();
  #chunk: ChunkWriting | undefined;
  /** The newest that is finished. */
  #last: Pick<ChunkWriting, "n" | "sha256" | "toMs"> | undefined;
  /** Finished, not yet on the disk as such. */
  readonly #unsealed: ChunkWriting[] = [];
  #sealedN = 0;
  /** Long entries that are not on the disk yet. */
  readonly #unkept: LongEntry[] = [];
  #written: PublishedState | undefined;
  #writtenMs = Number.NEGATIVE_INFINITY;
  #lookedMs = Number.NEGATIVE_INFINITY;
  /** Until the next line. */
  #restMs = 0;
  #chunkSinceMs = 0;
  #lastNowMs: number;
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;
  #failedMs: number | undefined;
  #retrying = false;
  /** Something is missing before the next chunk. */
  #resumed = false;
  #closed = false;

  constructor(options: StateJournalOptions) {
    this.#options = options;
    this.folder = options.folder;
    this.sessionId = options.sessionId;
    const { nowMs, utcMs } = options.clock();
    this.startMs = nowMs;
    this.startUtcMs = utcMs;
    this.#lastNowMs = nowMs;
    this.#files = new JournalFiles(options.folder);
    this.#packing = new StatePacking((entry) => {
      this.#unkept.push(entry);
      this.#enqueue(entry.json.length, () => this.#keepEntries());
    });
  }

  /** Where a time of the station's clock lies in the mission. */
  positionOf(stationMs: number): number {
    return Math.max(0, stationMs - this.startMs);
  }

  /** The position now. */
  get durationMs(): number {
    return this.positionOf(this.#options.clock().nowMs);
  }

  /** To be called whenever clients are told: writes a line where it is time and something changed. @param nowMs real monotonic time */
  look(nowMs: number): void {
    this.#lookedMs = nowMs;
    if (this.#closed || nowMs - this.#writtenMs < this.#restMs) return;
    if (this.#failedMs !== undefined) {
      if (nowMs - this.#failedMs >= (this.#options.retryMs ?? retryMs)) this.#retry(nowMs);
      return;
    }
    const state = this.#options.state();
    if (state === this.#written && nowMs - this.#writtenMs < idleMs) return;
    if (this.#waiting > mostWaiting) {
      this.#fail(new Error("The disk is too slow for the journal."));
      return;
    }
    const clock = this.#clock();
    const chunk = this.#chunk;
    if (chunk !== undefined && this.#isLong(chunk, nowMs)) this.#finish(chunk);
    this.#write(state, clock, nowMs);
    this.#written = state;
    this.#writtenMs = nowMs;
  }

  /** A line was written. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes out and ends the journal. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#chunk !== undefined) this.#finish(this.#chunk);
    await this.#queue;
    // What could not be written before has a last chance.
    if (this.#unsealed.length > 0) await this.#sealAll().catch(() => {});
    await this.#files.letGo();
  }

  /** A long key frame is worth more deltas. */
  #isLong({ deltasLength, keyLength }: ChunkWriting, nowMs: number): boolean {
    const ageMs = nowMs - this.#chunkSinceMs;
    const wantedMs = this.#options.chunkMs ?? chunkMs;
    if (deltasLength > longestDeltas || ageMs >= 3 * wantedMs) return true;
    return ageMs >= wantedMs && deltasLength >= keyLength / 2;
  }

  #clock(): ClockView {
    const clock = this.#options.clock();
    this.#lastNowMs = Math.max(this.#lastNowMs, clock.nowMs);
    return { ...clock, nowMs: this.#lastNowMs };
  }

  #write(state: PublishedState, clock: ClockView, nowMs: number): void {
    const { trails } = this.#options;
    const chunk = this.#chunk ?? this.#begin(nowMs);
    if (this.#written === undefined || chunk.isEmpty) {
      const points = trails.snapshot(clock.nowMs);
      this.#noteTrails(points);
      chunk.key(this.#packing.key(state, clock, points), state, clock);
    } else {
      const points = trails.newer(this.#trailMs);
      this.#noteTrails(points);
      chunk.delta(this.#packing.delta(this.#written, state, clock, points), state, clock);
    }
    const text = chunk.takeNew();
    const { everyMs: wantedMs } = this.#options;
    // Not after a key frame, which is long always.
    const lengthMs = chunk.deltasLength === 0 ? 0 : (text.length / mostPerS) * 1000;
    this.#restMs = wantedMs ?? Math.max(everyMs, lengthMs);
    this.#enqueue(text.length, async () => {
      // On a slow disk it may have been finished meanwhile, with this line.
      if (chunk.n > this.#sealedN) await this.#files.append(chunk.n, text);
    });
    this.#enqueue(0, async () => this.#tell());
  }

  #noteTrails({ trails }: TrailParts): void {
    for (const [id, flat] of Object.entries(trails)) this.#trailMs.set(id, flat.at(-1) ?? Number.NEGATIVE_INFINITY);
  }

  #begin(nowMs: number): ChunkWriting {
    const last = this.#last;
    const { sessionId: session, startMs, startUtcMs } = this;
    this.#chunkSinceMs = nowMs;
    this.#chunk = new ChunkWriting({
      journal: 1,
      ...{ session, chunk: (last?.n ?? 0) + 1, startMs, startUtcMs, previous: last?.sha256 ?? "" },
      ...(last === undefined ? {} : { sinceMs: last.toMs }),
      ...(this.#resumed ? { resumed: true } : {}),
    });
    this.#resumed = false;
    return this.#chunk;
  }

  #finish(chunk: ChunkWriting): void {
    this.#end(chunk);
    this.#enqueue(0, () => this.#sealAll());
  }

  #end(chunk: ChunkWriting): void {
    chunk.finish();
    const { n, sha256, toMs } = chunk;
    this.#last = { n, sha256, toMs };
    this.#chunk = undefined;
    this.#unsealed.push(chunk);
  }

  async #keepEntries(): Promise<void> {
    for (let entry = this.#unkept[0]; entry !== undefined; entry = this.#unkept[0]) {
      await this.#files.keepEntry(entry);
      this.#unkept.shift();
    }
  }

  async #sealAll(): Promise<void> {
    await this.#keepEntries();
    for (let chunk = this.#unsealed[0]; chunk !== undefined; chunk = this.#unsealed[0]) {
      const bytes = await this.#files.seal(chunk.whole());
      this.#unsealed.shift();
      this.#sealedN = chunk.n;
      this.#options.onSealed?.({ chunk: chunk.n, sha256: chunk.sha256, toMs: chunk.toMs, bytes });
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** One after the other; after a failure nothing more until it was tried again. */
  #enqueue(length: number, work: () => Promise<void>): void {
    this.#waiting += length;
    this.#queue = this.#queue.then(async () => {
      this.#waiting -= length;
      if (this.#failedMs !== undefined) return;
      try {
        await work();
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  /** What was underway is finished as far as it went, in memory: on the disk once there is room. */
  #fail(error: unknown): void {
    this.#failedMs = this.#lookedMs;
    if (this.#chunk !== undefined) this.#end(this.#chunk);
    this.#written = undefined;
    this.#resumed = true;
    this.#options.onFailed(error);
  }

  #retry(nowMs: number): void {
    if (this.#retrying) return;
    this.#retrying = true;
    this.#failedMs = nowMs;
    this.#queue = this.#queue.then(async () => {
      try {
        await this.#sealAll();
        this.#failedMs = undefined;
        this.#options.onWorks();
      } catch (error) {
        this.#options.onFailed(error);
      } finally {
        this.#retrying = false;
      }
    });
  }
}
