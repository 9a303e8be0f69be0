import sharp from "sharp";

/** What phones' cameras and browsers write, and nothing that can name other files (SVG) or hide in pages (TIFF). */
const signatures = [
  { type: "image/jpeg", isIt: (b: Uint8Array) => b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff },
  { type: "image/png", isIt: (b: Uint8Array) => ascii(b, 1, 4) === "PNG" && b[0] === 0x89 },
  { type: "image/webp", isIt: (b: Uint8Array) => ascii(b, 0, 4) === "RIFF" && ascii(b, 8, 12) === "WEBP" },
  { type: "image/avif", isIt: (b: Uint8Array) => ascii(b, 4, 12) === "ftypavif" },
] as const;

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

/** More than any phone's camera: a small file can claim to be a picture that fills all memory. */
const mostPixels = 120_000_000;
const previewSidePx = 1_600;
/** Seconds of work on one picture. */
const mostWorkS = 20;

/** A picture that could be read through; the preview is a JPEG, upright, 1600 px at most, without its camera's notes. */
export type ReadPhoto =
  | {
      readonly ok: true;
      readonly type: string;
      readonly widthPx: number;
      readonly heightPx: number;
      readonly preview: Uint8Array;
    }
  | { readonly ok: false; readonly code: "bad-file" | "file-too-large"; readonly detail: string };

const noPicture = "This is no picture that can be read. Send a JPEG, PNG, WebP or AVIF.";

/** Checks that bytes are a picture by decoding it, within limits. */
export const readPhoto = async (bytes: Uint8Array): Promise<ReadPhoto> => {
  const type = signatures.find(({ isIt }) => isIt(bytes))?.type;
  if (type === undefined) return { ok: false, code: "bad-file", detail: noPicture };
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > mostPixels) {
      const detail = `The picture has ${width} x ${height} px; ${mostPixels / 1e6} million are the most. Make it smaller.`;
      return { ok: false, code: "file-too-large", detail };
    }
    const preview = await sharp(bytes, { limitInputPixels: mostPixels, failOn: "error", sequentialRead: true })
      .rotate()
      .resize({ width: previewSidePx, height: previewSidePx, fit: "inside", withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .timeout({ seconds: mostWorkS })
      .toBuffer();
    return { ok: true, type, widthPx: width, heightPx: height, preview };
  } catch {
    return { ok: false, code: "bad-file", detail: noPicture };
  }
};
