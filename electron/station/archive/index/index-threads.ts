import { Worker } from "node:worker_threads";
import type { PassMessage } from "./index-data.ts";
import type { PassStart } from "./index-pass.ts";
import { ListRing, type RingMemory, ringMemory } from "./list-ring.ts";
import type { LogFeedOptions } from "./log-feed.ts";

export interface ListWorkerData {
  readonly feed: LogFeedOptions;
  readonly ring: RingMemory;
}

export interface TallyWorkerData {
  readonly start: PassStart;
  readonly ring: RingMemory;
}

const workerUrl = (name: string): URL =>
  new URL(`./${name}.${import.meta.url.endsWith(".js") ? "js" : "ts"}`, import.meta.url);

/** The workers need little; a log that makes them need more is an attack. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 };

/** A pass over a log by two threads: one reads and finds frames, the other one counts what they say. */
export class IndexThreads {
  readonly #ring: ListRing;
  readonly #workers: readonly Worker[];
  readonly #ended: Promise<unknown>;

  /** @param onMessage comes no more after `stop` */
  constructor(feed: LogFeedOptions, start: PassStart, onMessage: (message: PassMessage) => void) {
    const memory = ringMemory();
    this.#ring = new ListRing(memory);
    const lister: ListWorkerData = { feed, ring: memory };
    const tally: TallyWorkerData = { start, ring: memory };
    this.#workers = [
      new Worker(workerUrl("list-worker"), { workerData: lister, name: "log-frames", resourceLimits }),
      new Worker(workerUrl("tally-worker"), { workerData: tally, name: "log-index", resourceLimits }),
    ];
    this.#workers[1]?.on("message", onMessage);
    // What one of them can't go on from, a file that can't be read any more, ends both: what was read stays.
    for (const worker of this.#workers) worker.on("error", () => this.#ring.stop());
    this.#ended = Promise.all(
      this.#workers.map((worker) => new Promise<void>((resolve) => worker.once("exit", () => resolve()))),
    );
  }

  /** Both came to their end: of the log, of what can be read of it, or because they were stopped. */
  ended(): Promise<unknown> {
    return this.#ended;
  }

  async stop(): Promise<void> {
    this.#ring.stop();
    for (const worker of this.#workers) worker.removeAllListeners("message");
    await this.#ended;
  }
}
