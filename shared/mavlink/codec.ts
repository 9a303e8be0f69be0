import { compileDecoder, type Decoder } from "./decoder.ts";
import { dialect, idLimit } from "./dialect.ts";
import type { Frame } from "./frame.ts";
import type { MessageSpec } from "./message-spec.ts";
import type { MavlinkMessage } from "./messages.ts";
import { once } from "./once.ts";

export { FrameWriter, type FrameWriterOptions } from "./frame-writer.ts";

/** Decodes frames with one set of compiled decoders, each compiled on first use. */
export class MessageDecoder {
  readonly #compile: (spec: MessageSpec) => Decoder;
  readonly #tables = dialect();
  readonly #decoders: (Decoder | undefined)[] = [undefined, ...this.#tables.specs.map(() => undefined)];
  /** A payload that was cut short is completed with zeros here. */
  readonly #padded = new Uint8Array(256);
  readonly #paddedView = new DataView(this.#padded.buffer);
  #buffer: ArrayBufferLike = this.#padded.buffer;
  #byteOffset = 0;
  #view: DataView = this.#paddedView;

  /** @param compile another way to make decoders, such as `composeDecoder` */
  constructor(compile: (spec: MessageSpec) => Decoder = compileDecoder) {
    this.#compile = compile;
  }

  /** The frame's message, owned by the caller; undefined where its id isn't in the dialect. Never throws. */
  decode(frame: Frame): MavlinkMessage | undefined {
    const { messageId } = frame;
    const slot = messageId < idLimit ? (this.#tables.slotOfId[messageId] ?? 0) : 0;
    const spec = this.#tables.specs[slot - 1];
    if (spec === undefined) return undefined;
    let decoder = this.#decoders[slot];
    if (decoder === undefined) {
      decoder = this.#compile(spec);
      this.#decoders[slot] = decoder;
    }
    const { bytes, payloadStart, payloadLength } = frame;
    if (payloadLength < spec.payloadLength) {
      const padded = this.#padded;
      for (let at = 0; at < payloadLength; at++) padded[at] = bytes[payloadStart + at] ?? 0;
      for (let at = payloadLength; at < spec.payloadLength; at++) padded[at] = 0;
      return decoder(this.#paddedView, padded, 0);
    }
    if (bytes.buffer !== this.#buffer || bytes.byteOffset !== this.#byteOffset) {
      this.#buffer = bytes.buffer;
      this.#byteOffset = bytes.byteOffset;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset);
    }
    return decoder(this.#view, bytes, payloadStart);
  }
}

const shared = once(() => new MessageDecoder());

/** The frame's message, owned by the caller; undefined where its id isn't in the dialect. Never throws. */
export const decodeMessage = (frame: Frame): MavlinkMessage | undefined => shared().decode(frame);
