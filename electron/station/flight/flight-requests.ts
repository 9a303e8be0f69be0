import type { Job } from "../../../shared/protocols/job.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import type { Operator } from "../../../shared/wire/operations.ts";
import type { Request, RequestResult } from "../../../shared/wire/requests.ts";
import type { FleetHost } from "../fleet-host.ts";
import { type RequestHandlers, refused } from "../request-desk.ts";
import { type CommandDesk, heldBy } from "./command-desk.ts";
import type { Custody } from "./custody.ts";
import { apiOperator } from "./custody.ts";
import type { OperationDesk } from "./operation-desk.ts";
import type { JobContext } from "./operation-order.ts";
import type { Steering } from "./steering.ts";

export interface FlightRequestParts {
  readonly fleet: FleetHost;
  readonly commands: CommandDesk;
  readonly operations: OperationDesk;
  readonly custody: Custody;
  readonly steering: Steering;
  /** The job for what was asked. */
  readonly actionJob: (context: JobContext, action: VehicleAction) => Job;
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

const done: RequestResult = { ok: true };

const cancel = (
  { operations, custody }: FlightRequestParts,
  operationId: string,
  by: Operator = apiOperator,
): RequestResult => {
  const view = operations.activeView(operationId);
  if (view === undefined)
    return refused("unknown-operation", `There is no operation "${operationId}" that still runs or waits.`);
  // Whoever asked for something may take it back; anything else is the holder's to end.
  const claim = view.by.id === by.id ? { ok: true as const } : custody.claim(view.vehicleId, by);
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

type Do = Extract<Request, { readonly kind: "vehicle.do" | "vehicles.do" }>;
type Named = Pick<Extract<Request, { readonly kind: "vehicle.do" }>, "vehicleId" | "uid">;

const command = (
  { commands, actionJob }: FlightRequestParts,
  { action, operator, issuedAtMs, wait }: Do,
  { vehicleId, uid }: Named,
): Promise<RequestResult> =>
  commands.order({
    ...{ vehicleId, uid, operator, issuedAtMs, wait, action },
    kind: action.kind,
    job: (context) => actionJob(context, action),
  });

/** Each on its own: one that refuses doesn't keep the others from it, and every outcome is told. */
const commandAll = async (
  parts: FlightRequestParts,
  request: Do & { readonly kind: "vehicles.do" },
): Promise<RequestResult> => {
  const { vehicles } = request;
  const twice = vehicles.find(({ vehicleId }, index) => vehicles.findIndex((v) => v.vehicleId === vehicleId) < index);
  if (twice !== undefined) return refused("bad-request", `Vehicle ${twice.vehicleId} is named twice.`);
  const results = await Promise.all(vehicles.map((vehicle) => command(parts, request, vehicle)));
  const operations = results.flatMap((result) => result.operations ?? []);
  const faults = results.flatMap((result, index) => (result.ok ? [] : [{ vehicle: vehicles[index], ...result.fault }]));
  const [first] = faults;
  if (first === undefined) return { ok: true, operations };
  const code = faults.every((fault) => fault.code === first.code) ? first.code : "operation-failed";
  const detail = faults.map(({ vehicle, detail: why }) => `${vehicle?.vehicleId}: ${why}`).join(" ");
  return { ok: false, fault: { code, detail }, operations };
};

/** Commands, custody and hands on the stick. */
export const flightRequests = (parts: FlightRequestParts): Pick<RequestHandlers, FlightKinds> => {
  const { custody, fleet } = parts;
  const known = (vehicleId: VehicleId, then: () => ReturnType<Custody["give"]>): RequestResult =>
    fleet.vehicles.has(vehicleId)
      ? custodyResult(vehicleId, then())
      : refused("unknown-vehicle", `There is no vehicle "${vehicleId}". It must have been heard once.`);
  return {
    "vehicle.do": (request) => command(parts, request, request),
    "vehicles.do": (request) => commandAll(parts, request),
    "vehicle.steer": (request) => parts.steering.steer(request),
    "operation.cancel": ({ operationId, operator }) => cancel(parts, operationId, operator),
    "custody.take": ({ vehicleId, operator }) => known(vehicleId, () => custody.take(vehicleId, operator)),
    "custody.ask": ({ vehicleId, operator }) => known(vehicleId, () => custody.ask(vehicleId, operator)),
    "custody.give": ({ vehicleId, operator, toOperatorId }) =>
      known(vehicleId, () => custody.give(vehicleId, operator, toOperatorId)),
    "custody.keep": ({ vehicleId, operator }) => known(vehicleId, () => custody.keep(vehicleId, operator)),
  };
};
