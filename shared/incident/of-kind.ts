import type { Thing } from "./thing.ts";
import type { ThingKind } from "./things.ts";

/** The things of one kind that were not removed. */
export const ofKind = <K extends ThingKind>(things: ReadonlyMap<string, Thing>, kind: K): readonly Thing<K>[] =>
  // The compiler can't see that what has this kind has its fields.
  [...things.values()].filter((thing) => thing.kind === kind && thing.fields.removed !== true) as readonly Thing<K>[];
