import { createStore } from "zustand/vanilla";
import type { Thing } from "../../shared/incident/thing.ts";
import { type ThingKind, thingKinds } from "../../shared/incident/things.ts";
import type { SegmentGrade, Whereabouts } from "../../shared/wire/incident.ts";

type ById<K extends ThingKind> = Readonly<Record<string, Thing<K>>>;

/** What the incident is made of, apart by kind, so that a list of teams needn't look when a segment changed. */
export type ThingsByKind = { readonly [K in ThingKind]: ById<K> };

export interface IncidentState {
  /** Without the removed ones. */
  readonly things: ThingsByKind;
  /** By "person/ID", "team/ID", "invite/ID". */
  readonly whereabouts: Readonly<Record<string, Whereabouts>>;
  /** By segment. */
  readonly grades: Readonly<Record<string, SegmentGrade>>;
}

const none = (): ThingsByKind => Object.fromEntries(thingKinds.map((kind) => [kind, {}])) as unknown as ThingsByKind;

/** Lays changed things over the known ones; `null` and removed ones go. Kinds without a change stay the same object. */
export const mergeThings = (
  previous: ThingsByKind,
  patch: Readonly<Record<string, Thing | null>> | undefined,
): ThingsByKind => {
  if (patch === undefined) return previous;
  const merged: Record<string, Record<string, Thing>> = {};
  for (const [key, thing] of Object.entries(patch)) {
    const at = key.indexOf("/");
    const kind = key.slice(0, at) as ThingKind;
    merged[kind] ??= { ...previous[kind] };
    const ofKind = merged[kind];
    if (thing === null || thing.fields.removed === true) delete ofKind[key.slice(at + 1)];
    else ofKind[thing.id] = thing;
  }
  return { ...previous, ...merged } as ThingsByKind;
};

export const createIncidentStore = () =>
  createStore<IncidentState>()(() => ({ things: none(), whereabouts: {}, grades: {} }));
export type IncidentStore = ReturnType<typeof createIncidentStore>;

/** All things of a snapshot, apart by kind. */
export const thingsOf = (things: Readonly<Record<string, Thing>>): ThingsByKind => mergeThings(none(), things);
