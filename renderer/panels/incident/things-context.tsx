import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useStore } from "zustand";
import { type Thing, thingKey } from "../../../shared/incident/thing.ts";
import type { ThingsByKind } from "../../stores/incident-store.ts";
import { useStores } from "../../stores/stores-context.tsx";

export type Things = ReadonlyMap<string, Thing>;

/** As the pure functions of the incident want them: of all kinds, by `thingKey`. */
const mapOfThings = (byKind: ThingsByKind): Things =>
  new Map(
    Object.values(byKind).flatMap((things) =>
      Object.values(things).map((thing: Thing) => [thingKey(thing.kind, thing.id), thing] as const),
    ),
  );

const ThingsContext = createContext<Things>(new Map());

/** Lays the things out once for all rows of a panel. */
export const ThingsProvider = ({ children }: { readonly children: ReactNode }) => {
  const byKind = useStore(useStores().incident, (state) => state.things);
  const things = useMemo(() => mapOfThings(byKind), [byKind]);
  return <ThingsContext.Provider value={things}>{children}</ThingsContext.Provider>;
};

export const useThings = (): Things => useContext(ThingsContext);
