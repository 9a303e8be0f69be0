import { createHash } from "node:crypto";
import type { ClockView } from "../../../shared/wire/state.ts";
import { deltaBetween, type PublishedState } from "../published-state.ts";
import type { TrailParts } from "../trails.ts";
import { entryReference, type StateLine } from "./journal-line.ts";

/** Longer entries are kept once, beside the lines: a key frame comes every few seconds. Characters. */
const longEntry = 4096;

/** The parts of a state that are maps, in the order of their writing. */
export const collections = [
  "vehicles",
  "heat",
  "links",
  "alerts",
  "plans",
  "operations",
  "feeds",
  "landmarks",
  "things",
  "whereabouts",
  "grades",
] as const;
export type Collection = (typeof collections)[number];

/** An entry that lies beside the lines. */
export interface LongEntry {
  readonly sha256: string;
  readonly json: string;
}

/** Turns states into the texts of lines. */
export class StatePacking {
  readonly #onLongEntry: (entry: LongEntry) => void;
  /** States share their entries: each is measured once. */
  readonly #packed = new WeakMap<object, unknown>();
  readonly #told = new Set<string>();

  /** @param onLongEntry called once for each */
  constructor(onLongEntry: (entry: LongEntry) => void) {
    this.#onLongEntry = onLongEntry;
  }

  key(state: PublishedState, clock: ClockView, { trails, trailDetails }: TrailParts): string {
    const key: Record<string, Record<string, unknown>> = { station: { ...state.station } };
    for (const name of collections) key[name] = this.#entries(name, Object.fromEntries(state[name]));
    return text(clock, { key, trails, trailDetails });
  }

  delta(before: PublishedState, now: PublishedState, clock: ClockView, { trails, trailDetails }: TrailParts): string {
    const { clock: _, station, ...changed } = deltaBetween(before, now, clock);
    const delta: Record<string, Record<string, unknown>> = {};
    const fields = station === undefined ? {} : changedFields({ ...before.station }, { ...station });
    if (Object.keys(fields).length > 0) delta.station = fields;
    for (const name of collections) {
      const entries = changed[name];
      if (entries !== undefined) delta[name] = this.#entries(name, { ...entries });
    }
    return text(clock, {
      ...(Object.keys(delta).length > 0 ? { delta } : {}),
      ...(Object.keys(trails).length > 0 ? { trails, trailDetails } : {}),
    });
  }

  #entries(name: Collection, entries: Record<string, unknown>): Record<string, unknown> {
    // Vehicles change all the time, and in parts.
    if (name === "vehicles") return entries;
    return Object.fromEntries(Object.entries(entries).map(([id, entry]) => [id, this.#entry(entry)]));
  }

  #entry(entry: unknown): unknown {
    if (typeof entry !== "object" || entry === null) return entry;
    const known = this.#packed.get(entry);
    if (known !== undefined) return known;
    const json = JSON.stringify(entry);
    const packed = json.length < longEntry ? entry : this.#long(json);
    this.#packed.set(entry, packed);
    return packed;
  }

  #long(json: string): { readonly $entry: string } {
    const sha256 = createHash("sha256").update(json).digest("hex");
    if (!this.#told.has(sha256)) {
      this.#told.add(sha256);
      this.#onLongEntry({ sha256, json });
    }
    return entryReference(sha256);
  }
}

const text = ({ nowMs, utcMs, rate }: ClockView, rest: Omit<StateLine, "at">): string =>
  JSON.stringify({ at: [nowMs, utcMs, rate], ...rest });

/** The station's view is made anew each time: its fields are compared by their text. */
const changedFields = (before: Record<string, unknown>, now: Record<string, unknown>): Record<string, unknown> => {
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(now)) {
    if (value !== undefined && JSON.stringify(before[name]) !== JSON.stringify(value)) changed[name] = value;
  }
  for (const name of Object.keys(before))
    if (now[name] === undefined && before[name] !== undefined) changed[name] = null;
  return changed;
};
