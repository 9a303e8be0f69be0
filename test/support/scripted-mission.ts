import type { ArchivedMission } from "../../electron/station/archive/archived-mission.ts";
import { emptySummary } from "../../electron/station/archive/empty-summary.ts";
import type { ArchivedInstant } from "../../electron/station/archived-instant.ts";
import type { MissionMedia } from "../../electron/station/media/mission-media.ts";
import type { MissionTimeline } from "../../shared/archive/timeline.ts";
import { buildVehicle, placeAt } from "./build-views.ts";
import { emptyState } from "./station-server.ts";

export interface ScriptedMissionOptions {
  readonly id?: string;
  readonly durationMs?: number;
  readonly live?: boolean;
  /** 0 to 1 while it is being read; see also `readFraction`. */
  readonly readFraction?: number;
  readonly idle?: MissionTimeline["idle"];
  readonly media?: MissionMedia | undefined;
  readonly telemetry?: ArchivedMission["telemetry"];
  /** Answers wait for it. */
  readonly gate?: () => Promise<void>;
}

/** UTC at the beginning of a scripted mission. */
export const scriptedStartUtcMs = Date.UTC(2026, 10, 20, 20, 0, 0);

/** A mission of one drone that flies a metre north each second; station clock 5,000 ms ahead of positions. */
export class ScriptedMission implements ArchivedMission {
  readonly id: string;
  readonly telemetry: ArchivedMission["telemetry"];
  readonly media: MissionMedia | undefined;
  durationMs: number;
  readFraction: number | undefined;
  /** The instants that were asked for. */
  readonly asked: number[] = [];
  closed = 0;
  readonly #options: ScriptedMissionOptions;
  readonly #listeners = new Set<() => void>();

  constructor(options: ScriptedMissionOptions = {}) {
    this.#options = options;
    this.id = options.id ?? "mission-1";
    this.durationMs = options.durationMs ?? 100_000;
    this.readFraction = options.readFraction;
    this.telemetry = options.telemetry ?? [];
    this.media = options.media;
  }

  get summary(): ArchivedMission["summary"] {
    return {
      ...emptySummary({ id: this.id, name: "North slope", kind: "recorded" }),
      live: this.#options.live ?? false,
      startUtcMs: scriptedStartUtcMs,
      durationMs: this.durationMs,
      bytes: 1_000,
      files: ["a.tlog"],
      ...(this.readFraction === undefined ? {} : { readFraction: this.readFraction }),
    };
  }

  async at(positionMs: number): Promise<ArchivedInstant> {
    this.asked.push(positionMs);
    await this.#options.gate?.();
    const atMs = positionMs + 5_000;
    const position = { atMs, ...placeAt(positionMs / 1_000, 0) };
    return {
      clock: { nowMs: atMs, utcMs: scriptedStartUtcMs + positionMs, rate: 1 },
      state: { ...emptyState(), vehicles: new Map([["1", buildVehicle({ id: "1", position })]]) },
      trails: { "1": [position.latDeg, position.lonDeg, atMs] },
      trailDetails: { "1": [100 + positionMs / 1_000, 1] },
    };
  }

  async timeline(): Promise<MissionTimeline> {
    return {
      startUtcMs: scriptedStartUtcMs,
      durationMs: this.durationMs,
      lanes: [],
      idle: this.#options.idle ?? [],
      clock: [],
    };
  }

  async openTelemetry() {
    return this.telemetry;
  }

  async stepFrom(positionMs: number, direction: 1 | -1): Promise<number | undefined> {
    const next = positionMs + 250 * direction;
    return next < 0 || next > this.durationMs ? undefined : next;
  }

  async whole(): Promise<void> {}

  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  grow(durationMs: number): void {
    this.durationMs = durationMs;
    for (const listener of this.#listeners) listener();
  }

  async close(): Promise<void> {
    this.closed += 1;
  }
}
