import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { VehicleView } from "../../shared/wire/state.ts";
import { useStores } from "../stores/stores-context.tsx";
import { useFormat } from "./format-context.tsx";

/** One group or value of one vehicle; the component renders anew only when that changes. */
export const useVehicle = <T>(id: VehicleId, select: (vehicle: VehicleView) => T): T | undefined =>
  useStore(useStores().fleet, (state) => {
    const vehicle = state.byId[id];
    return vehicle === undefined ? undefined : select(vehicle);
  });

/** Several plain values of one vehicle, compared one by one. */
export const useVehicleView = <T extends object>(id: VehicleId, select: (vehicle: VehicleView) => T): T | undefined =>
  useStore(
    useStores().fleet,
    useShallow((state) => {
      const vehicle = state.byId[id];
      return vehicle === undefined ? undefined : select(vehicle);
    }),
  );

/** The age of something on the station clock as text; renders only when the text changes. */
export const useAgeText = (atMs: number | undefined): string | undefined => {
  const format = useFormat();
  return useStore(useStores().ticker, ({ nowMs }) =>
    nowMs === undefined || atMs === undefined ? undefined : format.age(nowMs - atMs),
  );
};

/** True once something of a vehicle is older than `limitMs`, the vehicle is lost, or the station is away: then nothing is live. */
export const useIsStale = (id: VehicleId, atMs: number | undefined, limitMs: number): boolean => {
  const { ticker, station } = useStores();
  const away = useStore(station, (state) => state.connection.state !== "open");
  const lost = useVehicle(id, (vehicle) => vehicle.presence.state === "lost");
  const old = useStore(ticker, ({ nowMs }) => nowMs !== undefined && atMs !== undefined && nowMs - atMs > limitMs);
  return away || lost === true || old;
};
