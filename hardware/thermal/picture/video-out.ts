import type { VideoConfig, VideoPiece } from "../feed.ts";
import type { CodedPicture, FeedFrame } from "../source/picture-source.ts";
import { DisplayRange } from "./display-range.ts";
import { encodeJpeg, jpegSource } from "./encode-jpeg.ts";

/** What a new watcher is given to begin with: the last key piece and what follows it, up to so much. */
const MOST_PIECES = 300;
const MOST_BYTES = 4 * 1024 * 1024;
/** A stream without key pieces for so long can't be joined: pictures are sent instead. */
const NO_KEY_MS = 12_000;
/** JPEG pictures a second at most. */
const LEAST_GAP_MS = 45;
/** Cameras don't keep an even pace: a picture that comes so early is in time for who wants few. */
const MOST_EARLY_MS = 20;
/** Colours: so far from grey (of 128), in so many of the points looked at. */
const COLOURED = 10;
const COLOURED_PART = 0.03;
const COLOUR_LOOK_EVERY = 15;

export interface VideoOutOptions {
  readonly now: () => number;
  post(to: readonly number[], piece: VideoPiece | VideoConfig): void;
}

interface Watcher {
  readonly jpegOnly: boolean;
  /** Least time between two of its JPEGs, ms. */
  readonly jpegGapMs: number;
  /** By the capture of pictures, when its next JPEG is due. */
  nextJpegMs: number;
  /** What its pieces mean, as far as it was told. */
  config?: VideoConfig;
}

/**
 * Brings a source's pictures to those who watch: the stream as it came where browsers can decode it, else JPEGs, and those to
 * who asks for them, too.
 */
export class VideoOut {
  readonly range = new DisplayRange();
  readonly #options: VideoOutOptions;
  readonly #watchers = new Map<number, Watcher>();
  #codedConfig: VideoConfig | undefined;
  #jpegConfig: VideoConfig | undefined;
  #group: VideoPiece[] = [];
  #groupBytes = 0;
  #lastKeyMs = Number.NEGATIVE_INFINITY;
  #codedSequence = 0;
  #jpegSequence = 0;
  #coloured = false;
  #frames = 0;
  #encoding = false;
  #waiting: FeedFrame | undefined;
  #lastJpegMs = Number.NEGATIVE_INFINITY;
  #newest: FeedFrame | undefined;

  constructor(options: VideoOutOptions) {
    this.#options = options;
  }

  /** @param id gets what it needs to begin with, and everything after it */
  join(id: number, { delivery, jpegsPerS }: { readonly delivery?: "jpeg"; readonly jpegsPerS?: number } = {}): void {
    const jpegOnly = delivery === "jpeg";
    const jpegGapMs = jpegsPerS === undefined ? 0 : 1000 / jpegsPerS;
    this.#watchers.set(id, { jpegOnly, jpegGapMs, nextJpegMs: Number.NEGATIVE_INFINITY });
    if (!jpegOnly && this.#isCoded) {
      for (const piece of this.#group) this.#send([id], piece, this.#codedConfig);
      return;
    }
    if (this.#newest) this.#encode(this.#newest);
  }

  leave(id: number): void {
    this.#watchers.delete(id);
  }

  /** Another run of the source: what came before isn't gone on from. */
  restarted(): void {
    this.#lastKeyMs = Number.NEGATIVE_INFINITY;
    this.#group = [];
    this.#groupBytes = 0;
    this.#newest = undefined;
    this.#waiting = undefined;
  }

  coded({ data, key, captureProcessMs, codec, widthPx, heightPx }: CodedPicture): void {
    if (key) {
      this.#lastKeyMs = this.#options.now();
      this.#group = [];
      this.#groupBytes = 0;
      this.#codedConfig = sameOr(this.#codedConfig, {
        ...{ kind: "config", delivery: "h264", codec, widthPx, heightPx, grey: !this.#coloured },
      });
    }
    if (!this.#isCoded) return;
    const piece: VideoPiece = { kind: key ? "key" : "delta", sequence: ++this.#codedSequence, captureProcessMs, data };
    this.#keep(piece);
    this.#send(this.#watching("h264"), piece, this.#codedConfig);
  }

  /** Borrows the frame until the next one. */
  frame(frame: FeedFrame): void {
    this.#newest = frame;
    this.#lookAtColours(frame);
    if (this.#dueForJpeg(frame.captureProcessMs).length > 0) this.#encode(frame);
  }

  get #isCoded(): boolean {
    return this.#options.now() - this.#lastKeyMs < NO_KEY_MS;
  }

  #watching(delivery: VideoConfig["delivery"]): number[] {
    const isCoded = this.#isCoded;
    const gets = ({ jpegOnly }: Watcher) => (jpegOnly || !isCoded ? "jpeg" : "h264") === delivery;
    return [...this.#watchers].flatMap(([id, watcher]) => (gets(watcher) ? [id] : []));
  }

  #dueForJpeg(captureMs: number): number[] {
    return this.#watching("jpeg").filter((id) => {
      const { jpegGapMs = 0, nextJpegMs = 0 } = this.#watchers.get(id) ?? {};
      const earlyMs = nextJpegMs - captureMs;
      // Of a clock that was set back it isn't waited for what it was before.
      return jpegGapMs === 0 || earlyMs <= MOST_EARLY_MS || earlyMs > 2 * jpegGapMs;
    });
  }

  #sendJpeg(piece: VideoPiece, config: VideoConfig): void {
    const to = this.#dueForJpeg(piece.captureProcessMs);
    for (const id of to) {
      const watcher = this.#watchers.get(id);
      if (watcher) watcher.nextJpegMs = piece.captureProcessMs + watcher.jpegGapMs;
    }
    this.#send(to, piece, config);
  }

  /** To whom the piece's meaning is new it is told before. */
  #send(to: readonly number[], piece: VideoPiece, config: VideoConfig | undefined): void {
    if (to.length === 0 || !config) return;
    const untold = to.filter((id) => this.#watchers.get(id)?.config !== config);
    if (untold.length > 0) this.#options.post(untold, config);
    for (const id of untold) {
      const watcher = this.#watchers.get(id);
      if (watcher) watcher.config = config;
    }
    this.#options.post(to, piece);
  }

  #keep(piece: VideoPiece): void {
    if (piece.kind === "delta" && this.#group.length === 0) return;
    this.#group.push(piece);
    this.#groupBytes += piece.data.length;
    if (this.#group.length <= MOST_PIECES && this.#groupBytes <= MOST_BYTES) return;
    this.#group = [];
    this.#groupBytes = 0;
  }

  #encode(frame: FeedFrame): void {
    if (this.#encoding) {
      this.#waiting = frame;
      return;
    }
    const nowMs = this.#options.now();
    if (nowMs - this.#lastJpegMs < LEAST_GAP_MS) return;
    this.#lastJpegMs = nowMs;
    this.#encoding = true;
    const { widthPx, heightPx, values, captureProcessMs } = frame;
    const span = values.kind === "counts" ? this.range.follow({ widthPx, heightPx, ...values }) : undefined;
    const range = values.kind === "counts" ? this.range.range : undefined;
    const source = jpegSource(frame, span, this.#coloured);
    this.#jpegConfig = sameOr(this.#jpegConfig, {
      ...{ kind: "config", delivery: "jpeg", widthPx, heightPx, grey: source.channels === 1 },
      ...(range ? { range } : {}),
    });
    const config = this.#jpegConfig;
    encodeJpeg(source).then(
      (data) => {
        const piece: VideoPiece = { kind: "jpeg", sequence: ++this.#jpegSequence, captureProcessMs, data };
        this.#sendJpeg(piece, config);
        this.#encoded();
      },
      () => this.#encoded(),
    );
  }

  #encoded(): void {
    this.#encoding = false;
    const next = this.#waiting;
    this.#waiting = undefined;
    if (next && this.#dueForJpeg(next.captureProcessMs).length > 0) this.#encode(next);
  }

  /** Once coloured, always: a palette that is burnt in goes through grey, too. */
  #lookAtColours({ values }: FeedFrame): void {
    if (this.#coloured || values.kind !== "grey" || !values.chroma || this.#frames++ % COLOUR_LOOK_EVERY !== 0) return;
    const { cb, cr } = values.chroma;
    const step = Math.max(1, Math.floor(cb.length / 1000));
    let [coloured, all] = [0, 0];
    for (let i = 0; i < cb.length; i += step, all++) {
      if (Math.abs((cb[i] as number) - 128) > COLOURED || Math.abs((cr[i] as number) - 128) > COLOURED) coloured++;
    }
    this.#coloured = coloured > COLOURED_PART * all;
  }
}

/** The same object as long as it says the same: who was told it needn't be told again. */
const sameOr = (before: VideoConfig | undefined, now: VideoConfig): VideoConfig =>
  before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
