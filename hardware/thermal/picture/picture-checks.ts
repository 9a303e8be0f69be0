import type { FeedWarning } from "../../../shared/wire/feeds.ts";
import type { FeedFrame } from "../source/picture-source.ts";
import { FrozenWatch } from "./frozen-watch.ts";
import { Letterbox } from "./letterbox.ts";
import { Overlay } from "./overlay.ts";
import { PictureMask } from "./picture-mask.ts";
import { Stillness } from "./stillness.ts";

const SLOW_FPS = 2;
/** Before so much time nothing is known of the rate. */
const RATE_KNOWN_MS = 3000;
const SIZE_CHANGED_MS = 60_000;
/** Bars and overlays are looked for this often. */
const LOOK_EVERY_MS = 500;

/** Finds out what is odd about a source's pictures; none of it keeps them from being searched and shown. */
export class PictureChecks {
  #letterbox = new Letterbox();
  #overlay = new Overlay();
  #mask: PictureMask | undefined;
  readonly #frozen = new FrozenWatch();
  #firstMs: number | undefined;
  readonly #stillness = new Stillness();
  #lookedMs = Number.NEGATIVE_INFINITY;
  #size: { readonly widthPx: number; readonly heightPx: number } | undefined;
  #sizeChangedMs = Number.NEGATIVE_INFINITY;

  /** What the search is to leave out. */
  get mask(): PictureMask | undefined {
    return this.#mask;
  }

  /** @param nowMs monotonic */
  note(frame: FeedFrame, nowMs: number): void {
    this.#firstMs ??= nowMs;
    this.#noteSize(frame, nowMs);
    const { values, widthPx, heightPx } = frame;
    // Raw counts come from the sensor: nobody drew on them, and nothing is lost of them.
    if (values.kind === "counts") {
      this.#stillness.note(values.data, nowMs);
      return;
    }
    const picture = { widthPx, heightPx, data: values.data };
    this.#frozen.note(picture, nowMs);
    if (nowMs - this.#lookedMs < LOOK_EVERY_MS) return;
    this.#lookedMs = nowMs;
    this.#letterbox.note(picture);
    this.#overlay.note(picture);
    const { content } = this.#letterbox;
    this.#mask = content || this.#overlay.isThere ? new PictureMask(content, this.#overlay) : undefined;
  }

  /** Where the scene is in the picture, of one that has bars. */
  get content(): Letterbox["content"] {
    return this.#letterbox.content;
  }

  warnings(nowMs: number, framesPerS: number): FeedWarning[] {
    const firstMs = this.#firstMs;
    if (firstMs === undefined) return [];
    const isSlow = nowMs - firstMs > RATE_KNOWN_MS && framesPerS < SLOW_FPS;
    return [
      ...(this.#stillness.isFrozen || this.#frozen.isFrozen ? ["frozen" as const] : []),
      ...(this.#letterbox.content ? ["letterbox" as const] : []),
      ...(this.#overlay.isThere ? ["overlay" as const] : []),
      ...(isSlow ? ["slow" as const] : []),
      ...(nowMs - this.#sizeChangedMs < SIZE_CHANGED_MS ? ["size-changed" as const] : []),
    ];
  }

  /** Another run of the source: what it was before tells nothing of its rate. */
  restarted(): void {
    this.#firstMs = undefined;
    this.#stillness.restart();
    this.#frozen.restarted();
  }

  #noteSize({ widthPx, heightPx }: FeedFrame, nowMs: number): void {
    const last = this.#size;
    if (last?.widthPx === widthPx && last.heightPx === heightPx) return;
    this.#size = { widthPx, heightPx };
    if (!last) return;
    this.#sizeChangedMs = nowMs;
    this.#letterbox = new Letterbox();
    this.#overlay = new Overlay();
    this.#mask = undefined;
  }
}
