import { type Tracks, TracksSchema } from "../../../shared/wire/search-answers.ts";
import type { Stores } from "../../stores/create-stores.ts";

export interface TrackTaker {
  readonly forget: () => void;
  readonly restore: (tracks: Tracks) => void;
}

/** What happens to be lost is drawn again with the next start: nobody waits for it. */
const fetchTracks = async (incidentId: string, signal: AbortSignal): Promise<Tracks | undefined> => {
  try {
    const response = await fetch(`/api/incidents/${encodeURIComponent(incidentId)}/tracks`, { signal });
    const parsed = TracksSchema.safeParse(response.ok ? await response.json() : undefined);
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};

/** Fetches the ways of an incident when it comes to be shown, and after a gap of the connection. @returns stops it */
export const followKeptTracks = (
  { incident, station, archive }: Stores,
  { forget, restore }: TrackTaker,
): (() => void) => {
  let abort = new AbortController();
  let shown: string | undefined;
  const shownId = () => Object.keys(incident.getState().things.incident)[0];
  const begin = () => {
    abort.abort();
    abort = new AbortController();
    shown = shownId();
    forget();
    const { signal } = abort;
    // The station knows the ways to their end: in the past they would show what came after.
    if (shown === undefined || archive !== undefined) return;
    void fetchTracks(shown, signal).then((tracks) => {
      if (tracks !== undefined && !signal.aborted) restore(tracks);
    });
  };
  const offs = [
    incident.subscribe((state, before) => {
      if (state.things.incident !== before.things.incident && shownId() !== shown) begin();
    }),
    station.subscribe((state, before) => {
      if (state.resetN !== before.resetN) begin();
    }),
  ];
  begin();
  return () => {
    abort.abort();
    for (const off of offs) off();
  };
};
