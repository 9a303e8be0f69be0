import { FrameReceiver } from "./frame-receiver.ts";
import type { PictureSource, SourceEvents } from "./picture-source.ts";

export interface Y16SourceOptions {
  readonly host: string;
  readonly port: number;
  readonly latencyMs: number;
  readonly now: () => number;
  readonly events: SourceEvents;
}

/** The raw radiometric stream of y16-stream.ts: the camera itself says when each picture was taken. */
export class Y16Source implements PictureSource {
  readonly #options: Y16SourceOptions;
  #receiver: FrameReceiver;
  #latencyMs: number;

  constructor(options: Y16SourceOptions) {
    this.#options = options;
    this.#latencyMs = options.latencyMs;
    options.events.codec("y16");
    this.#receiver = this.#open();
  }

  setLatency({ latencyMs }: { readonly latencyMs: number }): void {
    this.#latencyMs = latencyMs;
  }

  retry(): void {
    this.#receiver.close();
    this.#receiver = this.#open();
  }

  close(): Promise<void> {
    this.#receiver.close();
    return Promise.resolve();
  }

  #open(): FrameReceiver {
    const { host, port, now, events } = this.#options;
    return new FrameReceiver({
      host,
      port,
      onBytes: () => events.bytes(),
      onState: (state, fault) => events.state(state, fault),
      onFrame: ({ data, radiometry, ...frame }) =>
        events.frame({
          ...frame,
          values: { kind: "counts", data, ...(radiometry ? { radiometry } : {}) },
          captureProcessMs: now() - this.#latencyMs,
        }),
    });
  }
}
