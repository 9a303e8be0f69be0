import type { Kept } from "./event-log.ts";
import type { KeptKind, KeptThings } from "./kept-things.ts";
import type { Recording } from "./recording.ts";

/** What people set up once, in the record; without one in memory only. */
export class RecordedThings implements KeptThings {
  readonly #recording: Pick<Recording, "kept" | "keepThing">;
  readonly #read = new Map<KeptKind, ReadonlyMap<string, unknown>>();

  constructor(recording: Pick<Recording, "kept" | "keepThing">) {
    this.#recording = recording;
  }

  /** The same map until something changed. While the disk can't be read it is empty, and it is tried again each time. */
  all(kind: KeptKind): ReadonlyMap<string, unknown> {
    const known = this.#read.get(kind);
    if (known !== undefined) return known;
    const texts = this.#recording.kept(kind);
    if (texts === undefined) return nothing;
    const things = new Map([...texts].flatMap(([id, text]) => parsed(id, text)));
    this.#read.set(kind, things);
    return things;
  }

  keep(kind: KeptKind, id: string, thing: unknown): Kept {
    return this.#change(kind, id, JSON.stringify(thing), (things) => things.set(id, thing));
  }

  forget(kind: KeptKind, id: string): Kept {
    return this.#change(kind, id, undefined, (things) => things.delete(id));
  }

  #change(kind: KeptKind, id: string, json: string | undefined, change: (things: Map<string, unknown>) => void): Kept {
    const things = new Map(this.all(kind));
    const kept = this.#recording.keepThing(kind, id, json);
    if (!kept.ok) return kept;
    change(things);
    this.#read.set(kind, things);
    return kept;
  }
}

const nothing: ReadonlyMap<string, unknown> = new Map();

/** A text that others damaged is left where it is and not offered. */
const parsed = (id: string, text: string): readonly (readonly [string, unknown])[] => {
  try {
    return [[id, JSON.parse(text)]];
  } catch {
    return [];
  }
};
