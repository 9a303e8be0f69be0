import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { Operator } from "../../../shared/wire/operations.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import type { FleetHost } from "../fleet-host.ts";
import { type RequestHandlers, refused } from "../request-desk.ts";
import { apiOperator, type CommandDesk, heldBy } from "./command-desk.ts";
import type { Custody } from "./custody.ts";
import type { OperationDesk } from "./operation-desk.ts";

export interface FlightRequestParts {
  readonly fleet: FleetHost;
  readonly commands: CommandDesk;
  readonly operations: OperationDesk;
  readonly custody: Custody;
}

type FlightKinds =
  | "vehicle.do"
  | "vehicles.do"
  | "vehicle.steer"
  | "operation.cancel"
  | "custody.take"
  | "custody.ask"
  | "custody.give"
  | "custody.keep";

const later = () => refused("not-possible", "This station can't do it yet.");
const done: RequestResult = { ok: true };

const cancel = (
  { operations, custody }: FlightRequestParts,
  operationId: string,
  by: Operator = apiOperator,
): RequestResult => {
  const view = operations.activeView(operationId);
  if (view === undefined)
    return refused("unknown-operation", `There is no operation "${operationId}" that still runs or waits.`);
  const claim = custody.claim(view.vehicleId, by);
  if (!claim.ok) return refused("held-by-other", heldBy(view.vehicleId, claim.holder));
  operations.cancel(operationId);
  return done;
};

const custodyResult = (vehicleId: VehicleId, answer: ReturnType<Custody["give"]>): RequestResult => {
  if (answer.ok) return done;
  switch (answer.code) {
    case "held-by-other":
      return refused("held-by-other", heldBy(vehicleId, answer.holder));
    case "not-holder":
      return refused("not-holder", `Vehicle ${vehicleId} is held by ${answer.holder.name}; only they can decide that.`);
    case "not-asked":
      return refused("not-possible", "They have not asked for this vehicle, or don't any more.");
  }
};

/** Commands, custody and hands on the stick. */
export const flightRequests = (parts: FlightRequestParts): Pick<RequestHandlers, FlightKinds> => {
  const { custody, fleet } = parts;
  const known = (vehicleId: VehicleId, then: () => ReturnType<Custody["give"]>): RequestResult =>
    fleet.vehicles.has(vehicleId)
      ? custodyResult(vehicleId, then())
      : refused("unknown-vehicle", `There is no vehicle "${vehicleId}". It must have been heard once.`);
  return {
    "vehicle.do": later,
    "vehicles.do": later,
    "vehicle.steer": later,
    "operation.cancel": ({ operationId, operator }) => cancel(parts, operationId, operator),
    "custody.take": ({ vehicleId, operator }) => known(vehicleId, () => custody.take(vehicleId, operator)),
    "custody.ask": ({ vehicleId, operator }) => known(vehicleId, () => custody.ask(vehicleId, operator)),
    "custody.give": ({ vehicleId, operator, toOperatorId }) =>
      known(vehicleId, () => custody.give(vehicleId, operator, toOperatorId)),
    "custody.keep": ({ vehicleId, operator }) => known(vehicleId, () => custody.keep(vehicleId, operator)),
  };
};
