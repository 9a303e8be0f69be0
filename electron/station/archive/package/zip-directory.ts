import type { FileHandle } from "node:fs/promises";
import { nameFault, nameKey } from "./file-name.ts";
import { BadPackage, type PackageLimits, smallEntry } from "./package-limits.ts";
import {
  deflated,
  descriptorFlag,
  encryptedFlags,
  folder,
  kindMask,
  lengths,
  madeOnUnix,
  most16,
  most32,
  regularFile,
  signatures,
  stored,
  unicodePathExtra,
  utf8Flag,
  zip64Extra,
} from "./zip-format.ts";

/** A file in a zip, whose local header agrees with the directory. */
export interface ZipEntry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Where its data begin in the file. */
  readonly dataOffset: number;
}

interface Listed extends Omit<ZipEntry, "dataOffset"> {
  readonly rawName: Uint8Array;
  readonly flags: number;
  readonly offset: number;
}

const mostDirectoryBytes = 128 << 20;

const readExactly = async (file: FileHandle, offset: number, length: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(length);
  let got = 0;
  while (got < length) {
    const { bytesRead } = await file.read(bytes, got, length - got, offset + got);
    if (bytesRead === 0) throw new BadPackage("damaged", "This file ends too soon: it was cut off.");
    got += bytesRead;
  }
  return bytes;
};

const get64 = (view: DataView, at: number): number =>
  view.getUint32(at + 4, true) * 0x100000000 + view.getUint32(at, true);

interface End {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
  /** Where the directory must end. */
  readonly at: number;
}

/** The record that ends a zip. One that some programs would find elsewhere than others isn't taken. */
const readEnd = async (file: FileHandle, size: number): Promise<End> => {
  if (size < lengths.end) throw new BadPackage("not-a-package", "This is no mission file: it is too short.");
  const tailLength = Math.min(size, lengths.end + most16);
  const tail = await readExactly(file, size - tailLength, tailLength);
  const view = new DataView(tail.buffer);
  let at = tailLength - lengths.end;
  while (at >= 0 && view.getUint32(at, true) !== signatures.end) at--;
  if (at < 0) throw new BadPackage("not-a-package", "This is no mission file, or its end is missing.");
  if (at + lengths.end + view.getUint16(at + 20, true) !== tailLength)
    throw new BadPackage("damaged", "The end of this zip doesn't lie at the file's end.");
  if (view.getUint16(at + 4, true) !== 0 || view.getUint16(at + 6, true) !== 0)
    throw new BadPackage("unsafe", "This zip is a part of several.");
  const endAt = size - tailLength + at;
  const short = {
    count: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
    at: endAt,
  };
  const isWide = short.count === most16 || short.size === most32 || short.offset === most32;
  return isWide ? readEnd64(file, endAt) : short;
};

const readEnd64 = async (file: FileHandle, endAt: number): Promise<End> => {
  const locatorAt = endAt - lengths.locator64;
  if (locatorAt < lengths.end64) throw new BadPackage("damaged", "The wide end record of this zip is missing.");
  const locator = new DataView((await readExactly(file, locatorAt, lengths.locator64)).buffer);
  const at = get64(locator, 8);
  if (locator.getUint32(0, true) !== signatures.locator64 || at !== locatorAt - lengths.end64)
    throw new BadPackage("damaged", "The wide end record of this zip isn't where it should be.");
  const end = new DataView((await readExactly(file, at, lengths.end64)).buffer);
  if (end.getUint32(0, true) !== signatures.end64)
    throw new BadPackage("damaged", "The wide end record of this zip is damaged.");
  return { count: get64(end, 32), size: get64(end, 40), offset: get64(end, 48), at };
};

const decodeName = (raw: Uint8Array, flags: number): string => {
  if ((flags & utf8Flag) === 0 && raw.some((byte) => byte > 0x7f))
    throw new BadPackage("unsafe", "A name in this zip is written in an unknown alphabet.");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw new BadPackage("unsafe", "A name in this zip is no text.");
  }
};

/** Sizes and offset, in 64 bits where the short ones are full. */
const widen = (extra: DataView, name: string, values: readonly number[]): number[] => {
  const wide = [...values];
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const [id, length] = [extra.getUint16(at, true), extra.getUint16(at + 2, true)];
    const end = at + 4 + length;
    if (end > extra.byteLength) throw new BadPackage("damaged", "An extra field is cut off.", name);
    if (id === unicodePathExtra) throw new BadPackage("unsafe", "It has two names.", name);
    if (id === zip64Extra) {
      let from = at + 4;
      for (const [n, value] of values.entries()) {
        if (value !== most32) continue;
        if (from + 8 > end) throw new BadPackage("damaged", "Its wide sizes are missing.", name);
        wide[n] = get64(extra, from);
        from += 8;
      }
    }
    at = end;
  }
  if (wide.some((value) => !Number.isSafeInteger(value)))
    throw new BadPackage("too-large", "It says that it is larger than any disk.", name);
  return wide;
};

const readListed = (
  bytes: Uint8Array,
  view: DataView,
  at: number,
): { readonly listed: Listed; readonly next: number } => {
  if (at + lengths.central > bytes.length || view.getUint32(at, true) !== signatures.central)
    throw new BadPackage("damaged", "The directory of this zip is damaged.");
  const [nameLength, extraLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
  const nameAt = at + lengths.central;
  const extraAt = nameAt + nameLength;
  const next = extraAt + extraLength + view.getUint16(at + 32, true);
  if (next > bytes.length) throw new BadPackage("damaged", "The directory of this zip is cut off.");
  const flags = view.getUint16(at + 8, true);
  const rawName = bytes.slice(nameAt, extraAt);
  const name = decodeName(rawName, flags);
  const method = view.getUint16(at + 10, true);
  if ((flags & encryptedFlags) !== 0) throw new BadPackage("unsafe", "It is encrypted.", name);
  if (method !== stored && method !== deflated) throw new BadPackage("unsafe", "It is packed in an unknown way.", name);
  if (view.getUint16(at + 34, true) !== 0) throw new BadPackage("unsafe", "It lies in another zip.", name);
  const kind = view.getUint8(at + 5) === madeOnUnix ? (view.getUint32(at + 38, true) >>> 16) & kindMask : 0;
  if (kind !== 0 && kind !== regularFile && !(kind === folder && name.endsWith("/")))
    throw new BadPackage("unsafe", "It is a link or another special file.", name);
  const extra = new DataView(bytes.buffer, bytes.byteOffset + extraAt, extraLength);
  const short = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  const [unpacked = 0, packed = 0, offset = 0] = widen(extra, name, short);
  const crc = view.getUint32(at + 16, true);
  return { listed: { name, rawName, flags, isDeflated: method === deflated, crc, packed, unpacked, offset }, next };
};

const checkName = ({ name, unpacked }: Listed): void => {
  const isFolder = name.endsWith("/");
  const fault = nameFault(isFolder ? name.slice(0, -1) : name);
  if (fault !== undefined) throw new BadPackage("unsafe", `Its name isn't safe: ${fault}.`, name);
  if (isFolder && unpacked !== 0) throw new BadPackage("unsafe", "It is a folder with content.", name);
};

/** Two names that are one file, or a file that is a folder of another one. */
const checkClashes = (entries: readonly Listed[]): void => {
  const keys = new Set<string>();
  for (const { name } of entries) {
    const key = nameKey(name);
    if (keys.has(key)) throw new BadPackage("unsafe", "Another file has the same name.", name);
    keys.add(key);
  }
  for (const { name } of entries) {
    const parts = nameKey(name).split("/");
    for (let n = 1; n < parts.length; n++)
      if (keys.has(parts.slice(0, n).join("/")))
        throw new BadPackage("unsafe", "It lies in a folder that is a file.", name);
  }
};

const checkSizes = (entries: readonly Listed[], limits: PackageLimits): void => {
  let total = 0;
  for (const { name, packed, unpacked, isDeflated } of entries) {
    if (!isDeflated && packed !== unpacked) throw new BadPackage("damaged", "Its two sizes differ.", name);
    if (unpacked > smallEntry && unpacked > packed * limits.mostRatio)
      throw new BadPackage("too-large", "Unpacked it would be hundreds of times as large.", name);
    total += unpacked;
    if (total > limits.mostBytes)
      throw new BadPackage("too-large", `Unpacked, this file would have more than ${limits.mostBytes} bytes.`, name);
  }
};

/** The entry where its local header says the same as the directory. @returns also where its data end */
const checkLocal = async (
  file: FileHandle,
  listed: Listed,
  limit: number,
): Promise<{ readonly entry: ZipEntry; readonly end: number }> => {
  const { name, rawName, flags, isDeflated, crc, packed, unpacked, offset } = listed;
  const bad = (what: string) => new BadPackage("damaged", `Its own header and the directory disagree: ${what}.`, name);
  if (offset + lengths.local > limit) throw bad("where it lies");
  const header = new DataView((await readExactly(file, offset, lengths.local)).buffer);
  if (header.getUint32(0, true) !== signatures.local) throw bad("where it lies");
  if (header.getUint16(6, true) !== flags) throw bad("its flags");
  if (header.getUint16(8, true) !== (isDeflated ? deflated : stored)) throw bad("how it is packed");
  const [nameLength, extraLength] = [header.getUint16(26, true), header.getUint16(28, true)];
  if (nameLength !== rawName.length) throw bad("its name");
  const localName = await readExactly(file, offset + lengths.local, nameLength);
  if (localName.some((byte, n) => byte !== rawName[n])) throw bad("its name");
  if ((flags & descriptorFlag) === 0) {
    if (header.getUint32(14, true) !== crc) throw bad("its checksum");
    const [shortPacked, shortUnpacked] = [header.getUint32(18, true), header.getUint32(22, true)];
    if (shortPacked !== most32 && shortPacked !== packed) throw bad("its size");
    if (shortUnpacked !== most32 && shortUnpacked !== unpacked) throw bad("its size");
  }
  const dataOffset = offset + lengths.local + nameLength + extraLength;
  const end = dataOffset + packed;
  if (end > limit) throw bad("where it ends");
  return { entry: { name, isDeflated, crc, packed, unpacked, dataOffset }, end };
};

/**
 * The files of a zip that is safe to unpack: names that stay in their folder and don't clash, nothing but plain files, sizes
 * within the limits, no two over the same bytes, local headers that say what the directory says.
 * @throws BadPackage with what is wrong, and with which of them
 */
export const readZipDirectory = async (
  file: FileHandle,
  size: number,
  limits: PackageLimits,
): Promise<readonly ZipEntry[]> => {
  const end = await readEnd(file, size);
  if (end.offset + end.size !== end.at)
    throw new BadPackage("damaged", "The directory of this zip doesn't lie before its end.");
  if (end.count > limits.mostEntries) throw new BadPackage("too-large", `This zip has ${end.count} entries.`);
  if (end.size > mostDirectoryBytes || end.count * lengths.central > end.size)
    throw new BadPackage("damaged", "The directory of this zip has a wrong size.");
  const bytes = await readExactly(file, end.offset, end.size);
  const view = new DataView(bytes.buffer);
  const all: Listed[] = [];
  let at = 0;
  for (let n = 0; n < end.count; n++) {
    const { listed, next } = readListed(bytes, view, at);
    checkName(listed);
    all.push(listed);
    at = next;
  }
  if (at !== bytes.length) throw new BadPackage("damaged", "The directory of this zip counts its entries wrong.");
  const files = all.filter(({ name }) => !name.endsWith("/"));
  checkClashes(files);
  checkSizes(files, limits);
  const entries: ZipEntry[] = [];
  let reached = 0;
  for (const listed of files.toSorted((a, b) => a.offset - b.offset)) {
    if (listed.offset < reached) throw new BadPackage("unsafe", "It shares its bytes with another file.", listed.name);
    const { entry, end: entryEnd } = await checkLocal(file, listed, end.offset);
    reached = entryEnd;
    entries.push(entry);
  }
  return entries;
};
