import type { TerrainGridMeta } from "./terrain.ts";

/** Heights that were read from a file: a regular latitude/longitude grid, m over mean sea level. */
export interface HeightModel {
  readonly meta: TerrainGridMeta;
  /** Row-major from the south-west; -32768 or NaN where unknown. */
  readonly heights: Int16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
}

export type ReadHeights =
  | { readonly ok: true; readonly model: HeightModel }
  /** What is wrong and what to do, in English. */
  | { readonly ok: false; readonly detail: string };

/** Samples a side: one arc second, three arc seconds. */
const sides = [3601, 1201];

const namePattern = /^([NS])(\d{2})([EW])(\d{3})/i;

/** Whether a file's name is that of an SRTM tile. */
export const isHgtName = (name: string): boolean => /\.hgt$/i.test(name);

/**
 * An SRTM tile: big-endian 16-bit metres over EGM96, from the north-west, rows and columns of both edges included; its name
 * is that of its south-west corner. Source: NASA, SRTM Topography (documentation of version 2).
 */
export const readHgt = ({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): ReadHeights => {
  const base = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
  const [, ns, latText, ew, lonText] = namePattern.exec(base) ?? [];
  if (ns === undefined || ew === undefined || latText === undefined || lonText === undefined)
    return bad(`${base} doesn't say where it is. An HGT file is named by its south-west corner, such as N30E120.hgt.`);
  const southDeg = Number(latText) * (ns.toUpperCase() === "S" ? -1 : 1);
  const westDeg = Number(lonText) * (ew.toUpperCase() === "W" ? -1 : 1);
  if (southDeg < -90 || southDeg > 89 || westDeg < -180 || westDeg > 179)
    return bad(`${base} would be nowhere on earth. Give it the name of its south-west corner.`);
  const side = sides.find((samples) => bytes.byteLength === 2 * samples * samples);
  if (side === undefined)
    return bad(
      `${base} has ${bytes.byteLength} bytes; an HGT file has 25934402 (one arc second) or 2884802 (three). Fetch it again.`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const heights = new Int16Array(side * side);
  for (let row = 0; row < side; row++) {
    const from = (side - 1 - row) * side;
    for (let column = 0; column < side; column++) heights[row * side + column] = view.getInt16(2 * (from + column));
  }
  const step = 1 / (side - 1);
  return {
    ok: true,
    model: { meta: { southDeg, westDeg, stepLatDeg: step, stepLonDeg: step, rows: side, columns: side }, heights },
  };
};

const bad = (detail: string): ReadHeights => ({ ok: false, detail });
