import { constants, zstdCompressSync } from "node:zlib";
import {
  blockCells,
  blockSpan,
  emptyFields,
  type FieldName,
  fieldNames,
  type MapFacts,
  type MapFields,
  type VersionHeader,
} from "./map-fields.ts";

/** A version that is to be kept. */
export interface EncodedVersion {
  readonly version: number;
  /** It builds on none before it. */
  readonly whole: boolean;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Whoever wants a version unpacks at most so many. */
const wholeEvery = 48;
/** The search mustn't wait for its record: little smaller files would cost it several times as long. */
const level = 1;

/** Packs versions of a map, each as what changed since the one before. */
export class MapVersionEncoder {
  /** As of the version before. */
  #fields: MapFields | undefined;
  #grid = "";
  #given: Partial<MapFields> = {};
  #since = 0;

  /** @param fields absent where there is no map; they are read, and not kept but for those that are never written to */
  encode(facts: MapFacts, fields: MapFields | undefined): EncodedVersion {
    const grid = JSON.stringify(facts.grid);
    const whole = this.#fields === undefined || grid !== this.#grid || this.#since >= wholeEvery;
    if (facts.grid === undefined || fields === undefined) {
      this.#fields = undefined;
      const { grid: _none, ...rest } = facts;
      return pack({ ...rest, names: [], segmentIds: [], blocks: noBlocks }, [], true);
    }
    if (whole) {
      this.#fields = emptyFields(facts.grid);
      this.#given = {};
      this.#grid = grid ?? "";
      this.#since = 0;
    }
    this.#since += 1;
    const before = this.#fields ?? emptyFields(facts.grid);
    const parts: Uint8Array[] = [];
    const blocks = Object.fromEntries(
      fieldNames.map((name) => [name, this.#take(name, before[name], fields[name], parts)]),
    ) as Record<FieldName, number[]>;
    return pack({ ...facts, names: [...facts.names], segmentIds: [...facts.segmentIds], blocks }, parts, whole);
  }

  /** Copies what changed, and hands it out. */
  #take<T extends MapFields[FieldName]>(name: FieldName, before: T, now: T, parts: Uint8Array[]): number[] {
    // A belief is made anew and never written to.
    const isSame = this.#given[name] === now && name !== "missed" && name !== "missedResponsive" && !isLook(name);
    this.#given = { ...this.#given, [name]: now };
    if (isSame) return [];
    const changed: number[] = [];
    for (let block = 0; block * blockCells < now.length; block += 1) {
      const [from, to] = blockSpan(block, now.length);
      let cell = from;
      while (cell < to && before[cell] === now[cell]) cell += 1;
      if (cell === to) continue;
      changed.push(block);
      before.set(now.subarray(from, to), from);
      const copy = before.subarray(from, to);
      parts.push(new Uint8Array(copy.buffer, copy.byteOffset, copy.byteLength));
    }
    return changed;
  }
}

const isLook = (name: FieldName): boolean => name === "who" || name === "lookUtcMs";

const noBlocks = Object.fromEntries(fieldNames.map((name) => [name, []])) as unknown as VersionHeader["blocks"];

const pack = (header: VersionHeader, parts: readonly Uint8Array[], whole: boolean): EncodedVersion => {
  const json = Buffer.from(JSON.stringify(header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, json.length, true);
  const packed = zstdCompressSync(Buffer.concat([length, json, ...parts]), {
    params: { [constants.ZSTD_c_compressionLevel]: level },
  });
  return { version: header.version, whole, data: new Uint8Array(packed) };
};
