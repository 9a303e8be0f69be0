import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { OperationKind } from "../../../shared/wire/operations.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import { refused } from "../request-desk.ts";
import { idConflict } from "./id-conflict.ts";

/** What is asked of which vehicle, and when. */
export interface GateQuestion {
  readonly vehicleId: VehicleId;
  readonly uid?: string | undefined;
  readonly kind: OperationKind | "steer";
  /** Station clock as the client knows it, ms. */
  readonly issuedAtMs?: number | undefined;
}

const tooOldMs = 10_000;

/**
 * Whether a vehicle may be told anything at all now. Emergency stop passes where the vehicle isn't heard: it is sent all
 * the same. It does not pass where two vehicles would hear it: the other one would fall, too.
 * @returns why not, or the vehicle
 */
export const checkGate = (
  { vehicleId, uid, kind, issuedAtMs }: GateQuestion,
  vehicles: ReadonlyMap<VehicleId, VehicleState>,
  nowMs: number,
): { readonly ok: true; readonly vehicle: VehicleState } | (RequestResult & { readonly ok: false }) => {
  const vehicle = vehicles.get(vehicleId);
  const isStop = kind === "emergency-stop";
  if (vehicle === undefined)
    return refused("unknown-vehicle", `There is no vehicle "${vehicleId}". It must have been heard once.`);
  // From the future: by the clock of a station that was restarted since.
  if (issuedAtMs !== undefined && Math.abs(nowMs - issuedAtMs) > tooOldMs)
    return refused("too-late", "This was asked over 10 s ago and is not done late. Ask again if it is still wanted.");
  if (uid !== undefined && vehicle.uid !== uid && !(isStop && vehicle.uid === undefined))
    return refused(
      "wrong-vehicle",
      vehicle.uid === undefined
        ? `Vehicle ${vehicleId} has not said yet which one it is. Try again in a moment.`
        : `Another vehicle answers as ${vehicleId} now: ${vehicle.uid}, not ${uid}. Look at which one is meant.`,
    );
  if (idConflict(vehicle, vehicles.values(), nowMs))
    return refused(
      "id-conflict",
      `Two vehicles use system id ${vehicle.systemId} on one link: a command would reach both. Change the id of one.`,
    );
  if (vehicle.presence.state === "lost" && !isStop)
    return refused(
      "vehicle-lost",
      `Vehicle ${vehicleId} is not heard now. Nothing is sent later: ask again when it is.`,
    );
  return { ok: true, vehicle };
};
