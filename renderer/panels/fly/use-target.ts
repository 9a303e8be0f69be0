import { useCallback, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { RequestOutcome } from "../../bridge/requests.ts";
import type { MapPick } from "../../stores/map-tool-store.ts";
import { useStores } from "../../stores/stores-context.tsx";

/** What was shown on the map for one control, not yet ordered. */
export interface PickedTarget {
  readonly path: readonly LatLon[];
  readonly radiusM?: number;
}

type Wanted = { readonly kind: "place" | "circle" } | { readonly kind: "path"; readonly closed: boolean };

/**
 * Lets a person show a place, a path or a circle on the map, for one vehicle, and keeps it in sight there until it is
 * ordered or dropped. It goes with its control: another vehicle never inherits it.
 */
export const useTarget = (id: VehicleId, label: string, wanted: Wanted) => {
  const { mapTool, fly, fleet } = useStores();
  const [target, setTarget] = useState<PickedTarget | undefined>();
  const closed = wanted.kind === "path" && wanted.closed;
  const { kind } = wanted;
  useEffect(() => {
    if (target === undefined) return undefined;
    const shown = { vehicleId: id, closed, ...target };
    fly.getState().setTarget(shown);
    return () => {
      if (fly.getState().target === shown) fly.getState().setTarget(undefined);
    };
  }, [fly, id, target, closed]);
  useEffect(
    () => () => {
      // The vehicle was changed while its place was being shown.
      if (mapTool.getState().current?.label === label) mapTool.getState().cancel();
    },
    [mapTool, label],
  );
  const pick = useCallback(() => {
    const base = { colourIndex: fleet.getState().byId[id]?.colourIndex ?? 0, label };
    const asked: MapPick =
      kind === "place"
        ? { ...base, kind, onDone: (place) => setTarget({ path: [place] }) }
        : kind === "circle"
          ? { ...base, kind, onDone: ({ centre, radiusM }) => setTarget({ path: [centre], radiusM }) }
          : { ...base, kind, leastPoints: closed ? 2 : 1, onDone: (path) => setTarget({ path }) };
    mapTool.getState().pick(asked);
  }, [mapTool, fleet, id, label, kind, closed]);
  const canPick = useStore(fly, (state) => state.hasMap);
  const drop = useCallback(() => setTarget(undefined), []);
  /** Ordered: it stays on the map as where the vehicle goes, and no longer as what could be ordered. */
  const send = useCallback(
    async (outcome: Promise<RequestOutcome>) => {
      if (target === undefined) return;
      setTarget(undefined);
      const operation = (await outcome).operations?.[0];
      if (operation === undefined || operation.state === "failed") return;
      const sent = { vehicleId: id, closed, ...target, operationId: operation.id, sentMs: operation.startedMs };
      fly.getState().setSent(id, sent);
    },
    [fly, id, closed, target],
  );
  return { target, pick, drop, send, canPick };
};
