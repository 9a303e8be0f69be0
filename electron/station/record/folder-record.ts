import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import { IncidentArchive } from "./incident-archive.ts";
import { openDatabase } from "./open-database.ts";
import type {
  Belongings,
  JournalKeeping,
  Record as MissionRecord,
  RecordChange,
  RecordEvent,
  RecordedSession,
  RecordFault,
  RecordNotice,
  RecordState,
  Recovered,
  StorageSpace,
  StoredEvent,
  StoreResult,
  TelemetryLog,
  Thumbnail,
} from "./record.ts";
import { recordFault } from "./record-fault.ts";
import { RecordHealth } from "./record-health.ts";
import { lockRecord, type RecordLock } from "./record-lock.ts";
import type { NewTelemetryFile, RecordStore } from "./record-store.ts";
import { beginAfterRecovery } from "./recover-sessions.ts";
import type { OpenTelemetryFile } from "./telemetry-file.ts";
import { TelemetryLogs } from "./telemetry-logs.ts";

export interface FolderRecordOptions {
  readonly folder: string;
  /** Lantern's version, noted with the session. */
  readonly version: string;
  readonly utcMs: () => number;
  readonly openFile: OpenTelemetryFile;
  /** After a failure, tried again this often. */
  readonly retryMs: number;
  /** What telemetry may take in memory while the disk doesn't take it. */
  readonly maxBufferedBytes: number;
}

/** Why a folder can't be used at all. `detail` says what to do. */
export interface RecordRefusal {
  readonly code: "record-locked" | "record-newer";
  readonly detail: string;
}

const flushMs = 200;
const checkpointMs = 5_000;

/** A record in a folder; see `openRecord`. */
export class FolderRecord implements MissionRecord {
  readonly folder: string;
  readonly sessionId: string;
  readonly incidents = new IncidentArchive({
    write: (durability, work) => this.#write(durability, work),
    store: () => this.#store,
  });
  readonly journal: JournalKeeping;
  readonly #options: FolderRecordOptions;
  readonly #startedUtcMs: number;
  readonly #telemetry: TelemetryLogs;
  readonly #notices: RecordNotice[] = [];
  readonly #health: RecordHealth;
  readonly #waitingHeat = new Map<string, HeatSource>();
  readonly #waitingThumbnails = new Map<string, Thumbnail>();
  readonly #goneHeat = new Set<string>();
  /** Logs that the database could not be told of yet. */
  readonly #unregistered: NewTelemetryFile[] = [];
  #store: RecordStore | undefined;
  #lock: RecordLock | undefined;
  #recovered: Recovered | undefined;
  #newestN = 0;
  #timer: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;
  #sinceCheckpointMs = 0;
  #sinceRetryMs = 0;

  constructor(options: FolderRecordOptions) {
    this.#options = options;
    this.folder = resolve(options.folder);
    this.#startedUtcMs = options.utcMs();
    this.sessionId = `${fileTime(this.#startedUtcMs)}-${randomBytes(3).toString("hex")}`;
    this.#health = new RecordHealth(options.utcMs);
    this.journal = {
      folder: join(this.folder, "journal", this.sessionId),
      failed: (error) => this.#health.fails("journal", recordFault(error, this.folder)),
      works: () => this.#health.works("journal"),
      // Where it fails, the next chunk says it again.
      sealed: (chunks, sha256) =>
        void this.#write("survives-kill", (store) => store.setJournal(this.sessionId, chunks, sha256)),
    };
    this.#telemetry = new TelemetryLogs({
      folder: this.folder,
      openFile: options.openFile,
      maxBufferedBytes: options.maxBufferedBytes,
      makeFile: (linkId, spec) => this.#makeTelemetryFile(linkId, spec),
      onFailed: (linkId, error) => this.#health.fails(`telemetry ${linkId}`, recordFault(error, this.folder)),
      onWorks: (linkId) => this.#health.works(`telemetry ${linkId}`),
    });
  }

  get state(): RecordState {
    return this.#health.state;
  }

  get recovered(): Recovered | undefined {
    return this.#recovered;
  }

  get notices(): readonly RecordNotice[] {
    return this.#notices;
  }

  get newestN(): number {
    return this.#newestN;
  }

  get telemetryBytes(): number {
    return this.#telemetry.wholeBytes;
  }

  get lostFrames(): number {
    return this.#telemetry.lostFrames;
  }

  on(listener: (change: RecordChange) => void): () => void {
    return this.#health.on(listener);
  }

  /** Called once by `openRecord`. @returns why this folder is not for us */
  open(): RecordRefusal | undefined {
    const refusal = this.#openStore();
    if (refusal !== undefined) return refusal;
    this.#timer = setInterval(() => this.#tick(), flushMs);
    return undefined;
  }

  append(event: RecordEvent, belongings: Belongings = {}): StoreResult {
    const json = JSON.stringify(event.data) ?? "null";
    const { heat } = belongings;
    // A source names the version of its picture: what waits of that goes to the disk with it.
    const thumbnail = belongings.thumbnail ?? this.#waitingThumbnails.get(heat?.id ?? "");
    const stored = this.#write(event.durability ?? "survives-power-cut", (store) => {
      store.insertEvent(this.sessionId, event, json);
      store.upsert(this.sessionId, { ...belongings, heat, thumbnail });
    });
    if (!stored.ok) return stored;
    if (event.n !== undefined && event.n > this.#newestN) this.#newestN = event.n;
    if (heat !== undefined) this.#waitingHeat.delete(heat.id);
    if (thumbnail !== undefined) this.#waitingThumbnails.delete(thumbnail.heatId);
    return stored;
  }

  saveHeat(heat: HeatSource): void {
    this.#waitingHeat.set(heat.id, heat);
  }

  removeHeat(heatId: string): void {
    this.#waitingHeat.delete(heatId);
    this.#waitingThumbnails.delete(heatId);
    this.#goneHeat.add(heatId);
  }

  saveThumbnail(thumbnail: Thumbnail): void {
    this.#waitingThumbnails.set(thumbnail.heatId, thumbnail);
  }

  thumbnail(heatId: string): Thumbnail | undefined {
    return this.#waitingThumbnails.get(heatId) ?? this.#store?.thumbnail(this.sessionId, heatId);
  }

  plans(): readonly string[] | undefined {
    return this.#store?.plans();
  }

  planRevisions(planId: string): readonly string[] | undefined {
    return this.#store?.planRevisions(planId);
  }

  kept(kind: string): ReadonlyMap<string, string> | undefined {
    return this.#store?.kept(kind);
  }

  keep(kind: string, id: string, json: string | undefined): StoreResult {
    return this.#write("survives-power-cut", (store) => store.keep(kind, id, json));
  }

  readEvents(range: { sessionId?: string; afterN?: number; limit?: number } = {}): StoredEvent[] {
    const { sessionId, afterN, limit = 100_000 } = range;
    return this.#store?.events({ sessionId, afterN, limit }) ?? [];
  }

  sessions(): RecordedSession[] {
    return this.#store?.sessions() ?? [];
  }

  telemetry(linkId: string, spec: string): TelemetryLog {
    return this.#telemetry.log(linkId, spec);
  }

  async storage(): Promise<StorageSpace | undefined> {
    try {
      const { bavail, blocks, bsize } = await statfs(this.folder);
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    } catch {
      return undefined;
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#telemetry.close();
    this.#saveWaiting();
    this.#checkpoint();
    const utcMs = this.#options.utcMs();
    this.#write("survives-power-cut", (store) => store.endSession(this.sessionId, "clean", utcMs));
    this.#health.close();
    this.#store?.close();
    this.#store = undefined;
    this.#lock?.release();
    this.#lock = undefined;
  }

  /** @returns a refusal; a disk that fails is no refusal but a failure, tried again later */
  #openStore(): RecordRefusal | undefined {
    const { utcMs, version } = this.#options;
    try {
      mkdirSync(join(this.folder, "telemetry"), { recursive: true });
      if (this.#lock === undefined) {
        const locked = lockRecord(this.folder, utcMs());
        if (!locked.ok) return { code: "record-locked", detail: locked.detail };
        this.#lock = locked.lock;
      }
      const opened = openDatabase(this.folder, fileTime(utcMs()));
      if (!opened.ok) {
        this.#lock.release();
        this.#lock = undefined;
        return { code: "record-newer", detail: opened.detail };
      }
      this.#begin(opened.store, version, opened.notice);
      return undefined;
    } catch (error) {
      this.#health.fails("database", recordFault(error, this.folder));
      return undefined;
    }
  }

  #begin(store: RecordStore, version: string, notice: RecordNotice | undefined): void {
    try {
      const { recovered, notices } = beginAfterRecovery({
        folder: this.folder,
        store,
        session: { id: this.sessionId, startedUtcMs: this.#startedUtcMs, version },
        checkAllLogs: notice !== undefined,
      });
      this.#newestN = store.newestN();
      this.#recovered = recovered;
      this.#store = store;
      for (const told of notice === undefined ? notices : [notice, ...notices]) {
        this.#notices.push(told);
        this.#health.tell({ kind: "notice", notice: told });
      }
      if (recovered !== undefined) this.#health.tell({ kind: "recovered", recovered });
      this.#health.works("database");
    } catch (error) {
      store.close();
      throw error;
    }
  }

  #write(durability: "survives-power-cut" | "survives-kill", work: (store: RecordStore) => void): StoreResult {
    if (this.#health.state.state === "closed")
      return { ok: false, fault: { code: "closed", detail: "The record is closed: Lantern is ending." } };
    const store = this.#store;
    if (store === undefined) return { ok: false, fault: this.#health.failureOf("database") ?? notOpenYet };
    try {
      store.transaction(durability, () => work(store));
      this.#health.works("database");
      return { ok: true };
    } catch (error) {
      const fault = recordFault(error, this.folder);
      this.#health.fails("database", fault);
      return { ok: false, fault };
    }
  }

  #tick(): void {
    this.#telemetry.flush();
    this.#sinceCheckpointMs += flushMs;
    this.#sinceRetryMs = this.#health.isFailing ? this.#sinceRetryMs + flushMs : 0;
    if (this.#sinceRetryMs >= this.#options.retryMs) {
      this.#sinceRetryMs = 0;
      this.#retry();
    }
    if (this.#health.failureOf("database") !== undefined) return;
    this.#saveWaiting();
    if (this.#sinceCheckpointMs < checkpointMs) return;
    this.#sinceCheckpointMs = 0;
    this.#checkpoint();
  }

  #retry(): void {
    this.#telemetry.retry();
    if (this.#health.failureOf("database") === undefined) return;
    if (this.#store !== undefined) this.#checkpoint();
    else {
      const refusal = this.#openStore();
      if (refusal !== undefined) this.#health.fails("database", { code: "record-locked", detail: refusal.detail });
    }
  }

  /** Notes that we live and where logs are whole, so that a recovery needn't read them from the start. */
  #checkpoint(): void {
    void this.#telemetry.sync();
    const stored = this.#write("survives-kill", (store) => {
      store.seen(this.sessionId, this.#options.utcMs());
      for (const file of this.#unregistered) store.addTelemetryFile(this.sessionId, file);
      this.#telemetry.checkpoint((file, bytes, sha256) => store.setTelemetryBytes(file, bytes, sha256));
    });
    if (stored.ok) this.#unregistered.length = 0;
  }

  #saveWaiting(): void {
    if (this.#waitingHeat.size + this.#waitingThumbnails.size + this.#goneHeat.size === 0) return;
    const stored = this.#write("survives-kill", (store) => {
      for (const id of this.#goneHeat) store.removeHeat(this.sessionId, id);
      for (const heat of this.#waitingHeat.values()) store.upsert(this.sessionId, { heat });
      for (const thumbnail of this.#waitingThumbnails.values()) store.upsert(this.sessionId, { thumbnail });
    });
    if (!stored.ok) return;
    this.#goneHeat.clear();
    this.#waitingHeat.clear();
    this.#waitingThumbnails.clear();
  }

  #makeTelemetryFile(linkId: string, spec: string): string {
    const utcMs = this.#options.utcMs();
    const name = `${fileTime(utcMs)}-${spec.replace(/[^A-Za-z0-9.]+/g, "-").slice(0, 80)}`;
    let file = `telemetry/${name}.tlog`;
    for (let i = 2; existsSync(join(this.folder, file)); i++) file = `telemetry/${name}-${i}.tlog`;
    if (this.#store === undefined) throw new Error(notOpenYet.detail);
    // Registered before it exists, so that a crash in between misses nothing; but a failing database must not stop telemetry.
    const registered = { file, linkId, spec, utcMs };
    const stored = this.#write("survives-kill", (store) => store.addTelemetryFile(this.sessionId, registered));
    if (!stored.ok) this.#unregistered.push(registered);
    return file;
  }
}

const notOpenYet: RecordFault = {
  code: "io-error",
  detail: "The record isn't open yet; it is tried again every few seconds.",
};

/** "2026-11-22T00-54-43Z": sorts by time, and every file system takes it. */
const fileTime = (utcMs: number): string => new Date(utcMs).toISOString().replace(/\.\d+/, "").replaceAll(":", "-");
