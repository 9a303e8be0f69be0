import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { DetectorFault, FromNetwork, NetworkTask, ToClient, ToNetwork } from "./network-messages.ts";
import type { PersonDetector } from "./person-detector.ts";
import { silenceRuntime } from "./silence-runtime.ts";

export interface PersonDetectorOptions {
  /** Holds person.json and its networks (those that come with the program). */
  readonly modelFolder?: string;
  /** That the network may use at once (half of the processor's, 4 at most). */
  readonly threads?: number;
  /** Nothing with a lower score is reported (as the model says). */
  readonly scoreThreshold?: number;
  /** The share of the time that the network may be busy, above 0 (1): a scenario at ten times the speed must not take the machine. */
  readonly busyShare?: number;
  /** It is asked this often whether it is still there, ms (5,000). */
  readonly askEveryMs?: number;
}

const FIRST_BACK_OFF_MS = 1000;
const LONGEST_BACK_OFF_MS = 30_000;
/** Having run for so long, the next death is a new trouble, not the same one. */
const STEADY_MS = 60_000;
/** The longest that a picture or the start of the runtime may take on a busy computer. */
const CLOSE_TIMEOUT_MS = 20_000;
const MOST_THREADS = 4;
const ASK_EVERY_MS = 5000;
/** So often in a row without an answer it hangs: a picture takes a second or two, many times that on a crowded computer. */
const MOST_UNANSWERED = 8;
/** A worker that hangs can't be ended without ending the program, and keeps a core and its memory: more than this are too many. */
const MOST_HUNG = 3;

/** Half the processor is for video, map and everybody else. */
const defaultThreads = (): number => Math.min(MOST_THREADS, Math.max(1, Math.floor(availableParallelism() / 2)));

/** Where the model lies that comes with the program, in a checkout and in the packaged app. */
export const shippedModelFolder = (): string => fileURLToPath(new URL("../model/", import.meta.url));

/**
 * Starts the network in a worker. It never throws: what is missing or damaged is its `fault`, and every client is answered with
 * it; a worker that dies is started again, ever less often.
 */
export const openPersonDetector = (options: PersonDetectorOptions = {}): PersonDetector =>
  new WorkerDetector(
    {
      modelFolder: options.modelFolder ?? shippedModelFolder(),
      threads: options.threads ?? defaultThreads(),
      ...(options.scoreThreshold === undefined ? {} : { scoreThreshold: options.scoreThreshold }),
      ...(options.busyShare === undefined ? {} : { busyShare: options.busyShare }),
    },
    options.askEveryMs ?? ASK_EVERY_MS,
  );

class WorkerDetector implements PersonDetector {
  readonly #task: NetworkTask;
  readonly #clients = new Set<MessagePort>();
  readonly #listeners = new Set<(fault: PersonDetector["fault"]) => void>();
  #worker: Worker | undefined;
  #readyAtMs: number | undefined;
  #fault: DetectorFault | undefined;
  #backOffMs = FIRST_BACK_OFF_MS;
  #restart: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;
  #unanswered = 0;
  #hung = 0;
  readonly #asking: NodeJS.Timeout;

  constructor(task: NetworkTask, askEveryMs: number) {
    this.#task = task;
    this.#start();
    this.#asking = setInterval(() => this.#askWhetherAlive(), askEveryMs);
    this.#asking.unref();
  }

  get fault(): DetectorFault | undefined {
    return this.#fault;
  }

  onFault(listener: (fault: PersonDetector["fault"]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  connect(): MessagePort {
    const { port1: own, port2: client } = new MessageChannel();
    if (this.#closing) {
      own.close();
      return client;
    }
    this.#clients.add(own);
    own.on("close", () => this.#clients.delete(own));
    own.unref();
    if (this.#fault) own.postMessage({ kind: "fault", fault: this.#fault } satisfies ToClient);
    else if (this.#readyAtMs !== undefined) this.#layLine(own);
    return client;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #start(): void {
    silenceRuntime();
    const file = import.meta.url.endsWith(".js") ? "./network-worker.js" : "./network-worker.ts";
    const worker = new Worker(new URL(file, import.meta.url), { workerData: this.#task, name: "person-detector" });
    this.#worker = worker;
    worker.on("message", (message: FromNetwork) => {
      if (worker !== this.#worker || this.#closing) return;
      this.#unanswered = 0;
      if (message.kind === "fault") this.#setFault(message.fault);
      else if (message.kind === "ready") this.#ready();
    });
    worker.on("error", (error) => this.#died(worker, error instanceof Error ? error.message : String(error)));
    worker.on("exit", (code) => this.#died(worker, `exit code ${code}`));
  }

  #ready(): void {
    this.#readyAtMs = performance.now();
    this.#setFault(undefined);
    for (const client of this.#clients) this.#layLine(client);
  }

  /** Joins a client with the worker directly: no picture passes the main thread. */
  #layLine(client: MessagePort): void {
    const { port1, port2 } = new MessageChannel();
    this.#worker?.postMessage({ kind: "line", port: port1 } satisfies ToNetwork, [port1]);
    client.postMessage({ kind: "line", port: port2 } satisfies ToClient, [port2]);
  }

  #setFault(fault: DetectorFault | undefined): void {
    const isSame = this.#fault === fault;
    this.#fault = fault;
    if (fault) for (const client of this.#clients) client.postMessage({ kind: "fault", fault } satisfies ToClient);
    if (!isSame) for (const listener of [...this.#listeners]) listener(fault);
  }

  /** Within a call of the runtime that never ends it answers nobody. Counted, not timed: a computer that slept isn't a hang. */
  #askWhetherAlive(): void {
    const worker = this.#worker;
    if (!worker || this.#readyAtMs === undefined || this.#closing) return;
    if (this.#unanswered++ < MOST_UNANSWERED) {
      worker.postMessage({ kind: "alive?" } satisfies ToNetwork);
      return;
    }
    this.#unanswered = 0;
    worker.unref();
    if (++this.#hung < MOST_HUNG) {
      this.#died(worker, "it didn't answer any more");
      return;
    }
    this.#worker = undefined;
    this.#setFault({
      code: "stopped",
      detail: `The detector hung ${this.#hung} times and isn't started again; only temperatures are searched. Start Lantern again.`,
    });
  }

  #died(worker: Worker, why: string): void {
    if (worker !== this.#worker || this.#closing) return;
    this.#worker = undefined;
    const wasSteady = this.#readyAtMs !== undefined && performance.now() - this.#readyAtMs > STEADY_MS;
    this.#backOffMs = wasSteady ? FIRST_BACK_OFF_MS : this.#backOffMs;
    this.#readyAtMs = undefined;
    // A worker that said why it can't run has ended by itself; the same again would help nobody.
    if (this.#fault && this.#fault.code !== "stopped") return;
    const inS = this.#backOffMs / 1000;
    this.#setFault({ code: "stopped", detail: `The detector stopped (${why}); it starts again in ${inS} s.` });
    this.#restart = setTimeout(() => this.#start(), this.#backOffMs);
    this.#backOffMs = Math.min(LONGEST_BACK_OFF_MS, this.#backOffMs * 2);
  }

  async #close(): Promise<void> {
    clearTimeout(this.#restart);
    clearInterval(this.#asking);
    for (const client of this.#clients) client.close();
    this.#clients.clear();
    this.#listeners.clear();
    const worker = this.#worker;
    if (!worker) return;
    this.#worker = undefined;
    const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.postMessage({ kind: "close" } satisfies ToNetwork);
    // Not terminate(): within a call of the runtime that aborts the whole program. A worker that hangs is left to itself.
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
    });
    await Promise.race([exited, late]);
    clearTimeout(timer);
    worker.unref();
  }
}
