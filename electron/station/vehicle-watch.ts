import type { FleetEvent } from "../../shared/vehicle/fleet-event.ts";
import type { VehicleId, VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { StationEvent } from "../../shared/wire/stream.ts";
import type { AlertBook } from "./alert-book.ts";
import { MessageBudget } from "./message-budget.ts";
import type { VehicleBoard } from "./vehicle-board.ts";

export interface VehicleWatchOptions {
  readonly alerts: AlertBook;
  readonly board: VehicleBoard;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly nameOf: (id: VehicleId) => string;
  readonly announce: (event: StationEvent) => void;
  readonly messages?: MessageBudget;
}

const lowFraction = 0.3;
const criticalFraction = 0.15;
/** A battery alert is over only this far above its limit, so that a sagging voltage doesn't make it flicker. */
const hysteresis = 0.05;
/** MAV_SEVERITY_ERROR: the vehicle's words from here up become an alert. */
const errorSeverity = 3;
const criticalSeverity = 2;

/** Turns what happens to vehicles into alerts and events. */
export class VehicleWatch {
  readonly #options: VehicleWatchOptions;
  readonly #messages: MessageBudget;

  constructor(options: VehicleWatchOptions) {
    this.#options = options;
    this.#messages = options.messages ?? new MessageBudget();
  }

  onFleetEvent(event: FleetEvent): void {
    const { alerts, board } = this.#options;
    switch (event.kind) {
      case "vehicle-heard":
        this.#announce("vehicle-heard", event.vehicleId);
        return;
      case "vehicle-lost":
        this.#onLost(event.vehicleId);
        return;
      case "vehicle-back":
        this.#onBack(event.vehicleId);
        return;
      case "system-id-conflict": {
        const { systemId } = event;
        const what = { code: "system-id-conflict", severity: "critical", subject: String(systemId) } as const;
        alerts.report({ ...what, params: { systemId }, lasting: false });
        return;
      }
      case "gcs-id-conflict": {
        const { systemId } = event;
        const what = { code: "gcs-id-conflict", severity: "warning", subject: String(systemId) } as const;
        alerts.report({ ...what, params: { systemId }, lasting: false });
        return;
      }
      case "frozen-clock":
        board.setExtras(event.vehicleId, { frozen: event.active ? true : undefined });
        this.#lasting("frozen-clock", "critical", event.vehicleId, event.active);
        return;
      case "failsafe":
        this.#lasting("failsafe", "critical", event.vehicleId, event.active);
        return;
      case "status-text":
        this.#onStatusText(event);
        return;
      default:
        return;
    }
  }

  /** To be called about once a second. */
  look(): void {
    for (const vehicle of this.#options.vehicles().values()) this.#lookAtBattery(vehicle);
  }

  #onLost(vehicleId: VehicleId): void {
    const { alerts, vehicles } = this.#options;
    const severity = vehicles().get(vehicleId)?.armed === true ? "critical" : "warning";
    alerts.settle({ code: "vehicle-back", vehicleId });
    alerts.report({ code: "vehicle-lost", severity, vehicleId, lasting: true });
    this.#announce("vehicle-lost", vehicleId);
  }

  #onBack(vehicleId: VehicleId): void {
    const { alerts } = this.#options;
    alerts.settle({ code: "vehicle-lost", vehicleId });
    alerts.report({ code: "vehicle-back", severity: "info", vehicleId, lasting: false });
    this.#announce("vehicle-back", vehicleId);
  }

  #onStatusText({ vehicleId, text, atMs }: FleetEvent & { kind: "status-text" }): void {
    // Pre-arm reasons repeat for as long as they hold; the health panel shows them.
    if (text.severity > errorSeverity || /^pre-?arm/i.test(text.text)) return;
    if (!this.#messages.allows(vehicleId, atMs)) return;
    this.#options.alerts.report({
      code: "vehicle-message",
      severity: text.severity <= criticalSeverity ? "critical" : "warning",
      vehicleId,
      subject: text.text,
      params: { text: text.text },
      lasting: false,
    });
  }

  #lookAtBattery({ id, battery }: VehicleState): void {
    const fraction = battery?.fraction;
    if (fraction === undefined) return;
    const { alerts } = this.#options;
    const params = { percent: Math.round(fraction * 100) };
    const report = (code: "battery-low" | "battery-critical", severity: "warning" | "critical") =>
      alerts.report({ code, vehicleId: id, severity, params, lasting: true });
    if (fraction <= criticalFraction) report("battery-critical", "critical");
    else if (fraction > criticalFraction + hysteresis) alerts.settle({ code: "battery-critical", vehicleId: id });
    if (fraction <= lowFraction && fraction > criticalFraction) report("battery-low", "warning");
    else if (fraction > lowFraction + hysteresis || fraction <= criticalFraction)
      alerts.settle({ code: "battery-low", vehicleId: id });
  }

  #lasting(
    code: "frozen-clock" | "failsafe",
    severity: "warning" | "critical",
    vehicleId: VehicleId,
    active: boolean,
  ): void {
    if (active) this.#options.alerts.report({ code, severity, vehicleId, lasting: true });
    else this.#options.alerts.settle({ code, vehicleId });
  }

  #announce(kind: "vehicle-heard" | "vehicle-lost" | "vehicle-back", vehicleId: VehicleId): void {
    this.#options.announce({ kind, vehicleId, name: this.#options.nameOf(vehicleId) });
  }
}
