import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FeedView } from "../../../shared/wire/feeds.ts";
import type { FeedService } from "../server/station-service.ts";
import { FeedPictures, type FeedPicturesOptions } from "./feed-pictures.ts";
import type { KeptFeed } from "./kept-feed.ts";

export interface PictureRecorderOptions extends Pick<FeedPicturesOptions, "openFile" | "onWritten" | "positionOf"> {
  /** Of a session; made when there is anything to be kept. */
  readonly folder: string;
  readonly feeds: Pick<FeedService, "has" | "watch">;
  readonly views: () => ReadonlyMap<string, FeedView>;
  /** JPEGs are made for the record alone where nobody watches: so many a second at most. */
  readonly jpegsPerS: number;
  readonly onFailed: (error: unknown) => void;
}

interface Recorded {
  readonly kept: KeptFeed;
  readonly folder: string;
  readonly pictures: FeedPictures;
  isNamed: boolean;
  /** Undefined while it isn't watched. */
  stop: (() => void) | undefined;
}

/** Watches every feed that shows something, and writes down what it shows. */
export class PictureRecorder {
  readonly #options: PictureRecorderOptions;
  readonly #feeds = new Map<string, Recorded>();
  #isOn = true;

  constructor(options: PictureRecorderOptions) {
    this.#options = options;
  }

  /** To be called about once a second: feeds come and go. */
  look(): void {
    if (!this.#isOn) return;
    for (const view of this.#options.views().values()) {
      if (view.state !== "streaming" || !this.#options.feeds.has(view.id)) continue;
      const recorded = this.#feeds.get(view.id) ?? this.#begin(view);
      recorded.stop ??= this.#watch(view.id, recorded);
    }
  }

  /** Nothing is watched and made for the record from now on. */
  pause(): void {
    this.#isOn = false;
    for (const recorded of this.#feeds.values()) {
      recorded.stop?.();
      recorded.stop = undefined;
      recorded.pictures.interrupt();
    }
  }

  /** After `pause`, or a disk that failed. */
  resume(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    for (const { pictures } of this.#feeds.values()) pictures.retry();
  }

  async flush(): Promise<void> {
    await Promise.all([...this.#feeds.values()].map(({ pictures }) => pictures.flush()));
  }

  async close(): Promise<void> {
    this.pause();
    await Promise.all([...this.#feeds.values()].map(({ pictures }) => pictures.close()));
  }

  #begin({ id, vehicleId, name }: FeedView): Recorded {
    const folder = join(this.#options.folder, "feeds", String(this.#feeds.size + 1));
    const recorded: Recorded = {
      kept: { id, vehicleId, name },
      folder,
      pictures: new FeedPictures({
        ...this.#options,
        folder,
        onGone: () => {
          recorded.stop = undefined;
        },
      }),
      isNamed: false,
      stop: undefined,
    };
    this.#feeds.set(id, recorded);
    return recorded;
  }

  /** Pictures without a word of whose they are would be nobody's. */
  async #name(recorded: Recorded): Promise<void> {
    if (recorded.isNamed) return;
    recorded.isNamed = true;
    try {
      await mkdir(recorded.folder, { recursive: true });
      await writeFile(join(recorded.folder, "feed.json"), JSON.stringify(recorded.kept));
    } catch (error) {
      recorded.isNamed = false;
      this.#options.onFailed(error);
    }
  }

  #watch(id: string, recorded: Recorded): (() => void) | undefined {
    void this.#name(recorded);
    recorded.pictures.interrupt();
    return this.#options.feeds.watch(id, recorded.pictures, { jpegsPerS: this.#options.jpegsPerS });
  }
}
