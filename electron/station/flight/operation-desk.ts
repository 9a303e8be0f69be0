import type { Job } from "../../../shared/protocols/job.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { OperationKind, OperationView, Operator } from "../../../shared/wire/operations.ts";

/** What a vehicle is to do, and who wants it. */
export interface OperationOrder {
  readonly vehicleId: VehicleId;
  /** The vehicle that was meant, where it was known: another one on its id is never told. */
  readonly uid?: string;
  readonly kind: OperationKind;
  readonly by: Operator;
  readonly job: Job;
  readonly planId?: string;
}

/** One queue of jobs for each vehicle. */
export class OperationDesk {
  readonly #views = new Map<string, OperationView>();

  get views(): ReadonlyMap<string, OperationView> {
    return this.#views;
  }
}
