import type { IncidentEvent } from "./incident-event.ts";

export interface MergeCheck {
  /** What is here of the incidents that the log is of. */
  readonly known: Iterable<IncidentEvent>;
  readonly brought: readonly IncidentEvent[];
  /** Of this run of the station: all that it wrote is known. */
  readonly ownStationId: string;
}

/**
 * Whether a log from elsewhere can be joined with ours. A write supersedes what it says it has seen: one that claims to have seen
 * what nobody has written yet would swallow whatever is written from now on. So nobody but us goes on counting our events, and
 * what was seen must be here or in the log itself.
 * @returns why not, in English
 */
export const mergeFault = ({ known, brought, ownStationId }: MergeCheck): string | undefined => {
  const ids = new Set<string>();
  const newest = new Map<string, number>();
  const note = ({ id, stationId, n }: IncidentEvent): void => {
    ids.add(id);
    newest.set(stationId, Math.max(n, newest.get(stationId) ?? 0));
  };
  for (const event of known) note(event);
  const unknown = brought.filter(({ id }) => !ids.has(id));
  for (const event of unknown) {
    if (event.stationId === ownStationId) return `event ${event.id} says that this station wrote it, which it did not`;
    note(event);
  }
  for (const { id, body } of unknown) {
    if (body.kind !== "put") continue;
    for (const [station, seen] of Object.entries(body.seen))
      if (seen > (newest.get(station) ?? 0))
        return `event ${id} has seen number ${seen} of ${station}, which is nowhere`;
  }
  return undefined;
};
