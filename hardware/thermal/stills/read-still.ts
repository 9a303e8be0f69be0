import { readFile } from "node:fs/promises";
import sharp from "sharp";
import type { GreyPicture } from "../../../shared/heat/network/grey-picture.ts";
import { stretchCounts } from "../../../shared/heat/network/stretch-counts.ts";
import { readFlirJpeg } from "../radiometric/flir-jpeg.ts";

/** `detail` says what is wrong with the file, without its name. */
export type ReadStill =
  | {
      readonly ok: true;
      readonly picture: GreyPicture;
      /** Of the picture that other programs show, px; not the searched one's where that is the raw plane of a radiometric JPEG. */
      readonly shown: { readonly widthPx: number; readonly heightPx: number };
    }
  | { readonly ok: false; readonly detail: string };

/** What `readStill` can be asked to read, by the end of the file's name. */
export const isStillName = (name: string): boolean => /\.(jpe?g|png|tiff?|webp)$/i.test(name);

/** A larger one is refused: 100 megapixels are more than any camera has. */
const MOST_PX = 100e6;

/**
 * Reads an image file as the network wants it: colours become grey, 16 bits and temperatures are stretched to 8. Pixels stay
 * where they are in the file, whatever its orientation tag says, so that boxes fit other programs' annotations.
 * Never throws.
 */
export const readStill = async (path: string): Promise<ReadStill> => {
  try {
    return { ok: true, ...(await decode(await readFile(path))) };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? oneLine(error.message) : String(error) };
  }
};

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, "; ").trim();

/** Sides may differ by so much, and the raw plane still shows what the picture shows. */
const SAME_SHAPE = 0.02;

const decode = async (bytes: Uint8Array): Promise<Omit<Extract<ReadStill, { ok: true }>, "ok">> => {
  // "warning": a file that was cut off is refused rather than filled up with grey.
  const image = sharp(bytes, { failOn: "warning", limitInputPixels: MOST_PX });
  const { depth, width, height } = await image.metadata();
  const shown = { widthPx: width, heightPx: height };
  const raw = readFlirJpeg(bytes);
  // The picture around it may have colours, a scale and a logo in it.
  if (raw && Math.abs((raw.widthPx * height) / (raw.heightPx * width) - 1) < SAME_SHAPE) {
    return { shown, picture: stretchCounts(raw.counts, raw.widthPx, raw.heightPx) };
  }
  if (depth === "uchar" || depth === undefined) {
    const { data, info } = await image.removeAlpha().greyscale().raw().toBuffer({ resolveWithObject: true });
    return { shown, picture: { ...shown, data: firstChannel(data, info.channels) } };
  }
  const isWhole = depth === "ushort" || depth === "short";
  const values = await (isWhole ? image.toColourspace("grey16") : image.extractChannel(0))
    .raw({ depth })
    .toBuffer({ resolveWithObject: true });
  const { buffer, byteOffset, byteLength } = values.data;
  const own = buffer.slice(byteOffset, byteOffset + byteLength);
  const typed = typedArray(depth, own);
  return { shown, picture: stretchCounts(everyNth(typed, values.info.channels), width, height) };
};

const firstChannel = (data: Uint8Array, channels: number): Uint8Array =>
  channels === 1 ? data : data.filter((_, index) => index % channels === 0);

const everyNth = (values: ArrayLike<number>, channels: number): ArrayLike<number> =>
  channels === 1 ? values : Array.from(values).filter((_, index) => index % channels === 0);

const typedArray = (depth: string, bytes: ArrayBufferLike): ArrayLike<number> => {
  switch (depth) {
    case "ushort":
      return new Uint16Array(bytes);
    case "short":
      return new Int16Array(bytes);
    case "uint":
      return new Uint32Array(bytes);
    case "int":
      return new Int32Array(bytes);
    case "float":
      return new Float32Array(bytes);
    case "double":
      return new Float64Array(bytes);
    default:
      throw new Error(`Pixels of the kind ${depth} can't be searched.`);
  }
};
