import type { FeedFrame } from "../source/picture-source.ts";
import { greysOf } from "./display-range.ts";

const QUALITY = 82;

/** What is encoded: no more of the frame is needed afterwards. */
export interface JpegSource {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** @param colours show them; else grey, which a screen colours by its palette */
export const jpegSource = (
  { widthPx, heightPx, values }: FeedFrame,
  range: { readonly low: number; readonly high: number } | undefined,
  colours: boolean,
): JpegSource => {
  if (values.kind === "counts") {
    return { widthPx, heightPx, channels: 1, data: greysOf(values.data, range ?? { low: 0, high: 65_535 }) };
  }
  const { data, chroma } = values;
  if (!colours || !chroma) return { widthPx, heightPx, channels: 1, data };
  return { widthPx, heightPx, channels: 3, data: toRgb(widthPx, heightPx, data, chroma) };
};

/** The encoder is loaded with the first picture that somebody watches. */
export const encodeJpeg = async ({ widthPx, heightPx, channels, data }: JpegSource): Promise<Uint8Array> => {
  const { default: sharp } = await import("sharp");
  const image = sharp(data, { raw: { width: widthPx, height: heightPx, channels } });
  return new Uint8Array(await image.jpeg({ quality: QUALITY, mozjpeg: false }).toBuffer());
};

/** ITU-R BT.601, full range. */
const toRgb = (
  widthPx: number,
  heightPx: number,
  luma: Uint8Array,
  { cb, cr }: { readonly cb: Uint8Array; readonly cr: Uint8Array },
): Uint8Array => {
  const rgb = new Uint8ClampedArray(widthPx * heightPx * 3);
  const half = Math.ceil(widthPx / 2);
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      const light = luma[at] as number;
      const colour = (y >> 1) * half + (x >> 1);
      const blue = (cb[colour] as number) - 128;
      const red = (cr[colour] as number) - 128;
      rgb[3 * at] = light + 1.402 * red;
      rgb[3 * at + 1] = light - 0.344136 * blue - 0.714136 * red;
      rgb[3 * at + 2] = light + 1.772 * blue;
    }
  }
  return new Uint8Array(rgb.buffer);
};
