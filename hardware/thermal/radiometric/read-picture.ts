import { readFlirJpeg } from "./flir-jpeg.ts";
import { jpegSegments } from "./jpeg-segments.ts";
import type { Radiometry } from "./radiometry.ts";

/** A still picture as a source shows it. */
export interface StillPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly values:
    | { readonly kind: "grey"; readonly data: Uint8Array }
    | { readonly kind: "counts"; readonly data: Uint16Array; readonly radiometry?: Radiometry };
}

export type ReadPicture =
  | {
      readonly ok: true;
      readonly picture: StillPicture /** What is there, but can't be read. */;
      readonly note?: string;
    }
  | { readonly ok: false; readonly detail: string };

/** A larger one is refused. */
const MOST_PX = 16e6;
/** Larger ones are made smaller to this, px a side: no thermal camera has more. */
const MAX_SIDE_PX = 1280;

/**
 * Reads a picture file: the 16-bit counts of TIFF, PNG and FLIR's radiometric JPEG, or 8-bit grey of any other. Never throws.
 * @param radiometry what counts mean; a radiometric JPEG says that itself
 */
export const readPicture = async (bytes: Uint8Array, radiometry: Radiometry | undefined): Promise<ReadPicture> => {
  const flir = readFlirJpeg(bytes);
  if (flir) {
    const { widthPx, heightPx, counts } = flir;
    const scale = flir.radiometry ?? radiometry;
    return counted(widthPx, heightPx, counts, scale);
  }
  try {
    const { default: sharp } = await import("sharp");
    // "warning": a file that was cut off is refused rather than filled up with grey.
    const image = sharp(bytes, { failOn: "warning", limitInputPixels: MOST_PX });
    const { depth } = await image.metadata();
    if (depth === "ushort" || depth === "short") {
      const { data, info } = await image
        .toColourspace("grey16")
        .raw({ depth: "ushort" })
        .toBuffer({ resolveWithObject: true });
      const all = new Uint16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
      const counts = info.channels === 1 ? all : all.filter((_, at) => at % info.channels === 0);
      return counted(info.width, info.height, counts, radiometry);
    }
    const { data, info } = await image
      .removeAlpha()
      .resize(MAX_SIDE_PX, MAX_SIDE_PX, { fit: "inside", withoutEnlargement: true })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const grey =
      info.channels === 1 ? new Uint8Array(data) : new Uint8Array(data).filter((_, at) => at % info.channels === 0);
    const picture: StillPicture = { widthPx: info.width, heightPx: info.height, values: { kind: "grey", data: grey } };
    return { ok: true, picture, ...(isDjiRadiometric(bytes) ? { note: djiNote } : {}) };
  } catch (error) {
    return {
      ok: false,
      detail: (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, "; ").trim(),
    };
  }
};

const counted = (
  widthPx: number,
  heightPx: number,
  data: Uint16Array,
  radiometry: Radiometry | undefined,
): ReadPicture => ({
  ok: true,
  picture: { widthPx, heightPx, values: { kind: "counts", data, ...(radiometry ? { radiometry } : {}) } },
});

const djiNote =
  "DJI's radiometric JPEGs hold temperatures that only DJI's own library can read; the picture is taken as 8-bit grey. Convert them to TIFF with DJI's Thermal SDK for temperatures";

/** DJI keeps the raw data in APP3 segments; the maker's name is in the Exif data (APP1). */
const isDjiRadiometric = (bytes: Uint8Array): boolean => {
  const segments = jpegSegments(bytes);
  const exif = segments.find(({ marker, data }) => marker === 0xe1 && data[0] === 0x45);
  return segments.some(({ marker }) => marker === 0xe3) && exif !== undefined && Buffer.from(exif.data).includes("DJI");
};
