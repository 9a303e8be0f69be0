import type { Job } from "../../../shared/protocols/job.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import type { OperationKind, OperationView, Operator } from "../../../shared/wire/operations.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import { refused } from "../request-desk.ts";
import type { StationClock } from "../station-clock.ts";
import { checkGate } from "./command-gate.ts";
import { apiOperator, type Custody } from "./custody.ts";
import { faultDetail } from "./fault-detail.ts";
import type { OperationDesk } from "./operation-desk.ts";
import type { JobContext } from "./operation-order.ts";
import type { OperationFleet } from "./operation-ways.ts";

/** What a person or a program wants of a vehicle. */
export interface CommandOrder {
  readonly vehicleId: VehicleId;
  readonly uid?: string | undefined;
  /** Absent: a program. */
  readonly operator?: Operator | undefined;
  readonly issuedAtMs?: number | undefined;
  /** Answer only when it is over. */
  readonly wait?: boolean | undefined;
  readonly kind: OperationKind;
  readonly planId?: string | undefined;
  readonly action?: VehicleAction | undefined;
  /** Makes the job when its turn comes, from what is known then. */
  readonly job: (context: JobContext) => Job;
}

export interface CommandDeskOptions {
  readonly clock: StationClock;
  readonly fleet: OperationFleet;
  readonly operations: OperationDesk;
  readonly custody: Custody;
}

/** A stop in an emergency, and what only reads: it neither needs a hold on the vehicle nor takes it. */
const openToAll: ReadonlySet<OperationKind> = new Set(["emergency-stop", "parameters-fetch", "plan-download"]);

/** The one way to a vehicle: may it be told, may this person tell it, then the queue, then the outcome. */
export class CommandDesk {
  readonly #options: CommandDeskOptions;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  async order(order: CommandOrder): Promise<RequestResult> {
    const { clock, fleet, operations, custody } = this.#options;
    const gate = checkGate(order, fleet.vehicles(), clock.nowMs());
    if (!gate.ok) return gate;
    const by = order.operator ?? apiOperator;
    const claim = openToAll.has(order.kind) ? { ok: true as const } : custody.claim(order.vehicleId, by);
    if (!claim.ok) return refused("held-by-other", heldBy(order.vehicleId, claim.holder));
    const { vehicleId, uid, kind, planId, action, job } = order;
    const taken = operations.order({ vehicleId, uid, kind, by, planId, action, job });
    if (taken === undefined) return refused("not-possible", `Too much is waiting for vehicle ${vehicleId} already.`);
    // What failed at once is told at once.
    if (order.wait !== true && taken.view.state !== "failed") return { ok: true, operations: [taken.view] };
    return outcome(await taken.ended);
  }
}

const outcome = (view: OperationView): RequestResult =>
  view.fault === undefined
    ? { ok: true, operations: [view] }
    : { ok: false, fault: { code: "operation-failed", detail: faultDetail(view.fault) }, operations: [view] };

/** In words, for people who use the API. */
export const heldBy = (vehicleId: VehicleId, holder: Operator): string =>
  `Vehicle ${vehicleId} is held by ${holder.name}. Ask for it with custody.ask.`;
