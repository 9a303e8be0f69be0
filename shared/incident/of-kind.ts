import type { Thing } from "./thing.ts";
import type { ThingKind } from "./things.ts";

/** The things of one kind that were not removed. */
export const ofKind = <K extends ThingKind>(things: ReadonlyMap<string, Thing>, kind: K): readonly Thing<K>[] =>
  [...things.values()].flatMap((thing) =>
    // What has this kind has its fields, which the compiler can't see.
    thing.kind === kind && thing.fields.removed !== true ? [thing as Thing<K>] : [],
  );
