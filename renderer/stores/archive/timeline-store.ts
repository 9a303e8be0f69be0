import { createStore } from "zustand/vanilla";

/** To which marks a person jumps: `timeline.jump.KIND`. */
export const jumpKinds = ["any", "detection", "mode", "warning", "note"] as const;
export type JumpKind = (typeof jumpKinds)[number];

/** How fast, forwards and backwards. */
export const playSpeeds = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100] as const;

export interface TimelineState {
  readonly jumpTo: JumpKind;
  /** How fast it plays when it plays, 0.1 to 100. */
  readonly speed: number;
  /** The list of notes is open; "new": with a line to write one at this instant. */
  readonly notes: "closed" | "list" | "new";
  /** What was jumped to last, in words: said to whoever can't see the marks. */
  readonly said: string;
  readonly set: (change: Partial<Omit<TimelineState, "set">>) => void;
}

/** What a person chose about the timeline of one mission. */
export const createTimelineStore = () =>
  createStore<TimelineState>()((set) => ({
    jumpTo: "any",
    speed: 1,
    notes: "closed",
    said: "",
    set: (change) => set(change),
  }));
export type TimelineStore = ReturnType<typeof createTimelineStore>;
