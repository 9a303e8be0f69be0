import { describeFrame } from "../../mavlink/describe-frame.ts";
import { emptyFrame, type Frame } from "../../mavlink/frame.ts";
import { magic2, signatureLength } from "../../mavlink/frame-check.ts";
import type { SenderStatistics, SequenceState } from "../../mavlink/link-statistics.ts";
import { readStamp, tlogStampLength } from "../../mavlink/tlog-clock.ts";
import type { FrameList } from "./frame-list.ts";
import { Payloads } from "./payloads.ts";
import { Places } from "./places.ts";
import { RecordClock, type RecordEntry } from "./record-clock.ts";
import { StreamBook } from "./stream-book.ts";
import { blocksAtMost, type StreamTally } from "./stream-tally.ts";
import type { StreamIdentity, SuperBlock } from "./super-block.ts";
import { SuperBlockBuilder } from "./super-block-builder.ts";
import { TrackScan, type TrackState } from "./track-scan.ts";

// Bytes before the payload.
const header1 = 6;
const header2 = 10;
const signedFlag = 1;
/** Blocks are at least so long, bytes. */
const blockLength = 1 << 18;
/** Where very many streams are mixed, blocks are longer, so that the index stays a fraction of the log. */
const longestBlock = 1 << 22;
/** The index may have a sixteenth of the log's length. */
const shareOfLog = 16;
const bytesPerColumn = 16;

/** The first super-blocks are short, so that there is something to see at once. */
const blocksOf = (superBlock: number): number => Math.min(blocksAtMost, 2 ** Math.max(0, superBlock - 1));

const stepsAtMost = 1_000;
/** Bytes without a record. */
const longestSilence = 1 << 24;

/** All that a scan goes on from. */
export interface ScanState {
  readonly entry: RecordEntry | undefined;
  readonly senders: readonly SequenceState[];
  readonly track: TrackState;
  readonly frames: number;
  readonly frameBytes: number;
  readonly skippedBytes: number;
  readonly unknownFrames: number;
  readonly startUtcUs: number | undefined;
  /** How many streams and super-blocks there were. */
  readonly streams: number;
  readonly superBlocks: number;
}

export interface ScannedSuperBlock {
  readonly superBlock: SuperBlock;
  /** For the side file. */
  readonly columns: Uint8Array;
  /** As it was before its first record. */
  readonly before: ScanState;
  /** The log ended with it: it will be made anew when the log grows. */
  readonly isLast: boolean;
  /** Heard for the first time. */
  readonly newStreams: readonly StreamIdentity[];
}

export interface LogTallyOptions {
  readonly format: "tlog" | "raw";
  /** Absent: from the log's beginning. */
  readonly state?: ScanState;
  /** Of what was scanned before. */
  readonly streams?: readonly StreamIdentity[];
  readonly onSuperBlock: (scanned: ScannedSuperBlock) => void;
}

/** The second half of a pass: what the frames say, by block, stream and field. Nothing is allocated for a frame. */
export class LogTally {
  readonly #clock: RecordClock;
  readonly #book: StreamBook;
  readonly #track: TrackScan;
  readonly #payloads = new Payloads();
  readonly #builder: SuperBlockBuilder;
  readonly #base: ScanState | undefined;
  readonly #onSuperBlock: (scanned: ScannedSuperBlock) => void;
  #superBlocks: number;
  #toldStreams: number;
  #before: ScanState;
  /** Where the frames start that say where a vehicle is. */
  readonly #positions = new Places();
  /** With payloads that wait. */
  readonly #toLook: StreamTally[] = [];
  /** Where the newest frame starts in the list's bytes. */
  #newest = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** What a log without stamps needs to know of a frame. */
  readonly #timed: Frame | undefined;
  #frames: number;
  #frameBytes: number;
  #skippedBytes: number;
  #unknownFrames: number;
  #inBlock = false;
  #blockStart = 0;
  /** A record from here on begins the next block. */
  #blockCloses = 0;
  #lastEnd: number;
  #turns = 0;
  #steps = 0;
  #utcOffsetUs: number;

  constructor({ format, state, streams = [], onSuperBlock }: LogTallyOptions) {
    this.#base = state;
    this.#clock = new RecordClock(format, state?.entry);
    this.#book = new StreamBook(streams.slice(0, state?.streams ?? 0), state?.senders);
    this.#track = new TrackScan(state?.track);
    this.#frames = state?.frames ?? 0;
    this.#frameBytes = state?.frameBytes ?? 0;
    this.#skippedBytes = state?.skippedBytes ?? 0;
    this.#unknownFrames = state?.unknownFrames ?? 0;
    this.#builder = new SuperBlockBuilder(this);
    this.#onSuperBlock = onSuperBlock;
    this.#superBlocks = state?.superBlocks ?? 0;
    this.#toldStreams = this.#book.streams.length;
    this.#lastEnd = state?.entry?.offset ?? 0;
    const { timeline } = this.#clock;
    this.#utcOffsetUs = timeline === undefined ? Number.NaN : timeline.lastUs - timeline.positionUs;
    if (timeline === undefined) this.#timed = emptyFrame(new Uint8Array(0));
    this.#before = this.#stateAt(state?.entry);
  }

  get frames(): number {
    return this.#frames;
  }

  get frameBytes(): number {
    return this.#frameBytes;
  }

  /** Up to the newest record; of a whole log all. */
  get skippedBytes(): number {
    return this.#skippedBytes;
  }

  get unknownFrames(): number {
    return this.#unknownFrames;
  }

  /** UTC of position 0, microseconds. */
  get startUtcUs(): number | undefined {
    return this.#base?.startUtcUs ?? this.#clock.startUtcUs;
  }

  /** Where another tally goes on behind the newest super-block. */
  get next(): ScanState {
    return this.#before;
  }

  /** Behind the last record. */
  get lastEnd(): number {
    return this.#lastEnd;
  }

  get senders(): readonly SenderStatistics[] {
    return this.#book.counters.map(({ state: { newest, seen, checksums, ...statistics } }) => statistics);
  }

  /** The next frames of the log; the list is borrowed until it returns. */
  take(list: FrameList): void {
    this.#view = list.view;
    const { count } = list;
    for (let run = 0; run < count; run++) this.#takeRun(list, run);
    this.#look();
    if (list.isLast) this.#end(list.readTo);
    else if (this.#inBlock && list.readTo > this.#lastEnd + longestSilence) this.#rest();
  }

  /** Nothing comes for long, as in a hole of a sparse file: what is there is handed over. */
  #rest(): void {
    this.#closeBlock();
    this.#inBlock = false;
    this.#blockCloses = 0;
    this.#emit(this.#clock.entryAt(this.#lastEnd));
  }

  #end(offset: number): void {
    this.#skippedBytes += offset - this.#lastEnd;
    if (this.#inBlock) {
      this.#closeBlock();
      this.#inBlock = false;
    }
    if (this.#builder.blocks > 0) this.#emit(undefined);
  }

  /** The clock is asked for the first frame of a stretch, and told of the last one: nothing happens to it between. */
  #takeRun(list: FrameList, run: number): void {
    const view = this.#view;
    const clock = this.#clock;
    const lead = list.leads[run] ?? 0;
    const isStamped = list.isStamped[run] === 1;
    const end = list.ends[run] ?? 0;
    let start = list.starts[run] ?? 0;
    /** A record's offset in the log is where its frame starts, and this. */
    const toOffset = (list.offsets[run] ?? 0) - start;
    this.#skippedBytes += start + toOffset - this.#lastEnd;
    while (start < end) {
      const offset = start + toOffset;
      if (offset >= this.#blockCloses) this.#turn(offset);
      if (this.#timed !== undefined) {
        this.#timed.bytes = list.bytes;
        clock.passed(offset, offset + describeFrame(this.#timed, view, start), this.#timed);
      } else {
        clock.stamped(isStamped ? readStamp(view, start - tlogStampLength) : (list.stampsUs[run] ?? 0));
        if (clock.turns !== this.#turns) this.#noteTurn(offset);
      }
      if (this.#builder.isNew) this.#builder.begin(clock.positionUs);
      const isAlone = !isStamped || clock.isPending || offset >= this.#blockCloses;
      const to = isAlone ? start + 1 : Math.min(end, this.#blockCloses - toOffset);
      start = this.#count(start, to, toOffset, lead);
      if (this.#positions.count > 0) {
        this.#track.add(view, this.#positions, toOffset, clock.positionUs, isAlone ? Number.NaN : clock.latestUs);
        this.#positions.count = 0;
      }
      if (!isAlone) clock.follow(readStamp(view, this.#newest - tlogStampLength));
      this.#lastEnd = start + toOffset;
    }
  }

  /**
   * Counts the frames that start from `start` on and before `to`.
   * @returns where the next one starts
   */
  #count(from: number, to: number, toOffset: number, lead: number): number {
    const view = this.#view;
    const book = this.#book;
    const toInBlock = toOffset - this.#blockStart;
    let start = from;
    let newest = from;
    let frames = 0;
    while (start < to) {
      newest = start;
      frames++;
      // Magic byte, payload length and two bytes of flags, or of the header of MAVLink 1.
      const head = view.getInt32(start, true);
      const isTwo = (head & 0xff) === magic2;
      const payloadLength = (head >>> 8) & 0xff;
      const sequence = isTwo ? view.getUint8(start + 4) : (head >>> 16) & 0xff;
      const systemId = isTwo ? view.getUint8(start + 5) : head >>> 24;
      const componentId = view.getUint8(isTwo ? start + 6 : start + 4);
      const messageId = isTwo
        ? view.getUint16(start + 7, true) | (view.getUint8(start + 9) << 16)
        : view.getUint8(start + 5);
      const payloadStart = start + (isTwo ? header2 : header1);
      const inBlock = (start + toInBlock) | 0;
      const crcAt = payloadStart + payloadLength;
      start = crcAt + 2 + (isTwo ? ((head >>> 16) & signedFlag) * signatureLength : 0) + lead;

      const tally = book.streamOf(systemId, componentId, messageId);
      if (tally === undefined) continue;
      const { counter } = tally;
      const lostBefore = counter.lost;
      counter.observe(sequence, view.getUint16(crcAt, true));
      if (tally.count === 0) {
        tally.first = inBlock;
        this.#builder.touch(tally);
      }
      tally.count++;
      tally.last = inBlock;
      tally.lostNow += counter.lost - lostBefore;
      const fullLength = tally.payloadLength;
      if (fullLength === 0) {
        if (!tally.isKnown) this.#unknownFrames++;
        continue;
      }
      if (!tally.waits) {
        tally.waits = true;
        this.#toLook.push(tally);
      }
      const missing = fullLength - payloadLength;
      if (missing <= 0) tally.whole.add(payloadStart);
      else if (missing <= 2) {
        // Nobody needs the checksum any more.
        view.setUint16(crcAt, 0);
        tally.whole.add(payloadStart);
      } else {
        if (this.#payloads.isFull) this.#lookNow(tally);
        tally.copied.add(this.#payloads.add(view, payloadStart, payloadLength, fullLength));
      }
      if (tally.isPosition) this.#positions.add(newest);
    }
    this.#frames += frames;
    this.#frameBytes += start - from - frames * lead;
    this.#newest = newest;
    return start;
  }

  /** What is new about the recorder's clock. */
  #noteTurn(offset: number): void {
    const { timeline, positionUs, turns } = this.#clock;
    this.#turns = turns;
    if (timeline === undefined) return;
    const utcOffsetUs = timeline.lastUs - positionUs;
    if (utcOffsetUs !== this.#utcOffsetUs && !Number.isNaN(utcOffsetUs)) {
      this.#utcOffsetUs = utcOffsetUs;
      this.#builder.clocks.push({ fromUs: positionUs, utcOffsetUs });
    }
    if (timeline.steps === this.#steps) return;
    this.#steps = timeline.steps;
    // Damage may look like any number of steps.
    if (timeline.believed !== undefined && this.#builder.steps.length < stepsAtMost)
      this.#builder.steps.push({ ...timeline.believed, positionUs, offset });
  }

  /** The record at `offset` begins a block, unless the one before is to be longer. */
  #turn(offset: number): void {
    const clock = this.#clock;
    const entry = clock.entryAt(offset);
    if (this.#inBlock) {
      const length = offset - this.#blockStart;
      // A step of the clock that waits for witnesses can't be gone on from; damage may keep it waiting, but not for ever.
      const isTooEarly = length < this.#builder.columns * bytesPerColumn * shareOfLog;
      if ((isTooEarly || clock.isPending) && length < longestBlock) return;
      this.#closeBlock();
      if (this.#builder.blocks >= blocksOf(this.#superBlocks)) this.#emit(entry);
    }
    this.#inBlock = true;
    this.#blockStart = offset;
    this.#blockCloses = offset + blockLength;
    this.#builder.open(entry, clock.isPending);
  }

  #closeBlock(): void {
    this.#look();
    this.#builder.close(this.#clock.positionUs, this.#lastEnd, this);
  }

  /** Takes the extremes of the payloads that wait. */
  #look(): void {
    for (const tally of this.#toLook) tally.look(this.#view, this.#payloads.view);
    this.#toLook.length = 0;
    this.#payloads.clear();
  }

  /** The same, while a payload of `tally` is about to wait. */
  #lookNow(tally: StreamTally): void {
    this.#look();
    tally.waits = true;
    this.#toLook.push(tally);
  }

  /** @param next where the next super-block begins; undefined: at the end of the log */
  #emit(next: RecordEntry | undefined): void {
    const { streams } = this.#book;
    const newStreams = streams
      .slice(this.#toldStreams)
      .map(({ systemId, componentId, messageId, columns }) => ({ systemId, componentId, messageId, columns }));
    this.#toldStreams = streams.length;
    const built = this.#builder.build(this.#track.take());
    const before = this.#before;
    this.#superBlocks++;
    this.#before = this.#stateAt(next);
    this.#onSuperBlock({ ...built, before, newStreams, isLast: next === undefined });
  }

  #stateAt(entry: RecordEntry | undefined): ScanState {
    return {
      entry,
      senders: this.#book.counters.map((counter) => counter.state),
      track: this.#track.state,
      frames: this.#frames,
      frameBytes: this.#frameBytes,
      skippedBytes: this.#skippedBytes,
      unknownFrames: this.#unknownFrames,
      startUtcUs: this.startUtcUs,
      streams: this.#book.streams.length,
      superBlocks: this.#superBlocks,
    };
  }
}
