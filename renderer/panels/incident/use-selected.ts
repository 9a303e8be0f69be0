import { useStore } from "zustand";
import type { ThingKind } from "../../../shared/incident/things.ts";
import { useStores } from "../../stores/stores-context.tsx";

/** The id of the one thing of a kind that is chosen, here or on the map. */
export const useSelected = (kind: ThingKind): string | undefined => {
  const key = useStore(useStores().selection, (state) => state.selectedThingKey);
  return key?.startsWith(`${kind}/`) === true ? key.slice(kind.length + 1) : undefined;
};
