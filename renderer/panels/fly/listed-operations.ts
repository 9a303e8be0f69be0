import type { OperationView } from "../../../shared/wire/operations.ts";

/** What went well needs no place for long. */
const doneShownMs = 8_000;

const rankOf = ({ state, by }: OperationView, operatorId: string): number => {
  if (state === "failed") return by.id === operatorId ? 0 : 3;
  return state === "running" ? 1 : state === "waiting" ? 2 : 4;
};

/**
 * What failed of one's own before what goes on, before what failed of others', before what is done; the newest first within each.
 * @param nowMs what was done longer ago than a few seconds is left out; absent: all are listed
 */
export const listedOperations = (
  operations: readonly OperationView[],
  operatorId: string,
  nowMs?: number,
): readonly OperationView[] =>
  operations
    .filter(({ state, endedMs = 0 }) => state !== "done" || nowMs === undefined || nowMs - endedMs < doneShownMs)
    .sort(
      (a, b) =>
        rankOf(a, operatorId) - rankOf(b, operatorId) ||
        (b.endedMs ?? b.startedMs) - (a.endedMs ?? a.startedMs) ||
        (a.id < b.id ? -1 : 1),
    );
