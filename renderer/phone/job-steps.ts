import type { FieldJob, OutboxItem } from "../../shared/wire/field.ts";

/** What people on the ground say of a job, in the order in which it goes. */
const order = ["accepted", "on-the-way", "on-scene", "done"] as const;
export type JobStep = (typeof order)[number] | "declined";
export type JobStatus = JobStep | "new" | "cancelled";

const statuses: ReadonlySet<string> = new Set([...order, "declined", "cancelled"]);

/** A job's status by what the station knows and what this phone still has to tell it. */
export interface ShownStatus {
  readonly status: JobStatus;
  /** The station doesn't know it yet. */
  readonly waiting: boolean;
}

export const statusOf = (job: FieldJob, waiting: readonly OutboxItem[]): ShownStatus => {
  const unsent = waiting.findLast(
    (item) => item.kind === "step" && item.assignmentId === job.id && statuses.has(item.step),
  );
  if (unsent?.kind === "step") return { status: unsent.step as JobStatus, waiting: true };
  const known = job.steps.findLast(({ step }) => statuses.has(step));
  return { status: (known?.step as JobStatus | undefined) ?? "new", waiting: false };
};

/** What can be said next, the likeliest first. */
export const nextSteps = (status: JobStatus): readonly JobStep[] => {
  if (status === "new") return ["accepted", "declined"];
  if (status === "declined") return ["accepted"];
  if (status === "done" || status === "cancelled") return [];
  return order.slice(order.indexOf(status) + 1);
};

export const isOver = (status: JobStatus): boolean =>
  status === "done" || status === "cancelled" || status === "declined";
