import type { OperationView } from "../../../shared/wire/operations.ts";

const rankOf = ({ state, by }: OperationView, operatorId: string): number => {
  if (state === "failed") return by.id === operatorId ? 0 : 3;
  return state === "running" ? 1 : state === "waiting" ? 2 : 4;
};

/**
 * What failed of one's own before what goes on, before what failed of others', before what is done; the newest first within each.
 * @param options.withDone also what went well: who asked for it was told in its place
 */
export const listedOperations = (
  operations: readonly OperationView[],
  operatorId: string,
  { withDone }: { readonly withDone: boolean },
): readonly OperationView[] =>
  operations
    .filter(({ state }) => withDone || state !== "done")
    .sort(
      (a, b) =>
        rankOf(a, operatorId) - rankOf(b, operatorId) ||
        (b.endedMs ?? b.startedMs) - (a.endedMs ?? a.startedMs) ||
        (a.id < b.id ? -1 : 1),
    );
