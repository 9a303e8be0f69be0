import { Worker } from "node:worker_threads";
import type { FileFault } from "../../../shared/plan/formats/file-fault.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import type { VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { PlanNote } from "../../../shared/wire/plans.ts";

/** A file that somebody opens for a vehicle. */
export interface PlanFileTask {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly vehicle: Pick<VehicleState, "id" | "kind" | "autopilot">;
}

export type ReadPlanFile =
  | { readonly ok: true; readonly plan: Plan; readonly notes: readonly PlanNote[] }
  | { readonly ok: false; readonly fault: FileFault };

const mostMs = 20_000;
/** Of the worker's heap; a file that needs more is an attack, not a plan. */
const mostHeapMb = 512;

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith(".js") ? "./plan-file-worker.js" : "./plan-file-worker.ts", import.meta.url);

const bad = (detail: string): ReadPlanFile => ({ ok: false, fault: { code: "bad-file", detail } });

/**
 * Reads a plan file in a worker of its own, with an end to its time and memory. Never throws, and never holds the station up.
 * @param task its bytes are handed over
 */
export const readInWorker = (task: PlanFileTask): Promise<ReadPlanFile> =>
  new Promise((resolve) => {
    const worker = new Worker(workerUrl(), {
      workerData: task,
      transferList: [task.bytes.buffer],
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
    });
    const end = (result: ReadPlanFile) => {
      clearTimeout(late);
      resolve(result);
      void worker.terminate();
    };
    const late = setTimeout(() => end(bad(`It took over ${mostMs / 1000} s to read and was given up.`)), mostMs);
    worker.once("message", (result: ReadPlanFile) => end(result));
    worker.once("error", (error) => end(bad(`It can't be read: ${error instanceof Error ? error.message : error}`)));
    worker.once("exit", () => end(bad("It can't be read.")));
  });
