import type { JobFault, JobStepCode } from "../protocols/job.ts";
import type { Ghost } from "../vehicle/ghost.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";
import type { VehicleActionKind } from "./actions.ts";

/** A person at a screen; `id` is the browser's own. It keeps people from mistakes; it is no secret. */
export interface Operator {
  readonly id: string;
  readonly name: string;
}

/** What the station can be busy with for a vehicle. */
export const operationKinds = [
  "plan-upload",
  "plan-download",
  "mission-clear",
  "parameters-fetch",
  "parameters-set",
] as const;
export type OperationKind = VehicleActionKind | (typeof operationKinds)[number];

/** Something that a vehicle was asked for, from the request to its end; ended ones stay for a minute. */
export interface OperationView {
  readonly id: string;
  readonly vehicleId: VehicleId;
  readonly kind: OperationKind;
  readonly by: Operator;
  readonly state: "waiting" | "running" | "done" | "failed";
  /** 0 to 1 where it is known. */
  readonly progress?: number;
  readonly step?: JobStepCode;
  readonly fault?: JobFault;
  readonly startedMs: number;
  readonly endedMs?: number;
  readonly planId?: string;
}

/** Who may command a vehicle. Emergency stop is open to all. */
export interface CustodyView {
  readonly holder: Operator;
  readonly sinceMs: number;
  /** The holder's screen is connected; one that is away for 30 s can be relieved. */
  readonly holderPresent: boolean;
  /** Who asked for it, the first first. */
  readonly askedBy: readonly Operator[];
}

/** What is on board, as far as it is known. */
export interface OnboardMission {
  /** Items, home included where the firmware counts it. */
  readonly count: number;
  /** The plan that was uploaded and read back equal; absent for a mission from elsewhere. */
  readonly planId?: string;
  readonly planRevision?: number;
  /** A refused upload left parts of two missions: it must not be flown. */
  readonly mixed?: boolean;
  readonly atMs: number;
}

/** How much of a vehicle's parameters is known; the values are at `GET /api/vehicles/{id}/parameters`. */
export interface ParametersView {
  readonly state: "none" | "loading" | "complete" | "partial";
  readonly received: number;
  readonly total?: number;
  /** Grows with every value that changed. */
  readonly version: number;
  /** The vehicle started anew since: its values may be others now. */
  readonly old?: boolean;
}

/** What the station adds to a vehicle for flying it; part of `VehicleView`. */
export interface VehicleControl {
  /** The firmware's own names of the modes it has, in its order. */
  readonly modes?: readonly string[];
  readonly custody?: CustodyView;
  readonly onboard?: OnboardMission;
  readonly parameters?: ParametersView;
  readonly ghost?: Ghost;
  /** Height above the ground below it, by the vehicle or else by the terrain, m. */
  readonly aglM?: number;
  /** Two vehicles answer to its system id on one link: it can't be commanded. */
  readonly idConflict?: boolean;
  /** A person steers it by hand now. */
  readonly manual?: Operator;
}
