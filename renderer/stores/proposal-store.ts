import { createStore } from "zustand/vanilla";
import type { Proposal } from "../../shared/wire/incident.ts";

/** "What next" as the station proposed it last, drawn as arrows until it is taken or put away. */
export interface ProposalState {
  readonly proposals: readonly Proposal[];
  /** The one that a panel points at. */
  readonly hoveredWho: string | undefined;
}

export const createProposalStore = () => createStore<ProposalState>()(() => ({ proposals: [], hoveredWho: undefined }));
export type ProposalStore = ReturnType<typeof createProposalStore>;
