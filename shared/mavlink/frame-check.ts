import { type Dialect, dialect, idLimit } from "./dialect.ts";
import type { Frame } from "./frame.ts";
import { cleanRunFrames, UnknownIdJudge } from "./unknown-ids.ts";
import { x25, x25Byte } from "./x25.ts";

export const magic1 = 0xfe;
export const magic2 = 0xfd;
/** Both magic bytes are at the top of the range, so most bytes take one comparison. */
export const isMagic = (byte: number): boolean => byte >= magic2 && byte <= magic1;

/** Header with magic byte, and checksum. */
const overhead1 = 8;
const overhead2 = 12;
export const signatureLength = 13;
/** The longest frame there is: MAVLink 2, signed, full payload. */
export const maxFrameLength = overhead2 + 255 + signatureLength;
const flagSigned = 0x01;

/** What `check` says of a candidate besides its length. */
export const incomplete = 0;
export const rejected = -1;

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

const emptyFrame = (): Frame => ({
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
});

/**
 * Checks one candidate frame at a time and describes it in one reused `frame`. What it remembers between candidates
 * serves only to judge unknown ids, so the verdict on a known frame depends on nothing but its bytes.
 */
export class FrameChecker {
  readonly frame: Frame = emptyFrame();
  readonly stats: ScanStats = { frames: 0, skippedBytes: 0, badChecksums: 0, unknown: 0 };
  readonly #crcExtraOfId: Int16Array;
  readonly #judge = new UnknownIdJudge();
  #skippedAtLastFrame = 0;
  /** `stats.frames` when something was last skipped; from the start a stream counts as clean. */
  #framesAtBreak = -cleanRunFrames;
  #lastSender = -1;

  constructor(tables: Dialect = dialect()) {
    this.#crcExtraOfId = tables.crcExtraOfId;
  }

  /**
   * @param at where a magic byte may be; bytes up to `end` are there
   * @returns the frame's length, `frame` describing it; or `incomplete` (more bytes decide); or `rejected`
   */
  check(bytes: Uint8Array, at: number, end: number): number {
    const magic = bytes[at];
    if (magic === magic2) return this.#check2(bytes, at, end - at);
    if (magic === magic1) return this.#check1(bytes, at, end - at);
    return rejected;
  }

  #check2(bytes: Uint8Array, at: number, available: number): number {
    if (available < 10) return available > 2 && (bytes[at + 2] ?? 0) > flagSigned ? rejected : incomplete;
    const flags = bytes[at + 2] ?? 0;
    // A frame with a flag that we don't understand can't be interpreted, says the protocol.
    if (flags > flagSigned) return rejected;
    const payloadLength = bytes[at + 1] ?? 0;
    const length = overhead2 + payloadLength + (flags === flagSigned ? signatureLength : 0);
    const messageId = (bytes[at + 7] ?? 0) | ((bytes[at + 8] ?? 0) << 8) | ((bytes[at + 9] ?? 0) << 16);
    const crcExtra = messageId < idLimit ? (this.#crcExtraOfId[messageId] ?? -1) : -1;
    const systemId = bytes[at + 5] ?? 0;
    const componentId = bytes[at + 6] ?? 0;
    const crcAt = at + 10 + payloadLength;
    if (crcExtra < 0) {
      const verdict = this.#checkUnknown(bytes, at, length, available, crcAt, messageId, systemId, componentId);
      if (verdict <= 0) return verdict;
    } else {
      if (available < length) return incomplete;
      if (!this.#checksumHolds(bytes, at, crcAt, crcExtra)) return rejected;
    }
    const frame = this.frame;
    frame.version = 2;
    frame.sequence = bytes[at + 4] ?? 0;
    frame.signed = flags === flagSigned;
    frame.payloadStart = at + 10;
    frame.payloadLength = payloadLength;
    return this.#accept(bytes, at, length, systemId, componentId, messageId, crcExtra);
  }

  #check1(bytes: Uint8Array, at: number, available: number): number {
    if (available < 6) return incomplete;
    const payloadLength = bytes[at + 1] ?? 0;
    const length = overhead1 + payloadLength;
    const messageId = bytes[at + 5] ?? 0;
    const crcExtra = this.#crcExtraOfId[messageId] ?? -1;
    const systemId = bytes[at + 3] ?? 0;
    const componentId = bytes[at + 4] ?? 0;
    const crcAt = at + 6 + payloadLength;
    if (crcExtra < 0) {
      const verdict = this.#checkUnknown(bytes, at, length, available, crcAt, messageId, systemId, componentId);
      if (verdict <= 0) return verdict;
    } else {
      if (available < length) return incomplete;
      if (!this.#checksumHolds(bytes, at, crcAt, crcExtra)) return rejected;
    }
    const frame = this.frame;
    frame.version = 1;
    frame.sequence = bytes[at + 2] ?? 0;
    frame.signed = false;
    frame.payloadStart = at + 6;
    frame.payloadLength = payloadLength;
    return this.#accept(bytes, at, length, systemId, componentId, messageId, crcExtra);
  }

  #checksumHolds(bytes: Uint8Array, at: number, crcAt: number, crcExtra: number): boolean {
    const crc = x25Byte(x25(bytes, at + 1, crcAt), crcExtra);
    if (((bytes[crcAt] ?? 0) | ((bytes[crcAt + 1] ?? 0) << 8)) === crc) return true;
    this.stats.badChecksums++;
    return false;
  }

  #accept(
    bytes: Uint8Array,
    at: number,
    length: number,
    systemId: number,
    componentId: number,
    messageId: number,
    crcExtra: number,
  ): number {
    const { frame, stats } = this;
    frame.systemId = systemId;
    frame.componentId = componentId;
    frame.messageId = messageId;
    frame.known = crcExtra >= 0;
    // Storing a young object into an old one costs; chunks are much rarer than frames.
    if (frame.bytes !== bytes) frame.bytes = bytes;
    frame.start = at;
    frame.length = length;
    if (stats.skippedBytes !== this.#skippedAtLastFrame) this.breakRun();
    stats.frames++;
    if (crcExtra < 0) stats.unknown++;
    else {
      const sender = (systemId << 8) | componentId;
      if (sender !== this.#lastSender) {
        this.#lastSender = sender;
        this.#judge.heard(systemId, componentId);
      }
    }
    return length;
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

  #checkUnknown(
    bytes: Uint8Array,
    at: number,
    length: number,
    available: number,
    crcAt: number,
    messageId: number,
    systemId: number,
    componentId: number,
  ): number {
    const cleanRun = this.#cleanRunHere();
    if (!this.#judge.isPlausible(systemId, componentId, cleanRun)) return rejected;
    if (available < length) return incomplete;
    const verdict = this.#judge.judge(messageId, bytes, at + 1, crcAt, cleanRun);
    if (verdict === "noise") return rejected;
    if (verdict === "likely" && this.#holdsKnownFrame(bytes, at + 1, at + length)) return rejected;
    return length;
  }

  /** Whether a frame with a verified checksum lies whole between `from` and `to`: then what surrounds it isn't one. */
  #holdsKnownFrame(bytes: Uint8Array, from: number, to: number): boolean {
    for (let at = from; at < to; at++) {
      const magic = bytes[at];
      if (magic !== magic1 && magic !== magic2) continue;
      const isTwo = magic === magic2;
      const header = isTwo ? 10 : 6;
      const crcAt = at + header + (bytes[at + 1] ?? 0);
      if (at + header > to || crcAt + 2 > to) continue;
      const messageId = isTwo
        ? (bytes[at + 7] ?? 0) | ((bytes[at + 8] ?? 0) << 8) | ((bytes[at + 9] ?? 0) << 16)
        : (bytes[at + 5] ?? 0);
      const crcExtra = messageId < idLimit ? (this.#crcExtraOfId[messageId] ?? -1) : -1;
      if (crcExtra < 0) continue;
      const crc = x25Byte(x25(bytes, at + 1, crcAt), crcExtra);
      if (((bytes[crcAt] ?? 0) | ((bytes[crcAt + 1] ?? 0) << 8)) === crc) return true;
    }
    return false;
  }
}
