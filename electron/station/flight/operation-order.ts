import type { ExchangeTarget, OwnIds } from "../../../shared/protocols/exchange.ts";
import type { Job } from "../../../shared/protocols/job.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import type { OperationKind, OperationView, Operator } from "../../../shared/wire/operations.ts";

/** What a job is made from, at the moment that it begins. */
export interface JobContext {
  readonly operationId: string;
  readonly vehicle: VehicleState;
  readonly target: ExchangeTarget;
  readonly own: OwnIds;
  /** Another operation is writing to its lists now. */
  readonly isMissionWritten: boolean;
}

/** What a vehicle is to do, and who wants it. */
export interface OperationOrder {
  readonly vehicleId: VehicleId;
  /** The vehicle that was meant, where it was known: another one on its id is never told. */
  readonly uid?: string | undefined;
  readonly kind: OperationKind;
  readonly by: Operator;
  readonly planId?: string | undefined;
  /** What was asked, for the record. */
  readonly action?: VehicleAction | undefined;
  readonly job: (context: JobContext) => Job;
}

/** An order that waits or runs. */
export interface Operation {
  readonly id: string;
  readonly order: OperationOrder;
  /** As it was known when it was ordered. */
  readonly uid: string | undefined;
  readonly orderedMs: number;
  readonly settle: (view: OperationView) => void;
  job: Job | undefined;
  /** The newest state of the vehicle that the job has seen. */
  seen: VehicleState | undefined;
  /** The channels that it was told by: answers come by the same. */
  readonly toldBy: Set<string>;
}
