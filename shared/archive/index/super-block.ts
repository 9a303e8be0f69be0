/** Who sends what: the frames of one system, component and message id. Its number in the index is its place in the list. */
export interface StreamIdentity {
  readonly systemId: number;
  readonly componentId: number;
  readonly messageId: number;
  /** How many columns its message has in the index; 0 where the id is unknown. */
  readonly columns: number;
}

/** Something about the log's own time: see LogAnomaly. */
export interface ScannedStep {
  readonly kind: "gap" | "clock-jump" | "clock-back";
  readonly positionUs: number;
  readonly amountUs: number;
  readonly offset: number;
}

/** From a position on UTC is so far ahead of it. */
export interface ScannedClock {
  readonly fromUs: number;
  readonly utcOffsetUs: number;
}

/** How many numbers a point of a track has: see `trackFields`. */
export const trackStride = 8;

/**
 * Some blocks of the log, one after the other: each at least 256 KiB of records. What is needed again and again is here; the
 * columns (counts and extremes by stream and field) lie side by side in the side file, so that one field of all blocks is one read.
 */
export interface SuperBlock {
  // By block. A record belongs to the block where it starts.
  /** Of the first record, and behind the last one. */
  readonly offsets: Float64Array;
  readonly ends: Float64Array;
  /** Positions of the first and the last record, microseconds. */
  readonly fromUs: Float64Array;
  readonly toUs: Float64Array;
  /** Where reading goes on at its first record: see RecordEntry. */
  readonly entryPositionsUs: Float64Array;
  readonly entryClocksUs: Float64Array;
  readonly entryClocksOf: Float64Array;
  /** 1: a step of the clock waited for witnesses at its beginning. */
  readonly pending: Uint8Array;
  readonly frames: Uint32Array;
  /** Bytes before and between its records that belong to none. */
  readonly skippedBytes: Float64Array;

  // By stream that has frames in it.
  readonly streams: Uint32Array;
  readonly counts: Uint32Array;
  /** Offsets of their last records. */
  readonly lasts: Float64Array;

  readonly steps: readonly ScannedStep[];
  readonly clocks: readonly ScannedClock[];
  /** Points, `trackStride` numbers each: system, position (ms), latitude and longitude (degrees), altitude above mean sea level and above home (m), speed over ground (m/s), heading (rad, NaN: unknown). */
  readonly track: Float64Array;
}

/** Where a stream's columns begin, bytes from the super-block's first: rows (count, first, last, lost by block), then its extremes. */
export interface StreamPlaces {
  readonly rows: number;
  readonly extremes: number;
}

/** Bytes of one block in a stream's rows: count, first and last offset from the block's own, lost: 4 bytes each. */
const rowLength = 16;
const extremesLength = 16;

/** @returns undefined where the stream has no frames in the super-block */
export const placesOf = (
  { offsets, streams }: SuperBlock,
  stream: number,
  columnsOfStream: (stream: number) => number,
): StreamPlaces | undefined => {
  const blocks = offsets.length;
  const nth = streams.indexOf(stream);
  if (nth < 0) return undefined;
  let columns = 0;
  for (let i = 0; i < nth; i++) columns += columnsOfStream(streams[i] ?? 0);
  return {
    rows: nth * rowLength * blocks,
    extremes: streams.length * rowLength * blocks + columns * extremesLength * blocks,
  };
};

/** Bytes of the rows of all streams. */
export const rowsLength = ({ offsets, streams }: SuperBlock): number => streams.length * rowLength * offsets.length;

/** Bytes of one stream's rows. */
export const streamRowsLength = ({ offsets }: SuperBlock): number => rowLength * offsets.length;

/** Where a column of a stream lies, from the stream's extremes on, and how long it is: all least values, then all greatest. */
export const columnPlace = (
  { offsets }: SuperBlock,
  column: number,
): { readonly at: number; readonly length: number } => ({
  at: column * extremesLength * offsets.length,
  length: extremesLength * offsets.length,
});
