import { type FSWatcher, watch } from "node:fs";
import { basename } from "node:path";
import type { MissionTimeline } from "../../../../shared/archive/timeline.ts";
import type { MissionLog, MissionSummary, MissionVehicle } from "../../../../shared/wire/archive.ts";
import type { StationView } from "../../../../shared/wire/state.ts";
import type { ArchivedInstant } from "../../archived-instant.ts";
import type { ArchivedMission, MissionTelemetry } from "../archived-mission.ts";
import { emptySummary } from "../empty-summary.ts";
import type { LogAnomaly } from "../log-index.ts";
import { centreOf } from "../mission-centre.ts";
import { LearnedMission } from "./learned-mission.ts";
import { missionVehicle, problemsOf } from "./log-summary.ts";
import { logTimeline } from "./log-timeline.ts";
import { type MissionLogInput, MissionLogs } from "./mission-logs.ts";
import { StateSeeker } from "./state-seeker.ts";

export interface LogMissionOptions {
  readonly id: string;
  readonly name: string;
  /** Its indexes are the mission's from then on: it closes them. */
  readonly logs: readonly MissionLogInput[];
  /** The program's. */
  readonly version: string;
  /** Our own MAVLink system id. */
  readonly gcsSystemId?: number;
  /** Where side files are kept; absent: for as long as it is open. */
  readonly cacheFolder?: string;
}

/** Listeners hear of growth this often at most. */
const tellEveryMs = 1_000;

/** A mission made of telemetry files. */
export class LogMission implements ArchivedMission {
  readonly id: string;
  readonly media = undefined;
  readonly #options: LogMissionOptions;
  readonly #logs: MissionLogs;
  readonly #learned: LearnedMission;
  readonly #seeker: StateSeeker;
  readonly #listeners = new Set<() => void>();
  readonly #offs: (() => void)[] = [];
  readonly #watchers: FSWatcher[];
  #refreshing: Promise<void> | undefined;
  #grewAgain = false;
  #timer: NodeJS.Timeout | undefined;
  #vehicles: readonly MissionVehicle[] = [];
  #timeline: { readonly key: string; readonly timeline: MissionTimeline } | undefined;
  #isClosed = false;

  constructor(options: LogMissionOptions) {
    this.id = options.id;
    this.#options = options;
    const { logs, cacheFolder } = options;
    this.#logs = new MissionLogs(logs);
    const station: StationView = {
      mode: "replay",
      version: options.version,
      gcsSystemId: options.gcsSystemId ?? 255,
      recording: { state: "off" },
      hasBaseMap: false,
    };
    this.#learned = new LearnedMission({
      logs: logs.map(({ path, offsetMs }) => ({ path, offsetMs })),
      ...{ station, cacheFolder },
      onLearned: () => this.#changed(),
    });
    this.#seeker = new StateSeeker({ logs: this.#logs, learned: this.#learned, station });
    for (const { index } of logs) this.#offs.push(index.on(() => this.#changed()));
    this.#watchers = logs.flatMap(({ path }) => watched(path, () => void this.refresh()));
    void this.#learnWhole();
  }

  get durationMs(): number {
    return this.#logs.durationMs;
  }

  get summary(): MissionSummary {
    const { id, name, logs } = this.#options;
    const [piece] = this.#logs.clock;
    const centre = centreOf(this.#vehicles);
    const readFraction = this.#readFraction;
    return {
      ...emptySummary({ id, name, kind: "log" }),
      ...(piece === undefined ? {} : { startUtcMs: this.#logs.utcAt(0) }),
      durationMs: this.durationMs,
      bytes: this.#logs.bytes,
      files: logs.map(({ path }) => basename(path)),
      ...(centre === undefined ? {} : { centre }),
      vehicles: this.#vehicles,
      problems: problemsOf(this.#logs, this.#anomalies),
      ...(readFraction === undefined ? {} : { readFraction }),
    };
  }

  async openTelemetry(): Promise<readonly MissionTelemetry[]> {
    return this.telemetry;
  }

  get telemetry(): readonly MissionTelemetry[] {
    return this.#options.logs.map(({ path, index, offsetFrom, offsetSigmaMs }, n) => {
      const { bytes, totalBytes } = index.progress;
      const log: MissionLog = {
        n,
        name: basename(path),
        format: index.format,
        bytes: totalBytes,
        durationMs: index.durationMs,
        offsetMs: this.#logs.logs[n]?.offsetMs ?? 0,
        offsetFrom: offsetFrom ?? "clock",
        ...(offsetSigmaMs === undefined ? {} : { offsetSigmaMs }),
        readFraction: totalBytes === 0 ? 1 : bytes / totalBytes,
        streams: index.streams,
      };
      return { log, path, fields: index };
    });
  }

  at(positionMs: number): Promise<ArchivedInstant> {
    return this.#seeker.at(positionMs);
  }

  async timeline(): Promise<MissionTimeline> {
    const { notes, learnedMs } = this.#learned;
    const anomalies = this.#anomalies;
    const { durationMs } = this;
    const key = [notes.length, anomalies.length, durationMs, learnedMs].join();
    if (this.#timeline?.key !== key) {
      const { clock } = this.#logs;
      this.#timeline = { key, timeline: logTimeline({ notes, anomalies, clock, durationMs, learnedMs }) };
    }
    return this.#timeline.timeline;
  }

  async stepFrom(positionMs: number, direction: 1 | -1): Promise<number | undefined> {
    const found: number[] = [];
    for (const { index, offsetMs } of this.#logs.logs) {
      const ownMs = positionMs - offsetMs;
      if (direction === -1) {
        const before = (await index.lastOfEach(ownMs)).map((record) => record.positionMs + offsetMs);
        if (before.length > 0) found.push(Math.max(...before));
        continue;
      }
      await index.read({ fromMs: ownMs, toMs: index.durationMs }, (record) => {
        const atMs = record.positionMs + offsetMs;
        if (atMs <= positionMs) return true;
        found.push(atMs);
        return false;
      });
    }
    if (found.length === 0) return undefined;
    return direction === 1 ? Math.min(...found) : Math.max(...found);
  }

  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** By then every instant is known exactly, or it is said why it can't be. */
  async whole(): Promise<void> {
    await this.#learned.settled();
    await this.#lookAtVehicles();
  }

  /** Reads what was written behind the ends of its logs, and learns it; called by itself where the system tells of it. */
  refresh(): Promise<void> {
    this.#grewAgain = true;
    this.#refreshing ??= this.#readOn().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const off of this.#offs.splice(0)) off();
    for (const watcher of this.#watchers.splice(0)) watcher.close();
    this.#listeners.clear();
    await this.#learned.close();
    await Promise.all(this.#options.logs.map(({ index }) => index.close()));
  }

  get #anomalies(): readonly LogAnomaly[] {
    const { logs } = this.#logs;
    return logs.flatMap(({ index, offsetMs }) =>
      index.anomalies.map((anomaly) => ({ ...anomaly, positionMs: anomaly.positionMs + offsetMs })),
    );
  }

  /** Of both passes: the index's, which lets one seek, and the one that makes every instant exact. */
  get #readFraction(): number | undefined {
    if (this.#learned.isDone || this.#learned.fault !== undefined) return undefined;
    const { durationMs, readFraction } = this.#logs;
    const learned = durationMs === 0 ? 0 : Math.min(1, this.#learned.learnedMs / durationMs);
    return Math.min(0.99, 0.3 * readFraction + 0.7 * learned);
  }

  async #learnWhole(): Promise<void> {
    await Promise.all(this.#logs.logs.map(({ index }) => index.whole()));
    if (this.#isClosed) return;
    await this.#learned.learn();
  }

  async #readOn(): Promise<void> {
    while (this.#grewAgain && !this.#isClosed) {
      this.#grewAgain = false;
      const { bytes } = this.#logs;
      await Promise.all(this.#logs.logs.map(({ index }) => index.refresh()));
      if (this.#logs.bytes === bytes) continue;
      await this.#learned.settled();
      await this.#learnWhole();
      await this.#learned.settled();
    }
  }

  #changed(): void {
    if (this.#timer !== undefined || this.#isClosed) return;
    this.#timer = setTimeout(() => void this.#tell(), tellEveryMs);
    this.#timer.unref();
  }

  /** Again once all was learned: by then their ways are whole. */
  async #lookAtVehicles(): Promise<void> {
    const notes = this.#learned.notes.filter((note) => note.kind === "vehicle");
    const isSettled = this.#learned.isDone || this.#learned.fault !== undefined;
    if (this.#isClosed || (notes.length === this.#vehicles.length && !isSettled)) return;
    this.#vehicles = await Promise.all(notes.map((note) => missionVehicle(this.#logs, note)));
  }

  async #tell(): Promise<void> {
    this.#timer = undefined;
    await this.#lookAtVehicles();
    if (!this.#isClosed) for (const listener of this.#listeners) listener();
  }
}

/** A disk that can't tell of changes leaves it to whoever asks. */
const watched = (path: string, onChanged: () => void): FSWatcher[] => {
  try {
    const watcher = watch(path, { persistent: false }, onChanged);
    watcher.on("error", () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
};
