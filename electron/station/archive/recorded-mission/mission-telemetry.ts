import { statSync } from "node:fs";
import { basename, join } from "node:path";
import type { MissionTelemetry } from "../archived-mission.ts";
import type { OpenedLogIndex } from "../index/open-log-index.ts";
import type { LogIndex } from "../log-index.ts";

export interface SessionTelemetryOptions {
  readonly folder: string;
  readonly openLog: (path: string) => Promise<OpenedLogIndex>;
  /** Where a UTC lies in the mission; 0 where nobody knows. */
  readonly positionOf: (utcMs: number) => number;
  readonly onChanged: () => void;
}

interface OpenLog {
  readonly path: string;
  readonly index: LogIndex;
}

/** The telemetry logs of a session, on the mission's clock by their stamps. Opened when somebody first asks. */
export class SessionTelemetry {
  readonly #options: SessionTelemetryOptions;
  readonly #asked = new Map<string, Promise<void>>();
  readonly #logs: OpenLog[] = [];
  #closed = false;

  constructor(options: SessionTelemetryOptions) {
    this.#options = options;
  }

  /** Those that are open so far. */
  get logs(): readonly MissionTelemetry[] {
    return this.#logs.map(({ path, index }, n) => {
      const { progress, startUtcUs, durationMs, format, streams } = index;
      const offsetMs = this.#offsetOf(index);
      return {
        path,
        fields: index,
        log: {
          ...{ n, name: basename(path), format, bytes: progress.totalBytes, durationMs, offsetMs, streams },
          offsetFrom: "clock",
          ...(startUtcUs === undefined ? {} : { offsetSigmaMs: 0 }),
          readFraction: progress.whole ? 1 : progress.bytes / Math.max(1, progress.totalBytes),
        },
      };
    });
  }

  /** Opens those that aren't yet, and looks what came to the others. A log that can't be read isn't among them. */
  async open(files: readonly string[]): Promise<void> {
    const { folder } = this.#options;
    await Promise.all(
      files.map((file) => {
        const path = join(folder, file);
        if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return undefined;
        const asked = this.#asked.get(file) ?? this.#open(path);
        this.#asked.set(file, asked);
        return asked;
      }),
    );
  }

  /** What was written meanwhile. */
  async refresh(): Promise<void> {
    await Promise.all(this.#logs.map(({ index }) => index.refresh()));
  }

  /** Where the next (1) or previous (-1) message is. */
  async stepFrom(positionMs: number, direction: 1 | -1): Promise<number | undefined> {
    const found = await Promise.all(
      this.#logs.map(async ({ index }) => {
        const offsetMs = this.#offsetOf(index);
        // Not the one where we are: positions are in microseconds at the finest.
        const atMs = positionMs - offsetMs - (direction < 0 ? 0.001 : 0);
        const { messages } = await index.messages({ atMs, direction: direction > 0 ? "on" : "back", count: 1 });
        return messages.map((message) => message.positionMs + offsetMs);
      }),
    );
    const positions = found.flat().filter((at) => (direction > 0 ? at > positionMs : at < positionMs));
    if (positions.length === 0) return undefined;
    return direction > 0 ? Math.min(...positions) : Math.max(...positions);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#asked.values());
    await Promise.all(this.#logs.map(({ index }) => index.close()));
  }

  #offsetOf({ startUtcUs }: LogIndex): number {
    return startUtcUs === undefined ? 0 : this.#options.positionOf(startUtcUs / 1000);
  }

  async #open(path: string): Promise<void> {
    const opened = await this.#options.openLog(path);
    if (!opened.ok) return;
    if (this.#closed) return opened.index.close();
    this.#logs.push({ path, index: opened.index });
    opened.index.on(({ whole }) => {
      if (whole) this.#options.onChanged();
    });
    this.#options.onChanged();
  }
}
