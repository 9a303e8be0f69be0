import type { FeedMessage } from "../../../shared/wire/feeds.ts";
import { encodeVideoMessage, type VideoMessage } from "../../../shared/wire/video-message.ts";
import type { FeedWatcher } from "../server/station-service.ts";
import type { Piece } from "./piece-log/piece-entry.ts";
import { PieceWriter, type PieceWriterOptions } from "./piece-log/piece-writer.ts";

export interface FeedPicturesOptions extends Pick<PieceWriterOptions, "openFile" | "onWritten" | "onFailed"> {
  readonly folder: string;
  /** Where a time of the station's clock lies in the mission, ms. */
  readonly positionOf: (stationMs: number) => number;
  /** The feed must be watched anew. */
  readonly onGone: () => void;
}

/** Files that are thinned out one by one: some minutes of a stream. */
const fileBytes = 16 << 20;

const textBytes = (message: FeedMessage): Uint8Array => new TextEncoder().encode(JSON.stringify(message));

/** Writes down what a screen that watches a feed gets, with its times on the mission's clock. */
export class FeedPictures implements FeedWatcher {
  readonly #options: FeedPicturesOptions;
  readonly #writer: PieceWriter;
  /** What pictures mean from here on, and whether that is still to be written. */
  #config: Uint8Array | undefined;
  #isNewConfig = false;

  constructor(options: FeedPicturesOptions) {
    this.#options = options;
    this.#writer = new PieceWriter({ ...options, fileBytes });
  }

  message(message: FeedMessage): void {
    if (message.type === "config") {
      this.#config = textBytes(message);
      this.#isNewConfig = true;
      return;
    }
    const captureMs = this.#options.positionOf(message.captureMs);
    this.#writer.add(textPiece("boxes", captureMs, textBytes({ ...message, captureMs })));
  }

  picture(picture: VideoMessage): void {
    const positionMs = this.#options.positionOf(picture.captureMs);
    const config = this.#config === undefined ? undefined : textPiece("config", positionMs, this.#config);
    if (this.#isNewConfig && config !== undefined) this.#isNewConfig = !this.#writer.add(config);
    const { kind, sequence } = picture;
    const data = encodeVideoMessage({ ...picture, captureMs: positionMs });
    const before = kind === "delta" || config === undefined ? {} : { before: config };
    this.#writer.add({ positionMs, kind, tag: sequence, data, ...before });
  }

  gone(): void {
    this.interrupt();
    this.#options.onGone();
  }

  /** It isn't watched any more, or from the beginning. */
  interrupt(): void {
    this.#writer.interrupt();
  }

  flush(): Promise<void> {
    return this.#writer.flush();
  }

  /** After a failure: takes pictures again, into a new file. */
  retry(): void {
    this.#writer.retry();
  }

  close(): Promise<void> {
    return this.#writer.close();
  }
}

const textPiece = (kind: "config" | "boxes", positionMs: number, data: Uint8Array): Piece => ({
  ...{ kind, positionMs, data },
  tag: 0,
});
