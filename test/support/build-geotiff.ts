import { deflateSync } from "node:zlib";

export interface GeotiffOptions {
  readonly width: number;
  readonly height: number;
  readonly format: "int16" | "float32" | "uint8";
  /** Rows from the north. */
  readonly value: (row: number, column: number) => number;
  /** GeoTIFF key and its number, or its doubles. */
  readonly keys?: readonly (readonly [key: number, value: number])[];
  readonly doubles?: readonly (readonly [key: number, value: number])[];
  /** Of the first pixel's corner (or middle, by key 1025), and from pixel to pixel; both positive. */
  readonly place?: { readonly x: number; readonly y: number; readonly stepX: number; readonly stepY: number };
  readonly nodata?: string;
  /** Side of the tiles; strips of 7 rows without. */
  readonly tile?: number;
  readonly compress?: "deflate";
}

const types = { ascii: 2, short: 3, long: 4, double: 12 } as const;
const sizes = { ascii: 1, short: 2, long: 4, double: 8 } as const;

interface Tag {
  readonly id: number;
  readonly type: keyof typeof types;
  readonly values: readonly number[];
}

/** Geographic WGS 84, pixels are areas. */
export const wgs84Keys = [
  [1024, 2],
  [1025, 1],
  [2048, 4326],
] as const;

/** A TIFF with the tags of a height model, byte by byte: little-endian, one image. */
export const buildGeotiff = (options: GeotiffOptions): Uint8Array<ArrayBuffer> => {
  const { width, height, format, tile, compress, keys = wgs84Keys, doubles = [], place, nodata } = options;
  const [blockWidth, blockHeight] = tile === undefined ? [width, 7] : [tile, tile];
  const blocks: Uint8Array[] = [];
  for (let top = 0; top < height; top += blockHeight) {
    const rows = tile === undefined ? Math.min(blockHeight, height - top) : blockHeight;
    for (let left = 0; left < width; left += blockWidth) {
      const bytes = blockOf(options, { top, left, rows, columns: blockWidth });
      blocks.push(compress === "deflate" ? deflateSync(bytes) : bytes);
    }
  }
  const bits = format === "float32" ? 32 : format === "int16" ? 16 : 8;
  const directory = [
    ...keys.map(([key, value]) => [key, 0, 1, value]),
    ...doubles.map(([key], i) => [key, 34736, 1, i]),
  ];
  const sorted = directory.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)).flat();
  const counts = blocks.map(({ length }) => length);
  const tags: Tag[] = [
    { id: 256, type: "long", values: [width] },
    { id: 257, type: "long", values: [height] },
    { id: 258, type: "short", values: [bits] },
    { id: 259, type: "short", values: [compress === "deflate" ? 8 : 1] },
    { id: 262, type: "short", values: [1] },
    ...(tile === undefined ? [{ id: 273, type: "long", values: counts } as const] : []),
    { id: 277, type: "short", values: [1] },
    ...(tile === undefined
      ? ([
          { id: 278, type: "long", values: [blockHeight] },
          { id: 279, type: "long", values: counts },
        ] as const)
      : ([
          { id: 322, type: "long", values: [blockWidth] },
          { id: 323, type: "long", values: [blockHeight] },
          { id: 324, type: "long", values: counts },
          { id: 325, type: "long", values: counts },
        ] as const)),
    { id: 339, type: "short", values: [format === "float32" ? 3 : format === "int16" ? 2 : 1] },
    ...(place
      ? ([
          { id: 33550, type: "double", values: [place.stepX, place.stepY, 0] },
          { id: 33922, type: "double", values: [0, 0, 0, place.x, place.y, 0] },
        ] as const)
      : []),
    { id: 34735, type: "short", values: [1, 1, 0, sorted.length / 4, ...sorted] },
    ...(doubles.length > 0 ? [{ id: 34736, type: "double", values: doubles.map(([, value]) => value) } as const] : []),
    ...(nodata === undefined ? [] : [{ id: 42113, type: "ascii", values: [...Buffer.from(`${nodata}\0`)] } as const]),
  ];
  return assemble(tags, blocks);
};

const blockOf = (
  { width, height, format, value }: GeotiffOptions,
  {
    top,
    left,
    rows,
    columns,
  }: { readonly top: number; readonly left: number; readonly rows: number; readonly columns: number },
): Uint8Array => {
  const bytesEach = format === "float32" ? 4 : format === "int16" ? 2 : 1;
  const view = new DataView(new ArrayBuffer(rows * columns * bytesEach));
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const inside = top + r < height && left + c < width;
      const sample = inside ? value(top + r, left + c) : 0;
      const at = (r * columns + c) * bytesEach;
      if (format === "float32") view.setFloat32(at, sample, true);
      else if (format === "int16") view.setInt16(at, sample, true);
      else view.setUint8(at, sample);
    }
  }
  return new Uint8Array(view.buffer);
};

const assemble = (tags: readonly Tag[], blocks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const directoryBytes = 2 + 12 * tags.length + 4;
  let at = 8 + directoryBytes;
  const outside = tags.map(({ type, values }) => {
    const length = sizes[type] * values.length;
    const place = at;
    if (length > 4) at += length + (length % 2);
    return place;
  });
  const offsets = blocks.map(({ length }) => {
    const place = at;
    at += length;
    return place;
  });
  const file = new Uint8Array(at);
  const view = new DataView(file.buffer);
  file.set([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  view.setUint16(8, tags.length, true);
  for (const [i, { id, type, values: given }] of tags.entries()) {
    const values = id === 273 || id === 324 ? offsets : given;
    const entry = 10 + 12 * i;
    view.setUint16(entry, id, true);
    view.setUint16(entry + 2, types[type], true);
    view.setUint32(entry + 4, values.length, true);
    const isInside = sizes[type] * values.length <= 4;
    if (!isInside) view.setUint32(entry + 8, outside[i] ?? 0, true);
    const to = isInside ? entry + 8 : (outside[i] ?? 0);
    for (const [n, number] of values.entries()) {
      const where = to + n * sizes[type];
      if (type === "double") view.setFloat64(where, number, true);
      else if (type === "long") view.setUint32(where, number, true);
      else if (type === "short") view.setUint16(where, number, true);
      else view.setUint8(where, number);
    }
  }
  for (const [i, block] of blocks.entries()) file.set(block, offsets[i] ?? 0);
  return file;
};
