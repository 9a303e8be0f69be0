import { closeSync, fstatSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { FrameList } from "../../../../shared/archive/index/frame-list.ts";
import type { ScanState } from "../../../../shared/archive/index/log-tally.ts";
import { trackStride } from "../../../../shared/archive/index/super-block.ts";
import type { LogStream, PlotSeries } from "../../../../shared/archive/log-stream.ts";
import type {
  IndexProgress,
  LogAnomaly,
  LogIndex,
  LogRecord,
  LogTotals,
  MessagesRequest,
  PlotRequest,
  TrackPoint,
} from "../log-index.ts";
import { BlockBook } from "./block-book.ts";
import { clockPieces } from "./clock-pieces.ts";
import type { IndexTotals, PassMessage } from "./index-data.ts";
import { IndexFiles } from "./index-files.ts";
import { IndexPass } from "./index-pass.ts";
import { IndexThreads } from "./index-threads.ts";
import { lastOfEach } from "./last-of-each.ts";
import { logAnomalies } from "./log-anomalies.ts";
import { LogFeed } from "./log-feed.ts";
import { identify } from "./log-identity.ts";
import { logMessages } from "./log-messages.ts";
import { plotField } from "./plot-field.ts";
import { readRange } from "./read-range.ts";
import { NewSideFile, type OpenedSideFile, sideFilePaths, writeAll } from "./side-file.ts";
import { toLogStream } from "./stream-keys.ts";

/** What is read at once before an index answers, bytes, at most; and what isn't worth threads of its own. */
const firstLookLength = 1 << 21;
const shortLength = 1 << 22;

export interface FileLogIndexOptions {
  readonly path: string;
  /** The log, open for reading; closed with the index. */
  readonly fd: number;
  readonly format: "tlog" | "raw";
  readonly cacheFolder: string | undefined;
  /** Made before, of this log or of its beginning. */
  readonly made: OpenedSideFile | undefined;
}

const noTotals: IndexTotals = {
  frames: 0,
  frameBytes: 0,
  skippedBytes: 0,
  unknownFrames: 0,
  lastEnd: 0,
  startUtcUs: undefined,
  senders: [],
};

/** The index of a log that is a file, in memory only by block, with its columns in a side file. */
export class FileLogIndex implements LogIndex {
  readonly path: string;
  readonly format: "tlog" | "raw";
  readonly #fd: number;
  readonly #sidePaths: readonly string[];
  readonly #book = new BlockBook();
  readonly #files: IndexFiles;
  readonly #listeners = new Set<(progress: IndexProgress) => void>();
  readonly #busy = new Set<Promise<unknown>>();
  #made: OpenedSideFile | undefined;
  #side: NewSideFile | undefined;
  #sideEnd = 0;
  #totals: IndexTotals = noTotals;
  #readTo = 0;
  #totalBytes: number;
  #isWhole = false;
  #isClosed = false;
  #threads: IndexThreads | undefined;
  #reading: Promise<void> = Promise.resolve();
  /** Super-blocks from here on are made anew: the first new one takes their place. */
  #replaceFrom: number | undefined;
  #streams: readonly LogStream[] | undefined;
  #anomalies: readonly LogAnomaly[] | undefined;
  #clock: LogIndex["clock"] | undefined;

  private constructor({ path, fd, format, cacheFolder, made }: FileLogIndexOptions) {
    this.path = path;
    this.format = format;
    this.#fd = fd;
    this.#sidePaths = sideFilePaths(path, cacheFolder);
    this.#made = made;
    this.#totalBytes = fstatSync(fd).size;
    this.#files = new IndexFiles(this.#book, { fd, format }, made?.fd);
    if (made === undefined) return;
    const { directory } = made;
    this.#book.kept.push(...directory.superBlocks);
    this.#book.streams.push(...directory.streams);
    this.#totals = directory.totals;
    this.#readTo = directory.log.bytes;
    this.#sideEnd = directory.columnsEnd;
    this.#isWhole = this.#readTo === this.#totalBytes;
  }

  /** It answers for the log's first block when this returns. */
  static open(options: FileLogIndexOptions): FileLogIndex {
    const index = new FileLogIndex(options);
    if (index.#isWhole) return index;
    index.#openSide();
    index.#reading = options.made === undefined ? index.#readFirst() : index.#readNew();
    return index;
  }

  get streams(): readonly LogStream[] {
    this.#streams ??= this.#countStreams();
    return this.#streams;
  }

  get progress(): IndexProgress {
    return { bytes: Math.min(this.#readTo, this.#totalBytes), totalBytes: this.#totalBytes, whole: this.#isWhole };
  }

  get startUtcUs(): number | undefined {
    return this.#totals.startUtcUs;
  }

  get durationMs(): number {
    return this.#book.durationUs / 1_000;
  }

  get totals(): LogTotals {
    const { frames, skippedBytes, unknownFrames, lastEnd, senders, frameBytes } = this.#totals;
    const tailBytes = this.#isWhole ? this.#totalBytes - lastEnd : 0;
    // Random bytes are taken for a frame now and then: a few of them make no log.
    const isLog = frames > 3 + this.#readTo / 1e6 || frameBytes * 100 >= this.#readTo;
    return { frames, skippedBytes, unknownFrames, tailBytes, senders, isLog: isLog && frames > 0 };
  }

  get anomalies(): readonly LogAnomaly[] {
    this.#anomalies ??= logAnomalies(this.#book.kept, {
      format: this.format,
      tailBytes: this.#isWhole ? this.#totalBytes - this.#totals.lastEnd : undefined,
      skippedBytes: this.#totals.skippedBytes,
      bytes: this.#totalBytes,
    });
    return this.#anomalies;
  }

  /** The same array until more was read: whoever folds asks for each frame. */
  get clock(): LogIndex["clock"] {
    this.#clock ??= clockPieces(this.#book.kept, { format: this.format, startUtcUs: this.startUtcUs });
    return this.#clock;
  }

  /** Where the vehicles went, in the log's order: at most one point a second and system, fewer in very long logs. */
  get track(): readonly TrackPoint[] {
    const points: TrackPoint[] = [];
    for (const { superBlock } of this.#book.kept)
      for (let at = 0; at < superBlock.track.length; at += trackStride) points.push(trackPointAt(superBlock.track, at));
    return points;
  }

  on(listener: (progress: IndexProgress) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async whole(): Promise<void> {
    await this.#reading;
  }

  read(
    range: { readonly fromMs: number; readonly toMs: number; readonly streams?: readonly string[] },
    onRecord: (record: LogRecord) => unknown,
  ): Promise<void> {
    return this.#during(readRange(this.#book, this.#files, range, onRecord));
  }

  lastOfEach(positionMs: number, count: (stream: LogStream) => number = () => 1): Promise<readonly LogRecord[]> {
    const { streams } = this;
    const countOf = (stream: number): number => {
      const known = streams[stream];
      return known === undefined ? 0 : count(known);
    };
    return this.#during(lastOfEach(this.#book, this.#files, positionMs, countOf));
  }

  plot(request: PlotRequest): Promise<PlotSeries | undefined> {
    return this.#during(plotField(this.#book, this.#files, request));
  }

  messages(request: MessagesRequest): ReturnType<LogIndex["messages"]> {
    return this.#during(logMessages(this.#book, this.#files, request));
  }

  async refresh(): Promise<void> {
    await this.#reading;
    if (this.#isClosed) return;
    const { size } = fstatSync(this.#fd);
    if (size === this.#totalBytes && this.#isWhole) return;
    this.#totalBytes = size;
    this.#reading = this.#readNew();
    await this.#reading;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#threads?.stop();
    await this.#reading;
    await Promise.allSettled(this.#busy);
    if (this.#isWhole) this.#publish();
    this.#side?.close();
    if (this.#made !== undefined) closeSync(this.#made.fd);
    closeSync(this.#fd);
    this.#listeners.clear();
  }

  async #during<T>(work: Promise<T>): Promise<T> {
    this.#busy.add(work);
    try {
      return await work;
    } finally {
      this.#busy.delete(work);
    }
  }

  /** A side file of our own to write to, with what was made before. */
  #openSide(): void {
    const before = this.#side?.path ?? this.#made?.path;
    const side = NewSideFile.create(this.#sidePaths, before);
    this.#side?.close();
    this.#side = side;
    this.#files.sideFd = side?.fd ?? this.#made?.fd;
  }

  /** From the log's beginning: the first super-block at once, the rest behind the caller's back. */
  #readFirst(): Promise<void> {
    const feed = this.#feed(undefined);
    const pass = this.#pass(undefined);
    const list = new FrameList();
    do {
      feed.next(list);
      this.#takeList(pass, list);
    } while (!list.isLast && this.#book.kept.length === 0 && list.readTo < firstLookLength);
    if (list.isLast) {
      this.#finish();
      return Promise.resolve();
    }
    this.#sideEnd = pass.sideEnd;
    return this.#readOn(pass.next);
  }

  /** What came since the log was read to its end; the last super-block is made anew with it. */
  #readNew(): Promise<void> {
    const isShorter = this.#totalBytes < this.#readTo;
    const last = isShorter ? undefined : this.#book.kept.at(-1);
    this.#replaceFrom = last === undefined ? 0 : this.#book.kept.length - 1;
    this.#isWhole = false;
    if (this.#side === undefined || this.#side.isPublished) this.#openSide();
    return this.#readOn(last?.before);
  }

  async #readOn(state: ScanState | undefined): Promise<void> {
    if (this.#totalBytes - (state?.entry?.offset ?? 0) > shortLength) await this.#readInThreads(state);
    else await this.#readHere(state);
    if (this.#isClosed && !this.#isWhole) return;
    this.#finish();
  }

  async #readHere(state: ScanState | undefined): Promise<void> {
    const feed = this.#feed(state);
    const pass = this.#pass(state);
    const list = new FrameList();
    do {
      await setImmediate();
      if (this.#isClosed) return;
      feed.next(list);
      this.#takeList(pass, list);
    } while (!list.isLast);
    this.#sideEnd = pass.sideEnd;
  }

  async #readInThreads(state: ScanState | undefined): Promise<void> {
    const feed = { fd: this.#fd, format: this.format, from: state?.entry, toOffset: this.#totalBytes };
    const threads = new IndexThreads(feed, this.#start(state), (message) => this.#take(message));
    this.#threads = threads;
    await threads.ended();
    this.#threads = undefined;
  }

  #feed(state: ScanState | undefined): LogFeed {
    return new LogFeed({ fd: this.#fd, format: this.format, from: state?.entry, toOffset: this.#totalBytes });
  }

  #start(state: ScanState | undefined) {
    const streams = this.#book.streams.slice(0, state?.streams ?? 0);
    const side = this.#side === undefined ? undefined : { fd: this.#side.fd, at: this.#sideEnd };
    return { format: this.format, state, streams, side };
  }

  #pass(state: ScanState | undefined): IndexPass {
    return new IndexPass(this.#start(state), (message) => this.#take(message));
  }

  #takeList(pass: IndexPass, list: FrameList): void {
    pass.take(list);
    this.#take({
      kind: "progress",
      readTo: list.readTo,
      totals: pass.totals,
      sideEnd: pass.sideEnd,
      isLast: list.isLast,
    });
  }

  #take(message: PassMessage): void {
    if (this.#isClosed) return;
    if (message.kind === "super-block") {
      const { kept, newStreams } = message;
      if (this.#replaceFrom !== undefined) {
        this.#book.kept.length = this.#replaceFrom;
        this.#book.streams.length = kept.before.streams;
        this.#replaceFrom = undefined;
      }
      this.#book.kept.push(kept);
      this.#book.streams.push(...newStreams);
    } else {
      this.#readTo = message.readTo;
      this.#totals = message.totals;
      this.#sideEnd = message.sideEnd;
      this.#isWhole = message.isLast;
    }
    this.#streams = undefined;
    this.#anomalies = undefined;
    this.#clock = undefined;
    const { progress } = this;
    for (const listener of this.#listeners) listener(progress);
  }

  /** The pass ended: at the log's end, or where it couldn't be read any further. */
  #finish(): void {
    this.#replaceFrom = undefined;
    if (!this.#isWhole) {
      this.#isWhole = true;
      for (const listener of this.#listeners) listener(this.progress);
      return;
    }
    // A log that grows is published when it is closed: each time would be too often.
    if (this.#made === undefined) this.#publish();
  }

  #publish(): void {
    const side = this.#side;
    if (side === undefined || side.isPublished || this.#readTo !== this.#totalBytes) return;
    try {
      let at = this.#sideEnd;
      const superBlocks = this.#book.kept.map((kept) => {
        if (kept.columns === undefined) return kept;
        writeAll(side.fd, kept.columns, at);
        const written = { ...kept, at, columns: undefined };
        at += kept.columns.length;
        return written;
      });
      const log = identify(this.#fd, this.#readTo);
      const { streams } = this.#book;
      side.publish({ log, format: this.format, streams, superBlocks, totals: this.#totals, columnsEnd: at }, at);
      this.#sideEnd = at;
    } catch {
      // The disk is full or gone: without its side file the log is read once more next time.
    }
  }

  #countStreams(): readonly LogStream[] {
    const counts = new Float64Array(this.#book.streams.length);
    for (const { superBlock } of this.#book.kept)
      superBlock.streams.forEach((stream, i) => {
        counts[stream] = (counts[stream] ?? 0) + (superBlock.counts[i] ?? 0);
      });
    return this.#book.streams.map((identity, stream) => toLogStream(identity, counts[stream] ?? 0));
  }
}

const numberOrNone = (value: number | undefined): number | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : value;

const trackPointAt = (track: Float64Array, at: number): TrackPoint => ({
  systemId: track[at] ?? 0,
  positionMs: track[at + 1] ?? 0,
  latDeg: track[at + 2] ?? 0,
  lonDeg: track[at + 3] ?? 0,
  altitudeMslM: track[at + 4] ?? 0,
  aboveHomeM: numberOrNone(track[at + 5]),
  speedMps: track[at + 6] ?? 0,
  headingRad: numberOrNone(track[at + 7]),
});
