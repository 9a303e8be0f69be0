import { crc32 } from "node:zlib";
import type { ThermalFrame } from "../../shared/heat/thermal-frame.ts";
import { asRad } from "../../shared/units/angle.ts";

/**
 * The stream of `y16tcp://HOST:PORT`: one frame after another, each a header of 64 bytes and its pixels, all little-endian.
 *
 * | offset | type | |
 * |---|---|---|
 * | 0 | char[4] | "LY16" |
 * | 4 | uint16 | version, 1 |
 * | 6 | uint16 | header length, 64 |
 * | 8, 10 | uint16 | width, height, px |
 * | 12 | uint32 | sequence |
 * | 16 | float64 | capture, vehicle's time since boot, ms |
 * | 24 | float32 | its sigma, ms |
 * | 28, 32 | float32 | kelvin per count, kelvin at count 0; NaN where counts are only relative |
 * | 36 | float32 | horizontal field of view, rad; NaN where unknown |
 * | 40 | uint32 | payload length, bytes: 2 width height |
 * | 44 | | zeros |
 * | 60 | uint32 | CRC-32 of bytes 0 to 59 |
 * | 64 | uint16[] | counts, row-major from the top left |
 */
export const y16HeaderBytes = 64;
const VERSION = 1;
const MAGIC = [0x4c, 0x59, 0x31, 0x36] as const;
const MIN_SIDE_PX = 8;
const MAX_SIDE_PX = 4096;
const MAX_PIXELS = 4 * 1024 * 1024;

/** @returns a new buffer of header and pixels; throws on a frame whose size and data differ */
export const encodeY16Frame = (frame: ThermalFrame): Uint8Array => {
  const { widthPx, heightPx, data } = frame;
  if (data.length !== widthPx * heightPx || !sizeAllowed(widthPx, heightPx)) {
    throw new Error(`A frame of ${widthPx}x${heightPx} with ${data.length} counts can't be sent.`);
  }
  const bytes = new Uint8Array(y16HeaderBytes + data.length * 2);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC, 0);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, y16HeaderBytes, true);
  view.setUint16(8, widthPx, true);
  view.setUint16(10, heightPx, true);
  view.setUint32(12, frame.sequence >>> 0, true);
  view.setFloat64(16, frame.captureVehicleTimeMs, true);
  view.setFloat32(24, frame.captureSigmaMs, true);
  view.setFloat32(28, frame.radiometry?.kelvinPerCount ?? Number.NaN, true);
  view.setFloat32(32, frame.radiometry?.kelvinAtZero ?? Number.NaN, true);
  view.setFloat32(36, frame.hfovRad ?? Number.NaN, true);
  view.setUint32(40, data.length * 2, true);
  view.setUint32(60, crc32(bytes.subarray(0, 60)), true);
  // Every platform that Node runs on is little-endian, so the counts are copied as they lie in memory.
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), y16HeaderBytes);
  return bytes;
};

const sizeAllowed = (widthPx: number, heightPx: number): boolean =>
  Math.min(widthPx, heightPx) >= MIN_SIDE_PX &&
  Math.max(widthPx, heightPx) <= MAX_SIDE_PX &&
  widthPx * heightPx <= MAX_PIXELS;

interface MutableStats {
  frames: number;
  skippedBytes: number;
}

/**
 * Finds frames in chunks of any size. Never throws on input: what is no frame is skipped byte by byte and counted. A header
 * counts only with its checksum, so pixels that look like one are not taken for one.
 */
export class Y16Decoder {
  readonly #header = new Uint8Array(y16HeaderBytes);
  #headerFilled = 0;
  #frame: ThermalFrame | undefined;
  #payload: Uint8Array = new Uint8Array(0);
  #payloadFilled = 0;
  // Two, used in turn, so that the frame last handed out stays whole while the next one arrives.
  #buffers = [new Uint16Array(0), new Uint16Array(0)];
  readonly #stats: MutableStats = { frames: 0, skippedBytes: 0 };

  get stats(): Readonly<MutableStats> {
    return this.#stats;
  }

  /** Of the frame that is arriving, header and pixels; 0 between frames. */
  get frameBytes(): number {
    return this.#frame ? y16HeaderBytes + this.#payload.length : 0;
  }

  /** @param onFrame gets each frame; its `data` is borrowed until the next frame is handed out */
  push(chunk: Uint8Array, onFrame: (frame: ThermalFrame) => void): void {
    let at = 0;
    while (at < chunk.length) {
      at = this.#frame ? this.#takePayload(chunk, at, onFrame) : this.#takeHeader(chunk, at);
    }
  }

  /** Forgets a half frame: a new connection starts with a header. */
  reset(): void {
    this.#headerFilled = 0;
    this.#frame = undefined;
  }

  #takeHeader(chunk: Uint8Array, at: number): number {
    const count = Math.min(y16HeaderBytes - this.#headerFilled, chunk.length - at);
    this.#header.set(chunk.subarray(at, at + count), this.#headerFilled);
    this.#headerFilled += count;
    this.#dropToMagic(0);
    while (this.#headerFilled === y16HeaderBytes) {
      const frame = this.#parseHeader();
      if (frame) {
        this.#begin(frame);
        break;
      }
      this.#dropToMagic(1);
    }
    return at + count;
  }

  /** Drops what comes before the next possible start of a header, `from` at the earliest. */
  #dropToMagic(from: number): void {
    const filled = this.#headerFilled;
    let start = from;
    while (start < filled && !this.#magicAt(start)) start++;
    if (start === 0) return;
    this.#header.copyWithin(0, start, filled);
    this.#headerFilled = filled - start;
    this.#stats.skippedBytes += start;
  }

  #magicAt(start: number): boolean {
    const end = Math.min(MAGIC.length, this.#headerFilled - start);
    for (let i = 0; i < end; i++) if (this.#header[start + i] !== MAGIC[i]) return false;
    return true;
  }

  #parseHeader(): ThermalFrame | undefined {
    const view = new DataView(this.#header.buffer);
    if (view.getUint32(60, true) !== crc32(this.#header.subarray(0, 60))) return undefined;
    const widthPx = view.getUint16(8, true);
    const heightPx = view.getUint16(10, true);
    const captureVehicleTimeMs = view.getFloat64(16, true);
    if (view.getUint16(4, true) !== VERSION || view.getUint16(6, true) !== y16HeaderBytes) return undefined;
    if (!sizeAllowed(widthPx, heightPx) || view.getUint32(40, true) !== widthPx * heightPx * 2) return undefined;
    const captureSigmaMs = view.getFloat32(24, true);
    if (!Number.isFinite(captureVehicleTimeMs) || !(captureSigmaMs >= 0 && captureSigmaMs < 1e6)) return undefined;
    const kelvinPerCount = view.getFloat32(28, true);
    const kelvinAtZero = view.getFloat32(32, true);
    const hfovRad = view.getFloat32(36, true);
    return {
      widthPx,
      heightPx,
      data: this.#nextBuffer(widthPx * heightPx),
      ...(kelvinPerCount > 0 && Number.isFinite(kelvinAtZero) ? { radiometry: { kelvinPerCount, kelvinAtZero } } : {}),
      captureVehicleTimeMs,
      captureSigmaMs,
      ...(hfovRad > 0 && hfovRad < Math.PI ? { hfovRad: asRad(hfovRad) } : {}),
      sequence: view.getUint32(12, true),
    };
  }

  #nextBuffer(length: number): Uint16Array {
    const [free = new Uint16Array(0), lent = new Uint16Array(0)] = this.#buffers;
    const buffer = free.length === length ? free : new Uint16Array(length);
    this.#buffers = [lent, buffer];
    return buffer;
  }

  #begin(frame: ThermalFrame): void {
    this.#frame = frame;
    this.#payload = new Uint8Array(frame.data.buffer);
    this.#payloadFilled = 0;
    this.#headerFilled = 0;
  }

  #takePayload(chunk: Uint8Array, at: number, onFrame: (frame: ThermalFrame) => void): number {
    const count = Math.min(this.#payload.length - this.#payloadFilled, chunk.length - at);
    this.#payload.set(chunk.subarray(at, at + count), this.#payloadFilled);
    this.#payloadFilled += count;
    const frame = this.#frame;
    if (this.#payloadFilled === this.#payload.length && frame) {
      this.#frame = undefined;
      this.#stats.frames++;
      onFrame(frame);
    }
    return at + count;
  }
}
