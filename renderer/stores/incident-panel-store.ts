import { createStore } from "zustand/vanilla";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { SettingsStorage } from "./settings-store.ts";

export const incidentTabs = ["send", "orders", "clues", "messages", "more"] as const;
export type IncidentTab = (typeof incidentTabs)[number];

/** Where somebody is wanted, and what for. */
export interface Wanted {
  readonly place: LatLon;
  readonly about?: { readonly kind: "clue" | "heat" | "segment"; readonly id: string };
}

/** What the panel of orders, clues and messages shows; and which messages were read at this screen. */
export interface IncidentPanelState {
  readonly tab: IncidentTab;
  /** "Who can be here first?" was asked for this. */
  readonly wanted: Wanted | undefined;
  readonly readIds: ReadonlySet<string>;
  readonly showTab: (tab: IncidentTab) => void;
  readonly want: (wanted: Wanted | undefined) => void;
  readonly markRead: (ids: readonly string[]) => void;
}

const storageKey = "lantern.read";
/** Older ones count as unread again after a reload; nobody scrolls back that far. */
const mostKept = 5_000;

const keptIds = (storage: SettingsStorage | undefined): ReadonlySet<string> => {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(storageKey) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : []);
  } catch {
    return new Set();
  }
};

/** By id, not by time: what a phone wrote without network comes late and is still news. */
export const createIncidentPanelStore = (storage: SettingsStorage | undefined) =>
  createStore<IncidentPanelState>()((set, get) => ({
    tab: "orders",
    wanted: undefined,
    readIds: keptIds(storage),
    showTab: (tab) => set({ tab }),
    want: (wanted) => set(wanted === undefined ? { wanted } : { wanted, tab: "send" }),
    markRead: (ids) => {
      const { readIds } = get();
      if (ids.every((id) => readIds.has(id))) return;
      const all = [...new Set([...readIds, ...ids])].slice(-mostKept);
      set({ readIds: new Set(all) });
      try {
        storage?.setItem(storageKey, JSON.stringify(all));
      } catch {
        // A full or forbidden storage costs only that they count as unread after a reload.
      }
    },
  }));
export type IncidentPanelStore = ReturnType<typeof createIncidentPanelStore>;
