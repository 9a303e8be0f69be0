import { createHash, randomUUID } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import type { IndexDirectory } from "./index-data.ts";

/** Changes whenever what is in a side file, or how it is made, does. */
const version = 1;
const magic = "LANTERN-INDEX";
/** Magic, version, directory's offset, length and checksum, as JSON padded with spaces. */
const trailerLength = 128;
/** A directory of a hundred gigabytes of telemetry is smaller. */
const longestDirectory = 1 << 28;

/** Where a log's side file may be: beside it, or in the cache folder where that can't be written. */
export const sideFilePaths = (logPath: string, cacheFolder: string | undefined): readonly string[] => {
  const name = `${basename(logPath)}.lantern-index`;
  const beside = join(dirname(logPath), name);
  if (cacheFolder === undefined) return [beside];
  const place = createHash("sha256").update(resolve(logPath)).digest("hex").slice(0, 16);
  return [beside, join(cacheFolder, `${place}-${name}`)];
};

const readAll = (fd: number, at: number, length: number): Uint8Array | undefined => {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const read = readSync(fd, bytes, done, length - done, at + done);
    if (read === 0) return undefined;
    done += read;
  }
  return bytes;
};

interface Trailer {
  readonly magic: string;
  readonly version: number;
  readonly at: number;
  readonly length: number;
  readonly crc: number;
}

const isTrailer = (value: unknown): value is Trailer =>
  typeof value === "object" &&
  value !== null &&
  "magic" in value &&
  value.magic === magic &&
  "version" in value &&
  value.version === version &&
  "at" in value &&
  typeof value.at === "number" &&
  "length" in value &&
  typeof value.length === "number" &&
  value.length <= longestDirectory &&
  "crc" in value;

/** @returns undefined where the file is damaged or of another version */
const readDirectory = (fd: number): IndexDirectory | undefined => {
  const { size } = fstatSync(fd);
  if (size < trailerLength) return undefined;
  const tail = readAll(fd, size - trailerLength, trailerLength);
  if (tail === undefined) return undefined;
  try {
    const trailer: unknown = JSON.parse(Buffer.from(tail).toString("latin1"));
    if (!isTrailer(trailer)) return undefined;
    const bytes = readAll(fd, trailer.at, trailer.length);
    if (bytes === undefined || crc32(bytes) !== trailer.crc) return undefined;
    // Written by this very version, as its checksum says.
    return deserialize(bytes) as IndexDirectory;
  } catch {
    return undefined;
  }
};

/** An index that was made before. */
export interface OpenedSideFile {
  readonly path: string;
  readonly fd: number;
  readonly directory: IndexDirectory;
}

/** @returns undefined where there is none that can be used */
export const openSideFile = (path: string): OpenedSideFile | undefined => {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch {
    return undefined;
  }
  const directory = readDirectory(fd);
  if (directory !== undefined) return { path, fd, directory };
  closeSync(fd);
  return undefined;
};

/** A folder that nobody may write to is left as it is even by those who could, as an administrator can. */
const mayWriteBeside = (path: string): boolean => {
  try {
    return (statSync(dirname(path)).mode & 0o222) !== 0;
  } catch {
    return false;
  }
};

/**
 * A side file that is being made, under a name of its own until it is whole, so that whoever opens the same log meanwhile never
 * sees half of one, and two who make it don't disturb each other.
 */
export class NewSideFile {
  readonly fd: number;
  /** Where it is now. */
  #path: string;
  /** Undefined: for this time only. */
  readonly #wanted: string | undefined;
  #isPublished = false;

  private constructor(fd: number, path: string, wanted: string | undefined) {
    this.fd = fd;
    this.#path = path;
    this.#wanted = wanted;
  }

  /**
   * @param from a side file to begin with
   * @returns undefined where nothing can be written anywhere
   */
  static create(paths: readonly string[], from?: string): NewSideFile | undefined {
    for (const wanted of [...paths.filter(mayWriteBeside), undefined]) {
      const path = `${wanted ?? join(tmpdir(), "log.lantern-index")}.${randomUUID()}.part`;
      try {
        if (from !== undefined) {
          copyFileSync(from, path, constants.COPYFILE_FICLONE);
          chmodSync(path, 0o644);
          return new NewSideFile(openSync(path, "r+"), path, wanted);
        }
        const fd = openSync(path, "wx+");
        // What is for this time only goes with the process, however that ends.
        if (wanted === undefined) rmSync(path, { force: true });
        return new NewSideFile(fd, path, wanted);
      } catch {}
    }
    return undefined;
  }

  get path(): string {
    return this.#path;
  }

  /** Others may read it now: it must not be written to any more. */
  get isPublished(): boolean {
    return this.#isPublished;
  }

  /** Writes the directory behind the columns and gives the file its name. @returns whether it is kept */
  publish(directory: IndexDirectory, at: number): boolean {
    if (this.#wanted === undefined || this.#isPublished) return false;
    try {
      const bytes = serialize(directory);
      const trailer: Trailer = { magic, version, at, length: bytes.length, crc: crc32(bytes) };
      writeAll(this.fd, bytes, at);
      writeAll(this.fd, Buffer.from(JSON.stringify(trailer).padEnd(trailerLength), "latin1"), at + bytes.length);
      renameSync(this.#path, this.#wanted);
      this.#path = this.#wanted;
      this.#isPublished = true;
      return true;
    } catch {
      // Without it the log is read once more next time; nothing else is lost.
      return false;
    }
  }

  close(): void {
    closeSync(this.fd);
    if (!this.#isPublished) rmSync(this.#path, { force: true });
  }
}

/** @throws what the disk throws */
export const writeAll = (fd: number, bytes: Uint8Array, at: number): void => {
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
};
