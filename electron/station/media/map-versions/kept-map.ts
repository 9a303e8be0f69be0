import { zstdDecompressSync } from "node:zlib";
import { cellCount } from "../../../../shared/search/grid/search-grid.ts";
import { posteriorOf } from "../../../../shared/search/probability/probability-map.ts";
import type { DrawnMap } from "../../search/drawn-map.ts";
import {
  blockSpan,
  emptyFields,
  fieldNames,
  type MapFields,
  mostVersionBytes,
  type VersionHeader,
  VersionHeaderSchema,
} from "./map-fields.ts";

/** A map as it was in one version; the next one is put on top of it. */
export class KeptMap {
  #header: VersionHeader | undefined;
  #fields: MapFields | undefined;

  get peakPerKm2(): number {
    return this.#header?.peakPerKm2 ?? 0;
  }

  /** Undefined where there was no map. */
  get drawn(): DrawnMap | undefined {
    const [header, fields] = [this.#header, this.#fields];
    if (header?.grid === undefined || fields === undefined) return undefined;
    const { prior, missed, missedResponsive, found, who, lookUtcMs, owner } = fields;
    const { grid, covered, notFound, names, segmentIds } = header;
    return {
      ...{ grid, prior, missed, missedResponsive, covered },
      posteriorAt: (cell) => posteriorOf(prior[cell] ?? 0, missed[cell] ?? 1, found[cell] === 1, notFound),
      lastLookAt: (cell) => {
        const by = names[(who[cell] ?? 0) - 1];
        return by === undefined ? undefined : { by, utcMs: lookUtcMs[cell] ?? 0 };
      },
      segmentAt: (cell) => segmentIds[owner[cell] ?? -1],
    };
  }

  /**
   * Becomes the version of a piece.
   * @param whole it builds on none before it
   * @throws where it is no version, or builds on another one; then this map is to be thrown away
   */
  apply(piece: Uint8Array, whole: boolean): void {
    const bytes = zstdDecompressSync(piece, { maxOutputLength: mostVersionBytes });
    const length = bytes.readUInt32LE(0);
    const header = VersionHeaderSchema.parse(JSON.parse(bytes.toString("utf8", 4, 4 + length)));
    const { grid } = header;
    const isOther = JSON.stringify(grid) !== JSON.stringify(this.#header?.grid);
    if (isOther && !whole) throw new Error("This version of a map builds on one with another grid.");
    if (grid !== undefined && (whole || this.#fields === undefined)) this.#fields = emptyFields(grid);
    if (grid === undefined) this.#fields = undefined;
    this.#header = header;
    if (grid === undefined || this.#fields === undefined) return;
    let at = 4 + length;
    const count = cellCount(grid);
    for (const name of fieldNames) {
      const field = this.#fields[name];
      const cells = new Uint8Array(field.buffer, field.byteOffset, field.byteLength);
      for (const block of header.blocks[name]) {
        const [from, to] = blockSpan(block, count);
        if (from >= to) throw new Error(`A map of ${count} cells has no block ${block}.`);
        const size = (to - from) * field.BYTES_PER_ELEMENT;
        if (at + size > bytes.length) throw new Error("This version of a map was cut.");
        cells.set(bytes.subarray(at, at + size), from * field.BYTES_PER_ELEMENT);
        at += size;
      }
    }
  }
}
