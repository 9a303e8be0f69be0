import { Worker } from "node:worker_threads";
import type { Simulator, SimulatorOptions } from "./simulator.ts";
import type { FromSimulatorWorker, SimulatorWorkerData, ToSimulatorWorker } from "./worker-messages.ts";

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith(".js") ? "./simulator-worker.js" : "./simulator-worker.ts", import.meta.url);

/**
 * Runs a scenario in a worker of its own. Resolves once the vehicles' sockets are open and time runs.
 * @throws what the worker throws while it starts, e.g. no free port; an Error for a speed that is not above 0
 */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
  const { scenario, target, speed, seed = scenario.seed, startUtcMs = Date.parse(scenario.startUtc) } = options;
  if (!(speed > 0 && speed <= 1000))
    throw new Error(`The simulator's speed must be above 0 and at most 1000, not ${speed}.`);
  const workerData: SimulatorWorkerData = { scenario, target, speed, seed, startUtcMs };
  const worker = new Worker(workerUrl(), { workerData });
  const exit = new ExitNotice(worker);
  const ready = await new Promise<Extract<FromSimulatorWorker, { kind: "ready" }>>((resolve, reject) => {
    worker.on("message", (message: FromSimulatorWorker) => {
      if (message.kind === "ready") resolve(message);
    });
    exit.on((error) => reject(error ?? new Error("The simulator ended before it was ready.")));
  });
  const close = async (): Promise<void> => {
    if (exit.happened) return;
    exit.expected();
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.postMessage({ kind: "close" } satisfies ToSimulatorWorker);
    // A worker that is stuck is ended from outside; its sockets go with it.
    const stuck = setTimeout(() => void worker.terminate(), 2000);
    await ended;
    clearTimeout(stuck);
  };
  let closing: Promise<void> | undefined;
  return {
    baseMap: ready.baseMap,
    heightsMslM: ready.heightsMslM,
    truth: ready.truth,
    look: (parameters = []) =>
      new Promise((resolve, reject) => {
        const off = exit.on((error) => reject(error ?? new Error("The simulator ended.")));
        const hear = (message: FromSimulatorWorker): void => {
          if (message.kind !== "vehicles") return;
          worker.off("message", hear);
          off();
          resolve(message.vehicles);
        };
        worker.on("message", hear);
        worker.postMessage({ kind: "look", parameters } satisfies ToSimulatorWorker);
      }),
    reboot: (systemId) => worker.postMessage({ kind: "reboot", systemId } satisfies ToSimulatorWorker),
    tell: (message) => worker.postMessage({ kind: "cast", message } satisfies ToSimulatorWorker),
    onNews: (listener) => {
      const hear = (message: FromSimulatorWorker): void => {
        if (message.kind === "cast") for (const news of message.news) listener(news);
      };
      worker.on("message", hear);
      return () => worker.off("message", hear);
    },
    onExit: (listener) => exit.on(listener),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};

/** Tells once that the worker died, with the error that killed it; says nothing of an end that was asked for. */
class ExitNotice {
  readonly #listeners = new Set<(error: Error | undefined) => void>();
  #error: Error | undefined;
  #expected = false;
  happened = false;

  constructor(worker: Worker) {
    worker.on("error", (error) => {
      this.#error = error instanceof Error ? error : new Error(String(error));
    });
    worker.on("exit", () => {
      this.happened = true;
      if (!this.#expected) for (const listener of this.#listeners) listener(this.#error);
      this.#listeners.clear();
    });
  }

  expected(): void {
    this.#expected = true;
  }

  /** Who asks after the death is told too: a worker may die before its starter has come to ask. */
  on(listener: (error: Error | undefined) => void): () => void {
    this.#listeners.add(listener);
    if (this.happened && !this.#expected) {
      queueMicrotask(() => {
        if (this.#listeners.delete(listener)) listener(this.#error);
      });
    }
    return () => this.#listeners.delete(listener);
  }
}
