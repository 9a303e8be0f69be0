import { ofKind } from "../../../shared/incident/of-kind.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { Whereabouts } from "../../../shared/wire/incident.ts";
import type { Things } from "./things-context.tsx";

/** One way in as it is listed. */
export interface InviteRow {
  readonly invite: Thing<"invite">;
  readonly state: "valid" | "expired" | "revoked";
  /** When it was last heard of by its position or its words; undefined: never. */
  readonly seenUtcMs: number | undefined;
  readonly place: Whereabouts | undefined;
}

const heardUtcMs = (things: Things): ReadonlyMap<string, number> => {
  const heard = new Map<string, number>();
  const note = (id: string, utcMs: number) => heard.set(id, Math.max(utcMs, heard.get(id) ?? utcMs));
  for (const thing of things.values()) {
    note(thing.createdBy.id, thing.createdUtcMs);
    for (const { by, utcMs } of thing.steps) note(by.id, utcMs);
  }
  return heard;
};

/** Ways in: those that open something first, the newest first among them. */
export const inviteRows = (
  things: Things,
  places: Readonly<Record<string, Whereabouts>>,
  nowUtcMs: number,
): readonly InviteRow[] => {
  const heard = heardUtcMs(things);
  return ofKind(things, "invite")
    .map((invite): InviteRow => {
      const { fields, id } = invite;
      const { expiresUtcMs = 0, revoked, personId, teamId } = fields;
      const state = revoked === true ? "revoked" : expiresUtcMs <= nowUtcMs ? "expired" : "valid";
      const own =
        personId === undefined ? (teamId === undefined ? `invite/${id}` : `team/${teamId}`) : `person/${personId}`;
      const place = places[own];
      const times = [place?.utcMs, heard.get(personId ?? teamId ?? id)].filter((utcMs) => utcMs !== undefined);
      const seenUtcMs = times.length === 0 ? undefined : Math.max(...times);
      return { invite, state, seenUtcMs, place };
    })
    .toSorted(
      (a, b) =>
        Number(a.state !== "valid") - Number(b.state !== "valid") || b.invite.createdUtcMs - a.invite.createdUtcMs,
    );
};
