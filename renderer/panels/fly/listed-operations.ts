import type { OperationView } from "../../../shared/wire/operations.ts";

const rank: Readonly<Record<OperationView["state"], number>> = { failed: 0, running: 1, waiting: 2, done: 3 };

/** What failed before what goes on before what is done; within each the newest first. */
export const listedOperations = (operations: readonly OperationView[]): readonly OperationView[] =>
  [...operations].sort(
    (a, b) =>
      rank[a.state] - rank[b.state] ||
      (b.endedMs ?? b.startedMs) - (a.endedMs ?? a.startedMs) ||
      (a.id < b.id ? -1 : 1),
  );
