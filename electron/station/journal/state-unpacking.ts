import type { PublishedState } from "../published-state.ts";
import type { PackedState } from "./journal-line.ts";
import { type Collection, collections } from "./state-packing.ts";

type Entries = ReadonlyMap<string, object>;
type LooseState = Record<Collection, Entries> & { station: object };

/** Finds an entry that lies beside the lines. @throws where there is none */
export type FindEntry = (sha256: string) => object;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const unpacked = (entry: unknown, find: FindEntry): object => {
  if (!isObject(entry)) throw new Error(`An entry of a journal is ${String(entry)}.`);
  return typeof entry.$entry === "string" ? find(entry.$entry) : entry;
};

/** A state of a key frame. What is equal in `like` is the same object, so that the two are compared by reference. */
export const stateOfKey = (key: PackedState, find: FindEntry, like: PublishedState | undefined): PublishedState => {
  // The journal is written by this program; what others changed in it is beyond what types can promise, and is shown as it is.
  const before = like as unknown as LooseState | undefined;
  const state: Record<string, unknown> = { station: alike(before?.station, key.station ?? {}) };
  for (const name of collections) {
    const known = before?.[name];
    const entries = new Map(
      Object.entries(key[name] ?? {}).map(([id, entry]) => {
        const found = unpacked(entry, find);
        return [id, name === "vehicles" ? alikeInParts(known?.get(id), found) : alike(known?.get(id), found)];
      }),
    );
    state[name] = known !== undefined && sameEntries(known, entries) ? known : entries;
  }
  const next = state as unknown as LooseState;
  const isSame = before?.station === next.station && collections.every((name) => before[name] === next[name]);
  return (isSame ? like : next) as unknown as PublishedState;
};

/** The state after a delta; what didn't change is the same object. */
export const stateAfter = (state: PublishedState, delta: PackedState, find: FindEntry): PublishedState => {
  const before = state as unknown as LooseState;
  const next: LooseState = { ...before };
  if (delta.station !== undefined) next.station = merged(before.station, delta.station);
  for (const name of collections) {
    const changed = delta[name];
    if (changed === undefined) continue;
    const entries = new Map(before[name]);
    for (const [id, entry] of Object.entries(changed)) {
      const known = entries.get(id);
      if (entry === null) entries.delete(id);
      else if (name === "vehicles") entries.set(id, merged(known ?? {}, unpacked(entry, find)));
      else entries.set(id, unpacked(entry, find));
    }
    next[name] = entries;
  }
  return next as unknown as PublishedState;
};

/** Null takes a field away. */
const merged = (before: object, changes: object): object =>
  Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null));

const sameEntries = (a: Entries, b: Entries): boolean => {
  if (a.size !== b.size) return false;
  const ids = [...b.keys()];
  return [...a].every(([id, entry], i) => ids[i] === id && b.get(id) === entry);
};

const alike = (known: object | undefined, found: object): object =>
  known !== undefined && isEqual(known, found) ? known : found;

/** A vehicle's groups are compared one by one by whoever shows them. */
const alikeInParts = (known: object | undefined, found: object): object => {
  if (!isObject(known)) return found;
  const parts = Object.entries(found).map(
    ([key, part]) => [key, isEqual(known[key], part) ? known[key] : part] as const,
  );
  const isSame = parts.length === Object.keys(known).length && parts.every(([key, part]) => known[key] === part);
  return isSame ? known : Object.fromEntries(parts);
};

/** Of what JSON can hold. */
const isEqual = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) if (!(key in b) || !isEqual(a[key], b[key])) return false;
  return true;
};
