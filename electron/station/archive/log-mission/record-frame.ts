import { specOfId } from "../../../../shared/mavlink/dialect.ts";
import type { Frame } from "../../../../shared/mavlink/frame.ts";

const magic1 = 0xfe;
const header1 = 6;
const header2 = 10;
const checksumLength = 2;

/** Describes the frames of a log, which were checked when its index was made. One object is used again and again. */
export class RecordFrame {
  readonly #frame: Frame = {
    version: 2,
    systemId: 0,
    componentId: 0,
    sequence: 0,
    messageId: 0,
    signed: false,
    known: true,
    bytes: new Uint8Array(0),
    start: 0,
    length: 0,
    payloadStart: 0,
    payloadLength: 0,
  };

  /** @param bytes one whole frame; borrowed for as long as what comes back is used */
  of(bytes: Uint8Array): Frame {
    const frame = this.#frame;
    // The whole buffer, so that the decoder's view of it serves for all its frames.
    if (frame.bytes.buffer !== bytes.buffer) frame.bytes = new Uint8Array(bytes.buffer);
    const at = (offset: number): number => bytes[offset] ?? 0;
    const isFirst = at(0) === magic1;
    const header = isFirst ? header1 : header2;
    frame.version = isFirst ? 1 : 2;
    frame.payloadLength = at(1);
    frame.signed = !isFirst && at(2) === 1;
    frame.sequence = at(isFirst ? 2 : 4);
    frame.systemId = at(isFirst ? 3 : 5);
    frame.componentId = at(isFirst ? 4 : 6);
    frame.messageId = isFirst ? at(5) : at(7) | (at(8) << 8) | (at(9) << 16);
    frame.known = specOfId(frame.messageId) !== undefined;
    frame.start = bytes.byteOffset;
    frame.length = bytes.length;
    frame.payloadStart = bytes.byteOffset + header;
    frame.payloadLength = Math.min(frame.payloadLength, Math.max(0, bytes.length - header - checksumLength));
    return frame;
  }
}
