import { describeFrame } from "../../../../shared/mavlink/describe-frame.ts";
import { specOfId } from "../../../../shared/mavlink/dialect.ts";
import { emptyFrame, type Frame } from "../../../../shared/mavlink/frame.ts";
import { viewOf } from "../../../../shared/mavlink/x25.ts";

/** Describes the frames of a log, which were checked when its index was made. One object is used again and again. */
export class RecordFrame {
  readonly #frame = emptyFrame(new Uint8Array(0));
  #view = viewOf(this.#frame.bytes);

  /** @param bytes one whole frame; borrowed for as long as what comes back is used */
  of(bytes: Uint8Array): Frame {
    const frame = this.#frame;
    // The whole buffer, so that the decoder's view of it serves for all its frames.
    if (frame.bytes.buffer !== bytes.buffer) {
      frame.bytes = new Uint8Array(bytes.buffer);
      this.#view = viewOf(frame.bytes);
    }
    describeFrame(frame, this.#view, bytes.byteOffset);
    frame.known = specOfId(frame.messageId) !== undefined;
    return frame;
  }
}
