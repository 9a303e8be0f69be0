import { type ClockOffset, frozenAfterMs } from "./clock-offset.ts";
import { clocksApart } from "./identity.ts";
import { type Numbered, numbered } from "./numbered.ts";
import type { Stamp, StampedTrack } from "./vehicle-time.ts";

/** For so long after a reboot, a slow radio may still bring stamps of the clock before it. */
const epochMs = 10_000;
const slackMs = 3_000;
/** A stamp must be repeated this often before it counts as frozen. */
const repeatsNeeded = 3;

interface Seen {
  readonly stampMs: number;
  readonly sinceMs: number;
  repeats: number;
}

/** All that a StampWatch knows; its clock by its number. */
export interface SavedStampWatch {
  readonly seen: readonly (readonly [StampedTrack, Readonly<Seen>])[];
  readonly frozen: readonly StampedTrack[];
  readonly epoch: number | undefined;
  readonly epochSinceMs: number;
  readonly frozenMs: number;
}

/** Keeps what comes late or twice from turning a vehicle's state back, and notices stamps that stand still. */
export class StampWatch {
  readonly #seen = new Map<StampedTrack, Seen>();
  readonly #frozen = new Set<StampedTrack>();
  #epoch: ClockOffset | undefined;
  #epochSinceMs = Number.NEGATIVE_INFINITY;
  #frozenMs = 0;

  /** Any kind of message whose stamps stand still though it goes on coming. */
  get isFrozen(): boolean {
    return this.#frozen.size > 0;
  }

  /** For how long the stamps had stood still when that was noticed. */
  get frozenMs(): number {
    return this.#frozenMs;
  }

  save(clocks: Numbered<ClockOffset>): SavedStampWatch {
    return {
      seen: [...this.#seen].map(([track, seen]) => [track, { ...seen }]),
      frozen: [...this.#frozen],
      epoch: this.#epoch === undefined ? undefined : clocks.numberOf(this.#epoch),
      epochSinceMs: this.#epochSinceMs,
      frozenMs: this.#frozenMs,
    };
  }

  /** Puts what was saved in place of what is there. */
  restore(saved: SavedStampWatch, clocks: readonly ClockOffset[]): void {
    for (const [track, seen] of saved.seen) this.#seen.set(track, { ...seen });
    for (const track of saved.frozen) this.#frozen.add(track);
    this.#epoch = saved.epoch === undefined ? undefined : numbered(clocks, saved.epoch);
    this.#epochSinceMs = saved.epochSinceMs;
    this.#frozenMs = saved.frozenMs;
  }

  /** Whether a reboot or jump that a path tells of was told by another path just before. */
  isKnownEpoch(clock: ClockOffset, nowMs: number): boolean {
    return (
      this.#epoch !== undefined && nowMs - this.#epochSinceMs < epochMs && clocksApart(this.#epoch, clock, nowMs) <= 1
    );
  }

  /** The vehicle's clock started anew: stamps from before say nothing any more. */
  startEpoch(clock: ClockOffset, nowMs: number): void {
    this.#epoch = clock;
    this.#epochSinceMs = nowMs;
    this.#seen.clear();
  }

  /** @returns whether the stamp is newer than all of its kind */
  isNews({ vehicleMs, track }: Stamp, nowMs: number): boolean {
    if (this.#isOfOldEpoch(vehicleMs, nowMs)) return false;
    const seen = this.#seen.get(track);
    if (seen === undefined || vehicleMs > seen.stampMs) {
      this.#seen.set(track, { stampMs: vehicleMs, sinceMs: nowMs, repeats: 0 });
      this.#frozen.delete(track);
      return true;
    }
    // Firmware that never fills the stamp in: there is no clock that could freeze.
    if (vehicleMs === 0 && seen.stampMs === 0) return true;
    if (vehicleMs === seen.stampMs) this.#noteRepeat(seen, track, nowMs);
    return false;
  }

  #noteRepeat(seen: Seen, track: StampedTrack, nowMs: number): void {
    seen.repeats++;
    const frozenMs = nowMs - seen.sinceMs;
    if (seen.repeats < repeatsNeeded || frozenMs <= frozenAfterMs || this.#frozen.has(track)) return;
    this.#frozen.add(track);
    this.#frozenMs = frozenMs;
  }

  #isOfOldEpoch(vehicleMs: number, nowMs: number): boolean {
    const epoch = this.#epoch;
    if (epoch === undefined || nowMs - this.#epochSinceMs > epochMs) return false;
    const expectedMs = epoch.vehicleTimeAt(nowMs);
    return expectedMs !== undefined && vehicleMs > expectedMs + slackMs * Math.max(1, epoch.rate);
  }
}
