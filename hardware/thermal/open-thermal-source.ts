import { Worker } from "node:worker_threads";
import type { DetectorTask, FromDetector, ToDetector } from "./detector-messages.ts";
import type { ThermalPicture } from "./thermal-png.ts";
import type { ThermalEvent, ThermalSource, ThermalSourceOptions } from "./thermal-source.ts";
import { parseY16Address } from "./y16-address.ts";

type StateEvent = Extract<ThermalEvent, { readonly kind: "state" }>;

const SNAPSHOT_TIMEOUT_MS = 2000;
const CLOSE_TIMEOUT_MS = 2000;
const RESTART_MS = 2000;

/**
 * Opens a camera's stream with a detector behind it. Connects to the address and to nothing else; whether an address may be
 * connected to is the caller's to decide. An address that can't be opened gives the state "ended" with the reason.
 */
export const openThermalSource = ({ uri }: ThermalSourceOptions): ThermalSource => {
  const address = parseY16Address(uri);
  return address.ok ? new WorkerSource(uri, address) : refusedSource(uri, address.detail);
};

class WorkerSource implements ThermalSource {
  readonly uri: string;
  readonly #task: DetectorTask;
  readonly #listeners = new Set<(event: ThermalEvent) => void>();
  readonly #snapshots = new Map<number, (picture: ThermalPicture | undefined) => void>();
  #worker: Worker | undefined;
  #restart: NodeJS.Timeout | undefined;
  #state: StateEvent = { kind: "state", state: "connecting" };
  #gsdM: number | undefined;
  #lastSnapshot = 0;
  #closing: Promise<void> | undefined;

  constructor(uri: string, { host, port }: DetectorTask) {
    this.uri = uri;
    this.#task = { host, port };
    this.#start();
  }

  on(listener: (event: ThermalEvent) => void): () => void {
    this.#listeners.add(listener);
    // Later, so that nobody is called before the caller has this source in hand.
    queueMicrotask(() => {
      if (this.#listeners.has(listener)) listener(this.#state);
    });
    return () => this.#listeners.delete(listener);
  }

  setGroundSamplingDistance(gsdM: number): void {
    if (!(gsdM > 0 && Number.isFinite(gsdM))) return;
    // A few percent are nothing to a size prior, and not worth a message ten times a second.
    if (this.#gsdM !== undefined && Math.abs(gsdM / this.#gsdM - 1) < 0.03) return;
    this.#gsdM = gsdM;
    this.#post({ kind: "gsd", gsdM });
  }

  snapshot(): Promise<ThermalPicture | undefined> {
    if (!this.#worker || this.#closing) return Promise.resolve(undefined);
    const id = ++this.#lastSnapshot;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#answer(id, undefined), SNAPSHOT_TIMEOUT_MS);
      this.#snapshots.set(id, (picture) => {
        clearTimeout(timer);
        resolve(picture);
      });
      this.#post({ kind: "snapshot", id });
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #start(): void {
    const file = import.meta.url.endsWith(".js") ? "./detector-worker.js" : "./detector-worker.ts";
    const worker = new Worker(new URL(file, import.meta.url), { workerData: this.#task });
    this.#worker = worker;
    if (this.#gsdM !== undefined) this.#post({ kind: "gsd", gsdM: this.#gsdM });
    worker.on("message", (message: FromDetector) => {
      if (message.kind === "snapshot") this.#answer(message.id, message.picture);
      else this.#emit(message.event);
    });
    worker.on("error", (error) => this.#died(worker, error instanceof Error ? error.message : String(error)));
    worker.on("exit", (code) => this.#died(worker, `exit code ${code}`));
  }

  #post(message: ToDetector): void {
    this.#worker?.postMessage(message);
  }

  #answer(id: number, picture: ThermalPicture | undefined): void {
    const resolve = this.#snapshots.get(id);
    this.#snapshots.delete(id);
    resolve?.(picture);
  }

  #emit(event: ThermalEvent): void {
    if (event.kind === "state") this.#state = event;
    for (const listener of [...this.#listeners]) listener(event);
  }

  #died(worker: Worker, why: string): void {
    if (worker !== this.#worker || this.#closing) return;
    this.#worker = undefined;
    for (const id of [...this.#snapshots.keys()]) this.#answer(id, undefined);
    this.#emit({ kind: "state", state: "stalled", detail: `The detector stopped (${why}); starting it again.` });
    this.#restart = setTimeout(() => this.#start(), RESTART_MS);
  }

  async #close(): Promise<void> {
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker) {
      const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
      worker.postMessage({ kind: "close" } satisfies ToDetector);
      const timer = setTimeout(() => void worker.terminate(), CLOSE_TIMEOUT_MS);
      await exited;
      clearTimeout(timer);
    }
    this.#worker = undefined;
    for (const id of [...this.#snapshots.keys()]) this.#answer(id, undefined);
    if (this.#state.state !== "ended") this.#emit({ kind: "state", state: "ended" });
    this.#listeners.clear();
  }
}

const refusedSource = (uri: string, detail: string): ThermalSource => ({
  uri,
  on(listener) {
    let wanted = true;
    queueMicrotask(() => {
      if (wanted) listener({ kind: "state", state: "ended", detail });
    });
    return () => {
      wanted = false;
    };
  },
  setGroundSamplingDistance() {},
  snapshot: () => Promise.resolve(undefined),
  close: () => Promise.resolve(),
});
