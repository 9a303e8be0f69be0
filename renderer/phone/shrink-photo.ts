/** What is sent over a field's network: sharp enough for a face or a label, some 400 kB. */
const longestSidePx = 1_600;
const quality = 0.8;
/** Smaller files go as they are. */
const smallBytes = 500_000;

/**
 * How large a photo is sent.
 * @returns undefined where it goes as it is
 */
export const sentSize = (
  widthPx: number,
  heightPx: number,
  bytes: number,
): { readonly widthPx: number; readonly heightPx: number } | undefined => {
  const longest = Math.max(widthPx, heightPx);
  if (longest <= longestSidePx && bytes <= smallBytes) return undefined;
  const scale = Math.min(1, longestSidePx / longest);
  return { widthPx: Math.max(1, Math.round(widthPx * scale)), heightPx: Math.max(1, Math.round(heightPx * scale)) };
};

/** A photo made small enough, upright, as JPEG; undefined where this browser can't read it. */
export const shrinkPhoto = async (file: Blob): Promise<Blob | undefined> => {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return undefined;
  }
  try {
    const size = sentSize(picture.width, picture.height, file.size);
    const isPlain = ["image/jpeg", "image/png", "image/webp"].includes(file.type);
    if (size === undefined && isPlain) return file;
    const canvas = document.createElement("canvas");
    canvas.width = size?.widthPx ?? picture.width;
    canvas.height = size?.heightPx ?? picture.height;
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob | undefined>((resolve) =>
      canvas.toBlob((blob) => resolve(blob ?? undefined), "image/jpeg", quality),
    );
  } finally {
    picture.close();
  }
};
