import type { Author, Seen, StepName } from "./incident-event.ts";
import type { ThingFields, ThingKind } from "./things.ts";

/** A write of one field that another one, made without knowing of it, stands against. */
export interface Alternative {
  readonly value: unknown;
  readonly by: Author;
  readonly utcMs: number;
}

/** Something that happened to a thing. */
export interface Step {
  readonly step: StepName;
  readonly by: Author;
  /** When it happened. */
  readonly utcMs: number;
  readonly text?: string;
  readonly place?: { readonly latDeg: number; readonly lonDeg: number };
  readonly item?: number;
}

/** A thing as the events make it; immutable, a new object whenever an event changed it. */
export type Thing<K extends ThingKind = ThingKind> = {
  readonly [Kind in K]: {
    readonly kind: Kind;
    readonly id: string;
    /** Of concurrent writes the later one. */
    readonly fields: ThingFields[Kind];
    /** Fields whose newest writes did not know of each other and differ: all of them, the shown one first. */
    readonly conflicts?: Readonly<Record<string, readonly Alternative[]>>;
    /** In the order of their times. */
    readonly steps: readonly Step[];
    readonly createdBy: Author;
    readonly createdUtcMs: number;
    readonly changedBy: Author;
    readonly changedUtcMs: number;
    /** Send it back with a change: it says what you had seen. */
    readonly seen: Seen;
  };
}[K];

/** Things of all kinds lie in one collection under this key. */
export const thingKey = (kind: ThingKind, id: string): string => `${kind}/${id}`;
