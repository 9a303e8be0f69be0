/** What is read of a log at once, bytes. */
export const chunkLength = 1 << 18;
/** For frames that lay across two chunks: what a reader keeps of one chunk is far shorter. */
const joinedLength = 1 << 12;
/** A frame has at least 8 bytes, and may be a run by itself; those kept from the chunk before come on top. */
const mostRuns = (chunkLength + joinedLength) / 8;
const headLength = 32;
const runLength = 2 * 8 + 2 * 4 + 2;
/** What words that are read or copied at a payload's end may reach beyond it. */
const slack = 264;

/** Bytes of memory that a list takes; shared memory lets one thread fill it and another one read it. */
export const frameListLength = headLength + mostRuns * runLength + chunkLength + joinedLength + slack;

/** The checked frames of one chunk of a log, in runs of one behind the other. */
export class FrameList {
  /** The chunk, then frames that lay across two chunks. */
  readonly bytes: Uint8Array;
  /** Of the same. */
  readonly view: DataView;
  /** To be filled with what comes next in the log. */
  readonly chunk: Uint8Array;
  // By run.
  /** Of its first record in the log. What lies between two runs belongs to no record. */
  readonly offsets: Float64Array;
  /** Where its first frame starts in `bytes`, and behind its last one. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Bytes of each record before its frame: those of its stamp, if that was trusted. */
  readonly leads: Uint8Array;
  /** 1: the records' own stamps are in `bytes` before their frames; each is trusted and follows the one before it. 0: see `stampsUs`. */
  readonly isStamped: Uint8Array;
  /** As trusted, microseconds since 1970, of all frames of a run whose stamps aren't in `bytes`; NaN: none. */
  readonly stampsUs: Float64Array;
  readonly #head: Float64Array;

  constructor(memory: ArrayBuffer | SharedArrayBuffer = new ArrayBuffer(frameListLength)) {
    let at = headLength;
    const take = (elementLength: number): number => {
      at += mostRuns * elementLength;
      return at - mostRuns * elementLength;
    };
    this.#head = new Float64Array(memory, 0, headLength / 8);
    this.offsets = new Float64Array(memory, take(8), mostRuns);
    this.stampsUs = new Float64Array(memory, take(8), mostRuns);
    this.starts = new Int32Array(memory, take(4), mostRuns);
    this.ends = new Int32Array(memory, take(4), mostRuns);
    this.leads = new Uint8Array(memory, take(1), mostRuns);
    this.isStamped = new Uint8Array(memory, take(1), mostRuns);
    this.bytes = new Uint8Array(memory, at);
    this.view = new DataView(memory, at);
    this.chunk = this.bytes.subarray(0, chunkLength);
  }

  /** Runs. */
  get count(): number {
    return this.#head[0] ?? 0;
  }

  set count(runs: number) {
    this.#head[0] = runs;
  }

  /** How much of the log was read with it, bytes. */
  get readTo(): number {
    return this.#head[1] ?? 0;
  }

  set readTo(offset: number) {
    this.#head[1] = offset;
  }

  /** Nothing comes behind it. */
  get isLast(): boolean {
    return this.#head[2] === 1;
  }

  set isLast(isLast: boolean) {
    this.#head[2] = isLast ? 1 : 0;
  }
}
