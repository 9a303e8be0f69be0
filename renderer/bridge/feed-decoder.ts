import type { VideoMessage } from "../../shared/wire/video-message.ts";

/** One decoded picture; whoever takes it closes it. */
export interface FeedPicture {
  readonly source: VideoFrame | ImageBitmap;
  readonly widthPx: number;
  readonly heightPx: number;
  /** When it was taken, station clock, ms. */
  readonly captureMs: number;
  readonly close: () => void;
}

/** What of a WebCodecs VideoDecoder is needed; `timestampUs` of a chunk comes back with its picture. */
export interface ChunkDecoder {
  readonly queued: () => number;
  readonly decode: (chunk: { readonly key: boolean; readonly timestampUs: number; readonly data: Uint8Array }) => void;
  /** Hands out what it holds back; then it needs a key. */
  readonly flush?: () => void;
  readonly close: () => void;
}

/** Makes a decoder for a codec; throws or calls `onError` where it can't. */
export type CreateChunkDecoder = (
  codec: string,
  handlers: {
    readonly onPicture: (source: VideoFrame, timestampUs: number) => void;
    readonly onError: (detail: string) => void;
  },
) => ChunkDecoder;

export interface FeedDecoderOptions {
  readonly create: CreateChunkDecoder;
  readonly onPicture: (picture: FeedPicture) => void;
  /** It can't be decoded here at all: it failed again and again and brought no picture. */
  readonly onRefused: () => void;
}

/** More pieces than these waiting mean that this computer is too slow: the rest up to the next key is left out. */
const mostQueued = 12;
/** A stream that broke three decoders in a row without one picture is none that this browser understands. */
const mostFailures = 3;

/**
 * Decodes a feed's H.264: begins with a key, and after a fault, a gap or a jam waits for the next one, because what builds
 * on a missing piece is smeared.
 */
export class FeedDecoder {
  readonly #options: FeedDecoderOptions;
  readonly #captureMs = new Map<number, number>();
  #codec: string | undefined;
  #decoder: ChunkDecoder | undefined;
  #needsKey = true;
  #lastSequence: number | undefined;
  #pieces = 0;
  #failures = 0;
  #left = 0;

  constructor(options: FeedDecoderOptions) {
    this.#options = options;
  }

  /** Pieces that were left out, waiting for a key. */
  get left(): number {
    return this.#left;
  }

  configure(codec: string): void {
    this.#end();
    this.#codec = codec;
  }

  push({ kind, sequence, captureMs, data }: VideoMessage): void {
    if (this.#codec === undefined || kind === "jpeg") return;
    const follows = this.#lastSequence === undefined || sequence === (this.#lastSequence + 1) >>> 0;
    this.#lastSequence = sequence;
    if (!follows || (this.#decoder !== undefined && this.#decoder.queued() > mostQueued)) this.#needsKey = true;
    if (this.#needsKey && kind !== "key") {
      this.#left++;
      return;
    }
    this.#needsKey = false;
    // Counted and not the capture time: two pieces may claim the same moment, and some decoders want growing times.
    const timestampUs = ++this.#pieces * 1000;
    this.#captureMs.set(timestampUs, captureMs);
    for (const old of this.#captureMs.keys()) {
      if (this.#captureMs.size <= 4 * mostQueued) break;
      this.#captureMs.delete(old);
    }
    try {
      this.#decoder ??= this.#create(this.#codec);
      this.#decoder.decode({ key: kind === "key", timestampUs, data });
    } catch {
      this.#failed();
    }
  }

  close(): void {
    this.#end();
    this.#codec = undefined;
  }

  #create(codec: string): ChunkDecoder {
    const decoder = this.#options.create(codec, {
      onPicture: (source, timestampUs) => {
        const captureMs = this.#captureMs.get(timestampUs);
        if (this.#decoder !== decoder || captureMs === undefined) return source.close();
        this.#captureMs.delete(timestampUs);
        this.#failures = 0;
        this.#options.onPicture({
          source,
          widthPx: source.displayWidth,
          heightPx: source.displayHeight,
          captureMs,
          close: () => source.close(),
        });
      },
      onError: () => {
        if (this.#decoder === decoder) this.#failed();
      },
    });
    return decoder;
  }

  #failed(): void {
    this.#end();
    if (++this.#failures >= mostFailures) {
      this.#codec = undefined;
      this.#options.onRefused();
    }
  }

  #end(): void {
    const decoder = this.#decoder;
    this.#decoder = undefined;
    this.#needsKey = true;
    this.#captureMs.clear();
    try {
      decoder?.close();
    } catch {
      // One that failed is closed already.
    }
  }
}
