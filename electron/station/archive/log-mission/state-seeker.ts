import type { StationView } from "../../../../shared/wire/state.ts";
import type { ArchivedInstant } from "../../archived-instant.ts";
import { channelOf } from "./channel.ts";
import type { LearnedMission } from "./learned-mission.ts";
import { LogFold, type LogFoldOptions, type SavedFold } from "./log-fold.ts";
import type { MissionLogs } from "./mission-logs.ts";
import { warmFold } from "./warm-fold.ts";

export interface StateSeekerOptions {
  readonly logs: MissionLogs;
  readonly learned: LearnedMission;
  readonly station: StationView;
}

/** A fold on its way through the mission, for whoever plays on. */
interface Cursor {
  readonly fold: LogFold;
  /** It has all frames up to here ... */
  positionMs: number;
  /** ... of each log up to this record. */
  readonly offsets: number[];
  /** It was folded from the beginning, by key frames or at once. */
  readonly isExact: boolean;
  isBusy: boolean;
  usedN: number;
}

/** What a cursor knew on its way, for going back a little. */
interface Step {
  readonly positionMs: number;
  readonly offsets: readonly number[];
  readonly fold: SavedFold;
}

/** As many as look at a mission at once without being in each other's way. */
const maxCursors = 6;
/** Going on by less than this costs less than a key frame. */
const nearMs = 2_000;
/** How far a fold goes on without key frames between: what isn't learned yet. */
const reachMs = 60_000;
const framesPerStep = 400;
const maxSteps = 32;

/**
 * Knows the state at any instant of a mission: the nearest key frame and the frames behind it. Whoever goes on slowly keeps a fold
 * that is only fed what follows.
 */
export class StateSeeker {
  readonly #options: StateSeekerOptions;
  readonly #foldOptions: LogFoldOptions;
  readonly #cursors: Cursor[] = [];
  #steps: Step[] = [];
  #usedN = 0;

  constructor(options: StateSeekerOptions) {
    this.#options = options;
    this.#foldOptions = { station: options.station, utcAt: options.logs.utcAt };
  }

  async at(wantedMs: number): Promise<ArchivedInstant> {
    const positionMs = Math.min(Math.max(0, wantedMs), this.#options.logs.durationMs);
    const cursor = this.#running(positionMs) ?? (await this.#begin(positionMs));
    cursor.isBusy = true;
    cursor.usedN = ++this.#usedN;
    try {
      await this.#goOn(cursor, positionMs);
      return cursor.fold.instant(positionMs);
    } catch (error) {
      // Half-fed: what it knows is of no instant.
      this.#forget(cursor);
      throw error;
    } finally {
      cursor.isBusy = false;
    }
  }

  /** A cursor that needs the least to get there. */
  #running(positionMs: number): Cursor | undefined {
    const { learned } = this.#options;
    const isKnown = positionMs <= learned.learnedMs;
    let best: Cursor | undefined;
    for (const cursor of this.#cursors) {
      if (cursor.isBusy || cursor.positionMs > positionMs || (isKnown && !cursor.isExact)) continue;
      if (best === undefined || cursor.positionMs > best.positionMs) best = cursor;
    }
    if (best === undefined || positionMs - best.positionMs > reachMs) return undefined;
    const keyMs = learned.nearest(positionMs)?.positionMs ?? 0;
    const stepMs = this.#nearestStep(positionMs)?.positionMs ?? 0;
    const isNear = positionMs - best.positionMs < nearMs;
    return isNear || best.positionMs >= Math.max(keyMs, stepMs) ? best : undefined;
  }

  async #begin(positionMs: number): Promise<Cursor> {
    const { logs, learned } = this.#options;
    const place = learned.nearest(positionMs);
    const step = this.#nearestStep(positionMs);
    const nearestMs = Math.max(place?.positionMs ?? 0, step?.positionMs ?? 0);
    const isInReach = positionMs <= learned.learnedMs || positionMs - nearestMs <= reachMs;
    const begin = (fold: LogFold, fromMs: number) =>
      this.#keep({ fold, positionMs: fromMs, offsets: logs.logs.map(() => -1), isExact: isInReach });
    if (!isInReach) {
      const { fold, fromMs } = await warmFold(logs, positionMs, this.#foldOptions);
      return begin(fold, fromMs);
    }
    if (step !== undefined && step.positionMs === nearestMs) {
      const fold = new LogFold(this.#foldOptions, step.fold);
      return this.#keep({ ...step, fold, offsets: [...step.offsets], isExact: true });
    }
    if (place === undefined) return begin(new LogFold(this.#foldOptions), 0);
    return begin(new LogFold(this.#foldOptions, await learned.fold(place)), place.positionMs);
  }

  async #goOn(cursor: Cursor, positionMs: number): Promise<void> {
    const { fold, offsets } = cursor;
    let frames = 0;
    await this.#options.logs.read({ fromMs: cursor.positionMs, toMs: positionMs }, (frame) => {
      if (frame.offset <= (offsets[frame.log] ?? -1)) return;
      if (frames === framesPerStep && cursor.isExact) {
        // Between two frames: what it saves has all up to the one before.
        this.#keepStep({
          positionMs: cursor.positionMs,
          offsets: [...offsets],
          fold: fold.save(),
        });
        frames = 0;
      }
      fold.receive(channelOf(frame.log), frame.bytes, frame.positionMs);
      offsets[frame.log] = frame.offset;
      cursor.positionMs = frame.positionMs;
      frames++;
    });
    fold.tickTo(positionMs);
    cursor.positionMs = positionMs;
  }

  #keep({ fold, positionMs, offsets, isExact }: Omit<Cursor, "isBusy" | "usedN">): Cursor {
    const cursor: Cursor = {
      ...{ fold, positionMs, offsets, isExact },
      isBusy: true,
      usedN: ++this.#usedN,
    };
    this.#cursors.push(cursor);
    if (this.#cursors.length > maxCursors) {
      const idle = this.#cursors.filter(({ isBusy }) => !isBusy).sort((a, b) => a.usedN - b.usedN)[0];
      if (idle !== undefined) this.#forget(idle);
    }
    return cursor;
  }

  #forget(cursor: Cursor): void {
    const at = this.#cursors.indexOf(cursor);
    if (at >= 0) this.#cursors.splice(at, 1);
  }

  #keepStep(step: Step): void {
    this.#steps = [...this.#steps.slice(1 - maxSteps), step];
  }

  #nearestStep(positionMs: number): Step | undefined {
    let best: Step | undefined;
    for (const step of this.#steps) {
      if (step.positionMs <= positionMs && step.positionMs > (best?.positionMs ?? -1)) best = step;
    }
    return best;
  }
}
