import type { OperationView } from "../../../shared/wire/operations.ts";

const rank: Readonly<Record<OperationView["state"], number>> = { running: 0, waiting: 1, failed: 2, done: 3 };

/** What goes on before what failed before what is done; within each the newest first. */
export const listedOperations = (operations: readonly OperationView[]): readonly OperationView[] =>
  [...operations].sort(
    (a, b) =>
      rank[a.state] - rank[b.state] ||
      (b.endedMs ?? b.startedMs) - (a.endedMs ?? a.startedMs) ||
      (a.id < b.id ? -1 : 1),
  );
