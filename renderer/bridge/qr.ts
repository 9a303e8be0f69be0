import { encode } from "uqr";

/** A QR code to be drawn, with the quiet zone of four modules around it. */
export interface QrCode {
  readonly sizeModules: number;
  /** One SVG path of all dark modules, in modules from the top left: for `<svg viewBox="0 0 SIZE SIZE">`. */
  readonly path: string;
}

/** For phones that read it from a screen or paper in the rain: 15 % of it may be unreadable (level M). */
export const qrCode = (text: string): QrCode => {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const path = data.map((row, y) => rowPath(row, y)).join("");
  return { sizeModules: size, path };
};

/** Neighbours in a row become one rectangle. */
const rowPath = (row: readonly boolean[], y: number): string => {
  let path = "";
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== true) continue;
    const from = x;
    while (row[x + 1] === true) x += 1;
    path += `M${from} ${y}h${x + 1 - from}v1h${from - x - 1}z`;
  }
  return path;
};
