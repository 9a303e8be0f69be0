import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { deserialize, serialize } from "node:v8";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { VehicleId } from "../../../../shared/vehicle/vehicle-state.ts";
import type { FlightNote } from "./flight-note.ts";
import type { Learned } from "./learn.ts";
import type { SavedFold } from "./log-fold.ts";
import { type PackedPoints, packPoints, unpackPoints } from "./pack-points.ts";

/** Where a key frame lies in its file: a head, then its notes (JSON), then what is known (a structured clone, zstd). */
export interface KeyPlace {
  readonly positionMs: number;
  readonly at: number;
  readonly notesLength: number;
  readonly foldLength: number;
}

type PackedFold = Omit<SavedFold, "trails"> & {
  readonly trails: readonly (readonly [VehicleId, PackedPoints, Float64Array])[];
};

/** Of a record: its position (f64), the lengths of its notes and of what is known (u32 each); little-endian. */
const headLength = 16;
/** The first record: as its notes which logs it is of. */
const identityPosition = -1;
/** The last record: all was learned. */
const donePosition = Number.POSITIVE_INFINITY;

const endOf = ({ at, notesLength, foldLength }: KeyPlace): number => at + headLength + notesLength + foldLength;

/** Writes key frames one after the other. */
export class KeyFrameWriter {
  readonly #fd: number;
  #at: number;

  private constructor(fd: number, at: number) {
    this.#fd = fd;
    this.#at = at;
  }

  /** @param identity names the logs, as they are; another one means that the file is stale */
  static begin(path: string, identity: string): KeyFrameWriter {
    const writer = new KeyFrameWriter(openSync(path, "w"), 0);
    writer.#append(identityPosition, Buffer.from(identity), new Uint8Array(0));
    return writer;
  }

  /** What was written behind a key frame is dropped. */
  static goOn(path: string, last: KeyPlace): KeyFrameWriter {
    const fd = openSync(path, "r+");
    ftruncateSync(fd, endOf(last));
    return new KeyFrameWriter(fd, endOf(last));
  }

  write({ positionMs, notes, fold }: Learned): KeyPlace {
    const packed: PackedFold = {
      ...fold,
      trails: fold.trails.map(([id, points, details]) => [id, packPoints(points), details]),
    };
    return this.#append(positionMs, Buffer.from(JSON.stringify(notes)), zstdCompressSync(serialize(packed)));
  }

  done(): void {
    this.#append(donePosition, new Uint8Array(0), new Uint8Array(0));
  }

  close(): void {
    closeSync(this.#fd);
  }

  #append(positionMs: number, notes: Uint8Array, fold: Uint8Array): KeyPlace {
    const head = Buffer.alloc(headLength);
    head.writeDoubleLE(positionMs, 0);
    head.writeUInt32LE(notes.length, 8);
    head.writeUInt32LE(fold.length, 12);
    const place = { positionMs, at: this.#at, notesLength: notes.length, foldLength: fold.length };
    const bytes = Buffer.concat([head, notes, fold]);
    writeSync(this.#fd, bytes, 0, bytes.length, this.#at);
    this.#at += bytes.length;
    return place;
  }
}

/** Reads key frames; also while another thread goes on writing. */
export class KeyFrameReader {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<KeyFrameReader> {
    return new KeyFrameReader(await open(path, "r"));
  }

  /** All that lies in a finished file of these logs; undefined where it is of others, was cut, or isn't there. */
  static async openFinished(
    path: string,
    identity: string,
  ): Promise<
    | { readonly reader: KeyFrameReader; readonly places: readonly KeyPlace[]; readonly notes: readonly FlightNote[][] }
    | undefined
  > {
    const file = await open(path, "r").catch(() => undefined);
    if (file === undefined) return undefined;
    const reader = new KeyFrameReader(file);
    const found = await reader.#list(identity).catch(() => undefined);
    if (found !== undefined) return { reader, ...found };
    await file.close();
    return undefined;
  }

  async fold({ at, notesLength, foldLength }: KeyPlace): Promise<SavedFold> {
    // Only what this program wrote is read here; another version's has another identity.
    const packed: PackedFold = deserialize(
      zstdDecompressSync(await this.#bytes(at + headLength + notesLength, foldLength)),
    );
    return { ...packed, trails: packed.trails.map(([id, points, details]) => [id, unpackPoints(points), details]) };
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #list(identity: string) {
    const places: KeyPlace[] = [];
    const notes: FlightNote[][] = [];
    for (let at = 0; ; ) {
      const head = await this.#bytes(at, headLength);
      const place: KeyPlace = {
        positionMs: head.readDoubleLE(0),
        at,
        notesLength: head.readUInt32LE(8),
        foldLength: head.readUInt32LE(12),
      };
      if (place.positionMs === donePosition) return places.length === 0 ? undefined : { places, notes };
      const text = (await this.#bytes(at + headLength, place.notesLength)).toString();
      if (at === 0) {
        if (place.positionMs !== identityPosition || text !== identity) return undefined;
      } else {
        places.push(place);
        notes.push(JSON.parse(text));
      }
      at = endOf(place);
    }
  }

  /** @throws where the file ends before */
  async #bytes(at: number, length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await this.#file.read(bytes, 0, length, at);
    if (bytesRead < length) throw new Error(`Read ${bytesRead} bytes at ${at} when expected ${length}.`);
    return bytes;
  }
}
