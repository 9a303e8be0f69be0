import type { StationView } from "../../../../shared/wire/state.ts";
import { channelOf } from "./channel.ts";
import type { FlightNote } from "./flight-note.ts";
import { foldTickMs, LogFold, type SavedFold, ticksPerLook } from "./log-fold.ts";
import type { MissionLogs } from "./mission-logs.ts";
import { NoteTaker } from "./note-taker.ts";

/** What was learned of a stretch of a mission: what happened in it, and all that is known behind it. */
export interface Learned {
  /** All frames before this position are in it, and the tick there; a whole second. */
  readonly positionMs: number;
  readonly notes: readonly FlightNote[];
  readonly fold: SavedFold;
}

export interface LearnOptions {
  readonly station: StationView;
  /** To go on from; absent: from the beginning. */
  readonly from?: Learned | undefined;
  readonly onLearned: (learned: Learned) => void;
}

/** Behind so many frames, or so much time with a frame in it, comes the next key frame: a seek folds no more than this. */
const framesPerKey = 4_000;
const msPerKey = 10 * 60_000;
/** Of the logs so much is read at a time. */
const pieceMs = 60_000;

/**
 * Folds a mission from its beginning to its end as a live station would have lived through it, and says every few thousand frames what
 * is known. The last time it says so is behind the end.
 */
export const learn = async (logs: MissionLogs, options: LearnOptions): Promise<void> => {
  const { station, from, onLearned } = options;
  const foldOptions = { station, utcAt: logs.utcAt };
  let taker: NoteTaker | undefined;
  const fold: LogFold = new LogFold(
    { ...foldOptions, onEvent: (event) => taker?.onEvent(event, fold.vehicles) },
    from?.fold,
  );
  const notes = new NoteTaker(fold.vehicles, (vehicle) => fold.nameOf(vehicle));
  taker = notes;
  let frames = 0;
  let keyMs = from?.positionMs ?? 0;
  const lookEveryMs = foldTickMs * ticksPerLook;
  /** Time passes up to a position, a look at a time. */
  const pass = (positionMs: number): void => {
    for (;;) {
      const lookMs = Math.ceil(fold.nextTickMs / lookEveryMs) * lookEveryMs;
      if (lookMs > positionMs) return;
      fold.tickTo(lookMs);
      // A silence: no ticks come in it.
      if (fold.nextTickMs <= lookMs) return;
      notes.look(fold.vehicles, lookMs);
      if (frames < framesPerKey && (frames === 0 || lookMs - keyMs < msPerKey)) continue;
      frames = 0;
      keyMs = lookMs;
      onLearned({ positionMs: lookMs, notes: notes.take(), fold: fold.save() });
    }
  };
  const endMs = logs.durationMs;
  let readMs = from?.positionMs ?? 0;
  let isFirst = true;
  while (isFirst || readMs < endMs) {
    const toMs = Math.min(endMs, readMs + pieceMs);
    const fromMs = readMs;
    await logs.read({ fromMs, toMs }, ({ log, positionMs, bytes }) => {
      // What lies between two pieces is of the second; behind the end there is none.
      if (positionMs === toMs && toMs < endMs) return;
      pass(positionMs);
      fold.receive(channelOf(log), bytes, positionMs);
      frames++;
    });
    readMs = toMs;
    isFirst = false;
  }
  const behindMs = (Math.floor(endMs / lookEveryMs) + 1) * lookEveryMs;
  pass(behindMs);
  notes.look(fold.vehicles, behindMs);
  onLearned({ positionMs: behindMs, notes: notes.take(), fold: fold.save() });
};
