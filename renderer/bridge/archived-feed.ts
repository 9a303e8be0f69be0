import { ArchivedFeedWindow, type ArchivedFeedWindowOptions, type ArchiveInstant } from "./archived-feed-window.ts";
import type { ArchivedPicture } from "./archived-pieces.ts";
import { ArchivedStreamDecoder } from "./archived-stream-decoder.ts";
import type { CreateChunkDecoder, FeedPicture } from "./feed-decoder.ts";
import type { FeedBoxes, FeedConfig, FeedVideo, FeedVideoStats } from "./feed-video.ts";

export interface ArchivedFeedOptions extends ArchivedFeedWindowOptions {
  /** Where the mission's clock is; undefined while that isn't known. */
  readonly instant: () => ArchiveInstant | undefined;
  /** A time of the mission's clock by that of the station, as it was. */
  readonly stationMs: (positionMs: number) => number;
  /** Absent where the browser has none: then only JPEGs are shown. */
  readonly createDecoder: CreateChunkDecoder | undefined;
  readonly decodeJpeg: (jpeg: Uint8Array) => Promise<ImageBitmap>;
  readonly onConfig: (config: FeedConfig) => void;
  readonly onBoxes: (boxes: FeedBoxes) => void;
}

/** Boxes fade where nothing more is heard of them: what stands still is said again, ms. */
const boxesAgainMs = 250;
const rateOverMs = 2_000;

interface Ready {
  readonly picture: FeedPicture;
  readonly of: ArchivedPicture;
}

/** A recorded feed: shows the picture of the mission's instant, wherever that goes. */
export class ArchivedFeed implements Pick<FeedVideo, "start" | "stop" | "take" | "stats"> {
  readonly #options: ArchivedFeedOptions;
  readonly #window: ArchivedFeedWindow;
  readonly #decoder: ArchivedStreamDecoder | undefined;
  readonly #arrivals: number[] = [];
  #running = false;
  /** What the clock asked for last. */
  #aim: ArchivedPicture | undefined;
  #jpegBusy = false;
  #ready: Ready | undefined;
  #shown: ArchivedPicture | undefined;
  #config: FeedConfig | undefined;
  #toldBoxes: { readonly boxes: FeedBoxes; readonly atMs: number } | undefined;

  constructor(options: ArchivedFeedOptions) {
    this.#options = options;
    this.#window = new ArchivedFeedWindow(options);
    const { createDecoder: create, nowMs } = options;
    const onPicture = (picture: FeedPicture, of: ArchivedPicture) => this.#keep({ picture, of });
    this.#decoder = create === undefined ? undefined : new ArchivedStreamDecoder({ create, onPicture, nowMs });
  }

  start(): void {
    this.#running = true;
  }

  stop(): void {
    this.#running = false;
    this.#window.close();
    this.#decoder?.close();
    this.#ready?.picture.close();
    this.#ready = undefined;
    this.#aim = undefined;
    this.#shown = undefined;
    this.#toldBoxes = undefined;
  }

  /** To be called in every animation frame: the picture of the instant, where that isn't on screen already. */
  take(): FeedPicture | undefined {
    const instant = this.#running ? this.#options.instant() : undefined;
    if (instant === undefined) return undefined;
    this.#window.want(instant);
    this.#decoder?.tick();
    this.#aimAt(instant.positionMs);
    const ready = this.#ready;
    this.#ready = undefined;
    if (ready !== undefined) this.#shown = ready.of;
    if (ready !== undefined && !isSameConfig(ready.of.config, this.#config)) {
      this.#config = ready.of.config;
      this.#options.onConfig(this.#config);
      this.#toldBoxes = undefined;
    }
    this.#tellBoxes();
    if (ready === undefined) return undefined;
    this.#arrivals.push(this.#options.nowMs());
    return { ...ready.picture, captureMs: this.#options.stationMs(ready.of.captureMs) };
  }

  stats(): FeedVideoStats {
    const nowMs = this.#options.nowMs();
    while ((this.#arrivals[0] ?? nowMs) < nowMs - rateOverMs) this.#arrivals.shift();
    return { framesPerS: this.#arrivals.length / (rateOverMs / 1000), dropped: 0 };
  }

  #aimAt(positionMs: number): void {
    const { pictures } = this.#window;
    const index = pictures.findLastIndex(({ captureMs }) => captureMs <= positionMs);
    const picture = pictures[index];
    if (picture === undefined || isSamePicture(picture, this.#aim)) return;
    if (picture.kind === "jpeg") {
      if (this.#jpegBusy) return;
      this.#aim = picture;
      void this.#decodeJpeg(picture);
      return;
    }
    // What was asked for comes first: else a clock that runs would never show anything.
    if (this.#decoder === undefined || this.#decoder.isBusy) return;
    this.#aim = picture;
    this.#decoder.show(pictures, index);
  }

  async #decodeJpeg(of: ArchivedPicture): Promise<void> {
    this.#jpegBusy = true;
    try {
      const source = await this.#options.decodeJpeg(of.data);
      const { width: widthPx, height: heightPx } = source;
      const picture = { source, widthPx, heightPx, captureMs: of.captureMs, close: () => source.close() };
      this.#keep({ picture, of });
    } catch {
      // A damaged one: the instant goes on to others.
    }
    this.#jpegBusy = false;
  }

  #keep(ready: Ready): void {
    if (!this.#running) {
      ready.picture.close();
      return;
    }
    this.#ready?.picture.close();
    this.#ready = ready;
  }

  #tellBoxes(): void {
    if (this.#shown === undefined) return;
    const boxes = this.#window.boxesAt(this.#shown.captureMs);
    const atMs = this.#options.nowMs();
    if (boxes === undefined) return;
    if (this.#toldBoxes?.boxes === boxes && atMs - this.#toldBoxes.atMs < boxesAgainMs) return;
    this.#toldBoxes = { boxes, atMs };
    this.#options.onBoxes({ ...boxes, captureMs: this.#options.stationMs(boxes.captureMs) });
  }
}

const isSamePicture = (a: ArchivedPicture, b: ArchivedPicture | undefined): boolean =>
  a.sequence === b?.sequence && a.captureMs === b.captureMs && a.kind === b.kind;

const isSameConfig = (a: FeedConfig, b: FeedConfig | undefined): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);
