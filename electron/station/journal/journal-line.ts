import { z } from "zod";
import type { ClockView } from "../../../shared/wire/state.ts";
import type { TrailParts } from "../trails.ts";

/**
 * A journal is a folder of chunks, 000001.jsonl and so on; finished ones are compressed, 000001.jsonl.zst, and told of by a line
 * in chunks.jsonl. A chunk is lines of JSON: its head, a key frame, deltas, and where it is finished its summary and its hash.
 * Entries of the state that are long (a plan, a large thing) lie in entries/SHA256.json.zst, once each, and are named by
 * `{"$entry":"SHA256"}` where they belong.
 */
export interface ChunkHead {
  /** Version of the format. */
  readonly journal: 1;
  readonly session: string;
  /** From 1. */
  readonly chunk: number;
  /** Station ms at position 0, and UTC then. */
  readonly startMs: number;
  readonly startUtcMs: number;
  /** Hash of the chunk before; "" in the first. */
  readonly previous: string;
  /** Position of the last line of the chunk before; absent in the first. */
  readonly sinceMs?: number;
  /** What lies between the chunk before and this one was not kept: the disk did not take it. */
  readonly resumed?: true;
}

/** As far as a clock can be off, the station's or UTC: what ECMAScript can still show as a date, ms. */
export const mostMs = 8.64e15;

const HeadSchema = z.object({
  journal: z.literal(1),
  chunk: z.number(),
  startMs: z.number().min(-mostMs).max(mostMs),
  startUtcMs: z.number().min(-mostMs).max(mostMs),
  sinceMs: z.number().exactOptional(),
  resumed: z.literal(true).exactOptional(),
});

/** What a file says may be anything. */
export const isHead = (value: unknown): value is ChunkHead => HeadSchema.safeParse(value).success;

/** Station ms, UTC ms, station ms in one real ms. */
export type LineClock = readonly [nowMs: number, utcMs: number, rate: number];

/** Parts of the state by name; in a key frame all of them. Entries that went are null, as in the deltas of the live stream. */
export interface PackedState {
  /** Fields of the station's view that changed; null: went. */
  readonly station?: Readonly<Record<string, unknown>>;
  readonly [collection: string]: Readonly<Record<string, unknown>> | undefined;
}

/** A line with a state; only `at` where nothing but the clock changed. */
export interface StateLine {
  readonly at: LineClock;
  readonly key?: PackedState;
  readonly delta?: PackedState;
  /** Points of trails: in a key frame the last five minutes, else those since the line before. */
  readonly trails?: TrailParts["trails"];
  /** Of these points; absent in journals from before they were kept. */
  readonly trailDetails?: TrailParts["trailDetails"];
}

/** The clock of a line; undefined of one that has no state, or is damaged. */
export const clockOf = (line: string): ClockView | undefined => {
  if (!line.startsWith(atStart) || !line.endsWith("}")) return undefined;
  // A line begins {"at":[1234.5,1790000000000,1]: nothing else of it needs reading.
  const [nowMs, utcMs, rate, more] = line.slice(atStart.length, line.indexOf("]")).split(",").map(Number);
  if (more !== undefined || !isTime(nowMs) || !isTime(utcMs) || !isTime(rate)) return undefined;
  return { nowMs, utcMs, rate };
};

const atStart = '{"at":[';

const isTime = (value: unknown): value is number => typeof value === "number" && Math.abs(value) <= mostMs;

/** The end of a finished chunk: everything before it, summary included, has this SHA-256. */
export interface ChunkSeal {
  readonly sha256: string;
}

export const listName = "chunks.jsonl";
export const entriesFolder = "entries";

/** "000001.jsonl" of a chunk that is being written. */
export const openName = (chunk: number): string => `${String(chunk).padStart(6, "0")}.jsonl`;
/** Of a finished one. */
export const sealedName = (chunk: number): string => `${openName(chunk)}.zst`;
export const entryName = (sha256: string): string => `${entriesFolder}/${sha256}.json.zst`;

/** Names an entry that lies in a file of its own. */
export const entryReference = (sha256: string): { readonly $entry: string } => ({ $entry: sha256 });

/** The entries that a chunk's text names. */
export const entriesNamed = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/\{"\$entry":"([0-9a-f]{64})"\}/g)].map(([, sha = ""]) => sha));
