import { crc32 } from "node:zlib";

/**
 * A picture of a heat source as a piece: the length of what follows (uint16, little-endian), that as JSON, and the PNG. Its tag
 * is the CRC-32 of whose it is, so that few pieces have to be looked at.
 */
export interface HeatPicture {
  readonly heatId: string;
  /** Absent: the best of all vehicles. */
  readonly vehicleId?: string;
  readonly version: number;
  readonly png: Uint8Array;
}

export const heatTag = (heatId: string, vehicleId: string | undefined): number =>
  crc32(vehicleId === undefined ? heatId : `${heatId}/${vehicleId}`);

export const encodeHeatPicture = ({ png, ...whose }: HeatPicture): Uint8Array => {
  const json = Buffer.from(JSON.stringify(whose));
  const length = new Uint8Array(2);
  new DataView(length.buffer).setUint16(0, json.length, true);
  return new Uint8Array(Buffer.concat([length, json, png]));
};

/** @returns undefined for what is none; `png` borrows the bytes */
export const decodeHeatPicture = (bytes: Uint8Array): HeatPicture | undefined => {
  if (bytes.length < 2) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint16(0, true);
  try {
    const whose: unknown = JSON.parse(Buffer.from(bytes.subarray(2, 2 + length)).toString("utf8"));
    if (typeof whose !== "object" || whose === null || !("heatId" in whose && "version" in whose)) return undefined;
    const { heatId, version } = whose;
    const vehicleId = "vehicleId" in whose ? whose.vehicleId : undefined;
    if (typeof heatId !== "string" || typeof version !== "number") return undefined;
    const by = typeof vehicleId === "string" ? { vehicleId } : {};
    return { heatId, version, ...by, png: bytes.subarray(2 + length) };
  } catch {
    return undefined;
  }
};
