import type { MissionTimeline } from "../../../../shared/archive/timeline.ts";
import type { MissionSummary } from "../../../../shared/wire/archive.ts";
import type { ArchivedInstant } from "../../archived-instant.ts";
import type { MissionMedia } from "../../media/mission-media.ts";
import type { OpenMissionMedia } from "../../media/open-mission-media.ts";
import type { ArchivedMission, MissionTelemetry } from "../archived-mission.ts";

export interface MissionAdditions {
  readonly summary?: (summary: MissionSummary) => MissionSummary;
  readonly media?: OpenMissionMedia | undefined;
  /** Beside the mission's own: an autopilot's own log, whose fields are more than what was made of them. */
  readonly telemetry?: readonly MissionTelemetry[];
  /** When the mission is closed. */
  readonly close?: () => Promise<void>;
}

/** A mission with what lies beside it in its folder: videos, original logs, what it is called. */
export class MissionWith implements ArchivedMission {
  readonly id: string;
  readonly #mission: ArchivedMission;
  readonly #additions: MissionAdditions;

  constructor(mission: ArchivedMission, additions: MissionAdditions) {
    this.id = mission.id;
    this.#mission = mission;
    this.#additions = additions;
  }

  get summary(): MissionSummary {
    const { summary } = this.#mission;
    const hasPictures = summary.hasPictures || (this.#additions.media?.feeds.length ?? 0) > 0;
    return this.#additions.summary?.({ ...summary, hasPictures }) ?? { ...summary, hasPictures };
  }

  get durationMs(): number {
    return this.#mission.durationMs;
  }

  get telemetry(): readonly MissionTelemetry[] {
    return [...this.#mission.telemetry, ...(this.#additions.telemetry ?? [])];
  }

  async openTelemetry(): Promise<readonly MissionTelemetry[]> {
    return [...(await this.#mission.openTelemetry()), ...(this.#additions.telemetry ?? [])];
  }

  get media(): MissionMedia | undefined {
    return this.#additions.media ?? this.#mission.media;
  }

  async at(positionMs: number): Promise<ArchivedInstant> {
    const instant = await this.#mission.at(positionMs);
    return this.#additions.media?.withVideos(instant, positionMs) ?? instant;
  }

  /** Pictures of the mission itself are on its own timeline; those that lie beside it are added here. */
  async timeline(): Promise<MissionTimeline> {
    const timeline = await this.#mission.timeline();
    const feeds = this.#additions.media?.feeds ?? [];
    if (feeds.length === 0) return timeline;
    const spans = feeds.map(({ name, fromMs, toMs }) => ({ fromMs, toMs, kind: "video" as const, text: name }));
    return { ...timeline, lanes: [...timeline.lanes, { id: "videos", kind: "media", spans, marks: [] }] };
  }

  stepFrom(positionMs: number, direction: 1 | -1): Promise<number | undefined> {
    return this.#mission.stepFrom(positionMs, direction);
  }

  whole(): Promise<void> {
    return this.#mission.whole();
  }

  on(listener: () => void): () => void {
    return this.#mission.on(listener);
  }

  async close(): Promise<void> {
    await Promise.all([this.#mission.close(), this.#additions.media?.close(), this.#additions.close?.()]);
  }
}
