import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { VehicleAction } from "../../shared/wire/actions.ts";
import type { Operator } from "../../shared/wire/operations.ts";
import type { RequestOutcome, SendRequest } from "../bridge/requests.ts";
import type { FleetStore } from "./fleet-store.ts";

/** What every request that acts on a vehicle says of who asks and when. */
interface Asked {
  readonly operator: Operator;
  /** Station clock, ms; absent before the first snapshot. */
  readonly issuedAtMs?: number;
}

/** Whom a request is for: by the unique id too where it is known, so that nobody else on its system id ever obeys. */
interface Addressed {
  readonly vehicleId: VehicleId;
  readonly uid?: string;
}

/** The one way in which this client tells vehicles what to do. */
export interface Commander {
  readonly operatorId: string;
  readonly operator: () => Operator;
  readonly asked: () => Asked;
  readonly addressed: (vehicleId: VehicleId) => Addressed;
  readonly command: (vehicleId: VehicleId, action: VehicleAction) => Promise<RequestOutcome>;
  /** Each of those named, and nobody else. */
  readonly commandAll: (vehicleIds: readonly VehicleId[], action: VehicleAction) => Promise<RequestOutcome>;
}

export interface CommanderOptions {
  readonly operator: () => Operator;
  readonly fleet: FleetStore;
  readonly stationNow: () => number | undefined;
  readonly send: SendRequest;
}

export const createCommander = ({ operator, fleet, stationNow, send }: CommanderOptions): Commander => {
  const asked = (): Asked => {
    const issuedAtMs = stationNow();
    return { operator: operator(), ...(issuedAtMs === undefined ? {} : { issuedAtMs }) };
  };
  const addressed = (vehicleId: VehicleId): Addressed => {
    const uid = fleet.getState().byId[vehicleId]?.uid;
    return { vehicleId, ...(uid === undefined ? {} : { uid }) };
  };
  return {
    operatorId: operator().id,
    operator,
    asked,
    addressed,
    command: (vehicleId, action) => send({ kind: "vehicle.do", ...addressed(vehicleId), ...asked(), action }),
    commandAll: (vehicleIds, action) =>
      send({ kind: "vehicles.do", vehicles: vehicleIds.map(addressed), ...asked(), action }),
  };
};
