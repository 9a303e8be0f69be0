import { decode } from "fast-png";
import { jpegSegments } from "./jpeg-segments.ts";
import type { RawPicture } from "./radiometry.ts";

const APP1 = 0xe1;
/** "FLIR", a zero, a version; then the number of the piece and that of the last one. */
const PIECE_HEADER_BYTES = 8;
const ENTRY_BYTES = 32;
const MAX_ENTRIES = 64;
const recordTypes = { rawData: 1, cameraInfo: 0x20 } as const;
const RAW_HEADER_BYTES = 32;
const PNG_START = 0x89_50_4e_47;
const MAX_PIXELS = 4 * 1024 * 1024;
/** What we hand on is linear: a hundredth of a kelvin a count. */
const KELVIN_PER_COUNT = 0.01;

/** What turns a FLIR camera's counts into temperatures, as the camera wrote it into its picture. */
export interface PlanckConstants {
  readonly r1: number;
  readonly b: number;
  readonly f: number;
  readonly o: number;
  readonly r2: number;
  readonly emissivity: number;
  readonly reflectedK: number;
}

/**
 * The raw picture inside a FLIR radiometric JPEG, in kelvin; undefined for any other file, or one whose raw part is damaged.
 * Layout: the FLIR group of ExifTool's tag tables (https://exiftool.org/TagNames/FLIR.html): the pieces in APP1 make an FFF
 * file, whose directory names a record with raw data (plain, or as a PNG with its bytes swapped) and one with the camera's
 * constants. Never throws.
 */
export const readFlirJpeg = (bytes: Uint8Array): RawPicture | undefined => {
  try {
    const file = joinPieces(bytes);
    if (!file) return undefined;
    const records = directoryOf(file);
    const raw = records.get(recordTypes.rawData);
    const picture = raw && readRaw(raw);
    if (!picture) return undefined;
    const info = records.get(recordTypes.cameraInfo);
    const constants = info && readConstants(info);
    if (!constants) return picture;
    const kelvins = kelvinTable(constants);
    const counts = picture.counts.map((count) => kelvins[count] ?? 0);
    return { ...picture, counts, radiometry: { kelvinPerCount: KELVIN_PER_COUNT, kelvinAtZero: 0 } };
  } catch {
    // Offsets that lead out of the file.
    return undefined;
  }
};

const joinPieces = (bytes: Uint8Array): DataView | undefined => {
  const pieces = jpegSegments(bytes)
    .filter(({ marker, data }) => marker === APP1 && data.length > PIECE_HEADER_BYTES && startsWith(data, "FLIR\0"))
    .map(({ data }) => ({ number: data[6] ?? 0, data: data.subarray(PIECE_HEADER_BYTES) }))
    .sort((a, b) => a.number - b.number);
  const file = Buffer.concat(pieces.map(({ data }) => data));
  if (!startsWith(file, "FFF\0") && !startsWith(file, "AFF\0")) return undefined;
  return new DataView(file.buffer, file.byteOffset, file.byteLength);
};

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  [...text].every((letter, at) => bytes[at] === letter.charCodeAt(0));

const directoryOf = (file: DataView): Map<number, DataView> => {
  // The version, 100 to 199, tells the order of bytes.
  const isLittle = !(file.getUint32(20) >= 100 && file.getUint32(20) < 200);
  const at = file.getUint32(24, isLittle);
  const count = Math.min(MAX_ENTRIES, file.getUint32(28, isLittle));
  const records = new Map<number, DataView>();
  for (let i = 0; i < count; i++) {
    const entry = at + i * ENTRY_BYTES;
    const type = file.getUint16(entry, isLittle);
    const offset = file.getUint32(entry + 12, isLittle);
    const length = file.getUint32(entry + 16, isLittle);
    if (type === 0 || offset + length > file.byteLength) continue;
    records.set(type, new DataView(file.buffer, file.byteOffset + offset, length));
  }
  return records;
};

const readRaw = (record: DataView): RawPicture | undefined => {
  // Its first value is 2, which tells its own order of bytes.
  const isLittle = record.getUint16(0, true) === 2;
  const widthPx = record.getUint16(2, isLittle);
  const heightPx = record.getUint16(4, isLittle);
  const pixels = widthPx * heightPx;
  if (pixels === 0 || pixels > MAX_PIXELS) return undefined;
  if (record.getUint32(RAW_HEADER_BYTES) === PNG_START) {
    const png = decode(
      new Uint8Array(record.buffer, record.byteOffset + RAW_HEADER_BYTES, record.byteLength - RAW_HEADER_BYTES),
    );
    if (png.depth !== 16 || png.channels !== 1 || png.width * png.height > MAX_PIXELS) return undefined;
    const counts = Uint16Array.from(png.data, (value) => ((value & 255) << 8) | (value >> 8));
    return { widthPx: png.width, heightPx: png.height, counts };
  }
  const counts = new Uint16Array(pixels);
  for (let i = 0; i < pixels; i++) counts[i] = record.getUint16(RAW_HEADER_BYTES + 2 * i, isLittle);
  return { widthPx, heightPx, counts };
};

const readConstants = (info: DataView): PlanckConstants | undefined => {
  const isLittle = info.getUint16(0, true) === 2;
  const float = (at: number): number => info.getFloat32(at, isLittle);
  const constants: PlanckConstants = {
    emissivity: float(0x20),
    reflectedK: float(0x28),
    r1: float(0x58),
    b: float(0x5c),
    f: float(0x60),
    o: info.getInt32(0x308, isLittle),
    r2: float(0x30c),
  };
  const { r1, r2, b } = constants;
  return [r1, r2, b].every((value) => value > 0) && Object.values(constants).every(Number.isFinite)
    ? constants
    : undefined;
};

/**
 * Kelvin of a count: T = B / ln(R1 / (R2 (S + O)) + F), where S is what the thing itself radiates: the count less what it
 * reflects, (count - (1 - e) S_reflected) / e. The air between is taken for clear.
 * Source: Minkina and Dudzik, Infrared Thermography: Errors and Uncertainties (2009), as in the R package Thermimage, raw2temp.
 */
export const kelvinOf = (count: number, { r1, r2, b, f, o, emissivity, reflectedK }: PlanckConstants): number => {
  const e = emissivity > 0.01 && emissivity <= 1 ? emissivity : 1;
  const reflected = e < 1 && reflectedK > 0 ? r1 / (r2 * (Math.exp(b / reflectedK) - f)) - o : 0;
  const own = (count - (1 - e) * reflected) / e;
  return b / Math.log(r1 / (r2 * (own + o)) + f);
};

/** Hundredths of a kelvin for each count; 0 where a count is none of a temperature. */
const kelvinTable = (constants: PlanckConstants): Uint16Array =>
  Uint16Array.from({ length: 65_536 }, (_, count) => {
    const kelvin = kelvinOf(count, constants);
    return kelvin > 0 && kelvin < 655 ? Math.round(kelvin / KELVIN_PER_COUNT) : 0;
  });
