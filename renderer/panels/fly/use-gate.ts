import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { Translate } from "../../i18n/translate.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { useStores } from "../../stores/stores-context.tsx";
import { controlGate, emergencyGate, type Gate, type GateInput } from "./control-gate.ts";

const shut: Gate = { open: false, reason: "station-away" };

const inputOf = (stores: Stores, id: VehicleId): GateInput | undefined => {
  const vehicle = stores.fleet.getState().byId[id];
  const { view, connection } = stores.station.getState();
  if (vehicle === undefined) return undefined;
  return { vehicle, mode: view?.mode, connection: connection.state, operatorId: stores.commander.operatorId };
};

/** Whether this operator may command it at this moment. */
export const gateNow = (stores: Stores, id: VehicleId): Gate => {
  const input = inputOf(stores, id);
  return input === undefined ? shut : controlGate(input);
};

const useGateBy = (id: VehicleId, gateOf: (input: GateInput) => Gate): Gate => {
  const stores = useStores();
  const { fleet, station } = stores;
  // Three plain values decide; the component renders only when one of them changes.
  useStore(station, (state) => `${state.view?.mode} ${state.connection.state}`);
  useStore(
    fleet,
    useShallow(({ byId }) => [byId[id]?.presence.state, byId[id]?.custody, byId[id]?.idConflict]),
  );
  const input = inputOf(stores, id);
  return input === undefined ? shut : gateOf(input);
};

/** Whether this operator may command the vehicle, and why not. */
export const useGate = (id: VehicleId): Gate => useGateBy(id, controlGate);

/** The same for its emergency stop, which is open to all. */
export const useEmergencyGate = (id: VehicleId): Gate => useGateBy(id, emergencyGate);

/** Why a vehicle's controls are off, in one sentence; undefined where they are on. */
export const gateText = (t: Translate, gate: Gate): string | undefined =>
  gate.open ? undefined : t.loose(`gate.${gate.reason}`, { name: gate.holder?.name ?? "" });
