import { ClockOffset } from "./clock-offset.ts";
import { type Numbered, numbered } from "./numbered.ts";

/** Stamps may be this far ahead of the estimate, or behind the newest, and still be of the same clock. */
const slackMs = 3_000;
const rivalLivesMs = 5_000;
const messagesToReplace = 3;
const replaceAfterMs = 300;
const messagesOfTwo = 4;

/** How a stamp fits the vehicle's clock as it is known. */
export type ClockVerdict =
  | { readonly kind: "same" }
  /** Doesn't fit the clock so far; not to be believed until it is clear what it is. */
  | { readonly kind: "held" }
  /** The vehicle booted anew. */
  | { readonly kind: "restarted" }
  | { readonly kind: "jumped"; readonly jumpMs: number }
  /** Two clocks run on this path: two vehicles. */
  | { readonly kind: "two" };

interface Rival {
  readonly clock: ClockOffset;
  readonly sinceMs: number;
  /** Messages of the old clock since this one showed up. */
  interleaved: number;
}

/** Clocks by their numbers. */
export interface SavedPathClock {
  readonly clock: number;
  readonly rival: { readonly clock: number; readonly sinceMs: number; readonly interleaved: number } | undefined;
}

const same: ClockVerdict = { kind: "same" };
const held: ClockVerdict = { kind: "held" };

/** The vehicle's clock as one path shows it; tells a reboot and a jump from a second vehicle. */
export class PathClock {
  #clock = new ClockOffset();
  #rival: Rival | undefined;

  get offset(): ClockOffset {
    return this.#clock;
  }

  /** The second clock that runs on this path, while it isn't decided what it is. */
  get rival(): ClockOffset | undefined {
    return this.#rival?.clock;
  }

  save(clocks: Numbered<ClockOffset>): SavedPathClock {
    const rival = this.#rival;
    return {
      clock: clocks.numberOf(this.#clock),
      rival: rival === undefined ? undefined : { ...rival, clock: clocks.numberOf(rival.clock) },
    };
  }

  static restore({ clock, rival }: SavedPathClock, clocks: readonly ClockOffset[]): PathClock {
    const restored = new PathClock();
    restored.#clock = numbered(clocks, clock);
    restored.#rival = rival === undefined ? undefined : { ...rival, clock: numbered(clocks, rival.clock) };
    return restored;
  }

  dropRival(): void {
    this.#rival = undefined;
  }

  fits(vehicleMs: number, nowMs: number): boolean {
    return this.#clock.count === 0 || isOf(this.#clock, vehicleMs, nowMs);
  }

  note(vehicleMs: number, nowMs: number): ClockVerdict {
    if (this.#rival !== undefined && nowMs - this.#rival.clock.lastNowMs > rivalLivesMs) this.#rival = undefined;
    if (this.fits(vehicleMs, nowMs)) {
      this.#clock.note(vehicleMs, nowMs);
      if (this.#rival !== undefined) this.#rival.interleaved++;
      return same;
    }
    const rival = this.#rival;
    if (rival === undefined || !isOf(rival.clock, vehicleMs, nowMs)) {
      this.#rival = { clock: new ClockOffset(), sinceMs: nowMs, interleaved: 0 };
      this.#rival.clock.note(vehicleMs, nowMs);
      return held;
    }
    rival.clock.note(vehicleMs, nowMs);
    const { count } = rival.clock;
    if (count >= messagesOfTwo && rival.interleaved >= messagesOfTwo) return { kind: "two" };
    const alone = rival.interleaved === 0 && nowMs - rival.sinceMs >= replaceAfterMs;
    return count >= messagesToReplace && alone ? this.#replace(rival, nowMs) : held;
  }

  #replace(rival: Rival, nowMs: number): ClockVerdict {
    const old = this.#clock;
    const expectedMs = old.vehicleTimeAt(nowMs) ?? 0;
    this.#clock = rival.clock;
    this.#rival = undefined;
    const bootedAtMs = rival.clock.stationTimeAt(0) ?? nowMs;
    const restarted = rival.clock.lastMs < old.lastMs && bootedAtMs > old.lastNowMs - slackMs;
    return restarted ? { kind: "restarted" } : { kind: "jumped", jumpMs: rival.clock.lastMs - expectedMs };
  }
}

/** A link that stalled delivers late, so anything between the newest stamp and the estimate is the same clock. */
const isOf = (clock: ClockOffset, vehicleMs: number, nowMs: number): boolean => {
  const slack = slackMs * Math.max(1, clock.rate);
  const expectedMs = clock.vehicleTimeAt(nowMs) ?? vehicleMs;
  return vehicleMs >= clock.lastMs - slack && vehicleMs <= Math.max(expectedMs, clock.lastMs) + slack;
};
