import type { Operator } from "../../../shared/wire/operations.ts";
import type { StationView, VehicleView } from "../../../shared/wire/state.ts";
import type { Connection } from "../../bridge/connection.ts";

/** Why a vehicle's controls are off; each has words: `gate.REASON`. */
export type GateReason = "replay" | "station-away" | "lost" | "id-conflict" | "held";

export type Gate =
  | { readonly open: true }
  | { readonly open: false; readonly reason: GateReason; readonly holder?: Operator; readonly holderAway?: boolean };

const opened: Gate = { open: true };

export interface GateInput {
  readonly vehicle: Pick<VehicleView, "presence" | "custody" | "idConflict">;
  readonly mode: StationView["mode"] | undefined;
  readonly connection: Connection["state"];
  readonly operatorId: string;
}

/** Whether this operator may command the vehicle now: what concerns the whole screen first, then the vehicle, then who holds it. */
export const controlGate = ({ vehicle, mode, connection, operatorId }: GateInput): Gate => {
  if (mode === "replay") return { open: false, reason: "replay" };
  if (connection !== "open" || mode === undefined) return { open: false, reason: "station-away" };
  if (vehicle.idConflict === true) return { open: false, reason: "id-conflict" };
  const { custody } = vehicle;
  if (custody !== undefined && custody.holder.id !== operatorId)
    return { open: false, reason: "held", holder: custody.holder, holderAway: !custody.holderPresent };
  if (vehicle.presence.state === "lost") return { open: false, reason: "lost" };
  return opened;
};

/** Emergency stop is open to all: only what makes it impossible closes it. A vehicle that seems lost may hear it still. */
export const emergencyGate = (input: GateInput): Gate => {
  const gate = controlGate(input);
  return gate.open || gate.reason === "held" || gate.reason === "lost" ? opened : gate;
};
