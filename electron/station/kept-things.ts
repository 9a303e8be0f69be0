import type { Kept } from "./event-log.ts";

/** What people set up once and find again after a restart: the record keeps it, whatever session it comes from. */
export type KeptKind =
  | "feed"
  | "landmark"
  | "correction"
  | "terrain"
  | "invite"
  | "search"
  | "mission-note"
  | "mission-name"
  | "mission-offset"
  | "mission-summary";

/** Small JSON things by kind and id, on the disk before a change is answered with ok. */
export interface KeptThings {
  all(kind: KeptKind): ReadonlyMap<string, unknown>;
  keep(kind: KeptKind, id: string, thing: unknown): Kept;
  forget(kind: KeptKind, id: string): Kept;
}
