import { createStore } from "zustand/vanilla";
import type { Alert } from "../../shared/wire/state.ts";

export interface AlertState {
  readonly byId: Readonly<Record<string, Alert>>;
}

export const createAlertStore = () => createStore<AlertState>()(() => ({ byId: {} }));
export type AlertStore = ReturnType<typeof createAlertStore>;
