import { createStore } from "zustand/vanilla";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { SentTarget } from "./sent-target.ts";
import type { Target } from "./target.ts";

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
  /** This window shows the map, so that places can be shown on it. */
  readonly hasMap: boolean;
  /** What the vehicle panel shows. */
  readonly tab: VehicleTab;
  /** The fleet shows what marks. */
  readonly marking: boolean;
  /** Marked for a command to several; has nothing to do with the selected and the watched one. */
  readonly marked: readonly VehicleId[];
  /** Whose emergency stop lies open; undefined while it is closed. */
  readonly emergencyOpen: VehicleId | undefined;
  /** The vehicle that a gamepad may steer while its dead man's button is held. */
  readonly readyToSteer: VehicleId | undefined;
  /** A gamepad is there, by the browser's name of it; "unknown" where its sticks can't be told apart. */
  readonly gamepad: { readonly name: string; readonly usable: boolean } | undefined;
  /** Why a held dead man's button does nothing. */
  readonly steerNeeds: "centre-first" | "let-go-first" | undefined;
  /** While a person's hand is on the dead man's button. */
  readonly steering: Steering | undefined;
  /** What is about to be sent somewhere: the map shows where, until it is sent or dropped. */
  readonly target: Target | undefined;
  /** Where vehicles were sent from this screen and still go. */
  readonly sent: Readonly<Record<VehicleId, SentTarget>>;
  readonly showTab: (tab: VehicleTab) => void;
  readonly mark: (id: VehicleId, on: boolean) => void;
  readonly markOnly: (ids: readonly VehicleId[]) => void;
  readonly setMarking: (marking: boolean) => void;
  readonly openEmergency: (id: VehicleId | undefined) => void;
  readonly setReadyToSteer: (id: VehicleId | undefined) => void;
  readonly setTarget: (target: Target | undefined) => void;
  readonly setSent: (vehicleId: VehicleId, sent: SentTarget | undefined) => void;
}

export const createFlyStore = () =>
  createStore<FlyState>()((set) => ({
    hasMap: false,
    tab: "status",
    marking: false,
    marked: [],
    emergencyOpen: undefined,
    readyToSteer: undefined,
    gamepad: undefined,
    steerNeeds: undefined,
    steering: undefined,
    target: undefined,
    sent: {},
    showTab: (tab) => set({ tab }),
    mark: (id, on) =>
      set(({ marked }) => ({
        marking: true,
        marked: on ? [...marked.filter((other) => other !== id), id] : marked.filter((other) => other !== id),
      })),
    markOnly: (marked) => set({ marking: true, marked }),
    setMarking: (marking) => set(marking ? { marking } : { marking, marked: [] }),
    setReadyToSteer: (readyToSteer) => set({ readyToSteer }),
    setTarget: (target) => set({ target }),
    setSent: (vehicleId, next) =>
      set(({ sent: { [vehicleId]: _before, ...others } }) => ({
        sent: next === undefined ? others : { ...others, [vehicleId]: next },
      })),
    openEmergency: (emergencyOpen) => set({ emergencyOpen }),
  }));
export type FlyStore = ReturnType<typeof createFlyStore>;
