import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import { isHgtName, type ReadHeights, readHgt } from "../../../shared/geo/hgt.ts";
import { readGeotiff } from "./read-geotiff.ts";

/** A height model, as bytes or where it lies. */
export type TerrainFile = { readonly name: string } & (
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly path: string }
);

/** One arc second's tile unpacked, and a little more. */
const mostUnpacked = 27_000_000;

const bad = (detail: string): ReadHeights => ({ ok: false, detail });

/** Reads a height model by its name's ending: .tif, .tiff, .hgt, .hgt.zip. */
export const readTerrainFile = async (file: TerrainFile): Promise<ReadHeights> => {
  const { name } = file;
  try {
    const bytes = "bytes" in file ? file.bytes : new Uint8Array(await readFile(file.path));
    if (/\.tiff?$/i.test(name)) return await readGeotiff(bytes);
    if (isHgtName(name)) return readHgt({ name, bytes });
    if (/\.zip$/i.test(name)) return readZip(bytes);
    return bad(`${name} is no height model that can be read: .tif, .tiff, .hgt or .hgt.zip.`);
  } catch (error) {
    return bad(`${name} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const readZip = (bytes: Uint8Array): ReadHeights => {
  let isTooLarge = false;
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      isTooLarge ||= isHgtName(name) && originalSize > mostUnpacked;
      return isHgtName(name) && originalSize <= mostUnpacked;
    },
  });
  const [first, ...others] = Object.entries(files);
  if (isTooLarge) return bad("What is packed in it is larger than an HGT tile can be.");
  if (first === undefined) return bad("There is no .hgt file in it.");
  if (others.length > 0) return bad("There are several .hgt files in it. Unpack it and load them one by one.");
  return readHgt({ name: first[0], bytes: first[1] });
};
