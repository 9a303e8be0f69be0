import { dialect } from "./dialect.ts";
import type { Frame } from "./frame.ts";
import { magic2, signatureLength } from "./frame-check.ts";
import { sha256 } from "./sha256.ts";
import { viewOf, x25, x25Byte } from "./x25.ts";

const signingKeyLength = 32;

/** Signing time counts 10 microseconds since 2015-01-01 UTC. */
const signingEpochMs = 1_420_070_400_000;
const ticksPerMs = 100;
/** A stream that is new to us may be this far behind our own clock, as the MAVLink signing page has it. */
const newStreamLagTicks = 60_000 * ticksPerMs;
const shortHashLength = 6;
const radioStatusId = 109;

/** Signing time of a UTC time, ticks of 10 microseconds. */
const signingTicks = (utcMs: number): number => Math.max(0, Math.floor((utcMs - signingEpochMs) * ticksPerMs));

/**
 * The first 48 bits of SHA-256 over key, frame up to its checksum, link id and time: bytes 7-12 of the signature block.
 * @param signed the frame with checksum, and the 7 bytes of link id and time
 */
const shortHash = (key: Uint8Array, signed: Uint8Array): Uint8Array => {
  const input = new Uint8Array(key.length + signed.length);
  input.set(key);
  input.set(signed, key.length);
  return sha256(input).subarray(0, shortHashLength);
};

const checkKey = (key: Uint8Array): Uint8Array => {
  if (key.length !== signingKeyLength) throw new Error(`The signing key has ${key.length} bytes when expected 32.`);
  return key.slice();
};

/** Signs frames of one link; its time never stands still or goes back, whatever the clock does. */
export class FrameSigner {
  readonly #key: Uint8Array;
  readonly #linkId: number;
  #lastTicks = 0;

  /** @param linkId 0-255, one per link of this sender */
  constructor({ key, linkId }: { readonly key: Uint8Array; readonly linkId: number }) {
    this.#key = checkKey(key);
    this.#linkId = linkId;
  }

  /**
   * @param frameBytes an unsigned MAVLink 2 frame, which stays as it is
   * @returns the signed frame, owned by the caller
   */
  sign(frameBytes: Uint8Array, utcMs: number): Uint8Array {
    if (frameBytes[0] !== magic2 || frameBytes[2] !== 0)
      throw new Error("Only an unsigned MAVLink 2 frame can be signed.");
    const messageId = (frameBytes[7] ?? 0) | ((frameBytes[8] ?? 0) << 8) | ((frameBytes[9] ?? 0) << 16);
    const crcExtra = dialect().crcExtraOfId[messageId] ?? -1;
    if (crcExtra < 0) throw new Error(`Message id ${messageId} isn't in the dialect.`);
    const signed = new Uint8Array(frameBytes.length + signatureLength);
    signed.set(frameBytes);
    signed[2] = 0x01;
    const crcAt = frameBytes.length - 2;
    const view = viewOf(signed);
    const crc = x25Byte(x25(view, 1, crcAt), crcExtra);
    view.setUint16(crcAt, crc, true);
    this.#lastTicks = Math.max(this.#lastTicks + 1, signingTicks(utcMs));
    const at = frameBytes.length;
    signed[at] = this.#linkId;
    view.setUint32(at + 1, this.#lastTicks % 0x100000000, true);
    view.setUint16(at + 5, Math.floor(this.#lastTicks / 0x100000000), true);
    signed.set(shortHash(this.#key, signed.subarray(0, at + 7)), at + 7);
    return signed;
  }
}

/**
 * accept: unsigned frames always pass. until-signed: they pass until the first good signature of that component, as a
 * vehicle sends its first frames unsigned. reject: never, but for RADIO_STATUS, which radios can't sign.
 */
export type UnsignedPolicy = "accept" | "until-signed" | "reject";

/** Whether a frame may be acted on. */
export type SigningVerdict =
  | { readonly ok: true; readonly signed: boolean }
  | { readonly ok: false; readonly fault: { readonly code: "unsigned" | "bad-signature" | "stale-timestamp" } };

const refuse = (code: "unsigned" | "bad-signature" | "stale-timestamp"): SigningVerdict => ({
  ok: false,
  fault: { code },
});

/** Verifies signatures; time must rise within each stream of system, component and link id, so nothing can be replayed. */
export class FrameVerifier {
  readonly #key: Uint8Array;
  readonly #unsigned: UnsignedPolicy;
  readonly #lastTicks = new Map<number, number>();
  readonly #signedSenders = new Set<number>();

  constructor({ key, unsigned }: { readonly key: Uint8Array; readonly unsigned: UnsignedPolicy }) {
    this.#key = checkKey(key);
    this.#unsigned = unsigned;
  }

  /** @param utcMs our own clock, against which a new stream may be 60 s late; a vehicle's may run ahead */
  check(frame: Frame, utcMs: number): SigningVerdict {
    const sender = (frame.systemId << 8) | frame.componentId;
    if (!frame.signed) {
      if (frame.messageId === radioStatusId || this.#unsigned === "accept") return { ok: true, signed: false };
      const tolerated = this.#unsigned === "until-signed" && !this.#signedSenders.has(sender);
      return tolerated ? { ok: true, signed: false } : refuse("unsigned");
    }
    const { bytes } = frame;
    const at = frame.start + frame.length - signatureLength;
    const expected = shortHash(this.#key, bytes.subarray(frame.start, at + 7));
    let difference = 0;
    for (let index = 0; index < shortHashLength; index++)
      difference |= (expected[index] ?? 0) ^ (bytes[at + 7 + index] ?? 0);
    if (difference !== 0) return refuse("bad-signature");
    const stream = sender * 256 + (bytes[at] ?? 0);
    let ticks = 0;
    for (let index = 6; index > 0; index--) ticks = ticks * 256 + (bytes[at + index] ?? 0);
    const last = this.#lastTicks.get(stream) ?? signingTicks(utcMs) - newStreamLagTicks - 1;
    if (ticks <= last) return refuse("stale-timestamp");
    this.#lastTicks.set(stream, ticks);
    this.#signedSenders.add(sender);
    return { ok: true, signed: true };
  }
}

const setupSigningId = 256;
/** initial_timestamp, target_system and target_component come before it. */
const keyOffset = 10;

/**
 * What may be recorded of a whole frame: of SETUP_SIGNING a copy whose secret key is zeros under a new checksum, of
 * everything else the very bytes. A signature over the original no longer matches; that shows the frame was changed.
 */
export const blankSigningKey = (frameBytes: Uint8Array): Uint8Array => {
  const messageId = (frameBytes[7] ?? 0) | ((frameBytes[8] ?? 0) << 8) | ((frameBytes[9] ?? 0) << 16);
  if (frameBytes[0] !== magic2 || messageId !== setupSigningId) return frameBytes;
  const blanked = frameBytes.slice();
  const crcAt = Math.min(10 + (blanked[1] ?? 0), blanked.length - 2);
  blanked.fill(0, Math.min(10 + keyOffset, crcAt), crcAt);
  const crc = x25Byte(x25(viewOf(blanked), 1, crcAt), dialect().crcExtraOfId[setupSigningId] ?? 0);
  blanked[crcAt] = crc & 0xff;
  blanked[crcAt + 1] = crc >> 8;
  return blanked;
};
