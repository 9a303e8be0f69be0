import { createStore } from "zustand/vanilla";
import { type CoordinateFormat, coordinateFormats } from "../../shared/geo/coordinate-format.ts";
import type { Language } from "../i18n/language.ts";
import { type TileDatumChoice, tileDatumChoices } from "./tile-template.ts";

export const themeChoices = ["system", "day", "night"] as const;
export type ThemeChoice = (typeof themeChoices)[number];
export type Theme = "day" | "night";
export type Units = "metric" | "imperial";
export type { CoordinateFormat };
export const thermalPalettes = ["white-hot", "black-hot", "ironbow"] as const;
export type ThermalPalette = (typeof thermalPalettes)[number];

/** How the heat list is sorted within new, confirmed and dismissed. */
const heatOrders = ["likely", "newest"] as const;
export type HeatOrder = (typeof heatOrders)[number];

export const mapLayers = [
  "baseMap",
  "contours",
  "graticule",
  "trails",
  "footprints",
  "plans",
  "heat",
  "dismissedHeat",
  "landmarks",
] as const;
/** What the map shows of the search. */
export const searchLayers = [
  "probability",
  "searched",
  "segments",
  "rings",
  "teams",
  "people",
  "clues",
  "sensors",
] as const;
export type MapLayer = (typeof mapLayers)[number] | (typeof searchLayers)[number];

export const probabilityLayers = ["poa", "prior"] as const;
export type ProbabilityLayer = (typeof probabilityLayers)[number];

export const panelNames = [
  "fleet",
  "vehicle",
  "camera",
  "plan",
  "heat",
  "alerts",
  "operations",
  "links",
  "aids",
  "search",
  "teams",
  "incident",
] as const;
export type PanelName = (typeof panelNames)[number];

/** One picture, two beside each other, the second in the first one's corner, or every vehicle's. */
export const cameraLayouts = ["single", "side", "inset", "wall"] as const;
export type CameraLayout = (typeof cameraLayouts)[number];
export const cameraSizes = ["small", "medium", "large"] as const;
export type CameraSize = (typeof cameraSizes)[number];

/** How the camera panel is arranged. */
export interface CameraChoices {
  readonly layout: CameraLayout;
  readonly size: CameraSize;
  /** Which of a vehicle's pictures is the large one. */
  readonly main: "thermal" | "visible";
  /** The very feed that was chosen last, where it is one of the vehicle's: a vehicle may have two of a kind. */
  readonly mainFeedId?: string;
  /** Boxes around cars, bicycles and what is no source, too. */
  readonly showAll: boolean;
}

/** What a person chose; kept in the browser. */
export interface SavedSettings {
  readonly theme: ThemeChoice;
  readonly language: Language | "system";
  readonly units: Units;
  readonly coordinateFormat: CoordinateFormat;
  readonly muted: boolean;
  readonly showTileLayer: boolean;
  /** Leaflet template: https://host/{z}/{x}/{y}.png */
  readonly tileLayerUrl: string;
  /** What its tiles are in; "auto": as its host is known to publish. */
  readonly tileDatum: TileDatumChoice;
  readonly layers: Readonly<Record<MapLayer, boolean>>;
  /** Which probability is drawn: what is left now, or as it was before any searching. */
  readonly probability: ProbabilityLayer;
  readonly thermalPalette: ThermalPalette;
  readonly heatOrder: HeatOrder;
  readonly camera: CameraChoices;
  /** Of the timeline only the clock and its buttons are there. */
  readonly timelineFolded: boolean;
  /** Panels that show only their head. */
  readonly folded: Readonly<Record<PanelName, boolean>>;
  /** Who decides and acknowledges, as written into the record. */
  readonly operatorName: string;
}

export interface SettingsState extends SavedSettings {
  /** What the device prefers; the app keeps it up to date. */
  readonly system: { readonly dark: boolean; readonly language: Language };
  readonly set: (change: Partial<SavedSettings>) => void;
  readonly setLayer: (layer: MapLayer, on: boolean) => void;
  readonly setCamera: (change: Partial<CameraChoices>) => void;
  readonly setFolded: (panel: PanelName, folded: boolean) => void;
  readonly setSystem: (change: Partial<SettingsState["system"]>) => void;
}

export const defaultSettings: SavedSettings = {
  theme: "system",
  language: "system",
  units: "metric",
  coordinateFormat: "decimal",
  muted: false,
  showTileLayer: false,
  tileLayerUrl: "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
  tileDatum: "auto",
  layers: {
    baseMap: true,
    contours: true,
    graticule: true,
    trails: true,
    footprints: true,
    plans: true,
    heat: true,
    dismissedHeat: true,
    landmarks: true,
    probability: true,
    searched: true,
    segments: true,
    rings: true,
    teams: true,
    people: true,
    clues: true,
    sensors: true,
  },
  probability: "poa",
  thermalPalette: "white-hot",
  heatOrder: "likely",
  camera: { layout: "inset", size: "medium", main: "thermal", showAll: false },
  folded: {
    fleet: false,
    vehicle: false,
    camera: true,
    plan: true,
    heat: false,
    alerts: false,
    operations: false,
    links: true,
    aids: true,
    search: true,
    teams: false,
    incident: true,
  },
  timelineFolded: false,
  operatorName: "",
};

/** What of `localStorage` is needed; absent where the browser forbids it. */
export type SettingsStorage = Pick<Storage, "getItem" | "setItem">;

const storageKey = "lantern.settings";

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const oneOf = <T extends string>(choices: readonly T[], value: unknown, fallback: T): T =>
  choices.find((choice) => choice === value) ?? fallback;
const bool = (value: unknown, fallback: boolean): boolean => (typeof value === "boolean" ? value : fallback);
const text = (value: unknown, fallback: string): string =>
  typeof value === "string" && value.length <= 500 ? value : fallback;
const flags = <K extends string>(fallback: Readonly<Record<K, boolean>>, value: unknown): Record<K, boolean> => {
  const result: Record<K, boolean> = { ...fallback };
  if (isLoose(value)) for (const key in result) result[key] = bool(value[key], result[key]);
  return result;
};

const parseCamera = (value: unknown, d: CameraChoices): CameraChoices =>
  isLoose(value)
    ? {
        layout: oneOf(cameraLayouts, value.layout, d.layout),
        size: oneOf(cameraSizes, value.size, d.size),
        main: oneOf(["thermal", "visible"], value.main, d.main),
        showAll: bool(value.showAll, d.showAll),
        ...(typeof value.mainFeedId === "string" ? { mainFeedId: text(value.mainFeedId, "") } : {}),
      }
    : d;

/** Reads what was saved, field by field, so that one bad or outdated field costs only itself. */
export const parseSettings = (json: string | null | undefined): SavedSettings => {
  let saved: unknown;
  try {
    saved = JSON.parse(json ?? "{}");
  } catch {
    return defaultSettings;
  }
  if (!isLoose(saved)) return defaultSettings;
  const d = defaultSettings;
  return {
    theme: oneOf(themeChoices, saved.theme, d.theme),
    language: oneOf(["system", "en", "zh-CN"], saved.language, d.language),
    units: oneOf(["metric", "imperial"], saved.units, d.units),
    coordinateFormat: oneOf(coordinateFormats, saved.coordinateFormat, d.coordinateFormat),
    muted: bool(saved.muted, d.muted),
    showTileLayer: bool(saved.showTileLayer, d.showTileLayer),
    tileLayerUrl: text(saved.tileLayerUrl, d.tileLayerUrl),
    tileDatum: oneOf(tileDatumChoices, saved.tileDatum, d.tileDatum),
    layers: flags(d.layers, saved.layers),
    probability: oneOf(probabilityLayers, saved.probability, d.probability),
    thermalPalette: oneOf(thermalPalettes, saved.thermalPalette, d.thermalPalette),
    heatOrder: oneOf(heatOrders, saved.heatOrder, d.heatOrder),
    camera: parseCamera(saved.camera, d.camera),
    folded: flags(d.folded, saved.folded),
    timelineFolded: bool(saved.timelineFolded, d.timelineFolded),
    operatorName: text(saved.operatorName, d.operatorName),
  };
};

const savedPart = ({
  system: _s,
  set: _a,
  setLayer: _b,
  setFolded: _c,
  setSystem: _d,
  setCamera: _e,
  ...saved
}: SettingsState) => saved;

export const createSettingsStore = (options: {
  readonly storage?: SettingsStorage | undefined;
  readonly system: SettingsState["system"];
}) => {
  const store = createStore<SettingsState>()((set) => ({
    ...parseSettings(options.storage?.getItem(storageKey)),
    system: options.system,
    set: (change) => set(change),
    setLayer: (layer, on) => set((state) => ({ layers: { ...state.layers, [layer]: on } })),
    setCamera: (change) => set((state) => ({ camera: { ...state.camera, ...change } })),
    setFolded: (panel, folded) => set((state) => ({ folded: { ...state.folded, [panel]: folded } })),
    setSystem: (change) => set((state) => ({ system: { ...state.system, ...change } })),
  }));
  store.subscribe((state) => {
    try {
      options.storage?.setItem(storageKey, JSON.stringify(savedPart(state)));
    } catch {
      // A full or forbidden storage costs only that the choice is gone after a reload.
    }
  });
  return store;
};
export type SettingsStore = ReturnType<typeof createSettingsStore>;

/** The theme to draw now. */
export const themeOf = (state: Pick<SettingsState, "theme" | "system">): Theme =>
  state.theme === "system" ? (state.system.dark ? "night" : "day") : state.theme;

/** The language to speak now. */
export const languageOf = (state: Pick<SettingsState, "language" | "system">): Language =>
  state.language === "system" ? state.system.language : state.language;
