/** A seek that isn't answered for so long is given up: a player that was lost must not hold the next ones. */
const patienceMs = 2_000;
/** An answer may lie so far beside what was asked: a player that plays has moved on since. */
const toleranceMs = 250;

export interface SeekQueueOptions {
  /** @returns false where nobody hears it */
  readonly send: (positionMs: number) => boolean;
  /** Where it goes to, or undefined once it is there. */
  readonly onGoal: (positionMs: number | undefined) => void;
  /** @returns the function that cancels */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

/**
 * Sends seeks at most as often as they are answered; of those that come meanwhile the newest counts. So a hand that drags
 * through hours never waits behind instants that it has left long ago.
 */
export class SeekQueue {
  readonly #options: SeekQueueOptions;
  #asked: number | undefined;
  #next: number | undefined;
  #cancelTimer: (() => void) | undefined;
  /** What came since it was asked: the player's word that it is there, and the state of there. */
  #came = { player: false, state: false };

  constructor(options: SeekQueueOptions) {
    this.#options = options;
  }

  seek(positionMs: number): void {
    this.#options.onGoal(positionMs);
    if (this.#asked === undefined) this.#send(positionMs);
    else this.#next = positionMs;
  }

  /** The player said where it is. */
  answered(positionMs: number, { speed, playing }: { readonly speed: number; readonly playing: boolean }): void {
    if (this.#asked === undefined) return;
    const besideMs = toleranceMs * Math.max(1, playing ? Math.abs(speed) : 1);
    if (Math.abs(positionMs - this.#asked) > besideMs) return;
    this.#take({ player: true });
  }

  /** A state came. In whichever order they come: only both are the answer, so that a slow state isn't asked for faster. */
  shown(): void {
    if (this.#asked !== undefined) this.#take({ state: true });
  }

  #take(came: Partial<Readonly<{ player: boolean; state: boolean }>>): void {
    this.#came = { ...this.#came, ...came };
    if (this.#came.player && this.#came.state) this.#done();
  }

  /** The player is away: what was asked for last is asked for once it is back. */
  lost(): void {
    this.#cancelTimer?.();
    this.#next ??= this.#asked;
    this.#asked = undefined;
  }

  /** It is back. */
  resume(): void {
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined) this.#send(next);
  }

  close(): void {
    this.#cancelTimer?.();
  }

  #send(positionMs: number): void {
    if (!this.#options.send(positionMs)) {
      this.#next = positionMs;
      return;
    }
    this.#asked = positionMs;
    this.#came = { player: false, state: false };
    this.#cancelTimer = this.#options.after(patienceMs, () => this.#done());
  }

  #done(): void {
    this.#cancelTimer?.();
    this.#asked = undefined;
    if (this.#next !== undefined) this.resume();
    else this.#options.onGoal(undefined);
  }
}
