import type { KeptKind, KeptThings } from "./kept-things.ts";

/** What is kept of one kind, read by its schema. What another version wrote and this one doesn't understand stays on the disk. */
export class ReadThings<T> {
  readonly #things: KeptThings;
  readonly #kind: KeptKind;
  readonly #read: (thing: unknown) => T | undefined;
  #kept: ReadonlyMap<string, unknown> | undefined;
  #all: ReadonlyMap<string, T> = new Map();

  /** @param read undefined for what it doesn't understand */
  constructor(things: KeptThings, kind: KeptKind, read: (thing: unknown) => T | undefined) {
    this.#things = things;
    this.#kind = kind;
    this.#read = read;
  }

  /** By id; the same map until something changed. */
  get all(): ReadonlyMap<string, T> {
    const kept = this.#things.all(this.#kind);
    if (kept === this.#kept) return this.#all;
    this.#kept = kept;
    this.#all = new Map(
      [...kept].flatMap(([id, thing]) => {
        const read = this.#read(thing);
        return read === undefined ? [] : [[id, read] as const];
      }),
    );
    return this.#all;
  }
}
