import type { ChunkDecoder, CreateChunkDecoder } from "../../renderer/bridge/feed-decoder.ts";
import type { VideoKind, VideoMessage } from "../../shared/wire/video-message.ts";

export const piece = (kind: VideoKind, sequence: number, captureMs = 1_000 + sequence): VideoMessage => ({
  kind,
  sequence,
  captureMs,
  data: new Uint8Array([sequence & 0xff, 1, 2, 3]),
});

interface FakeFrame {
  readonly displayWidth: number;
  readonly displayHeight: number;
  closed: boolean;
  close(): void;
}

type Handlers = Parameters<CreateChunkDecoder>[1];
type Chunk = Parameters<ChunkDecoder["decode"]>[0];

export class FakeDecoder implements ChunkDecoder {
  readonly chunks: Chunk[] = [];
  waiting = 0;
  closed = false;
  /** How often it was told to hand out what it holds back. */
  flushes = 0;
  readonly #handlers: Handlers;

  constructor(handlers: Handlers) {
    this.#handlers = handlers;
  }

  queued = (): number => this.waiting;
  decode = (chunk: Chunk): void => void this.chunks.push(chunk);
  flush = (): void => {
    this.flushes += 1;
  };
  close = (): void => {
    this.closed = true;
  };

  /** Brings the picture of the chunk that came as number `i`. */
  give(i: number): FakeFrame {
    const frame: FakeFrame = {
      displayWidth: 640,
      displayHeight: 512,
      closed: false,
      close: () => {
        frame.closed = true;
      },
    };
    // Only its size is read and it is closed: a real one needs a browser.
    this.#handlers.onPicture(frame as unknown as VideoFrame, this.chunks[i]?.timestampUs ?? -1);
    return frame;
  }

  fail(): void {
    this.#handlers.onError("broken");
  }
}

/** Decoders in place of a browser's, each as it was made. */
export class FakeDecoders {
  readonly all: FakeDecoder[] = [];
  /** As a browser that doesn't know the codec. */
  refuses = false;

  readonly create: CreateChunkDecoder = (_codec, handlers) => {
    if (this.refuses) throw new Error("Unsupported codec.");
    const decoder = new FakeDecoder(handlers);
    this.all.push(decoder);
    return decoder;
  };

  get last(): FakeDecoder {
    const last = this.all.at(-1);
    if (last === undefined) throw new Error("No decoder was made yet.");
    return last;
  }
}
