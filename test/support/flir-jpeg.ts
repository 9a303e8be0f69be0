import sharp from "sharp";
import type { PlanckConstants } from "../../hardware/thermal/radiometric/flir-jpeg.ts";

export interface FlirFile {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly counts: Uint16Array;
  readonly planck: PlanckConstants;
}

/** A radiometric JPEG as a FLIR camera writes it: an 8-bit picture, and in APP1 pieces an FFF file with the counts. */
export const buildFlirJpeg = async ({ widthPx, heightPx, counts, planck }: FlirFile): Promise<Uint8Array> => {
  const raw = Buffer.alloc(32 + counts.length * 2);
  raw.writeUInt16LE(2, 0);
  raw.writeUInt16LE(widthPx, 2);
  raw.writeUInt16LE(heightPx, 4);
  for (const [i, count] of counts.entries()) raw.writeUInt16LE(count, 32 + 2 * i);
  const info = Buffer.alloc(0x400);
  info.writeUInt16LE(2, 0);
  info.writeFloatLE(planck.emissivity, 0x20);
  info.writeFloatLE(planck.reflectedK, 0x28);
  info.writeFloatLE(planck.r1, 0x58);
  info.writeFloatLE(planck.b, 0x5c);
  info.writeFloatLE(planck.f, 0x60);
  info.writeInt32LE(planck.o, 0x308);
  info.writeFloatLE(planck.r2, 0x30c);
  const head = Buffer.alloc(64 + 2 * 32);
  head.write("FFF\0", 0, "latin1");
  head.writeUInt32BE(101, 20);
  head.writeUInt32BE(64, 24);
  head.writeUInt32BE(2, 28);
  const entries = [
    { type: 1, data: raw, at: head.length },
    { type: 0x20, data: info, at: head.length + raw.length },
  ];
  for (const [i, { type, data, at }] of entries.entries()) {
    head.writeUInt16BE(type, 64 + 32 * i);
    head.writeUInt32BE(at, 64 + 32 * i + 12);
    head.writeUInt32BE(data.length, 64 + 32 * i + 16);
  }
  const file = Buffer.concat([head, raw, info]);
  const most = 60_000;
  const last = Math.ceil(file.length / most) - 1;
  const pieces = Array.from({ length: last + 1 }, (_, i) => {
    const data = file.subarray(i * most, (i + 1) * most);
    const segment = Buffer.alloc(12);
    segment.writeUInt16BE(0xffe1, 0);
    segment.writeUInt16BE(2 + 8 + data.length, 2);
    segment.write("FLIR\0", 4, "latin1");
    segment[9] = 1;
    segment[10] = i;
    segment[11] = last;
    return Buffer.concat([segment, data]);
  });
  const shown = sharp({ create: { width: widthPx, height: heightPx, channels: 3, background: "#802010" } });
  const jpeg = await shown.jpeg().toBuffer();
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), ...pieces, jpeg.subarray(2)]));
};
