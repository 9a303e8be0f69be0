import { createStore } from "zustand/vanilla";
import { type ArchiveActions, type ArchiveStore, archiveDurationMs, archivePositionAt } from "./archive-store.ts";

export interface LinkState {
  readonly locked: boolean;
  /** By how much the right one is ahead of the left one while they are locked, ms. */
  readonly offsetMs: number;
}

/** Beyond this the follower is brought back: two players at a station that is busy drift apart, ms of watching. */
const driftMs = 400;
/** At rest both stand exactly. */
const restMs = 1;

type Side = "left" | "right";
const otherOf = (side: Side): Side => (side === "left" ? "right" : "left");

/**
 * Two missions on one clock: what is done to the one is done to the other, so that the offset between them stays. Unlocked, each
 * goes its own way.
 */
export class LinkedClocks {
  readonly state = createStore<LinkState>()(() => ({ locked: false, offsetMs: 0 }));
  readonly #archives: Readonly<Record<Side, ArchiveStore>>;
  readonly #own: Readonly<Record<Side, ArchiveActions>>;
  readonly #nowMs: () => number;
  readonly #off: readonly (() => void)[];
  /** Who was touched last: the other one follows. */
  #leader: Side = "left";

  constructor(archives: { readonly left: ArchiveStore; readonly right: ArchiveStore }, nowMs: () => number) {
    this.#archives = archives;
    this.#nowMs = nowMs;
    this.#own = { left: archives.left.getState(), right: archives.right.getState() };
    this.#link("left");
    this.#link("right");
    this.#off = [
      archives.left.subscribe((state, before) => state.player !== before.player && this.#follow("left")),
      archives.right.subscribe((state, before) => state.player !== before.player && this.#follow("right")),
    ];
  }

  /** From now on they move together, as far apart as they are. */
  lock(): void {
    const { left, right } = this.#positions();
    if (left === undefined || right === undefined) return;
    this.state.setState({ locked: true, offsetMs: right - left });
    // Otherwise one that plays would leave the other behind at once.
    for (const side of ["left", "right"] as const) this.#own[side].pause();
  }

  unlock(): void {
    this.state.setState({ locked: false });
  }

  close(): void {
    for (const off of this.#off) off();
    for (const side of ["left", "right"] as const) {
      const { seek, goTo, play, pause, step, skipIdle } = this.#own[side];
      this.#archives[side].setState({ seek, goTo, play, pause, step, skipIdle });
    }
  }

  #positions(): Readonly<Record<Side, number | undefined>> {
    const { left, right } = this.#archives;
    return {
      left: archivePositionAt(left.getState(), this.#nowMs()),
      right: archivePositionAt(right.getState(), this.#nowMs()),
    };
  }

  /** Where the follower belongs when the leader is there; inside of its own mission. */
  #partnerMs(leader: Side, positionMs: number): number {
    const { offsetMs } = this.state.getState();
    const wanted = leader === "left" ? positionMs + offsetMs : positionMs - offsetMs;
    return Math.max(0, Math.min(archiveDurationMs(this.#archives[otherOf(leader)].getState()), wanted));
  }

  #link(side: Side): void {
    const own = this.#own[side];
    const other = this.#own[otherOf(side)];
    const both = (run: (actions: ArchiveActions) => void): void => {
      this.#leader = side;
      run(own);
      if (this.state.getState().locked) run(other);
    };
    const seek = (positionMs: number): void => {
      this.#leader = side;
      own.seek(positionMs);
      if (this.state.getState().locked) other.seek(this.#partnerMs(side, positionMs));
    };
    this.#archives[side].setState({
      seek,
      play: (speed) => both((actions) => actions.play(speed)),
      pause: () => both((actions) => actions.pause()),
      // Their messages come at different instants: the other one follows to where this one came to stand.
      step: (direction) => {
        this.#leader = side;
        own.step(direction);
      },
      // What is idle in the one isn't in the other.
      skipIdle: (on) => {
        this.#leader = side;
        own.skipIdle(on);
      },
    });
  }

  #follow(side: Side): void {
    if (!this.state.getState().locked || side !== this.#leader) return;
    const leader = this.#archives[side].getState();
    const follower = this.#archives[otherOf(side)].getState();
    if (leader.seekingMs !== undefined || follower.seekingMs !== undefined || leader.player === undefined) return;
    const positions = this.#positions();
    const [at, isAt] = [positions[side], positions[otherOf(side)]];
    if (at === undefined || isAt === undefined) return;
    const goalMs = this.#partnerMs(side, at);
    const { playing, speed } = leader.player;
    const mostMs = playing ? driftMs * Math.max(1, Math.abs(speed)) : restMs;
    if (Math.abs(goalMs - isAt) > mostMs) this.#own[otherOf(side)].seek(goalMs);
    if (!playing && follower.player?.playing === true) this.#own[otherOf(side)].pause();
  }
}
