import { Worker } from "node:worker_threads";
import type { EncodedVersion } from "../media/map-versions/map-version-encoder.ts";
import type { SearchAnswers, SearchAsk } from "./search-asks.ts";
import type { FromSearchWorker, SearchWorkerData, ToSearchWorker } from "./search-messages.ts";

export interface SearchThreadOptions {
  readonly firstVersion: number;
  /** Absent: versions aren't kept. */
  readonly onVersion?: ((version: EncodedVersion) => void) | undefined;
  readonly onState: (state: Extract<FromSearchWorker, { readonly kind: "state" }>) => void;
  /** It ended by itself, with everything that it held. */
  readonly onFailed: (detail: string) => void;
}

/** An answer, or why there is none. */
export type Asked<K extends SearchAsk["kind"]> =
  | { readonly ok: true; readonly answer: SearchAnswers[K] }
  | { readonly ok: false; readonly detail: string };

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith(".js") ? "./search-worker.js" : "./search-worker.ts", import.meta.url);

/** The search's worker as the station's thread sees it; one that ended is not started again here. */
export class SearchThread {
  readonly #options: SearchThreadOptions;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (asked: Asked<SearchAsk["kind"]>) => void>();
  #nextN = 1;
  #ended = false;

  constructor(options: SearchThreadOptions) {
    this.#options = options;
    const workerData: SearchWorkerData = {
      firstVersion: options.firstVersion,
      keepsVersions: options.onVersion !== undefined,
    };
    this.#worker = new Worker(workerUrl(), { workerData, name: "search" });
    this.#worker.on("message", (message: FromSearchWorker) => this.#take(message));
    this.#worker.once("error", (error) => this.#end(error instanceof Error ? error.message : String(error)));
    this.#worker.once("exit", () => this.#end("It ended by itself."));
  }

  /** @param handOver memory that the worker has from then on */
  post(message: ToSearchWorker, handOver: readonly ArrayBuffer[] = []): void {
    if (!this.#ended) this.#worker.postMessage(message, [...handOver]);
  }

  ask<K extends SearchAsk["kind"]>(ask: Extract<SearchAsk, { readonly kind: K }>): Promise<Asked<K>> {
    if (this.#ended) return Promise.resolve({ ok: false, detail: "The search's worker ended." });
    const n = this.#nextN;
    this.#nextN += 1;
    return new Promise((resolve) => {
      // The worker answers each question by its kind, which the compiler can't see across the thread.
      this.#waiting.set(n, resolve as (asked: Asked<SearchAsk["kind"]>) => void);
      this.post({ kind: "ask", n, ask });
    });
  }

  async close(): Promise<void> {
    this.#ended = true;
    this.#giveUp("The station ends.");
    await this.#worker.terminate();
  }

  #take(message: FromSearchWorker): void {
    if (message.kind === "state") {
      this.#options.onState(message);
      return;
    }
    if (message.kind === "version") {
      this.#options.onVersion?.(message.version);
      return;
    }
    const resolve = this.#waiting.get(message.n);
    this.#waiting.delete(message.n);
    resolve?.(message.kind === "answer" ? { ok: true, answer: message.answer } : { ok: false, detail: message.detail });
  }

  #end(detail: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#giveUp(detail);
    this.#options.onFailed(detail);
  }

  #giveUp(detail: string): void {
    for (const resolve of this.#waiting.values()) resolve({ ok: false, detail });
    this.#waiting.clear();
  }
}
