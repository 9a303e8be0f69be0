import { distanceM } from "../../shared/geo/geodesic.ts";
import type { VehicleActionKind } from "../../shared/wire/actions.ts";
import type { OperationView } from "../../shared/wire/operations.ts";
import type { VehicleView } from "../../shared/wire/state.ts";
import type { Target } from "./target.ts";

/** Where this screen sent a vehicle, while nothing says that it goes elsewhere now. */
export interface SentTarget extends Target {
  readonly operationId: string;
  /** Station clock, ms. */
  readonly sentMs: number;
  /** Once the vehicle obeyed: the mode in which it goes there. */
  readonly mode?: string;
}

/** Nearer than this it is there, m. */
const thereM = 4;
/** An order that took longer than setting out was the whole way, and is over with it, ms. */
const setOutMs = 30_000;
/** The station forgets what ended a minute ago: what it doesn't know any more by then was never seen to begin, ms. */
const unknownMs = 90_000;

/** What makes a vehicle move otherwise than before. */
const moving: ReadonlySet<string> = new Set<VehicleActionKind>([
  "disarm",
  "take-off",
  "land",
  "return",
  "hold",
  "go-to",
  "follow-path",
  "patrol",
  "orbit",
  "set-mode",
  "mission-start",
  "mission-resume",
  "mission-restart",
  "emergency-stop",
  "look-at-heat",
]);

const isReplaced = (sent: SentTarget, operations: readonly OperationView[]): boolean =>
  operations.some(
    ({ id, vehicleId, kind, state, startedMs }) =>
      id !== sent.operationId &&
      vehicleId === sent.vehicleId &&
      moving.has(kind) &&
      startedMs >= sent.sentMs &&
      (state === "running" || state === "done"),
  );

const isThere = ({ closed, radiusM, path }: SentTarget, { position }: VehicleView): boolean => {
  const last = path.at(-1);
  if (closed || radiusM !== undefined || last === undefined || position === undefined) return false;
  return distanceM(position, last) < thereM;
};

/** Keeps to what the vehicle and its orders say. @returns the same object where nothing changed, undefined once it is over */
export const sentNow = (
  sent: SentTarget,
  vehicle: VehicleView | undefined,
  operations: readonly OperationView[],
): SentTarget | undefined => {
  const own = operations.find(({ id }) => id === sent.operationId);
  if (vehicle === undefined || own?.state === "failed" || isReplaced(sent, operations)) return undefined;
  if (own === undefined && sent.mode === undefined && vehicle.presence.lastHeardMs - sent.sentMs > unknownMs)
    return undefined;
  const mode = vehicle.mode?.name;
  if (sent.mode !== undefined) return mode !== sent.mode || isThere(sent, vehicle) ? undefined : sent;
  if (own?.state !== "done" || mode === undefined) return sent;
  return (own.endedMs ?? own.startedMs) - own.startedMs > setOutMs ? undefined : { ...sent, mode };
};
