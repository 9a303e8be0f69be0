import type { MissionLog } from "../../../../shared/wire/archive.ts";
import type { LogIndex } from "../log-index.ts";

/** A log of a mission and where it lies in it. */
export interface MissionLogInput {
  readonly path: string;
  readonly index: LogIndex;
  /** Where its beginning lies beside the others', ms; the earliest is where the mission begins. */
  readonly offsetMs: number;
  readonly offsetFrom?: MissionLog["offsetFrom"];
  readonly offsetSigmaMs?: number;
}

/** A frame on the mission's clock; borrowed until the callback returns. */
export interface MissionFrame {
  readonly log: number;
  readonly positionMs: number;
  /** Of its record in the log's file. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Several logs are read so much at a time, ms, so that no more than this of each is held. */
const sliceMs = 20_000;
/** Sums of positions and offsets are rounded: a little more is read, and what counts is where a frame lies on the mission's clock. */
const roundingMs = 0.001;

/** The logs of a mission as one: frames of all in the order of the mission's clock. */
export class MissionLogs {
  readonly logs: readonly { readonly index: LogIndex; readonly offsetMs: number }[];
  /** Of the clock: which piece was asked for last. */
  #piece = 0;

  constructor(logs: readonly { readonly index: LogIndex; readonly offsetMs: number }[]) {
    const firstMs = Math.min(...logs.map(({ offsetMs }) => offsetMs));
    this.logs = logs.map(({ index, offsetMs }) => ({ index, offsetMs: offsetMs - firstMs }));
  }

  /** As far as they were read. */
  get durationMs(): number {
    return Math.max(0, ...this.logs.map(({ index, offsetMs }) => index.durationMs + offsetMs));
  }

  get isWhole(): boolean {
    return this.logs.every(({ index }) => index.progress.whole);
  }

  /** 0 to 1, by bytes. */
  get readFraction(): number {
    const total = this.logs.reduce((sum, { index }) => sum + index.progress.totalBytes, 0);
    const done = this.logs.reduce((sum, { index }) => sum + index.progress.bytes, 0);
    return total === 0 ? 1 : done / total;
  }

  get bytes(): number {
    return this.logs.reduce((sum, { index }) => sum + index.progress.totalBytes, 0);
  }

  /** Where UTC goes on the mission's clock, by the first log that has times; empty where none has. */
  get clock(): readonly { readonly fromMs: number; readonly utcOffsetMs: number }[] {
    const timed = this.logs.find(({ index }) => index.clock.length > 0);
    if (timed === undefined) return [];
    const { index, offsetMs } = timed;
    return index.clock.map(({ fromMs, utcOffsetMs }) => ({
      fromMs: fromMs + offsetMs,
      utcOffsetMs: utcOffsetMs - offsetMs,
    }));
  }

  /** UTC of a position, ms since 1970; where no log has times the position itself. */
  readonly utcAt = (positionMs: number): number => {
    for (const { index, offsetMs } of this.logs) {
      const { clock } = index;
      if (clock.length === 0) continue;
      const own = positionMs - offsetMs;
      return own + (clock[this.#pieceAt(clock, own)]?.utcOffsetMs ?? 0);
    }
    return positionMs;
  };

  /** A log of days has thousands of pieces, and each frame asks: mostly for the one that was asked for last. */
  #pieceAt(clock: LogIndex["clock"], ownMs: number): number {
    const begins = (n: number) => clock[n]?.fromMs ?? Number.POSITIVE_INFINITY;
    if (ownMs >= begins(this.#piece) && ownMs < begins(this.#piece + 1)) return this.#piece;
    let [low, high] = [1, clock.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (begins(middle) <= ownMs) low = middle + 1;
      else high = middle;
    }
    this.#piece = low - 1;
    return this.#piece;
  }

  /** Frames of from <= position <= to in the mission's order. */
  async read(
    { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
    onFrame: (frame: MissionFrame) => void,
  ): Promise<void> {
    const only = this.logs.length === 1 ? this.logs[0] : undefined;
    if (only !== undefined) {
      await only.index.read(
        { fromMs: fromMs - roundingMs, toMs: toMs + roundingMs },
        ({ positionMs, offset, bytes }) => {
          if (positionMs >= fromMs && positionMs <= toMs) onFrame({ log: 0, positionMs, offset, bytes });
        },
      );
      return;
    }
    for (let sliceFromMs = fromMs; ; sliceFromMs += sliceMs) {
      const sliceToMs = Math.min(toMs, sliceFromMs + sliceMs);
      const isLast = sliceToMs === toMs;
      for (const frame of await this.#slice(sliceFromMs, sliceToMs, isLast)) onFrame(frame);
      if (isLast) return;
    }
  }

  async #slice(fromMs: number, toMs: number, isLast: boolean): Promise<MissionFrame[]> {
    const frames: MissionFrame[] = [];
    for (const [log, { index, offsetMs }] of this.logs.entries()) {
      const own = { fromMs: fromMs - offsetMs - roundingMs, toMs: toMs - offsetMs + roundingMs };
      await index.read(own, (record) => {
        const positionMs = record.positionMs + offsetMs;
        // What lies at the end of a slice belongs to the next one.
        if (positionMs >= fromMs && (positionMs < toMs || (isLast && positionMs === toMs))) {
          frames.push({ log, positionMs, offset: record.offset, bytes: record.bytes.slice() });
        }
      });
    }
    // Stable: of one log in its own order, of several by their numbers.
    return frames.sort((a, b) => a.positionMs - b.positionMs);
  }
}
