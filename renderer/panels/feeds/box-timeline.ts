import type { FeedBox } from "../../../shared/wire/feeds.ts";

/** What was found in one picture, and when that was heard of here. */
interface Found {
  readonly captureMs: number;
  readonly heardMs: number;
  readonly boxes: readonly FeedBox[];
}

export interface ShownBoxes {
  readonly boxes: readonly FeedBox[];
  /** 0 to 1: less as the news grow old. */
  readonly opacity: number;
}

const none: ShownBoxes = { boxes: [], opacity: 0 };
const mostKept = 60;
/** Boxes without news for this long begin to fade; a stream with few pictures a second has few news. */
const holdMs = 600;
const fadeMs = 300;
/** A picture's time and that of its boxes may differ by rounding, never by a picture. */
const sameMs = 4;

/** Brings boxes to the pictures they were found in: what was found is heard of later than the picture it was found in. */
export class BoxTimeline {
  #found: Found[] = [];

  add({ captureMs, boxes }: Pick<Found, "captureMs" | "boxes">, nowMs: number): void {
    const newest = this.#found.at(-1);
    // A camera that was restarted may count from an earlier time: what was before is of another stream.
    if (newest !== undefined && captureMs < newest.captureMs - 2_000) this.#found = [];
    this.#found = [...this.#found.filter((one) => one.captureMs !== captureMs), { captureMs, heardMs: nowMs, boxes }]
      .sort((a, b) => a.captureMs - b.captureMs)
      .slice(-mostKept);
  }

  clear(): void {
    this.#found = [];
  }

  /**
   * What to draw over the picture that was taken at `captureMs`: its own boxes where they are known, else those of the newest
   * picture before it.
   * @param nowMs the clock of `add`
   */
  at(captureMs: number, nowMs: number): ShownBoxes {
    const index = this.#found.findLastIndex((one) => one.captureMs <= captureMs + sameMs);
    const found = this.#found[index];
    if (found === undefined) return none;
    const before = this.#found[index - 1];
    const everyMs = before === undefined ? 0 : found.captureMs - before.captureMs;
    const limitMs = Math.max(holdMs, 1.5 * Math.min(everyMs, 2_000));
    const oldMs = Math.max(captureMs - found.captureMs, nowMs - (this.#found.at(-1)?.heardMs ?? 0));
    const opacity = Math.max(0, Math.min(1, 1 - (oldMs - limitMs) / fadeMs));
    return opacity === 0 ? none : { boxes: found.boxes, opacity };
  }
}
