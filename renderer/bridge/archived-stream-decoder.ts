import type { ArchivedPicture } from "./archived-pieces.ts";
import type { ChunkDecoder, CreateChunkDecoder, FeedPicture } from "./feed-decoder.ts";

export interface ArchivedStreamDecoderOptions {
  readonly create: CreateChunkDecoder;
  readonly onPicture: (picture: FeedPicture, of: ArchivedPicture) => void;
  /** Monotonic, ms. */
  readonly nowMs: () => number;
}

/** A decoder that holds a picture back until it is told that no more comes is told so after this, ms. */
const heldMs = 120;
/** What hasn't come by then doesn't come. */
const givenUpMs = 3_000;
/** Beyond so many pictures a key in between is nearer. */
const mostAhead = 90;
/** A stream that broke so many decoders in a row can't be decoded here. */
const mostFailures = 3;

interface Run {
  readonly decoder: ChunkDecoder;
  readonly codec: string;
  readonly waiting: Map<number, ArchivedPicture>;
  /** Pictures before this one are only what it builds on. */
  shownFrom: ArchivedPicture;
  last: ArchivedPicture;
  fedMs: number;
  flushed: boolean;
}

/** Decodes single pictures of a recorded H.264 stream: from its key on, or on from the one before. */
export class ArchivedStreamDecoder {
  readonly #options: ArchivedStreamDecoderOptions;
  #run: Run | undefined;
  #count = 0;
  #failures = 0;

  constructor(options: ArchivedStreamDecoderOptions) {
    this.#options = options;
  }

  /** It waits for a picture that was asked for. */
  get isBusy(): boolean {
    return this.#run?.waiting.has(this.#count) ?? false;
  }

  /** To be called again and again while it is busy. */
  tick(): void {
    const run = this.#run;
    if (run === undefined || !this.isBusy) return;
    const waitedMs = this.#options.nowMs() - run.fedMs;
    if (waitedMs >= givenUpMs) this.close();
    if (run.flushed || waitedMs < heldMs) return;
    run.flushed = true;
    run.decoder.flush?.();
  }

  /** @param index of the picture that is wanted, of these in the order in which they are decoded */
  show(pictures: readonly ArchivedPicture[], index: number): void {
    const wanted = pictures[index];
    if (wanted?.config.codec === undefined || this.#failures >= mostFailures) return;
    const key = pictures.findLastIndex(({ kind }, i) => i <= index && kind === "key");
    if (key < 0) return;
    const done = this.#run === undefined ? -1 : pictures.findLastIndex((one) => isSame(one, this.#run?.last), index);
    const goesOn =
      this.#run !== undefined &&
      !this.#run.flushed &&
      this.#run.codec === wanted.config.codec &&
      done >= 0 &&
      done < index &&
      (done >= key - 1 || index - done <= mostAhead) &&
      isUnbroken(pictures.slice(done, index + 1));
    if (!goesOn) this.#begin(wanted.config.codec, wanted);
    this.#feed(pictures.slice(goesOn ? done + 1 : key, index + 1));
  }

  close(): void {
    const run = this.#run;
    this.#run = undefined;
    try {
      run?.decoder.close();
    } catch {
      // One that failed is closed already.
    }
  }

  #begin(codec: string, wanted: ArchivedPicture): void {
    this.close();
    try {
      const waiting = new Map<number, ArchivedPicture>();
      const decoder: ChunkDecoder = this.#options.create(codec, {
        onPicture: (source, timestampUs) => {
          const n = timestampUs / 1000;
          const of = waiting.get(n);
          waiting.delete(n);
          const { shownFrom } = this.#run ?? {};
          const isShown = shownFrom !== undefined && of !== undefined && of.captureMs >= shownFrom.captureMs;
          if (this.#run?.decoder !== decoder || !isShown) return source.close();
          this.#failures = 0;
          const { displayWidth: widthPx, displayHeight: heightPx } = source;
          this.#options.onPicture(
            { source, widthPx, heightPx, captureMs: of.captureMs, close: () => source.close() },
            of,
          );
        },
        onError: () => {
          if (this.#run?.decoder === decoder) this.#failed();
        },
      });
      const fedMs = this.#options.nowMs();
      this.#run = { decoder, codec, waiting, shownFrom: wanted, last: wanted, fedMs, flushed: false };
    } catch {
      this.#failed();
    }
  }

  #feed(pictures: readonly ArchivedPicture[]): void {
    const run = this.#run;
    if (run === undefined) return;
    try {
      for (const picture of pictures) {
        this.#count += 1;
        run.waiting.set(this.#count, picture);
        run.last = picture;
        run.decoder.decode({ key: picture.kind === "key", timestampUs: this.#count * 1000, data: picture.data });
      }
      run.fedMs = this.#options.nowMs();
    } catch {
      this.#failed();
    }
  }

  #failed(): void {
    this.close();
    this.#failures += 1;
  }
}

const isSame = (a: ArchivedPicture, b: ArchivedPicture | undefined): boolean =>
  a.sequence === b?.sequence && a.captureMs === b.captureMs;

const isUnbroken = (pictures: readonly ArchivedPicture[]): boolean =>
  pictures.every(
    ({ sequence, kind }, i) => i === 0 || kind === "key" || sequence === (pictures[i - 1]?.sequence ?? 0) + 1,
  );
