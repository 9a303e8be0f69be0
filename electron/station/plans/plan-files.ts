import { type WrittenPlanFile, writePlanFile } from "../../../shared/plan/formats/write-plan-file.ts";
import type { PlanContext } from "../../../shared/plan/plan-context.ts";
import { planContextOf } from "../../../shared/plan/plan-context.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { PlanFormat, PlanNote } from "../../../shared/wire/plans.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import type { Ground } from "../ground.ts";
import { refused } from "../request-desk.ts";
import type { PlanDesk } from "./plan-desk.ts";
import { type ReadPlanFile, readInWorker } from "./read-in-worker.ts";

export interface PlanFilesOptions {
  readonly plans: PlanDesk;
  readonly ground: Ground;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
}

/** A file that somebody opens for a vehicle. */
export interface PlanImport {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly vehicleId: VehicleId;
  readonly by: string;
}

export type ImportResult =
  | (RequestResult & { readonly ok: true; readonly notes: readonly PlanNote[] })
  | (RequestResult & { readonly ok: false });

/** Each takes memory for its file many times over. */
const mostAtOnce = 2;

/** Plans from files, and as files. */
export class PlanFiles {
  readonly #options: PlanFilesOptions;
  #reading = 0;

  constructor(options: PlanFilesOptions) {
    this.#options = options;
  }

  /** Makes a new plan of a file; its bytes are handed over. */
  async import({ name, bytes, vehicleId, by }: PlanImport): Promise<ImportResult> {
    const { plans, vehicles } = this.#options;
    const vehicle = vehicles().get(vehicleId);
    if (vehicle === undefined)
      return refused("unknown-vehicle", `There is no vehicle "${vehicleId}". A plan is for one that was heard once.`);
    if (this.#reading >= mostAtOnce)
      return refused("not-possible", "Other files are being read just now. Try again in a moment.");
    this.#reading += 1;
    const { id, kind, autopilot } = vehicle;
    const read = await readInWorker({ name, bytes, vehicle: { id, kind, autopilot } }).finally(() => {
      this.#reading -= 1;
    });
    return this.#take(plans, read, by);
  }

  /** @returns undefined where there is no such plan */
  export(planId: string, format: PlanFormat): WrittenPlanFile | undefined {
    const { plans, vehicles, ground } = this.#options;
    const plan = plans.views.get(planId)?.plan;
    if (plan === undefined) return undefined;
    const vehicle = vehicles().get(plan.vehicleId);
    const context = vehicle === undefined ? unheard(ground) : planContextOf(vehicle, ground.terrain);
    return writePlanFile({ plan, format, context });
  }

  #take(plans: PlanDesk, read: ReadPlanFile, by: string): ImportResult {
    if (!read.ok) return refused(read.fault.code, read.fault.detail);
    const put = plans.put({ plan: read.plan, was: 0, by });
    return put.ok ? { ...put, notes: read.notes } : put;
  }
}

/** Of a vehicle that wasn't heard since the start nothing is known; most are such. */
const unheard = ({ terrain }: Ground): PlanContext => ({
  autopilot: "ardupilot",
  kind: "multirotor",
  ...(terrain === undefined ? {} : { terrain }),
});
