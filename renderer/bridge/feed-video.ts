import { type FeedMessage, FeedMessageSchema } from "../../shared/wire/feeds.ts";
import { decodeVideoMessage, type VideoMessage } from "../../shared/wire/video-message.ts";
import { type CreateChunkDecoder, FeedDecoder, type FeedPicture } from "./feed-decoder.ts";

export type FeedConfig = Extract<FeedMessage, { type: "config" }>;
export type FeedBoxes = Extract<FeedMessage, { type: "boxes" }>;

export interface FeedSocketHandlers {
  readonly onOpen: () => void;
  /** Text or an ArrayBuffer. */
  readonly onData: (data: unknown) => void;
  readonly onClose: () => void;
}

export interface FeedVideoOptions {
  readonly feedId: string;
  readonly openSocket: (path: string, handlers: FeedSocketHandlers) => { readonly close: () => void };
  /** Absent where the browser has none, or only on a page by https. */
  readonly createDecoder: CreateChunkDecoder | undefined;
  readonly decodeJpeg: (jpeg: Uint8Array) => Promise<ImageBitmap>;
  readonly onConfig: (config: FeedConfig) => void;
  readonly onBoxes: (boxes: FeedBoxes) => void;
  /** Monotonic, ms. */
  readonly nowMs: () => number;
  /** @returns the function that cancels */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

export interface FeedVideoStats {
  /** Pictures that came in the last two seconds, a second. */
  readonly framesPerS: number;
  /** That came and were never drawn, because a newer one was there. */
  readonly dropped: number;
}

const firstRetryMs = 500;
const lastRetryMs = 5_000;
const rateOverMs = 2_000;

const parseFeedMessage = (text: string): FeedMessage | undefined => {
  try {
    const parsed = FeedMessageSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};

/**
 * A feed's video socket: connects again with back-off, decodes, and holds the newest picture until somebody takes it; nothing
 * piles up. Where this browser can't decode the stream it asks for JPEG instead.
 */
export class FeedVideo {
  readonly #options: FeedVideoOptions;
  readonly #decoder: FeedDecoder;
  readonly #arrivals: number[] = [];
  #jpegOnly: boolean;
  #socket: { readonly close: () => void } | undefined;
  #cancelRetry: (() => void) | undefined;
  #attempts = 0;
  #running = false;
  #newest: FeedPicture | undefined;
  #dropped = 0;
  #jpegWaiting: VideoMessage | undefined;
  #jpegBusy = false;

  constructor(options: FeedVideoOptions) {
    this.#options = options;
    this.#jpegOnly = options.createDecoder === undefined;
    this.#decoder = new FeedDecoder({
      create: (codec, handlers) => {
        if (options.createDecoder === undefined) throw new Error("This browser has no VideoDecoder.");
        return options.createDecoder(codec, handlers);
      },
      onPicture: (picture) => this.#keep(picture),
      onRefused: () => this.#askForJpeg(),
    });
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#connect();
  }

  /** While nobody looks nothing comes; `start` goes on with the newest. */
  stop(): void {
    this.#running = false;
    this.#cancelRetry?.();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.#decoder.close();
    this.#jpegWaiting = undefined;
    this.#newest?.close();
    this.#newest = undefined;
  }

  /** The newest picture if there is one that wasn't taken yet; it is the taker's to close. */
  take(): FeedPicture | undefined {
    const picture = this.#newest;
    this.#newest = undefined;
    return picture;
  }

  stats(): FeedVideoStats {
    const nowMs = this.#options.nowMs();
    while ((this.#arrivals[0] ?? nowMs) < nowMs - rateOverMs) this.#arrivals.shift();
    return {
      framesPerS: this.#arrivals.length / (rateOverMs / 1000),
      dropped: this.#dropped + this.#decoder.left,
    };
  }

  #connect(): void {
    const query = this.#jpegOnly ? "?delivery=jpeg" : "";
    const socket = this.#options.openSocket(`/api/feeds/${encodeURIComponent(this.#options.feedId)}/video${query}`, {
      onOpen: () => undefined,
      onData: (data) => {
        if (this.#socket === socket) this.#receive(data);
      },
      onClose: () => {
        if (this.#socket === socket) this.#lost();
      },
    });
    this.#socket = socket;
  }

  #lost(): void {
    this.#socket = undefined;
    this.#decoder.close();
    if (!this.#running) return;
    const delayMs = Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(this.#attempts++, 8));
    this.#cancelRetry = this.#options.after(delayMs, () => this.#connect());
  }

  #askForJpeg(): void {
    this.#jpegOnly = true;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    if (this.#running) this.#connect();
  }

  #receive(data: unknown): void {
    if (typeof data === "string") {
      const message = parseFeedMessage(data);
      if (message?.type === "boxes") this.#options.onBoxes(message);
      if (message?.type === "config") this.#configure(message);
      return;
    }
    if (!(data instanceof ArrayBuffer)) return;
    const message = decodeVideoMessage(new Uint8Array(data));
    if (message === undefined) return;
    this.#attempts = 0;
    if (message.kind !== "jpeg") {
      this.#decoder.push(message);
      return;
    }
    if (this.#jpegWaiting !== undefined) this.#dropped++;
    this.#jpegWaiting = message;
    void this.#decodeJpeg();
  }

  #configure(config: FeedConfig): void {
    this.#options.onConfig(config);
    if (config.delivery !== "h264") return;
    // A station that sends H.264 although it was asked for JPEG can't do better: asking again would only go in circles.
    if (this.#jpegOnly) return;
    if (config.codec === undefined) this.#askForJpeg();
    else this.#decoder.configure(config.codec);
  }

  /** One at a time: while one is decoded only the newest of those that come waits. */
  async #decodeJpeg(): Promise<void> {
    if (this.#jpegBusy) return;
    this.#jpegBusy = true;
    while (this.#jpegWaiting !== undefined) {
      const { data, captureMs } = this.#jpegWaiting;
      this.#jpegWaiting = undefined;
      try {
        const source = await this.#options.decodeJpeg(data);
        this.#keep({
          source,
          widthPx: source.width,
          heightPx: source.height,
          captureMs,
          close: () => source.close(),
        });
      } catch {
        // A damaged picture: the next one comes.
        this.#dropped++;
      }
    }
    this.#jpegBusy = false;
  }

  #keep(picture: FeedPicture): void {
    if (!this.#running) {
      picture.close();
      return;
    }
    this.#arrivals.push(this.#options.nowMs());
    if (this.#newest !== undefined) {
      this.#newest.close();
      this.#dropped++;
    }
    this.#newest = picture;
  }
}
