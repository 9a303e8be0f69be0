/** What the container says of its one stream. */
export interface NutStream {
  /** "H264", "HEVC", "I420" ... */
  readonly fourcc: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The codec's own header: SPS and PPS, as Annex B or as avcC. */
  readonly codecData: Uint8Array;
}

export interface NutFrame {
  /** By the sender's clock, ms. */
  readonly ptsMs: number;
  readonly key: boolean;
  /** A buffer of its own: the receiver's. */
  readonly data: Uint8Array;
}

interface FrameCode {
  readonly flags: number;
  readonly ptsDelta: number;
  readonly streamId: number;
  readonly sizeMul: number;
  readonly sizeLsb: number;
  readonly reserved: number;
  readonly headerIndex: number;
}

interface MainHeader {
  readonly timeBases: readonly (readonly [number, number])[];
  readonly codes: readonly FrameCode[];
  readonly elided: readonly Uint8Array[];
}

interface StreamHeader extends NutStream {
  readonly timeBase: number;
  readonly msbPtsShift: number;
}

const startCodes = {
  main: 0x4e4d7a561f5f04adn,
  stream: 0x4e5311405bf2f9dbn,
  syncpoint: 0x4e4be4adeeca4569n,
  index: 0x4e58dd672f23e64en,
  info: 0x4e49ab68b596ba78n,
} as const;
type PacketKind = keyof typeof startCodes;
const packetKinds = new Map<bigint, PacketKind>(
  Object.entries(startCodes).map(([kind, code]) => [code, kind as PacketKind]),
);
const START_BYTE = 0x4e;

const flag = {
  key: 1,
  codedPts: 8,
  streamId: 16,
  sizeMsb: 32,
  checksum: 64,
  reserved: 128,
  headerIndex: 1024,
  matchTime: 2048,
  coded: 4096,
  invalid: 8192,
} as const;

/** Larger headers than this are none of ours. */
const MAX_PACKET_BYTES = 65_536;

/** The input ended in the middle of a value: more bytes are needed. Thrown and caught in here only. */
class More extends Error {}
class Damaged extends Error {}

/**
 * Takes the NUT container apart (ffmpeg's own, version 3, one stream), as it comes through a pipe in chunks of any size: of
 * the containers ffmpeg writes the one that sends each picture at once and with its time. Never throws on input: what is no
 * frame is skipped up to the next start code, and counted.
 * The format: https://ffmpeg.org/~michael/nut.txt
 */
export class NutDemuxer {
  readonly #maxFrameBytes: number;
  #pending: Uint8Array = new Uint8Array(0);
  #at = 0;
  #main: MainHeader | undefined;
  #stream: StreamHeader | undefined;
  #lastPts = 0;
  #payload: { readonly ptsMs: number; readonly key: boolean; readonly data: Uint8Array; filled: number } | undefined;
  #skippedBytes = 0;

  constructor({ maxFrameBytes = 32 * 1024 * 1024 }: { readonly maxFrameBytes?: number } = {}) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  get stream(): NutStream | undefined {
    return this.#stream;
  }

  get skippedBytes(): number {
    return this.#skippedBytes;
  }

  push(chunk: Uint8Array, onFrame: (frame: NutFrame) => void): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#payload) {
        at = this.#takePayload(chunk, at, onFrame);
        continue;
      }
      this.#pending = joined(this.#pending, chunk.subarray(at));
      at = chunk.length;
      const used = this.#takeHeaders();
      const rest = this.#pending.subarray(used);
      if (this.#payload) {
        // What follows the header belongs to the frame; without a copy where it is all of one chunk.
        this.#pending = new Uint8Array(0);
        this.#drain(rest, onFrame);
      } else {
        this.#pending = rest.slice();
      }
    }
  }

  /** Frames and headers in turn, as far as the bytes reach. */
  #drain(bytes: Uint8Array, onFrame: (frame: NutFrame) => void): void {
    let rest = bytes;
    for (;;) {
      const used = this.#takePayload(rest, 0, onFrame);
      rest = rest.subarray(used);
      if (this.#payload || rest.length === 0) return;
      this.#pending = rest;
      rest = rest.subarray(this.#takeHeaders());
      this.#pending = this.#payload ? new Uint8Array(0) : rest.slice();
      if (!this.#payload) return;
    }
  }

  #takePayload(chunk: Uint8Array, at: number, onFrame: (frame: NutFrame) => void): number {
    const payload = this.#payload;
    if (!payload) return at;
    const count = Math.min(payload.data.length - payload.filled, chunk.length - at);
    payload.data.set(chunk.subarray(at, at + count), payload.filled);
    payload.filled += count;
    if (payload.filled === payload.data.length) {
      this.#payload = undefined;
      onFrame({ ptsMs: payload.ptsMs, key: payload.key, data: payload.data });
    }
    return at + count;
  }

  /** Takes packets up to the next frame's payload. @returns how many of the pending bytes were used */
  #takeHeaders(): number {
    let used = 0;
    while (used < this.#pending.length && !this.#payload) {
      this.#at = used;
      try {
        if (this.#pending[used] === START_BYTE) this.#takePacket();
        else if (this.#main && this.#stream) this.#takeFrameHeader(this.#main, this.#stream);
        else throw new Damaged();
        used = this.#at;
      } catch (error) {
        if (error instanceof More && this.#pending.length - used <= MAX_PACKET_BYTES) return used;
        if (!(error instanceof Damaged || error instanceof More)) throw error;
        const next = this.#nextStart(used + 1);
        this.#skippedBytes += next - used;
        used = next;
      }
    }
    return used;
  }

  #nextStart(from: number): number {
    const found = this.#pending.indexOf(START_BYTE, from);
    return found < 0 ? this.#pending.length : found;
  }

  #takePacket(): void {
    const start = this.#at;
    const kind = packetKinds.get(this.#u64());
    if (kind === undefined) throw new Damaged();
    const length = this.#v();
    if (length < 4 || length > MAX_PACKET_BYTES) throw new Damaged();
    if (length > 4096) this.#skip(4);
    const end = this.#at + length;
    if (end > this.#pending.length) throw new More();
    try {
      if (kind === "main") this.#readMain(end - 4);
      if (kind === "stream") this.#readStream();
      if (kind === "syncpoint") this.#readSyncpoint();
    } catch (error) {
      // Its end is known, so within it nothing is missing.
      throw error instanceof More ? new Damaged() : error;
    }
    if (this.#at > end || end <= start) throw new Damaged();
    this.#at = end;
  }

  #readMain(end: number): void {
    const version = this.#v();
    if (version < 2 || version > 3) throw new Damaged();
    if (this.#v() !== 1) throw new Damaged();
    this.#v();
    const timeBases = this.#list(this.#v(), 16, () => [this.#v(), this.#v()] as const);
    if (timeBases.some(([num, den]) => num === 0 || den === 0)) throw new Damaged();
    const codes = this.#readFrameCodes();
    const elided: Uint8Array[] = [new Uint8Array(0)];
    if (this.#at < end) {
      const count = this.#v();
      if (count > 127) throw new Damaged();
      for (let i = 0; i < count; i++) elided.push(this.#bytes(256));
    }
    this.#main = { timeBases, codes, elided };
  }

  #readFrameCodes(): FrameCode[] {
    const codes: FrameCode[] = [];
    const invalid: FrameCode = {
      flags: flag.invalid,
      ptsDelta: 0,
      streamId: 0,
      sizeMul: 1,
      sizeLsb: 0,
      reserved: 0,
      headerIndex: 0,
    };
    let [ptsDelta, sizeMul, streamId, headerIndex] = [0, 1, 0, 0];
    while (codes.length < 256) {
      const flags = this.#v();
      const fields = this.#v();
      if (fields > 64) throw new Damaged();
      if (fields > 0) ptsDelta = this.#s();
      if (fields > 1) sizeMul = this.#v();
      if (fields > 2) streamId = this.#v();
      const size = fields > 3 ? this.#v() : 0;
      const reserved = fields > 4 ? this.#v() : 0;
      const count = fields > 5 ? this.#v() : sizeMul - size;
      if (fields > 6) this.#s();
      if (fields > 7) headerIndex = this.#v();
      for (let i = 8; i < fields; i++) this.#v();
      if (count <= 0 || count > 256) throw new Damaged();
      for (let j = 0; j < count && codes.length < 256; j++) {
        if (codes.length === START_BYTE) codes.push(invalid);
        if (codes.length < 256)
          codes.push({ flags, ptsDelta, streamId, sizeMul, sizeLsb: size + j, reserved, headerIndex });
      }
    }
    return codes;
  }

  #readStream(): void {
    const main = this.#main;
    const id = this.#v();
    const kind = this.#v();
    if (!main || id !== 0 || kind !== 0) throw new Damaged();
    const fourcc = String.fromCharCode(...this.#bytes(16));
    const timeBase = this.#v();
    const msbPtsShift = this.#v();
    this.#v();
    this.#v();
    this.#v();
    const codecData = this.#bytes(MAX_PACKET_BYTES).slice();
    const widthPx = this.#v();
    const heightPx = this.#v();
    if (timeBase >= main.timeBases.length || msbPtsShift > 32) throw new Damaged();
    this.#stream = { fourcc, widthPx, heightPx, codecData, timeBase, msbPtsShift };
  }

  #readSyncpoint(): void {
    const [main, stream] = [this.#main, this.#stream];
    const value = this.#v();
    if (!main || !stream) return;
    const count = main.timeBases.length;
    const [fromNum, fromDen] = main.timeBases[value % count] ?? [1, 1];
    const [num, den] = main.timeBases[stream.timeBase] ?? [1, 1];
    this.#lastPts = Math.floor((Math.floor(value / count) * fromNum * den) / (fromDen * num));
  }

  #takeFrameHeader(main: MainHeader, stream: StreamHeader): void {
    const code = main.codes[this.#u8()];
    if (!code) throw new Damaged();
    let flags = code.flags;
    let { streamId, headerIndex, reserved } = code;
    let size = code.sizeLsb;
    let pts = this.#lastPts + code.ptsDelta;
    if (flags & flag.coded) flags ^= this.#v();
    if (flags & flag.invalid) throw new Damaged();
    if (flags & flag.streamId) streamId = this.#v();
    if (flags & flag.codedPts) pts = this.#codedPts(stream.msbPtsShift);
    if (flags & flag.sizeMsb) size += code.sizeMul * this.#v();
    if (flags & flag.matchTime) this.#s();
    if (flags & flag.headerIndex) headerIndex = this.#v();
    if (flags & flag.reserved) reserved = this.#v();
    if (reserved > 256) throw new Damaged();
    for (let i = 0; i < reserved; i++) this.#v();
    if (flags & flag.checksum) this.#skip(4);
    const elided = main.elided[size > 4096 ? 0 : headerIndex];
    if (!elided || streamId !== 0 || size < elided.length || size > this.#maxFrameBytes) throw new Damaged();
    const [num, den] = main.timeBases[stream.timeBase] ?? [1, 1];
    this.#lastPts = pts;
    const data = new Uint8Array(size);
    data.set(elided);
    this.#payload = { ptsMs: (1000 * pts * num) / den, key: (flags & flag.key) !== 0, data, filled: elided.length };
  }

  /** A small value is only the low bits of the time: the nearest such time after the last one is meant. */
  #codedPts(shift: number): number {
    const coded = this.#v();
    const span = 2 ** shift;
    if (coded >= span) return coded - span;
    const base = this.#lastPts - Math.floor((span - 1) / 2);
    return base + ((((coded - base) % span) + span) % span);
  }

  #u8(): number {
    const value = this.#pending[this.#at];
    if (value === undefined) throw new More();
    this.#at++;
    return value;
  }

  #u64(): bigint {
    let value = 0n;
    for (let i = 0; i < 8; i++) value = (value << 8n) | BigInt(this.#u8());
    return value;
  }

  /** Seven bits a byte, the highest first. */
  #v(): number {
    let value = 0;
    for (;;) {
      const byte = this.#u8();
      value = value * 128 + (byte & 127);
      if (value > Number.MAX_SAFE_INTEGER) throw new Damaged();
      if (byte < 128) return value;
    }
  }

  #s(): number {
    const value = this.#v() + 1;
    return value % 2 === 1 ? -Math.floor(value / 2) : value / 2;
  }

  #skip(count: number): void {
    if (this.#at + count > this.#pending.length) throw new More();
    this.#at += count;
  }

  #bytes(most: number): Uint8Array {
    const length = this.#v();
    if (length > most) throw new Damaged();
    const from = this.#at;
    this.#skip(length);
    return this.#pending.subarray(from, from + length);
  }

  #list<T>(count: number, most: number, read: () => T): T[] {
    if (count > most) throw new Damaged();
    return Array.from({ length: count }, read);
  }
}

const joined = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
};
