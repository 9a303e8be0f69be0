import { dialect, idLimit } from "./dialect.ts";
import { emptyFrame, type Frame } from "./frame.ts";
import { cleanRunFrames, UnknownIdJudge } from "./unknown-ids.ts";
import { viewOf, x25, x25Byte, x25ImpliedByte } from "./x25.ts";

/** First byte of a MAVLink 1 frame. */
export const magic1 = 0xfe;
/** First byte of a MAVLink 2 frame. */
export const magic2 = 0xfd;
/** Both magic bytes are at the top of the range, so most bytes take one comparison. */
export const isMagic = (byte: number): boolean => byte >= magic2 && byte <= magic1;

/** Magic byte and what else comes before the payload. */
const header1 = 6;
const header2 = 10;
/** Header and checksum. */
const overhead1 = header1 + 2;
const overhead2 = header2 + 2;
/** Link id, 48-bit timestamp and 48-bit signature behind the checksum, bytes. */
export const signatureLength = 13;
/** The longest frame there is: MAVLink 2, signed, full payload. */
const maxFrameLength = overhead2 + 255 + signatureLength;
/** Bytes behind a magic byte that decide about a candidate in every case: a frame, and one that starts inside it. */
export const decisiveLength = 2 * maxFrameLength;
const flagSigned = 0x01;

/** What `check` says of a candidate besides its length. */
export const incomplete = 0;
/** No frame starts here. */
export const rejected = -1;

/** Counted since the scanner began. */
export interface ScanStats {
  /** Frames handed over, unknown ones too. */
  frames: number;
  /** Bytes that belong to no frame. */
  skippedBytes: number;
  /** Complete candidates of a known id whose checksum didn't match. In noise most were no frames at all. */
  badChecksums: number;
  /** Frames handed over whose id isn't in the dialect. */
  unknown: number;
}

/** The whole length that the header at `at` claims, or `incomplete` where too little of it is there to tell. */
export const candidateLength = (bytes: Uint8Array, at: number, end: number): number => {
  const isTwo = bytes[at] === magic2;
  if (end - at < (isTwo ? 3 : 2)) return incomplete;
  const payloadLength = bytes[at + 1] ?? 0;
  if (!isTwo) return overhead1 + payloadLength;
  return overhead2 + payloadLength + ((bytes[at + 2] ?? 0) & flagSigned ? signatureLength : 0);
};

/**
 * Checks one candidate frame at a time and describes it in one reused `frame`. What it remembers between candidates
 * serves only to judge unknown ids, so the verdict on a known frame depends on nothing but its bytes.
 */
export class FrameChecker {
  readonly frame: Frame = emptyFrame(new Uint8Array(0));
  readonly stats: ScanStats = { frames: 0, skippedBytes: 0, badChecksums: 0, unknown: 0 };
  readonly #crcExtraOfId = dialect().crcExtraOfId;
  readonly #gap: number;
  readonly #judge = new UnknownIdJudge();
  #view: DataView = viewOf(this.frame.bytes);
  #isLast = false;
  #skippedAtLastFrame = 0;
  /** `stats.frames` when something was last skipped; from the start a stream counts as clean. */
  #framesAtBreak = -cleanRunFrames;
  #lastSender = -1;

  /** @param gap bytes between one frame and the next in a clean stream */
  constructor({ gap }: { readonly gap: number }) {
    this.#gap = gap;
  }

  /**
   * The bytes that the following checks are about; borrowed until the next call.
   * @param isLast nothing will come behind them
   */
  use(bytes: Uint8Array, { isLast }: { readonly isLast: boolean }): void {
    this.frame.bytes = bytes;
    this.#view = viewOf(bytes);
    this.#isLast = isLast;
  }

  /**
   * @param at where a magic byte may be; bytes up to `end` are there
   * @returns the frame's length, `frame` describing it; or `incomplete` (more bytes decide); or `rejected`
   */
  check(at: number, end: number): number {
    const magic = this.frame.bytes[at];
    if (magic === magic2) return this.#check2(at, end - at);
    if (magic === magic1) return this.#check1(at, end - at);
    return rejected;
  }

  /**
   * The straight way through a clean stream: what a frame says isn't described, and nothing is counted but the frame.
   * @param at a byte that is there; those up to `end` are, too
   * @returns the length of a frame of MAVLink 2 of a known id; 0 where it takes `check` to decide
   */
  passes(at: number, end: number): number {
    const view = this.#view;
    const available = end - at;
    if (available < overhead2) return 0;
    // Magic byte, payload length and flags.
    const head = view.getInt32(at, true);
    const flags = (head >>> 16) & 0xff;
    if ((head & 0xff) !== magic2 || flags > flagSigned) return 0;
    const payloadLength = (head >>> 8) & 0xff;
    const length = overhead2 + payloadLength + flags * signatureLength;
    const source = view.getInt32(at + 5, true);
    const messageId = (source >>> 16) | (view.getUint8(at + 9) << 16);
    const crcExtra = messageId < idLimit ? (this.#crcExtraOfId[messageId] ?? -1) : -1;
    if (crcExtra < 0 || available < length) return 0;
    const crcAt = at + header2 + payloadLength;
    if (view.getUint16(crcAt, true) !== x25Byte(x25(view, at + 1, crcAt), crcExtra)) return 0;
    this.#count(source & 0xffff);
    return length;
  }

  #check2(at: number, available: number): number {
    const view = this.#view;
    if (available < overhead2) return available > 2 && view.getUint8(at + 2) > flagSigned ? rejected : incomplete;
    // Payload length, two bytes of flags, sequence.
    const head = view.getInt32(at + 1, true);
    const flags = (head >>> 8) & 0xff;
    // A frame with a flag that we don't understand can't be interpreted, says the protocol.
    if (flags > flagSigned) return rejected;
    const payloadLength = head & 0xff;
    const length = overhead2 + payloadLength + flags * signatureLength;
    // System, component, then 24 bits of message id.
    const source = view.getInt32(at + 5, true);
    const messageId = (source >>> 16) | (view.getUint8(at + 9) << 16);
    const crcExtra = messageId < idLimit ? (this.#crcExtraOfId[messageId] ?? -1) : -1;
    const crcAt = at + header2 + payloadLength;
    if (crcExtra < 0) {
      const verdict = this.#verifyUnknown(at, length, available, crcAt, messageId, source & 0xffff);
      if (verdict <= 0) return verdict;
    } else {
      if (available < length) return incomplete;
      if (view.getUint16(crcAt, true) !== x25Byte(x25(view, at + 1, crcAt), crcExtra)) {
        this.stats.badChecksums++;
        return rejected;
      }
    }
    const frame = this.frame;
    frame.version = 2;
    frame.sequence = head >>> 24;
    frame.signed = flags !== 0;
    frame.payloadStart = at + header2;
    frame.payloadLength = payloadLength;
    return this.#accept(at, length, source & 0xffff, messageId, crcExtra);
  }

  #check1(at: number, available: number): number {
    if (available < overhead1) return incomplete;
    const view = this.#view;
    const payloadLength = view.getUint8(at + 1);
    const length = overhead1 + payloadLength;
    const source = view.getUint16(at + 3, true);
    const messageId = view.getUint8(at + 5);
    const crcExtra = this.#crcExtraOfId[messageId] ?? -1;
    const verdict = this.#verify(at, length, available, at + header1 + payloadLength, messageId, source, crcExtra);
    if (verdict <= 0) return verdict;
    const frame = this.frame;
    frame.version = 1;
    frame.sequence = view.getUint8(at + 2);
    frame.signed = false;
    frame.payloadStart = at + header1;
    frame.payloadLength = payloadLength;
    return this.#accept(at, length, source, messageId, crcExtra);
  }

  /** @param source system in the low, component in the high byte */
  #verify(
    at: number,
    length: number,
    available: number,
    crcAt: number,
    messageId: number,
    source: number,
    crcExtra: number,
  ): number {
    if (crcExtra < 0) return this.#verifyUnknown(at, length, available, crcAt, messageId, source);
    if (available < length) return incomplete;
    if (this.#view.getUint16(crcAt, true) === x25Byte(x25(this.#view, at + 1, crcAt), crcExtra)) return length;
    this.stats.badChecksums++;
    return rejected;
  }

  #accept(at: number, length: number, source: number, messageId: number, crcExtra: number): number {
    const { frame } = this;
    frame.systemId = source & 0xff;
    frame.componentId = source >>> 8;
    frame.messageId = messageId;
    frame.known = crcExtra >= 0;
    frame.start = at;
    frame.length = length;
    this.#count(crcExtra < 0 ? -1 : source);
    return length;
  }

  /** @param source -1: of an unknown id */
  #count(source: number): void {
    const { stats } = this;
    if (stats.skippedBytes !== this.#skippedAtLastFrame) this.breakRun();
    stats.frames++;
    if (source < 0) stats.unknown++;
    else if (source !== this.#lastSender) {
      this.#lastSender = source;
      this.#judge.heard(source);
    }
  }

  /** The stream isn't clean here, whatever was counted so far. */
  breakRun(): void {
    this.#framesAtBreak = this.stats.frames;
    this.#skippedAtLastFrame = this.stats.skippedBytes;
  }

  /** Frames in a row up to here with nothing skipped between them. */
  #cleanRunHere(): number {
    if (this.stats.skippedBytes !== this.#skippedAtLastFrame) return 0;
    return this.stats.frames - this.#framesAtBreak;
  }

  #verifyUnknown(
    at: number,
    length: number,
    available: number,
    crcAt: number,
    messageId: number,
    source: number,
  ): number {
    const cleanRun = this.#cleanRunHere();
    if (!this.#judge.isPlausible(source, cleanRun)) return rejected;
    if (available < length) return incomplete;
    const view = this.#view;
    const implied = x25ImpliedByte(x25(view, at + 1, crcAt), view.getUint16(crcAt, true));
    if (implied < 0) return rejected;
    const isFirst = this.stats.frames === 0;
    const verdict = this.#judge.judge(messageId, implied, isFirst || this.#judge.wasHeard(source) ? cleanRun : 0);
    // A known frame that starts in here proves a likely candidate wrong; wait until each of them would be whole.
    if (verdict === "likely" && available < length + maxFrameLength && !this.#isLast) return incomplete;
    this.#judge.note(messageId, implied);
    if (verdict === "learned") return length;
    if (verdict === "doubtful" || !this.#isFollowed(at + length + this.#gap, at + available)) return rejected;
    return this.#holdsKnownFrame(at + 1, at + length, at + available) ? rejected : length;
  }

  /** Whether the next frame starts right here, or the stream ends. */
  #isFollowed(next: number, end: number): boolean {
    return next >= end || isMagic(this.#view.getUint8(next));
  }

  /** Whether a frame with a verified checksum starts between `from` and `to`; bytes up to `end` are there. */
  #holdsKnownFrame(from: number, to: number, end: number): boolean {
    const view = this.#view;
    for (let at = from; at < to && at + overhead1 <= end; at++) {
      const magic = view.getUint8(at);
      if (!isMagic(magic)) continue;
      const isTwo = magic === magic2;
      const crcAt = at + (isTwo ? header2 : header1) + view.getUint8(at + 1);
      if (crcAt + 2 > end) continue;
      const messageId = isTwo ? view.getUint16(at + 7, true) | (view.getUint8(at + 9) << 16) : view.getUint8(at + 5);
      const crcExtra = messageId < idLimit ? (this.#crcExtraOfId[messageId] ?? -1) : -1;
      if (crcExtra >= 0 && view.getUint16(crcAt, true) === x25Byte(x25(view, at + 1, crcAt), crcExtra)) return true;
    }
    return false;
  }
}
