import { createStore } from "zustand/vanilla";
import type { OperationView } from "../../shared/wire/operations.ts";

/** What vehicles are being asked for, and what ended in the last minute. */
export const createOperationStore = () =>
  createStore<{ readonly byId: Readonly<Record<string, OperationView>> }>()(() => ({ byId: {} }));
export type OperationStore = ReturnType<typeof createOperationStore>;
