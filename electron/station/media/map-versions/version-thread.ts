import { Worker } from "node:worker_threads";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import type { SearchAt } from "../../../../shared/wire/search-answers.ts";
import type { TileAddress } from "../../search/search-service.ts";
import type { VersionAnswer, VersionAsk, VersionWorkerData } from "./version-messages.ts";

/** A map unpacked takes some 30 MB: it isn't held for nobody. */
const idleMs = 60_000;

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith(".js") ? "./version-worker.js" : "./version-worker.ts", import.meta.url);

type Question =
  | { readonly kind: "tile"; readonly address: TileAddress }
  | { readonly kind: "at"; readonly place: LatLon };

/** Draws the versions of a session's map in a worker of its own, which is there while somebody asks. */
export class VersionThread {
  readonly #folder: string;
  readonly #waiting = new Map<number, (answer: VersionAnswer) => void>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastN = 0;
  #closed = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async tile(version: number, address: TileAddress): Promise<Uint8Array | undefined> {
    return (await this.#ask(version, { kind: "tile", address })).tile;
  }

  async at(version: number, place: LatLon): Promise<SearchAt | undefined> {
    return (await this.#ask(version, { kind: "at", place })).at;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  #ask(version: number, question: Question): Promise<VersionAnswer> {
    const n = ++this.#lastN;
    if (this.#closed) return Promise.resolve({ n });
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    return new Promise((resolve) => {
      this.#waiting.set(n, resolve);
      this.#worker?.postMessage({ n, version, ...question } satisfies VersionAsk);
    });
  }

  #start(): Worker {
    const workerData: VersionWorkerData = { folder: this.#folder };
    const worker = new Worker(workerUrl(), { workerData, name: "map-versions" });
    worker.unref();
    worker.on("message", (answer: VersionAnswer) => {
      this.#waiting.get(answer.n)?.(answer);
      this.#waiting.delete(answer.n);
      if (this.#waiting.size > 0) return;
      this.#idle = setTimeout(() => void this.#end(), idleMs);
      this.#idle.unref();
    });
    const died = () => {
      if (this.#worker === worker) void this.#end();
    };
    worker.on("error", died);
    worker.on("exit", died);
    return worker;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    for (const [n, resolve] of this.#waiting) resolve({ n });
    this.#waiting.clear();
    await worker?.terminate();
  }
}
