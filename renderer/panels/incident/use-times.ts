import { useMemo } from "react";
import { useStore } from "zustand";
import { lastWords } from "../../../shared/incident/last-words.ts";
import type { TeamTimes } from "../../../shared/incident/team-view.ts";
import type { Whereabouts } from "../../../shared/wire/incident.ts";
import { useStores } from "../../stores/stores-context.tsx";
import { useThings } from "./things-context.tsx";

/** Silence and being overdue are matters of minutes, ms. */
const stepMs = 5_000;

/** The station's UTC, ms, in steps that a list can afford to be laid out anew at. */
const useSlowUtcMs = (): number =>
  useStore(useStores().ticker, ({ utcMs }) => (utcMs === undefined ? 0 : Math.floor(utcMs / stepMs) * stepMs));

const useSlowPlaces = (nowUtcMs: number): Readonly<Record<string, Whereabouts>> => {
  const { incident } = useStores();
  // Read again with each step of the clock, not with each fix of 1,323 people.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock is what asks for it
  return useMemo(() => incident.getState().whereabouts, [incident, nowUtcMs]);
};

/** What is known of the time, for how teams and jobs stand. */
export const useTeamTimes = (): TeamTimes & { readonly places: Readonly<Record<string, Whereabouts>> } => {
  const nowUtcMs = useSlowUtcMs();
  const places = useSlowPlaces(nowUtcMs);
  const things = useThings();
  const words = useMemo(() => lastWords(things), [things]);
  return useMemo(
    () => ({ nowUtcMs, words, places, positionUtcMs: (who: string) => places[who]?.utcMs }),
    [nowUtcMs, words, places],
  );
};
