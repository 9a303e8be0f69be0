import type { HeatSource } from "../../shared/heat/heat-source.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { StationView } from "../../shared/wire/state.ts";
import type { OrderedEvent, StationEvent } from "../../shared/wire/stream.ts";
import type { AlertBook } from "./alert-book.ts";
import type { Kept } from "./event-log.ts";
import { unfinishedWrites } from "./plans/unfinished-writes.ts";
import type { IncidentRecord } from "./record/incident-record.ts";
import type {
  Belongings,
  JournalKeeping,
  Record as MissionRecord,
  RecordState,
  Recovered,
  StoredEvent,
} from "./record/record.ts";

/** Less free space than this is told of before recording stops. */
const lowBytes = 1024 ** 3;
/** What the station notices by itself: a flood of it must not have the disk waited for each time. */
const noticedKinds: ReadonlySet<StationEvent["kind"]> = new Set([
  "alert-raised",
  "vehicle-heard",
  "vehicle-lost",
  "vehicle-back",
  // What it tells of is kept already, as an event of the incident.
  "incident-news",
]);
const renamedKind = "vehicle-renamed";
/** Names are looked up in so many of the newest sessions. */
const namedSessions = 5;

/** What an event tells the newest state of, to be kept with it. */
const belongingsOf = (event: StationEvent): Belongings => {
  switch (event.kind) {
    case "heat-found":
    case "heat-decided":
      return { heat: event.heat };
    case "plan-deleted":
      return { deletedPlanId: event.planId };
    default:
      return {};
  }
};

/** The station's side of the mission archive: what goes into it, and what people must know of it. */
export class Recording {
  readonly #record: MissionRecord | undefined;
  readonly #alerts: AlertBook;
  readonly #stopListening: () => void;

  /** @param record absent where nothing is recorded */
  constructor(record: MissionRecord | undefined, alerts: AlertBook) {
    this.#record = record;
    this.#alerts = alerts;
    this.#stopListening =
      record?.on((change) => {
        if (change.kind === "state") this.#onState(change.state);
        else if (change.kind === "recovered") this.#reportRecovered(change.recovered);
        else this.#reportNotice(change.notice.detail);
      }) ?? (() => {});
  }

  /** Tells of what was found when the record was opened. */
  reportOpening(): void {
    if (this.#record === undefined) return;
    this.#onState(this.#record.state);
    for (const notice of this.#record.notices) this.#reportNotice(notice.detail);
    if (this.#record.recovered !== undefined) this.#reportRecovered(this.#record.recovered);
  }

  get recovered(): Recovered | undefined {
    return this.#record?.recovered;
  }

  /** Undefined without a record. */
  get incidents(): IncidentRecord | undefined {
    return this.#record?.incidents;
  }

  /** Names this run of the station among all. */
  get sessionId(): string | undefined {
    return this.#record?.sessionId;
  }

  /** Undefined without a record. */
  get journal(): JournalKeeping | undefined {
    return this.#record?.journal;
  }

  get newestN(): number {
    return this.#record?.newestN ?? 0;
  }

  /** The same for every run on this record: its first session's name. Undefined where nothing can be read. */
  get numbering(): string | undefined {
    const sessions = [...(this.#record?.sessions() ?? [])];
    return sessions.sort((a, b) => a.startedUtcMs - b.startedUtcMs)[0]?.id;
  }

  view(): StationView["recording"] {
    const record = this.#record;
    if (record === undefined || record.state.state === "closed") return { state: "off" };
    if (record.state.state === "failed") return { state: "failed", ...record.state.fault };
    return { state: "recording", folder: record.folder, bytes: record.telemetryBytes };
  }

  /** A frame as it was on the wire; borrowed bytes. */
  wire(linkId: string, spec: string, bytes: Uint8Array, utcUs: number, start: number, length: number): void {
    this.#record?.telemetry(linkId, spec).frame(bytes, utcUs, start, length);
  }

  linkRemoved(linkId: string, spec: string): void {
    void this.#record?.telemetry(linkId, spec).close();
  }

  /** Puts an event on the disk; without a record nothing is promised and nothing refused. */
  keep(event: OrderedEvent, more: Belongings): Kept {
    const { kind } = event.event;
    const belongings = { ...belongingsOf(event.event), ...more };
    const durability = noticedKinds.has(kind) ? ({ durability: "survives-kill" } as const) : {};
    const { n, utcMs, atMs, event: data } = event;
    return this.#append({ kind, n, utcMs, atMs, data, ...durability }, belongings);
  }

  /** The newest state of a heat source: a later one overwrites. */
  heat(heat: HeatSource): void {
    this.#record?.saveHeat(heat);
  }

  heatRemoved(heatId: string): void {
    this.#record?.removeHeat(heatId);
  }

  thumbnail(heatId: string, version: number, png: Uint8Array): void {
    this.#record?.saveThumbnail({ heatId, version, png });
  }

  savedThumbnail(heatId: string): { readonly version: number; readonly png: Uint8Array } | undefined {
    return this.#record?.thumbnail(heatId);
  }

  /** All plans as JSON texts; undefined while the record can't be read, none without a record. */
  plans(): readonly string[] | undefined {
    return this.#record === undefined ? [] : this.#record.plans();
  }

  /** Small things of one kind as JSON texts by id; undefined while the record can't be read, none without a record. */
  kept(kind: string): ReadonlyMap<string, string> | undefined {
    return this.#record === undefined ? new Map() : this.#record.kept(kind);
  }

  /** Without a record nothing is promised and nothing refused. */
  keepThing(kind: string, id: string, json: string | undefined): Kept {
    if (this.#record === undefined) return { ok: true };
    const result = this.#record.keep(kind, id, json);
    return result.ok ? result : { ok: false, detail: result.fault.detail };
  }

  /** What a heat source was recognised as, with the source itself. */
  identified(heat: HeatSource, at: { readonly atMs: number; readonly utcMs: number }): Kept {
    const data = { heatId: heat.id, identity: heat.identity };
    return this.#append({ kind: "heat-identified", ...at, data }, { heat });
  }

  /** A user's name for a vehicle, for later sessions too. */
  renamed(vehicleId: string, name: string, at: { readonly atMs: number; readonly utcMs: number }): Kept {
    return this.#append({ kind: renamedKind, ...at, data: { vehicleId, name } }, {});
  }

  /** The users' names of the newest sessions, the newest name of each vehicle. */
  names(): ReadonlyMap<string, string> {
    const names = new Map<string, string>();
    for (const { kind, data } of this.#eventsBefore()) {
      if (kind !== renamedKind || typeof data !== "object" || data === null) continue;
      if (!("vehicleId" in data && "name" in data)) continue;
      if (typeof data.vehicleId === "string" && typeof data.name === "string") names.set(data.vehicleId, data.name);
    }
    return names;
  }

  /** Vehicles that sessions before this one may have left with parts of two missions; undefined while it can't be read. */
  unfinishedWrites(): readonly VehicleId[] | undefined {
    if (this.plans() === undefined) return undefined;
    const own = this.#record?.sessionId;
    return unfinishedWrites(this.#eventsBefore().filter(({ sessionId }) => sessionId !== own));
  }

  /** Of the newest sessions, oldest first. */
  #eventsBefore(): readonly StoredEvent[] {
    const newest = [...(this.#record?.sessions() ?? [])].sort((a, b) => a.startedUtcMs - b.startedUtcMs);
    return newest.slice(-namedSessions).flatMap(({ id }) => this.#record?.readEvents({ sessionId: id }) ?? []);
  }

  /** To be called every half minute or so: warns before the disk is full. */
  async checkStorage(): Promise<void> {
    const space = await this.#record?.storage();
    if (space === undefined) return;
    if (space.freeBytes >= lowBytes) return this.#alerts.settle({ code: "storage-low" });
    const free = `${Math.round(space.freeBytes / 1024 ** 2)} MB`;
    const params = { free, folder: this.#record?.folder ?? "" };
    this.#alerts.report({ code: "storage-low", severity: "warning", params, lasting: true });
  }

  async close(): Promise<void> {
    this.#stopListening();
    await this.#record?.close();
  }

  #append(...[event, belongings]: Parameters<MissionRecord["append"]>): Kept {
    if (this.#record === undefined) return { ok: true };
    const result = this.#record.append(event, belongings);
    return result.ok ? result : { ok: false, detail: result.fault.detail };
  }

  #onState(state: RecordState): void {
    if (state.state === "failed") {
      const params = { fault: state.fault.code, detail: state.fault.detail };
      this.#alerts.report({ code: "recording-failed", severity: "critical", params, lasting: true });
    } else this.#alerts.settle({ code: "recording-failed" });
  }

  #reportNotice(detail: string): void {
    const what = { code: "record-recovered", severity: "warning", subject: detail } as const;
    this.#alerts.report({ ...what, params: { detail }, lasting: false });
  }

  #reportRecovered(recovered: Recovered): void {
    const keptBytes = recovered.telemetryFiles.reduce((sum, file) => sum + file.bytesKept, 0);
    const cutBytes = recovered.telemetryFiles.reduce((sum, file) => sum + file.bytesCutOff, 0);
    const { events } = recovered;
    const heat = recovered.heat.length;
    const files = recovered.telemetryFiles.length;
    const started = new Date(recovered.startedUtcMs).toISOString();
    const detail = `Session of ${started}: ${events} events, ${heat} heat sources, ${files} telemetry logs with ${keptBytes} bytes (${cutBytes} bytes of an unfinished frame set aside).`;
    const params = { detail, events, heat, files, bytes: keptBytes, cutBytes };
    this.#alerts.report({ code: "record-recovered", severity: "info", params, lasting: false });
  }
}
