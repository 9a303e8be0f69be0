import { randomUUID } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { readPlanFile } from "../../../shared/plan/formats/read-plan-file.ts";
import { PlanSchema } from "../../../shared/wire/plan-schemas.ts";
import type { PlanFileTask, ReadPlanFile } from "./read-in-worker.ts";

/** Reads one file and ends: whatever is in it, the station beside goes on. */
const read = ({ name, bytes, vehicle }: PlanFileTask): ReadPlanFile => {
  const parsePlan = (value: unknown) => PlanSchema.safeParse(value).data;
  const result = readPlanFile({ name, bytes, vehicle, newId: randomUUID, parsePlan });
  if (!result.ok) return result;
  // As a client would send it.
  const checked = PlanSchema.safeParse(JSON.parse(JSON.stringify(result.plan)));
  if (checked.success) return { ok: true, plan: checked.data, notes: result.notes };
  const [issue] = checked.error.issues;
  const detail = `What is in it makes no plan: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`;
  return { ok: false, fault: { code: "bad-file", detail } };
};

// Only ever started by `readInWorker`, with such a task.
const task: PlanFileTask = workerData;
parentPort?.postMessage(read(task));
