import { isInRole, roleModes } from "../../../shared/protocols/actions/modes-and-arming.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import type { OperationKind, Operator } from "../../../shared/wire/operations.ts";

/** Whose hands were on which vehicle. */
export interface StickHolder {
  readonly by: Operator;
  readonly uid: string | undefined;
}

export type StickAction = Extract<VehicleAction, { readonly kind: "hold" | "set-mode" }>;

export interface AfterStickOptions {
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  /** Puts it before the vehicle's queue; nothing where an emergency stop runs. */
  readonly order: (id: VehicleId, holder: StickHolder, action: StickAction) => void;
}

/** The modes that a stick flies or drives, of all firmwares. */
const handModes: ReadonlySet<string> = new Set([
  ...["STABILIZE", "ACRO", "ALT_HOLD", "DRIFT", "SPORT", "POSHOLD", "FLOWHOLD", "MANUAL", "STEERING", "SIMPLE"],
  ...["TRAINING", "FBWA", "FBWB", "CRUISE", "QSTABILIZE", "QHOVER", "QLOITER", "QACRO", "SURFTRAK"],
  ...["Manual", "Altitude", "Position", "Position Slow", "Acro", "Stabilized", "Rattitude", "Altitude Cruise"],
]);

/** ArduCopter's LOITER follows the stick, that of others circles or stays. */
const isByHand = ({ mode, kind }: VehicleState): boolean =>
  mode !== undefined && (handModes.has(mode.name) || (mode.name === "LOITER" && kind === "multirotor"));

/**
 * What becomes of a vehicle whose stick was let go. ArduPilot keeps the last stick for RC_OVERRIDE_TIME (3 s) and then listens to
 * its transmitter again: one that lies on the ground with its throttle down makes it descend, in STABILIZE fall. So a vehicle
 * that was flown by hand is put into the mode in which it stands and that no stick moves (BRAKE, HOLD, Hold), and back into
 * the pilot's mode when the same hands come back. Without any transmitter, its own failsafe for a missing one may act.
 */
export class AfterStick {
  readonly #options: AfterStickOptions;
  /** The modes to go back to. */
  readonly #stood = new Map<VehicleId, { readonly operatorId: string; readonly mode: string }>();
  readonly #ordering = new Map<VehicleId, OperationKind>();

  constructor(options: AfterStickOptions) {
    this.#options = options;
  }

  /** The hands are off, and nobody gave a command instead. */
  released(id: VehicleId, holder: StickHolder): void {
    const vehicle = this.#options.vehicles().get(id);
    const mode = vehicle?.mode?.name;
    if (vehicle?.armed !== true || mode === undefined || !isByHand(vehicle)) return;
    // A quadplane that hovers holds in QLOITER, see `holdJob`.
    const best = mode.startsWith("Q") ? "QLOITER" : roleModes(vehicle, "hold")[0];
    if (best === undefined || best === mode) return;
    this.#stood.set(id, { operatorId: holder.by.id, mode });
    this.#order(id, holder, { kind: "hold" });
  }

  /** Hands are on again. */
  pressed(id: VehicleId, holder: StickHolder): void {
    const stood = this.#stood.get(id);
    const vehicle = this.#options.vehicles().get(id);
    this.#stood.delete(id);
    if (stood?.operatorId !== holder.by.id || vehicle?.armed !== true) return;
    const { mode } = stood;
    // Its heartbeat may not yet have said that it stands.
    const stands = isInRole(vehicle, "hold") || vehicle.mode?.name === "QLOITER";
    if (stands || vehicle.mode?.name === mode) this.#order(id, holder, { kind: "set-mode", mode });
  }

  /** An operation begins that flies the vehicle. @returns whether it is one of these, not somebody's wish */
  isOwn(id: VehicleId, kind: OperationKind): boolean {
    if (this.#ordering.get(id) === kind) return true;
    this.#stood.delete(id);
    return false;
  }

  #order(id: VehicleId, holder: StickHolder, action: StickAction): void {
    this.#ordering.set(id, action.kind);
    this.#options.order(id, holder, action);
    this.#ordering.delete(id);
  }
}
