import { statSync } from "node:fs";
import { join } from "node:path";
import type { MissionSummary } from "../../../../shared/wire/archive.ts";
import type { Record as MissionRecord, RecordedSession } from "../../record/record.ts";
import type { ArchivedMission } from "../archived-mission.ts";
import { emptySummary } from "../empty-summary.ts";
import type { MissionShelf, ShelvedMission } from "./mission-shelf.ts";

export interface RecordedShelfOptions {
  readonly record: Pick<MissionRecord, "folder" | "sessionId" | "sessions">;
  readonly utcMs: () => number;
  readonly open: (session: RecordedSession) => Promise<ArchivedMission>;
}

/** A run that ended sooner and heard nobody is no mission: somebody looked whether the program starts. */
const shortestMs = 10_000;

/** The runs of this very station, and of those before it on the same record. They stay. */
export class RecordedShelf implements MissionShelf {
  readonly #options: RecordedShelfOptions;

  constructor(options: RecordedShelfOptions) {
    this.#options = options;
  }

  async missions(): Promise<readonly ShelvedMission[]> {
    return this.#options.record.sessions().flatMap((session) => this.#shelved(session));
  }

  async find(id: string): Promise<ShelvedMission | undefined> {
    const session = this.#options.record.sessions().find((one) => one.id === id);
    return session === undefined ? undefined : this.#shelved(session)[0];
  }

  #shelved(session: RecordedSession): readonly ShelvedMission[] {
    const { record, open } = this.#options;
    const live = session.id === record.sessionId;
    const { startedUtcMs, endedUtcMs = this.#options.utcMs() } = session;
    const durationMs = Math.max(0, endedUtcMs - startedUtcMs);
    if (!live && durationMs < shortestMs && session.telemetryFiles.length === 0) return [];
    return [
      {
        id: session.id,
        glance: glanceOf(session, { live, durationMs, bytes: this.#bytesOf(session) }),
        stamp: `${session.end ?? ""} ${endedUtcMs} ${session.telemetryFiles.length}`,
        open: () => open(session),
        // What it recorded lies where it was recorded.
        movable: [],
      },
    ];
  }

  #bytesOf({ telemetryFiles }: RecordedSession): number {
    const { folder } = this.#options.record;
    return telemetryFiles.reduce(
      (sum, file) => sum + (statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  }
}

const glanceOf = (
  { id, startedUtcMs, telemetryFiles }: RecordedSession,
  known: Pick<MissionSummary, "live" | "durationMs" | "bytes">,
): MissionSummary => ({
  // Its time names it, until a person does: the list says when it was.
  ...emptySummary({ id, name: "", kind: "recorded" }),
  ...known,
  startUtcMs: startedUtcMs,
  files: telemetryFiles,
});
