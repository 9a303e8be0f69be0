import type { SendRequest } from "../bridge/requests.ts";
import type { Language } from "../i18n/language.ts";
import { type AlertStore, createAlertStore } from "./alert-store.ts";
import { createFleetStore, type FleetStore } from "./fleet-store.ts";
import { createHeatStore, type HeatStore } from "./heat-store.ts";
import { createLayoutStore, type LayoutStore } from "./layout-store.ts";
import { createLinkStore, type LinkStore } from "./link-store.ts";
import { createOperationStore, type OperationStore } from "./operation-store.ts";
import { createPlanStore, type PlanStore } from "./plan-store.ts";
import { createSelectionStore, type SelectionStore } from "./selection-store.ts";
import { createSettingsStore, type SettingsStorage, type SettingsStore } from "./settings-store.ts";
import { createSoundStore, type SoundStore } from "./sound-store.ts";
import {
  createStationStore,
  type DeviceClock,
  type StationStore,
  stationNowAt,
  stationUtcAt,
} from "./station-store.ts";
import { createTickerStore, type TickerStore } from "./ticker-store.ts";

/** All that map and panels share; they meet here and nowhere else. */
export interface Stores {
  readonly fleet: FleetStore;
  readonly heat: HeatStore;
  readonly links: LinkStore;
  readonly alerts: AlertStore;
  readonly plans: PlanStore;
  readonly operations: OperationStore;
  readonly station: StationStore;
  readonly selection: SelectionStore;
  readonly settings: SettingsStore;
  readonly layout: LayoutStore;
  readonly ticker: TickerStore;
  readonly sound: SoundStore;
  /** The station clock now, ms; undefined before the first snapshot. Cheap: call it in every animation frame. */
  readonly stationNow: () => number | undefined;
  /** The station's UTC now (in replay, the log's), ms since 1970. */
  readonly stationUtcNow: () => number | undefined;
  readonly deviceClock: DeviceClock;
  /** Asks the station; never throws. */
  readonly send: SendRequest;
}

export interface StoresOptions {
  readonly send: SendRequest;
  readonly deviceClock: DeviceClock;
  readonly storage?: SettingsStorage | undefined;
  readonly system: { readonly dark: boolean; readonly language: Language };
}

export const createStores = (options: StoresOptions): Stores => {
  const station = createStationStore();
  return {
    fleet: createFleetStore(),
    heat: createHeatStore(),
    links: createLinkStore(),
    alerts: createAlertStore(),
    plans: createPlanStore(),
    operations: createOperationStore(),
    station,
    selection: createSelectionStore(),
    settings: createSettingsStore({ storage: options.storage, system: options.system }),
    layout: createLayoutStore(),
    ticker: createTickerStore(),
    sound: createSoundStore(),
    stationNow: () => stationNowAt(station.getState(), options.deviceClock.nowMs()),
    stationUtcNow: () => stationUtcAt(station.getState(), options.deviceClock.nowMs()),
    deviceClock: options.deviceClock,
    send: options.send,
  };
};
