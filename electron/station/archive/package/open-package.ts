import type { FileHandle } from "node:fs/promises";
import { type Manifest, manifestName, parseManifest } from "./manifest.ts";
import { BadPackage, type PackageLimits } from "./package-limits.ts";
import { readZipEntry } from "./read-zip-entry.ts";
import { readZipDirectory, type ZipEntry } from "./zip-directory.ts";

const mostManifestBytes = 64 << 20;

/** A mission file whose directory and manifest say the same; its files are not read yet. */
export interface OpenPackage {
  readonly manifest: Manifest;
  readonly files: readonly { readonly entry: ZipEntry; readonly sha256: string }[];
}

/** @throws BadPackage with what is wrong */
export const openPackage = async (file: FileHandle, limits: PackageLimits): Promise<OpenPackage> => {
  const { size } = await file.stat();
  const entries = await readZipDirectory(file, size, limits);
  const own = entries.find(({ name }) => name === manifestName);
  if (own === undefined) throw new BadPackage("not-a-package", "This zip is no mission file: it has no manifest.");
  if (own.unpacked > mostManifestBytes) throw new BadPackage("too-large", "Its manifest is too large.", manifestName);
  const pieces: Uint8Array[] = [];
  await readZipEntry(file, own, (piece) => pieces.push(piece));
  const read = parseManifest(Buffer.concat(pieces).toString("utf8"));
  if (!read.ok) throw new BadPackage(read.code, read.detail, manifestName);
  const { manifest } = read;
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  byName.delete(manifestName);
  const files = manifest.files.map(({ name, bytes, sha256 }) => {
    const entry = byName.get(name);
    if (entry === undefined) throw new BadPackage("damaged", "The manifest lists it, but it isn't there.", name);
    if (entry.unpacked !== bytes) throw new BadPackage("damaged", "It isn't as long as the manifest says.", name);
    byName.delete(name);
    return { entry, sha256 };
  });
  const [stranger] = byName.keys();
  if (stranger !== undefined) throw new BadPackage("unsafe", "The manifest doesn't know it.", stranger);
  return { manifest, files };
};
