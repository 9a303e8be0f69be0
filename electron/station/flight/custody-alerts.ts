import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { CustodyView } from "../../../shared/wire/operations.ts";
import type { StationEvent } from "../../../shared/wire/stream.ts";
import type { AlertBook } from "../alert-book.ts";
import type { CustodyChange } from "./custody.ts";

export interface CustodyAlertsOptions {
  readonly nowMs: () => number;
  readonly alerts: AlertBook;
  readonly announce: (event: StationEvent) => void;
  readonly view: (id: VehicleId) => CustodyView | undefined;
}

/** Read by then; who holds a vehicle is written beside it anyway. */
const changedLivesMs = 30_000;

/**
 * Tells of custody: the holder that somebody asks, and both that a vehicle changed hands. What is over leaves the list by itself,
 * for there is nothing more to do about it. `forId` and `alsoForId` say whose screens are meant.
 */
export class CustodyAlerts {
  readonly #options: CustodyAlertsOptions;
  readonly #changedMs = new Map<VehicleId, number>();

  constructor(options: CustodyAlertsOptions) {
    this.#options = options;
  }

  tell(id: VehicleId, change: CustodyChange): void {
    this.#tellAsked(id);
    if (change.kind !== "held" && change.kind !== "freed") return;
    const { holder, from } = change.kind === "held" ? change : { holder: undefined, from: undefined };
    this.#withdrawChanged(id);
    if (holder !== undefined && from !== undefined) {
      const params = { name: holder.name, forId: holder.id, alsoForId: from.id };
      this.#changedMs.set(id, this.#options.nowMs());
      this.#options.alerts.report({
        ...{ code: "custody-changed", severity: "info", vehicleId: id, params, lasting: false },
      });
    }
    this.#options.announce({
      ...{ kind: "custody-changed", vehicleId: id },
      ...(holder === undefined ? {} : { holder }),
    });
  }

  /** To be called about once a second. */
  look(): void {
    const nowMs = this.#options.nowMs();
    for (const [id, sinceMs] of this.#changedMs) if (nowMs - sinceMs > changedLivesMs) this.#withdrawChanged(id);
  }

  /** One alert for a vehicle, whoever asks: of the first that still does. */
  #tellAsked(vehicleId: VehicleId): void {
    const { alerts, view } = this.#options;
    const { holder, askedBy: [first] = [] } = view(vehicleId) ?? {};
    if (holder === undefined || first === undefined) {
      alerts.withdraw({ code: "custody-asked", vehicleId });
      return;
    }
    const params = { name: first.name, forId: holder.id };
    alerts.report({ code: "custody-asked", severity: "warning", vehicleId, params, lasting: true });
  }

  #withdrawChanged(vehicleId: VehicleId): void {
    this.#changedMs.delete(vehicleId);
    this.#options.alerts.withdraw({ code: "custody-changed", vehicleId });
  }
}
