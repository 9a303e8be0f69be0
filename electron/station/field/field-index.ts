import { ofKind } from "../../../shared/incident/of-kind.ts";
import type { Thing } from "../../../shared/incident/thing.ts";

/** The things of an incident as phones ask for them; hundreds ask every few seconds between two changes. */
export interface FieldIndex {
  readonly incident: Thing<"incident"> | undefined;
  readonly subjects: readonly Thing<"subject">[];
  readonly teams: ReadonlyMap<string, Thing<"team">>;
  readonly segments: ReadonlyMap<string, Thing<"segment">>;
  /** By "team/ID" or "person/ID". */
  readonly jobsOf: ReadonlyMap<string, readonly Thing<"assignment">[]>;
  readonly clues: readonly Thing<"clue">[];
  /** Oldest first. */
  readonly messages: readonly Thing<"message">[];
  /** The roster of each team. */
  readonly membersOf: ReadonlyMap<string, readonly { readonly who: string; readonly name: string }[]>;
}

const indexes = new WeakMap<ReadonlyMap<string, Thing>, FieldIndex>();

/** The same index for the same things. */
export const indexOf = (things: ReadonlyMap<string, Thing>): FieldIndex => {
  const known = indexes.get(things);
  if (known !== undefined) return known;
  const index = makeIndex(things);
  indexes.set(things, index);
  return index;
};

const byId = <T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((thing) => [thing.id, thing]));

const makeIndex = (things: ReadonlyMap<string, Thing>): FieldIndex => ({
  incident: ofKind(things, "incident")[0],
  subjects: ofKind(things, "subject"),
  teams: byId(ofKind(things, "team")),
  segments: byId(ofKind(things, "segment")),
  jobsOf: Map.groupBy(
    ofKind(things, "assignment").filter(({ fields }) => fields.to !== undefined),
    ({ fields: { to } }) => `${to?.kind}/${to?.id}`,
  ),
  clues: ofKind(things, "clue"),
  messages: [...ofKind(things, "message")].sort((a, b) => a.createdUtcMs - b.createdUtcMs),
  membersOf: members(things),
});

const members = (things: ReadonlyMap<string, Thing>): FieldIndex["membersOf"] =>
  Map.groupBy(
    ofKind(things, "person")
      .filter(({ fields }) => fields.teamId !== undefined)
      .map(({ id, fields }) => ({ teamId: fields.teamId ?? "", who: `person/${id}`, name: fields.name ?? id })),
    ({ teamId }) => teamId,
  );
