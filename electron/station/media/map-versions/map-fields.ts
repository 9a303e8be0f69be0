import { z } from "zod";
import { cellCount, type SearchGrid } from "../../../../shared/search/grid/search-grid.ts";

/** What a probability map has for each cell. */
export interface MapFields {
  readonly prior: Float32Array;
  /** The search found something there: 1. */
  readonly found: Uint8Array;
  /** That a person would have been missed by all looks so far. */
  readonly missed: Float32Array;
  readonly missedResponsive: Float32Array;
  /** Who looked last: one more than the place in `names`, 0 nobody; and when. */
  readonly who: Uint16Array;
  readonly lookUtcMs: Float64Array;
  /** The segment, by its place in `segmentIds`; -1 none. */
  readonly owner: Int32Array;
}
export type FieldName = keyof MapFields;

export const fieldNames = ["prior", "found", "missed", "missedResponsive", "who", "lookUtcMs", "owner"] as const;

/** Nobody looked anywhere, and nothing is known. */
export const emptyFields = (grid: SearchGrid): MapFields => {
  const count = cellCount(grid);
  return {
    prior: new Float32Array(count),
    found: new Uint8Array(count),
    missed: new Float32Array(count),
    missedResponsive: new Float32Array(count),
    who: new Uint16Array(count),
    lookUtcMs: new Float64Array(count),
    owner: new Int32Array(count),
  };
};

/** Of one version, beside its cells. */
export interface MapFacts {
  readonly version: number;
  /** Drawn brightest, probability per km². */
  readonly peakPerKm2: number;
  /** 1 - OPOS. */
  readonly notFound: number;
  /** Cells that anybody looked at. */
  readonly covered: number;
  readonly names: readonly string[];
  readonly segmentIds: readonly string[];
  /** Absent: there was no map. */
  readonly grid?: SearchGrid;
}

/** Cells are told of in blocks of so many; of a version that builds on the one before only those in which something changed. */
export const blockCells = 1024;

/** Larger maps are none of ours. */
const mostCells = 4_000_000;

const Blocks = z.array(z.int().min(0)).max(mostCells / blockCells);
const Across = z.int().min(1).max(mostCells);

/**
 * A version as a piece: zstd of the header's length (uint32), the header as JSON, and for each field in the order of
 * `fieldNames` its blocks one after the other, all little-endian.
 */
export const VersionHeaderSchema = z.object({
  version: z.number(),
  peakPerKm2: z.number(),
  notFound: z.number(),
  covered: z.number(),
  names: z.array(z.string()),
  segmentIds: z.array(z.string()),
  grid: z
    .object({
      centre: z.object({ latDeg: z.number().min(-90).max(90), lonDeg: z.number().min(-180).max(180) }),
      cellM: z.number().positive(),
      columns: Across,
      rows: Across,
    })
    .refine(({ columns, rows }) => columns * rows <= mostCells)
    .exactOptional(),
  /** Of each field the blocks that follow. */
  blocks: z.object(Object.fromEntries(fieldNames.map((name) => [name, Blocks])) as Record<FieldName, typeof Blocks>),
});
export type VersionHeader = z.infer<typeof VersionHeaderSchema>;

/** With everything in one piece. */
export const mostVersionBytes = mostCells * 27 + (1 << 20);

/** The cells of a block, as [from, to). */
export const blockSpan = (block: number, cells: number): readonly [number, number] => [
  block * blockCells,
  Math.min(cells, (block + 1) * blockCells),
];
