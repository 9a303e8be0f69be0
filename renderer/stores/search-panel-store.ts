import { createStore } from "zustand/vanilla";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { IncidentAnswer, Proposal } from "../../shared/wire/incident.ts";
import type { RequestOutcome } from "../bridge/requests.ts";

export const searchTabs = ["subject", "model", "segments", "next", "close"] as const;
export type SearchTab = (typeof searchTabs)[number];

/** A vehicle's segments in lines, or a way of its own over the richest ground. */
export type WorkChoice = "segments" | "way";

/** Who should search what next, as the station answered; and what became of each line that was sent. */
export interface NextWork {
  readonly horizonMin: number;
  readonly proposals: readonly Proposal[];
  readonly leftOut: NonNullable<IncidentAnswer["leftOut"]>;
  readonly utcMs: number | undefined;
  /** The map's, from which it was worked out. */
  readonly version: number | undefined;
  readonly dropped: readonly string[];
  /** What was chosen for a vehicle that could do both, by "vehicle/ID"; absent: what adds more. */
  readonly chosen: Readonly<Record<string, WorkChoice>>;
  readonly sent: Readonly<Record<string, RequestOutcome | "pending">>;
}

/** What the search panel shows; and of a division what isn't kept yet, for the map to draw. */
export interface SearchPanelState {
  readonly tab: SearchTab;
  /** Rings of a division that nobody kept yet: drawn thin and dashed. */
  readonly preview: readonly (readonly LatLon[])[];
  /** Kept while the panel is folded: orders go on being sent then, and one that failed must not be lost. */
  readonly next: NextWork | undefined;
  readonly showTab: (tab: SearchTab) => void;
  readonly setPreview: (rings: readonly (readonly LatLon[])[]) => void;
  readonly setNext: (next: NextWork) => void;
  /** Worked out again after the map has changed: what was sent, put aside or chosen stays so. */
  readonly renewNext: (fresh: Pick<NextWork, "proposals" | "leftOut" | "utcMs" | "version">) => void;
  readonly chooseWork: (who: string, choice: WorkChoice) => void;
  readonly dropNext: (dropped: readonly string[]) => void;
  readonly noteSent: (who: string, sent: RequestOutcome | "pending") => void;
}

/** Nobody who is on their way is sent elsewhere unless somebody picks just that. */
export const asideAtFirst = (proposals: readonly Proposal[]): readonly string[] =>
  proposals.flatMap(({ who, way }) => (way?.insteadOf === undefined ? [] : [who]));

export const createSearchPanelStore = () =>
  createStore<SearchPanelState>()((set) => ({
    tab: "subject",
    preview: [],
    next: undefined,
    showTab: (tab) => set({ tab }),
    setPreview: (preview) => set({ preview }),
    setNext: (next) => set({ next }),
    renewNext: (fresh) =>
      set(({ next }) => {
        if (next === undefined) return {};
        const known = new Set(fresh.proposals.map(({ who }) => who));
        const isOut = ({ who }: Proposal): boolean => {
          const sent = next.sent[who];
          return sent === "pending" || sent?.ok === true;
        };
        // What was refused is proposed anew; why it was refused stays to be read where it isn't.
        const stays = (one: Proposal): boolean =>
          isOut(one) || (next.sent[one.who] !== undefined && !known.has(one.who));
        const proposals = [...next.proposals.filter(stays), ...fresh.proposals.filter((one) => !isOut(one))];
        const before = new Set(next.proposals.map(({ who }) => who));
        const late = asideAtFirst(fresh.proposals).filter((who) => !before.has(who));
        return { next: { ...next, ...fresh, proposals, dropped: [...next.dropped, ...late] } };
      }),
    chooseWork: (who, choice) =>
      set(({ next }) => (next === undefined ? {} : { next: { ...next, chosen: { ...next.chosen, [who]: choice } } })),
    dropNext: (dropped) => set(({ next }) => (next === undefined ? {} : { next: { ...next, dropped } })),
    noteSent: (who, sent) =>
      set(({ next }) => (next === undefined ? {} : { next: { ...next, sent: { ...next.sent, [who]: sent } } })),
  }));
export type SearchPanelStore = ReturnType<typeof createSearchPanelStore>;
