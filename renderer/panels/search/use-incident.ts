import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores } from "../../stores/stores-context.tsx";

/** The incident that is open; undefined while there is none. */
export const useIncident = (): Thing<"incident"> | undefined =>
  useStore(useStores().incident, ({ things }) => Object.values(things.incident)[0]);

/** The first subject. */
export const useSubject = (): Thing<"subject"> | undefined =>
  useStore(useStores().incident, ({ things }) => Object.values(things.subject)[0]);

/** How the probability map is made; undefined until somebody changed something. */
export const useModel = (): Thing<"model"> | undefined =>
  useStore(useStores().incident, ({ things }) => things.model.model ?? Object.values(things.model)[0]);
