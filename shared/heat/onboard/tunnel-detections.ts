import { type DetectionCategory, detectionCategories } from "../detection.ts";

/** What a companion computer found in one picture: box centres and sizes as parts of the picture, 0 to 1 from its top left. */
export interface TunnelDetection {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The detector's own, 0 to 1; absent where it gives none. */
  readonly confidence?: number;
  readonly category: DetectionCategory;
  /** Hottest, K; absent where the camera doesn't measure. */
  readonly temperatureK?: number;
}

export interface TunnelDetections {
  /** By the clock that SYSTEM_TIME.time_boot_ms and GLOBAL_POSITION_INT.time_boot_ms of the vehicle run on, ms. */
  readonly captureBootMs: number;
  /** One sigma of it, ms. */
  readonly captureSigmaMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Horizontal field of view, rad; absent: as the camera's own messages say. */
  readonly hfovRad?: number;
  readonly detections: readonly TunnelDetection[];
}

/**
 * TUNNEL.payload_type of Lantern's detections: from the range above 32767 that MAVLink leaves to private use. Others may use
 * the same number: `magic`, the length and the checksum tell theirs apart.
 */
export const tunnelDetectionsType = 52_308;
/** As many as TUNNEL's 128 bytes hold. */
export const maxTunnelDetections = 9;

const magic = 0x544c;
const version = 1;
const headBytes = 16;
const detectionBytes = 12;
const checksumBytes = 2;
const unit = 0xffff;
const noTemperature = 0xffff;
const noConfidence = 255;
const confidenceSteps = 250;
const hundredthDegree = Math.PI / 18_000;

export type TunnelFault = "not-ours" | "unknown-version" | "damaged";
type Decoded =
  | { readonly ok: true; readonly value: TunnelDetections }
  | { readonly ok: false; readonly fault: TunnelFault };

/**
 * The payload of TUNNEL (#385), little-endian, 18 + 12 N bytes, N up to 9:
 *
 * | at | type | what |
 * |---|---|---|
 * | 0 | u16 | 0x544C: the bytes "L", "T" |
 * | 2 | u8 | version, 1 |
 * | 3 | u8 | N, how many detections follow; 0 says "searched, found nothing" |
 * | 4 | u32 | capture, ms since the autopilot's boot |
 * | 8 | u16 | one sigma of the capture time, ms |
 * | 10 | u16 | width of the picture, px |
 * | 12 | u16 | height of the picture, px |
 * | 14 | u16 | horizontal field of view, 0.01 degrees; 0: unknown |
 * | 16 + 12 i | u16 | centre of box i from the left, in 1/65535 of the picture's width |
 * | + 2 | u16 | centre from the top, in 1/65535 of the height |
 * | + 4 | u16 | width, in 1/65535 of the width |
 * | + 6 | u16 | height, in 1/65535 of the height |
 * | + 8 | u8 | confidence, in 1/250; 255: unknown |
 * | + 9 | u8 | 0 person, 1 car, 2 bicycle, 3 something else |
 * | + 10 | u16 | hottest pixel, 0.01 K; 65535: unknown |
 * | 16 + 12 N | u16 | CRC-16/MCRF4XX (MAVLink's own) of all bytes before it |
 *
 * @returns the bytes for `payload`; their number is `payload_length`. Values beyond what a field holds are cut to it; of more
 * than nine detections the most confident are kept
 */
export const encodeTunnelDetections = (value: TunnelDetections): Uint8Array<ArrayBuffer> => {
  const kept = [...value.detections]
    .sort((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0))
    .slice(0, maxTunnelDetections);
  const bytes = new Uint8Array(headBytes + kept.length * detectionBytes + checksumBytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, magic, true);
  view.setUint8(2, version);
  view.setUint8(3, kept.length);
  view.setUint32(4, whole(value.captureBootMs, 0xffff_ffff), true);
  view.setUint16(8, whole(value.captureSigmaMs, 0xffff), true);
  view.setUint16(10, whole(value.widthPx, 0xffff), true);
  view.setUint16(12, whole(value.heightPx, 0xffff), true);
  view.setUint16(14, whole((value.hfovRad ?? 0) / hundredthDegree, 0xffff), true);
  for (const [i, detection] of kept.entries()) {
    const at = headBytes + i * detectionBytes;
    const { x, y, width, height, confidence, temperatureK } = detection;
    for (const [j, part] of [x, y, width, height].entries()) view.setUint16(at + 2 * j, whole(part * unit, unit), true);
    view.setUint8(
      at + 8,
      confidence === undefined ? noConfidence : whole(confidence * confidenceSteps, confidenceSteps),
    );
    view.setUint8(at + 9, detectionCategories.indexOf(detection.category));
    const hundredths = temperatureK === undefined ? noTemperature : whole(temperatureK * 100, noTemperature - 1);
    view.setUint16(at + 10, hundredths, true);
  }
  const end = bytes.length - checksumBytes;
  view.setUint16(end, checksum(bytes.subarray(0, end)), true);
  return bytes;
};

/**
 * @param payload of the message, `payload_length` bytes or with the zeros that fill it up; borrowed
 * @returns "not-ours" for another program's payload, "damaged" where length, checksum or a value can't be
 */
export const decodeTunnelDetections = (payload: Uint8Array): Decoded => {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  if (payload.length < 4 || view.getUint16(0, true) !== magic) return { ok: false, fault: "not-ours" };
  if (view.getUint8(2) !== version) return { ok: false, fault: "unknown-version" };
  const count = view.getUint8(3);
  const end = headBytes + count * detectionBytes;
  const fits = count <= maxTunnelDetections && payload.length >= end + checksumBytes;
  if (!fits || view.getUint16(end, true) !== checksum(payload.subarray(0, end))) return { ok: false, fault: "damaged" };
  const detections: TunnelDetection[] = [];
  for (let at = headBytes; at < end; at += detectionBytes) {
    const detection = detectionAt(view, at);
    if (!detection) return { ok: false, fault: "damaged" };
    detections.push(detection);
  }
  const [widthPx, heightPx, hfov] = [view.getUint16(10, true), view.getUint16(12, true), view.getUint16(14, true)];
  // A field of view of a half circle and more belongs to no camera that a straight ray is cast for.
  if (widthPx === 0 || heightPx === 0 || hfov >= 18_000) return { ok: false, fault: "damaged" };
  const captureBootMs = view.getUint32(4, true);
  const captureSigmaMs = view.getUint16(8, true);
  const hfovRad = hfov === 0 ? {} : { hfovRad: hfov * hundredthDegree };
  return { ok: true, value: { captureBootMs, captureSigmaMs, widthPx, heightPx, ...hfovRad, detections } };
};

const detectionAt = (view: DataView, at: number): TunnelDetection | undefined => {
  const part = (offset: number) => view.getUint16(at + offset, true) / unit;
  const category = detectionCategories[view.getUint8(at + 9)];
  const confidence = view.getUint8(at + 8);
  const isKnown = confidence !== noConfidence;
  const hundredths = view.getUint16(at + 10, true);
  if (category === undefined || (isKnown && confidence > confidenceSteps)) return undefined;
  return {
    x: part(0),
    y: part(2),
    width: part(4),
    height: part(6),
    ...(isKnown ? { confidence: confidence / confidenceSteps } : {}),
    category,
    ...(hundredths === noTemperature ? {} : { temperatureK: hundredths / 100 }),
  };
};

const whole = (value: number, most: number): number =>
  Number.isFinite(value) ? Math.min(most, Math.max(0, Math.round(value))) : 0;

/** CRC-16/MCRF4XX bit by bit: polynomial 0x1021 reflected, start 0xffff. */
const checksum = (bytes: Uint8Array): number => {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
  }
  return crc;
};
