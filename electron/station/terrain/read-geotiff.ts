import { fromArrayBuffer, type GeoTIFFImage } from "geotiff";
import type { ReadHeights } from "../../../shared/geo/hgt.ts";
import { voidHeight } from "../../../shared/geo/terrain-raster.ts";
import { type GeoKeys, referenceOf } from "./geotiff-place.ts";
import { type PlacedRaster, resampled, upright } from "./resample.ts";

/** More is thinned out when it is read: 25 million heights are 100 MB. */
const usualMostCells = 25_000_000;
/** Pixels that are decoded at once: keeps a large file's memory small. */
const bandPixels = 4_000_000;
/** Lower and higher is no ground: what some programs write for nothing known. */
const lowestM = -500;
const highestM = 9_000;

const bad = (detail: string): ReadHeights => ({ ok: false, detail });

/**
 * Reads a GeoTIFF height model: strips or tiles, compressed or not, integers or floats, in degrees or in UTM and its like
 * (then it is resampled onto degrees, as dense as it was).
 * @param mostCells beyond which it is thinned out by whole factors, the mean of each square
 */
export const readGeotiff = async (bytes: Uint8Array<ArrayBuffer>, mostCells = usualMostCells): Promise<ReadHeights> => {
  try {
    const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
    const tiff = await fromArrayBuffer(whole ? bytes.buffer : bytes.slice().buffer);
    return await readImage(await tiff.getImage(0), mostCells);
  } catch (error) {
    return bad(`It can't be read as a GeoTIFF: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const readImage = async (image: GeoTIFFImage, mostCells: number): Promise<ReadHeights> => {
  const format = image.getSampleFormat(0);
  if (image.getBitsPerSample(0) < 16 || image.getSamplesPerPixel() > 2)
    return bad("It is a picture, not a height model: heights have 16 or 32 bits.");
  const keys: GeoKeys = { ...image.getGeoKeys() };
  const reference = referenceOf(keys);
  if (!reference.ok) return reference;
  const place = await placeOf(image, image.pixelIsArea());
  if (typeof place === "string") return bad(place);
  const [width, height] = [image.getWidth(), image.getHeight()];
  const factor = Math.max(1, Math.ceil(Math.sqrt((width * height) / mostCells)));
  const [columns, rows] = [Math.floor(width / factor), Math.floor(height / factor)];
  if (columns < 2 || rows < 2) return bad("It has fewer than two rows or columns.");
  const whole = format !== 3 && reference.heightUnitM === 1 && factor === 1 && reference.projection === undefined;
  const heights = whole ? new Int16Array(rows * columns) : new Float32Array(rows * columns);
  await readBands(image, {
    heights,
    rows,
    columns,
    factor,
    unitM: reference.heightUnitM,
    nodata: await nodataOf(image),
  });
  const raster: PlacedRaster = {
    heights,
    rows,
    columns,
    // The middle of the first square.
    x: place.x + ((factor - 1) / 2) * place.stepX,
    y: place.y + ((factor - 1) / 2) * place.stepY,
    stepX: place.stepX * factor,
    stepY: place.stepY * factor,
  };
  return reference.projection === undefined ? upright(raster) : resampled(raster, reference.projection, mostCells);
};

interface Bands {
  readonly heights: Int16Array | Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly factor: number;
  readonly unitM: number;
  readonly nodata: number | undefined;
}

/** Decodes some rows at a time, and takes the mean of each square of pixels that is known. */
const readBands = async (image: GeoTIFFImage, bands: Bands): Promise<void> => {
  const { heights, rows, columns, factor, unitM, nodata } = bands;
  const unknown = heights instanceof Int16Array ? voidHeight : Number.NaN;
  const width = image.getWidth();
  const block = image.getTileHeight() * Math.max(1, Math.round(bandPixels / width / image.getTileHeight()));
  const bandRows = Math.max(1, Math.floor(block / factor));
  for (let from = 0; from < rows; from += bandRows) {
    const until = Math.min(rows, from + bandRows);
    const window = [0, from * factor, width, until * factor];
    const [pixels] = await image.readRasters({ window, samples: [0], interleave: false });
    if (pixels === undefined) throw new Error("It has no samples.");
    for (let row = from; row < until; row++) {
      for (let column = 0; column < columns; column++) {
        let [sum, count] = [0, 0];
        for (let r = (row - from) * factor; r < (row - from + 1) * factor; r++) {
          for (let c = column * factor; c < (column + 1) * factor; c++) {
            const value = pixels[r * width + c] ?? Number.NaN;
            const heightM = value * unitM;
            if (value === nodata || !(heightM > lowestM && heightM < highestM)) continue;
            sum += heightM;
            count++;
          }
        }
        heights[row * columns + column] = count === 0 ? unknown : sum / count;
      }
    }
  }
};

interface Place {
  /** Of the first pixel's middle, and from one to the next. */
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

/** @returns what is wrong, in English, where there is no place */
const placeOf = async (image: GeoTIFFImage, isArea: boolean): Promise<Place | string> => {
  const { fileDirectory } = image;
  const middle = isArea ? 0.5 : 0;
  const matrix = numbers(await fileDirectory.loadValue("ModelTransformation"));
  if (matrix.length >= 8) {
    const [stepX = 0, skewX = 0, , x = 0, skewY = 0, stepY = 0, , y = 0] = matrix;
    if (skewX !== 0 || skewY !== 0) return "It is turned against north. Convert it with gdalwarp first.";
    return checked({ x: x + middle * stepX, y: y + middle * stepY, stepX, stepY });
  }
  const [i, j, , x, y] = numbers(await fileDirectory.loadValue("ModelTiepoint"));
  const [scaleX, scaleY] = numbers(await fileDirectory.loadValue("ModelPixelScale"));
  if (i === undefined || j === undefined || x === undefined || y === undefined || !scaleX || !scaleY)
    return "It doesn't say where it is on earth: no tie point or scale.";
  return checked({ x: x + (middle - i) * scaleX, y: y - (middle - j) * scaleY, stepX: scaleX, stepY: -scaleY });
};

const checked = (place: Place): Place | string => {
  const { x, y, stepX, stepY } = place;
  if (!Number.isFinite(x + y + stepX + stepY) || !(stepX > 0) || !(stepY < 0))
    return "It doesn't run from the north-west. Convert it with gdalwarp first.";
  return place;
};

const numbers = (value: unknown): readonly number[] =>
  Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as ArrayLike<number>, Number) : [];

const nodataOf = async (image: GeoTIFFImage): Promise<number | undefined> => {
  const text: unknown = await image.fileDirectory.loadValue("GDAL_NODATA");
  // Some end it with a zero byte, some don't.
  const value = typeof text === "string" ? Number.parseFloat(text) : Number.NaN;
  return Number.isNaN(value) ? undefined : value;
};
