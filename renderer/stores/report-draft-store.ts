import { createStore } from "zustand/vanilla";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { SettingsStorage } from "./settings-store.ts";

/** What a person types into the report of a missing person, as it was typed. */
const reportTexts = [
  "incidentName",
  "name",
  "age",
  "category",
  "clothing",
  "health",
  "mobility",
  "language",
  "phone",
  "placeText",
  "whenText",
  "ippText",
  "temperature",
  "wind",
  "windFrom",
  "visibility",
  "weatherText",
  "reporterName",
  "reporterPhone",
  "reporterRelation",
] as const;
export type ReportText = (typeof reportTexts)[number];

/** The report as it stands, half typed or whole. */
export interface ReportDraft {
  readonly nature: "lost" | "sea";
  readonly texts: Readonly<Partial<Record<ReportText, string>>>;
  readonly sex: "female" | "male" | "unknown";
  readonly responsive: boolean | undefined;
  readonly injured: boolean | undefined;
  readonly rain: "none" | "drizzle" | "rain" | "snow" | undefined;
  /** The place as it was shown on the map; a typed one is read from its text. */
  readonly place: LatLon | undefined;
  /** "PLS": seen there; "LKP": known by a clue. */
  readonly placeKind: "PLS" | "LKP";
  readonly ipp: LatLon | undefined;
  /** When, ms UTC, reckoned at the moment it was typed: "2 h ago" stays where it was. */
  readonly whenUtcMs: number | undefined;
  /** Files that are at the station already. */
  readonly photos: readonly string[];
}

export interface ReportDraftState {
  /** Undefined: nobody is reporting. */
  readonly draft: ReportDraft | undefined;
  readonly begin: (nature: ReportDraft["nature"]) => void;
  readonly change: (change: Partial<Omit<ReportDraft, "texts">>) => void;
  readonly type: (field: ReportText, text: string) => void;
  /** Sent, or dropped on purpose. */
  readonly drop: () => void;
}

const storageKey = "lantern.report";

const emptyDraft = (nature: ReportDraft["nature"]): ReportDraft => ({
  nature,
  texts: {},
  sex: "unknown",
  responsive: undefined,
  injured: undefined,
  rain: undefined,
  place: undefined,
  placeKind: "PLS",
  ipp: undefined,
  whenUtcMs: undefined,
  photos: [],
});

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const oneOf = <T extends string>(choices: readonly T[], value: unknown): T | undefined =>
  choices.find((choice) => choice === value);
const flag = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined);
const placeOf = (value: unknown): LatLon | undefined =>
  isLoose(value) && typeof value.latDeg === "number" && typeof value.lonDeg === "number"
    ? { latDeg: value.latDeg, lonDeg: value.lonDeg }
    : undefined;

/** Reads what was kept, field by field: one that is outdated costs only itself. */
export const readReportDraft = (json: string | null | undefined): ReportDraft | undefined => {
  let saved: unknown;
  try {
    saved = JSON.parse(json ?? "null");
  } catch {
    return undefined;
  }
  if (!isLoose(saved)) return undefined;
  const texts: Partial<Record<ReportText, string>> = {};
  if (isLoose(saved.texts))
    for (const field of reportTexts) {
      const text = saved.texts[field];
      if (typeof text === "string") texts[field] = text.slice(0, 4_000);
    }
  return {
    nature: oneOf(["lost", "sea"], saved.nature) ?? "lost",
    texts,
    sex: oneOf(["female", "male", "unknown"], saved.sex) ?? "unknown",
    responsive: flag(saved.responsive),
    injured: flag(saved.injured),
    rain: oneOf(["none", "drizzle", "rain", "snow"], saved.rain),
    place: placeOf(saved.place),
    placeKind: oneOf(["PLS", "LKP"], saved.placeKind) ?? "PLS",
    ipp: placeOf(saved.ipp),
    whenUtcMs: typeof saved.whenUtcMs === "number" ? saved.whenUtcMs : undefined,
    photos: Array.isArray(saved.photos) ? saved.photos.filter((id) => typeof id === "string").slice(0, 50) : [],
  };
};

/** Keeps every keystroke in the browser: a reload or a crash in the middle of a call costs nothing. */
export const createReportDraftStore = (storage: SettingsStorage | undefined) => {
  const store = createStore<ReportDraftState>()((set) => ({
    draft: readReportDraft(storage?.getItem(storageKey)),
    begin: (nature) => set(({ draft }) => ({ draft: draft === undefined ? emptyDraft(nature) : { ...draft, nature } })),
    change: (change) => set(({ draft }) => (draft === undefined ? {} : { draft: { ...draft, ...change } })),
    type: (field, text) =>
      set(({ draft }) =>
        draft === undefined ? {} : { draft: { ...draft, texts: { ...draft.texts, [field]: text } } },
      ),
    drop: () => set({ draft: undefined }),
  }));
  store.subscribe(({ draft }) => {
    try {
      storage?.setItem(storageKey, JSON.stringify(draft ?? null));
    } catch {
      // A full or forbidden storage costs only that the draft is gone after a reload.
    }
  });
  return store;
};
export type ReportDraftStore = ReturnType<typeof createReportDraftStore>;
