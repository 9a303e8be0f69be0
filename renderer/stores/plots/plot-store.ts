import { createStore } from "zustand/vanilla";

/** A field of one of the mission's logs. */
export interface PlottedField {
  readonly log: number;
  /** "1/1/ATTITUDE.roll". */
  readonly field: string;
}

/** The part of the mission that plots show, ms since its beginning. */
export interface PlotWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** More lines than this nobody tells apart. */
export const mostFields = 8;

export interface PlotState {
  /** What lies under the clock: the timeline's lanes, or its telemetry. */
  readonly tab: "lanes" | "plots" | "messages";
  readonly fields: readonly PlottedField[];
  /** Undefined: all of the mission. */
  readonly window: PlotWindow | undefined;
  /** What the inspector lists: streams by key (none: all), and words in them. */
  readonly log: number;
  readonly streams: readonly string[];
  readonly text: string;
  readonly add: (field: PlottedField) => void;
  readonly remove: (field: PlottedField) => void;
  readonly set: (change: Partial<Pick<PlotState, "tab" | "window" | "log" | "streams" | "text">>) => void;
}

export const sameField = (a: PlottedField, b: PlottedField): boolean => a.log === b.log && a.field === b.field;

/** What a person plots and lists of a mission's telemetry. */
export const createPlotStore = () =>
  createStore<PlotState>()((set) => ({
    tab: "lanes",
    fields: [],
    window: undefined,
    log: 0,
    streams: [],
    text: "",
    add: (field) =>
      set(({ fields }) =>
        fields.length >= mostFields || fields.some((one) => sameField(one, field))
          ? {}
          : { fields: [...fields, field] },
      ),
    remove: (field) => set(({ fields }) => ({ fields: fields.filter((one) => !sameField(one, field)) })),
    set: (change) => set(change),
  }));
export type PlotStore = ReturnType<typeof createPlotStore>;
