import { createStore } from "zustand/vanilla";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";

export const vehicleTabs = ["status", "fly", "camera", "settings"] as const;
export type VehicleTab = (typeof vehicleTabs)[number];

/** What of the steering by hand is shown: the pure machine's state is elsewhere. */
export interface Steering {
  readonly vehicleId: VehicleId;
  /** -1 to 1 each, as sent. */
  readonly forward: number;
  readonly right: number;
  readonly up: number;
  readonly turn: number;
}

export interface FlyState {
  /** What the vehicle panel shows. */
  readonly tab: VehicleTab;
  /** Marked for a command to several; has nothing to do with the selected and the watched one. */
  readonly marked: readonly VehicleId[];
  /** Whose emergency stop lies open; undefined while it is closed. */
  readonly emergencyOpen: VehicleId | undefined;
  /** A gamepad is there, by the browser's name of it. */
  readonly gamepad: string | undefined;
  /** While a person's hand is on the dead man's button. */
  readonly steering: Steering | undefined;
  readonly showTab: (tab: VehicleTab) => void;
  readonly mark: (id: VehicleId, on: boolean) => void;
  readonly markOnly: (ids: readonly VehicleId[]) => void;
  readonly openEmergency: (id: VehicleId | undefined) => void;
}

export const createFlyStore = () =>
  createStore<FlyState>()((set) => ({
    tab: "status",
    marked: [],
    emergencyOpen: undefined,
    gamepad: undefined,
    steering: undefined,
    showTab: (tab) => set({ tab }),
    mark: (id, on) =>
      set(({ marked }) => ({
        marked: on ? [...marked.filter((other) => other !== id), id] : marked.filter((other) => other !== id),
      })),
    markOnly: (marked) => set({ marked }),
    openEmergency: (emergencyOpen) => set({ emergencyOpen }),
  }));
export type FlyStore = ReturnType<typeof createFlyStore>;
