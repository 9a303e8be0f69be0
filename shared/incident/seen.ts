import type { IncidentEvent, Seen } from "./incident-event.ts";

/** Whether who had seen so much knew of this event. */
export const hasSeen = (seen: ReadonlyMap<string, number>, { stationId, n }: IncidentEvent): boolean =>
  (seen.get(stationId) ?? 0) >= n;

/** Adds what one event says that its author had seen; an event can't have seen itself. */
export const joinSeen = (seen: Map<string, number>, { stationId, n }: IncidentEvent, its: Seen): void => {
  for (const [station, newest] of Object.entries(its)) {
    const known = station === stationId ? Math.min(newest, n - 1) : newest;
    if (known > (seen.get(station) ?? 0)) seen.set(station, known);
  }
};

/** Adds the event itself. */
export const noteSeen = (seen: Map<string, number>, { stationId, n }: IncidentEvent): void => {
  if (n > (seen.get(stationId) ?? 0)) seen.set(stationId, n);
};

/** At most what is known: nobody has seen what isn't there yet. */
export const knownOf = (claimed: Seen, known: Seen): Seen =>
  Object.fromEntries(
    Object.entries(claimed).flatMap(([station, n]) => {
      const most = Math.min(n, Object.hasOwn(known, station) ? (known[station] ?? 0) : 0);
      return most > 0 ? [[station, most]] : [];
    }),
  );
