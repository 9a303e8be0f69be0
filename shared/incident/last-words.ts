import type { Author } from "./incident-event.ts";
import { type Thing, thingKey } from "./thing.ts";

/** A team that nobody heard of for so long turns red, ms: RadioLog's default, 30 min. */
export const silenceLimitMs = 30 * 60_000;

/** What only the post says of a job: no word of who does it. */
const saidByPost = new Set(["sent", "cancelled", "note", "seen"]);

/** Where somebody is; by radio it was said. */
export interface SaidPlace {
  readonly utcMs: number;
  readonly source: string;
}

/**
 * When everybody was last heard: what people or their teams said or did themselves, what was written down of them on the
 * radio, and what was said of their jobs, whoever typed it in. Phones that tell where they are don't speak.
 * @param places by "team/ID", "person/ID"; those that were told by radio count
 * @returns UTC ms by "person/ID", "team/ID", "vehicle/ID"
 */
export const lastWords = (
  things: ReadonlyMap<string, Thing>,
  places: Iterable<readonly [string, SaidPlace]> = [],
): ReadonlyMap<string, number> => {
  const words = new Map<string, number>();
  const note = (who: string, utcMs: number) => {
    if (utcMs > (words.get(who) ?? Number.NEGATIVE_INFINITY)) words.set(who, utcMs);
  };
  const heard = ({ id, role }: Author, utcMs: number) => {
    if (role === "station") return;
    const person = things.get(thingKey("person", id));
    if (things.has(thingKey("team", id))) note(`team/${id}`, utcMs);
    if (person?.kind !== "person") return;
    note(`person/${id}`, utcMs);
    if (person.fields.teamId !== undefined) note(`team/${person.fields.teamId}`, utcMs);
  };
  for (const thing of things.values()) {
    heard(thing.createdBy, thing.createdUtcMs);
    for (const { step, by, utcMs } of thing.steps) {
      heard(by, utcMs);
      if (thing.kind === "assignment" && thing.fields.to !== undefined && !saidByPost.has(step))
        note(`${thing.fields.to.kind}/${thing.fields.to.id}`, utcMs);
    }
    if (thing.kind === "message" && thing.fields.fromTeamId !== undefined)
      note(`team/${thing.fields.fromTeamId}`, thing.createdUtcMs);
  }
  for (const [who, { utcMs, source }] of places) if (source === "radio") note(who, utcMs);
  return words;
};
