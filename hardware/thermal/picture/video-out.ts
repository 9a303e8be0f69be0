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
/** Colours: so far from grey (of 128), in so many of the points looked at. */
const COLOURED = 10;
const COLOURED_PART = 0.03;
const COLOUR_LOOK_EVERY = 15;

export interface VideoOutOptions {
  readonly now: () => number;
  post(piece: VideoPiece | VideoConfig): void;
}

/** Brings a source's pictures to those who watch: the stream as it came where browsers can decode it, else JPEGs. */
export class VideoOut {
  readonly range = new DisplayRange();
  readonly #options: VideoOutOptions;
  readonly #watchers = new Set<number>();
  #config: VideoConfig | undefined;
  #group: VideoPiece[] = [];
  #groupBytes = 0;
  #lastKeyMs = Number.NEGATIVE_INFINITY;
  #sequence = 0;
  #coloured = false;
  #frames = 0;
  #encoding = false;
  #waiting: FeedFrame | undefined;
  #lastJpegMs = Number.NEGATIVE_INFINITY;
  #newest: FeedFrame | undefined;

  constructor(options: VideoOutOptions) {
    this.#options = options;
  }

  /** @returns what a new watcher begins with */
  join(id: number): readonly (VideoPiece | VideoConfig)[] {
    this.#watchers.add(id);
    if (this.#isCoded && this.#config) return [this.#config, ...this.#group];
    if (this.#newest) this.#encode(this.#newest);
    return this.#config?.delivery === "jpeg" ? [this.#config] : [];
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
      this.#tell({ kind: "config", delivery: "h264", codec, widthPx, heightPx, grey: !this.#coloured });
    }
    if (!this.#isCoded) return;
    const piece: VideoPiece = { kind: key ? "key" : "delta", sequence: ++this.#sequence, captureProcessMs, data };
    this.#keep(piece);
    if (this.#watchers.size > 0) this.#options.post(piece);
  }

  /** Borrows the frame until the next one. */
  frame(frame: FeedFrame): void {
    this.#newest = frame;
    this.#lookAtColours(frame);
    if (!this.#isCoded && this.#watchers.size > 0) this.#encode(frame);
  }

  get #isCoded(): boolean {
    return this.#options.now() - this.#lastKeyMs < NO_KEY_MS;
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
    this.#tell({
      ...{ kind: "config", delivery: "jpeg", widthPx, heightPx, grey: source.channels === 1 },
      ...(range ? { range } : {}),
    });
    encodeJpeg(source).then(
      (data) => {
        const piece: VideoPiece = { kind: "jpeg", sequence: ++this.#sequence, captureProcessMs, data };
        if (this.#watchers.size > 0 && !this.#isCoded) this.#options.post(piece);
        this.#encoded();
      },
      () => this.#encoded(),
    );
  }

  #encoded(): void {
    this.#encoding = false;
    const next = this.#waiting;
    this.#waiting = undefined;
    if (next && this.#watchers.size > 0 && !this.#isCoded) this.#encode(next);
  }

  #tell(config: VideoConfig): void {
    if (this.#config && JSON.stringify(config) === JSON.stringify(this.#config)) return;
    this.#config = config;
    if (this.#watchers.size > 0) this.#options.post(config);
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
