import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { AlertBook, AlertReport } from "../alert-book.ts";
import { type FeedLink, isStandstill } from "./feed-link.ts";

type What = Pick<AlertReport, "code" | "vehicleId" | "subject">;

/** Tells once of what is wrong with a feed, and that it is over. */
export class FeedAlerts {
  readonly #alerts: AlertBook;

  constructor(alerts: AlertBook) {
    this.#alerts = alerts;
  }

  /** @param isSummary it is its vehicle's first thermal feed: where that stands still, nothing is searched */
  judge(link: FeedLink, isSummary: boolean): void {
    const { vehicleId, name, id } = link.wanted;
    const { state, fault } = link.state;
    const frozen: What = { code: "picture-frozen", vehicleId, subject: id };
    if (link.warnings.includes("frozen"))
      this.#alerts.report({ ...frozen, severity: "warning", params: { feed: name }, lasting: true });
    else this.#alerts.settle(frozen);
    if (state === "connecting") return;
    const faulty = feedFault(vehicleId, id);
    const isRaw = link.wanted.address.uri.startsWith("y16tcp:");
    const standstill = isSummary && state !== "streaming" && (isRaw || isStandstill(fault?.code));
    if (standstill) this.#alerts.report({ ...stalled(vehicleId), severity: "warning", lasting: true });
    else if (isSummary) this.#alerts.settle(stalled(vehicleId));
    // One thing is told of once.
    const params = { feed: name, detail: link.view.fault?.detail ?? "" };
    if (fault === undefined || standstill || state === "streaming") this.#alerts.settle(faulty);
    else this.#alerts.report({ ...faulty, severity: "warning", params, lasting: true });
  }

  gone({ wanted: { vehicleId, id } }: FeedLink): void {
    this.#alerts.settle({ code: "picture-frozen", vehicleId, subject: id });
    this.#alerts.settle(feedFault(vehicleId, id));
  }

  noThermal(vehicleId: VehicleId): void {
    this.#alerts.settle(stalled(vehicleId));
  }

  detector(detail: string | undefined): void {
    if (detail === undefined) this.#alerts.settle({ code: "detector-fault" });
    else this.#alerts.report({ code: "detector-fault", severity: "warning", params: { detail }, lasting: true });
  }
}

const stalled = (vehicleId: VehicleId): What => ({ code: "thermal-stalled", vehicleId });
const feedFault = (vehicleId: VehicleId, id: string): What => ({ code: "feed-fault", vehicleId, subject: id });
