/** What is read of a log at once, bytes; blocks are at least so long. */
export const chunkLength = 1 << 18;
/** For frames that lay across two chunks: what a reader keeps of one chunk is far shorter. */
const joinedLength = 1 << 12;
/** A frame has at least 8 bytes; those kept from the chunk before come on top. */
const mostFrames = (chunkLength + joinedLength) / 8;
const headLength = 32;
/** What words that are read or copied at a payload's end may reach beyond it. */
const slack = 264;

/** Bytes of memory that a list takes; shared memory lets one thread fill it and another one read it. */
export const frameListLength = headLength + mostFrames * 28 + chunkLength + joinedLength + slack;

/** The checked frames of one chunk of a log: where each is in `bytes` and in the log, and its stamp. */
export class FrameList {
  /** The chunk, then frames that lay across two chunks. */
  readonly bytes: Uint8Array;
  /** Of the same. */
  readonly view: DataView;
  /** To be filled with what comes next in the log. */
  readonly chunk: Uint8Array;
  /** Where the frames start in `bytes`. */
  readonly places: Int32Array;
  /** Of the records in the log, and behind them. What lies between two belongs to none. */
  readonly offsets: Float64Array;
  readonly ends: Float64Array;
  /** As trusted, microseconds since 1970; NaN: none. */
  readonly stampsUs: Float64Array;
  readonly #head: Float64Array;

  constructor(memory: ArrayBuffer | SharedArrayBuffer = new ArrayBuffer(frameListLength)) {
    this.#head = new Float64Array(memory, 0, headLength / 8);
    this.offsets = new Float64Array(memory, headLength, mostFrames);
    this.stampsUs = new Float64Array(memory, headLength + mostFrames * 8, mostFrames);
    this.ends = new Float64Array(memory, headLength + mostFrames * 16, mostFrames);
    this.places = new Int32Array(memory, headLength + mostFrames * 24, mostFrames);
    this.bytes = new Uint8Array(memory, headLength + mostFrames * 28);
    this.view = new DataView(memory, headLength + mostFrames * 28);
    this.chunk = this.bytes.subarray(0, chunkLength);
  }

  get count(): number {
    return this.#head[0] ?? 0;
  }

  set count(frames: number) {
    this.#head[0] = frames;
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
