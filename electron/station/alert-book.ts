import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { Alert, AlertCode } from "../../shared/wire/state.ts";
import type { StationClock } from "./station-clock.ts";

/** What a part of the station has to say; the book decides whether that is new. */
export interface AlertReport {
  readonly code: AlertCode;
  readonly severity: Alert["severity"];
  readonly params?: Alert["params"];
  readonly vehicleId?: VehicleId;
  /** Tells two alerts of one code apart (a link's id, a message's text); reports of one code, vehicle and subject are one alert. */
  readonly subject?: string;
  /** A thing that is still so (a lost link) and will be settled, or one that just happened. */
  readonly lasting: boolean;
}

export interface AlertBookOptions {
  readonly clock: StationClock;
  /** An alert is new, or active again: tell people once. */
  readonly onRaised: (alert: Alert) => void;
  /** Beyond this the oldest past alerts go. */
  readonly limit?: number;
}

/** All that a book knows, as plain data. */
export interface SavedAlerts {
  readonly alerts: readonly Alert[];
  readonly keyById: readonly (readonly [id: string, key: string])[];
  readonly toldMs: readonly (readonly [id: string, atMs: number])[];
  readonly made: number;
}

/** Shorter than a vehicle takes to be lost twice, so that nothing real is kept back. */
const tellAgainMs = 2_000;

const keyOf = (report: Pick<AlertReport, "code" | "vehicleId" | "subject">): string =>
  `${report.code}|${report.vehicleId ?? ""}|${report.subject ?? ""}`;

const isSame = (alert: Alert, { severity, params = {} }: AlertReport): boolean =>
  alert.severity === severity && JSON.stringify(alert.params) === JSON.stringify(params);

/** The alerts of a station, each once: a repeated report raises its count, an acknowledged past one leaves. */
export class AlertBook {
  readonly #options: AlertBookOptions;
  readonly #alerts = new Map<string, Alert>();
  readonly #idByKey = new Map<string, string>();
  readonly #keyById = new Map<string, string>();
  readonly #toldMs = new Map<string, number>();
  #made = 0;

  constructor(options: AlertBookOptions) {
    this.#options = options;
  }

  /** By id. Entries are replaced, never changed. */
  get alerts(): ReadonlyMap<string, Alert> {
    return this.#alerts;
  }

  save(): SavedAlerts {
    const [alerts, keyById, toldMs] = [[...this.#alerts.values()], [...this.#keyById], [...this.#toldMs]];
    return { alerts, keyById, toldMs, made: this.#made };
  }

  /** Puts what was saved in place of what is there; nobody is told. */
  restore(saved: SavedAlerts): void {
    for (const id of [...this.#alerts.keys()]) this.#remove(id);
    for (const alert of saved.alerts) this.#alerts.set(alert.id, alert);
    for (const [id, key] of saved.keyById) {
      this.#keyById.set(id, key);
      this.#idByKey.set(key, id);
    }
    for (const [id, atMs] of saved.toldMs) this.#toldMs.set(id, atMs);
    this.#made = saved.made;
  }

  report(report: AlertReport): Alert {
    const key = keyOf(report);
    const known = this.#alerts.get(this.#idByKey.get(key) ?? "");
    if (known === undefined || (known.acknowledged !== undefined && !known.active)) return this.#raise(key, report);
    // What is still so, unchanged, is no news: it must not count up for as long as it lasts.
    if (known.active && report.lasting && isSame(known, report)) return known;
    const nowMs = this.#options.clock.nowMs();
    const again = !known.active && report.lasting;
    const next: Alert = {
      ...known,
      severity: report.severity,
      params: report.params ?? {},
      lastMs: nowMs,
      count: known.count + 1,
      active: report.lasting,
    };
    this.#alerts.set(next.id, next);
    if (again) this.#tell(next, nowMs);
    return next;
  }

  /** What comes and goes many times a second stands in the list, but is told of now and then only. */
  #tell(alert: Alert, nowMs: number): void {
    const sinceMs = nowMs - (this.#toldMs.get(alert.id) ?? Number.NEGATIVE_INFINITY);
    if (sinceMs >= 0 && sinceMs < tellAgainMs) return;
    this.#toldMs.set(alert.id, nowMs);
    this.#options.onRaised(alert);
  }

  /** What the alert told of is over: it becomes a past one, or leaves where it was acknowledged. */
  settle(what: Pick<AlertReport, "code" | "vehicleId" | "subject">): void {
    const alert = this.#alerts.get(this.#idByKey.get(keyOf(what)) ?? "");
    if (alert === undefined || !alert.active) return;
    if (alert.acknowledged !== undefined) this.#remove(alert.id);
    else this.#alerts.set(alert.id, { ...alert, active: false, lastMs: this.#options.clock.nowMs() });
  }

  /** There is nothing left to know about it: it leaves the list, seen or not. */
  withdraw(what: Pick<AlertReport, "code" | "vehicleId" | "subject">): void {
    const id = this.#idByKey.get(keyOf(what));
    if (id !== undefined) this.#remove(id);
  }

  has(id: string): boolean {
    return this.#alerts.has(id);
  }

  /** The alert as it would be once acknowledged; `undefined` for an unknown id. Nothing is changed. */
  acknowledged(id: string, by: string): Alert | undefined {
    const alert = this.#alerts.get(id);
    if (alert === undefined) return undefined;
    return { ...alert, acknowledged: { by, utcMs: this.#options.clock.utcMs() } };
  }

  /** Takes an acknowledgement over; a past alert leaves the list with it. */
  acknowledge(alert: Alert): void {
    if (alert.active) this.#alerts.set(alert.id, alert);
    else this.#remove(alert.id);
  }

  #raise(key: string, report: AlertReport): Alert {
    const nowMs = this.#options.clock.nowMs();
    const utcMs = this.#options.clock.utcMs();
    this.#made += 1;
    const alert: Alert = {
      id: `${Math.round(utcMs).toString(36)}-${this.#made}`,
      code: report.code,
      severity: report.severity,
      params: report.params ?? {},
      ...(report.vehicleId === undefined ? {} : { vehicleId: report.vehicleId }),
      firstMs: nowMs,
      lastMs: nowMs,
      firstUtcMs: utcMs,
      count: 1,
      active: report.lasting,
    };
    this.#alerts.set(alert.id, alert);
    this.#idByKey.set(key, alert.id);
    this.#keyById.set(alert.id, key);
    this.#makeRoom();
    this.#tell(alert, nowMs);
    return alert;
  }

  #makeRoom(): void {
    const limit = this.#options.limit ?? 500;
    if (this.#alerts.size <= limit) return;
    const past = [...this.#alerts.values()].find((alert) => !alert.active);
    const oldest = past ?? this.#alerts.values().next().value;
    if (oldest !== undefined) this.#remove(oldest.id);
  }

  #remove(id: string): void {
    this.#alerts.delete(id);
    const key = this.#keyById.get(id);
    this.#keyById.delete(id);
    this.#toldMs.delete(id);
    if (key !== undefined && this.#idByKey.get(key) === id) this.#idByKey.delete(key);
  }
}
