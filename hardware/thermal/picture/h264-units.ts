/** Types of NAL units, ITU-T H.264 table 7-1. */
const nal = { idr: 5, sps: 7, pps: 8 } as const;

export interface H264Picture {
  /** An access unit as Annex B; SPS and PPS come before each that decoding can start with. The receiver's. */
  readonly data: Uint8Array;
  readonly key: boolean;
}

/**
 * Brings access units to what a browser's decoder takes as it is: Annex B, with the parameter sets before every key picture,
 * whether they came in the stream, beside it, or in an MP4's length-prefixed form (ISO/IEC 14496-15, avcC).
 */
export class H264Units {
  #sps: Uint8Array | undefined;
  #pps: readonly Uint8Array[] = [];
  /** Bytes of a NAL unit's length; undefined: start codes. */
  #lengthBytes: number | undefined;

  /** @param codecData the container's: avcC, or Annex B, or empty */
  constructor(codecData: Uint8Array) {
    if (codecData[0] === 1 && codecData.length > 6) this.#readAvcC(codecData);
    else this.#noteParameters(splitAnnexB(codecData));
  }

  /** For WebCodecs, such as "avc1.42c01f" (RFC 6381); undefined before an SPS was seen. */
  get codec(): string | undefined {
    if (!this.#sps || this.#sps.length < 4) return undefined;
    return `avc1.${[1, 2, 3].map((at) => (this.#sps?.[at] ?? 0).toString(16).padStart(2, "0")).join("")}`;
  }

  /** Browsers decode 8 bits with colours at half the size: baseline, main, extended and high profile. */
  get isForBrowsers(): boolean {
    const profile = this.#sps?.[1];
    return profile !== undefined && [66, 77, 88, 100].includes(profile);
  }

  /** @param data an access unit, borrowed; @returns undefined for what is none */
  push(data: Uint8Array): H264Picture | undefined {
    const units = this.#lengthBytes === undefined ? splitAnnexB(data) : splitByLength(data, this.#lengthBytes);
    if (units.length === 0) return undefined;
    this.#noteParameters(units);
    const key = units.some((unit) => typeOf(unit) === nal.idr);
    const hasOwn = units.some((unit) => typeOf(unit) === nal.sps);
    if (!key || hasOwn) return { key, data: toAnnexB(units) };
    if (!this.#sps) return undefined;
    return { key, data: toAnnexB([this.#sps, ...this.#pps, ...units]) };
  }

  #noteParameters(units: readonly Uint8Array[]): void {
    const sps = units.find((unit) => typeOf(unit) === nal.sps && unit.length >= 4);
    const pps = units.filter((unit) => typeOf(unit) === nal.pps);
    if (sps) this.#sps = sps.slice();
    if (pps.length > 0) this.#pps = pps.map((unit) => unit.slice());
  }

  #readAvcC(bytes: Uint8Array): void {
    this.#lengthBytes = ((bytes[4] ?? 3) & 3) + 1;
    const units: Uint8Array[] = [];
    let at = 5;
    for (const mask of [31, 255]) {
      const count = (bytes[at++] ?? 0) & mask;
      for (let i = 0; i < count; i++) {
        const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
        units.push(bytes.subarray(at + 2, at + 2 + length));
        at += 2 + length;
      }
    }
    this.#noteParameters(units);
  }
}

const typeOf = (unit: Uint8Array): number => (unit[0] ?? 0) & 31;

/** What lies between start codes of three or four bytes. */
const splitAnnexB = (bytes: Uint8Array): Uint8Array[] => {
  const units: Uint8Array[] = [];
  let start = -1;
  for (let at = 0; at + 2 < bytes.length; at++) {
    if ((bytes[at + 2] ?? 0) > 1) {
      at += 2;
      continue;
    }
    if (bytes[at] !== 0 || bytes[at + 1] !== 0 || bytes[at + 2] !== 1) continue;
    if (start >= 0) units.push(withoutZeros(bytes.subarray(start, at)));
    start = at + 3;
    at += 2;
  }
  if (start >= 0) units.push(withoutZeros(bytes.subarray(start)));
  return units.filter((unit) => unit.length > 0);
};

/** A unit never ends in a zero byte: those belong to the next start code. */
const withoutZeros = (unit: Uint8Array): Uint8Array => {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end--;
  return unit.subarray(0, end);
};

const splitByLength = (bytes: Uint8Array, lengthBytes: number): Uint8Array[] => {
  const units: Uint8Array[] = [];
  let at = 0;
  while (at + lengthBytes <= bytes.length) {
    let length = 0;
    for (let i = 0; i < lengthBytes; i++) length = length * 256 + (bytes[at + i] ?? 0);
    at += lengthBytes;
    if (length === 0 || at + length > bytes.length) break;
    units.push(bytes.subarray(at, at + length));
    at += length;
  }
  return units;
};

const toAnnexB = (units: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(units.reduce((sum, unit) => sum + 4 + unit.length, 0));
  let at = 0;
  for (const unit of units) {
    bytes[at + 3] = 1;
    bytes.set(unit, at + 4);
    at += 4 + unit.length;
  }
  return bytes;
};
