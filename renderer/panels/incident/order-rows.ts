import { type AssignmentStatus, assignmentStatus } from "../../../shared/incident/assignment-status.ts";
import { ofKind } from "../../../shared/incident/of-kind.ts";
import { overdueSince, type TeamTimes } from "../../../shared/incident/team-view.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { Things } from "./things-context.tsx";

export const orderFilters = ["open", "overdue", "done", "cancelled"] as const;
export type OrderFilter = (typeof orderFilters)[number];

/** One job as it is listed. */
export interface OrderRow {
  readonly job: Thing<"assignment">;
  readonly status: AssignmentStatus;
  readonly overdueSinceUtcMs: number | undefined;
}

export const orderRow = (job: Thing<"assignment">, times: Pick<TeamTimes, "nowUtcMs" | "words">): OrderRow => ({
  job,
  status: assignmentStatus(job),
  overdueSinceUtcMs: overdueSince(job, times),
});

/** All jobs: the overdue ones first, then the newest numbers. */
export const orderRows = (things: Things, times: Pick<TeamTimes, "nowUtcMs" | "words">): readonly OrderRow[] =>
  ofKind(things, "assignment")
    .map((job) => orderRow(job, times))
    .toSorted(
      (a, b) =>
        (a.overdueSinceUtcMs ?? Number.POSITIVE_INFINITY) - (b.overdueSinceUtcMs ?? Number.POSITIVE_INFINITY) ||
        (b.job.fields.number ?? 0) - (a.job.fields.number ?? 0),
    );

/** What was declined is nobody's any more and has to be given to somebody: it stays among the open ones. */
export const matchesFilter = ({ status, overdueSinceUtcMs }: OrderRow, filter: OrderFilter): boolean => {
  switch (filter) {
    case "open":
      return status.state !== "done" && status.state !== "cancelled";
    case "overdue":
      return overdueSinceUtcMs !== undefined;
    default:
      return status.state === filter;
  }
};
