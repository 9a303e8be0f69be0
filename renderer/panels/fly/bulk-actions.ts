import type { VehicleAction } from "../../../shared/wire/actions.ts";

/** What several can be told at once: what means the same for each of them wherever it is. */
export const bulkActions = [
  "hold",
  "return",
  "land",
  "mission-start",
  "mission-pause",
  "mission-resume",
  "take-off",
  "arm",
  "disarm",
] as const satisfies readonly VehicleAction["kind"][];
export type BulkAction = (typeof bulkActions)[number];

/** The order itself. @returns undefined while its height can't be used */
export const bulkOrder = (kind: BulkAction, heightM: number | undefined): VehicleAction | undefined =>
  kind !== "take-off" ? { kind } : heightM === undefined ? undefined : { kind, heightM };
