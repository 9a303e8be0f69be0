import { Worker } from "node:worker_threads";
import type { LogStream, PlotSeries } from "../../../../shared/archive/log-stream.ts";
import type { FieldSource, IndexProgress, MessagesRequest, PlotRequest } from "../log-index.ts";
import type { FromNativeLog, NativeLogState, ToNativeLog } from "./native-log-messages.ts";
import type { NativeLog } from "./open-native-log.ts";

/** An autopilot's own log that another thread has open: neither reading it nor plotting it keeps vehicles waiting that fly. */
export type NativeLogAway = FieldSource &
  Pick<NativeLog, "path" | "format" | "progress" | "durationMs"> & {
    /** Resolves when it was read, or is closed. */
    whole(): Promise<void>;
    close(): Promise<void>;
  };

type Answer = Extract<FromNativeLog, { readonly kind: "plotted" | "found" }>;
type Question = Extract<ToNativeLog, { readonly kind: "plot" | "messages" }>;
type Opened = Extract<FromNativeLog, { readonly kind: "opened" }>;
type Refused = Extract<FromNativeLog, { readonly kind: "refused" }>;
type Asking = { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void };

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith(".js") ? "./native-log-worker.js" : "./native-log-worker.ts", import.meta.url);

/** Its index lies outside of the heap; a log that needs more is an attack. */
const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 16 };

class NativeLogThread implements NativeLogAway {
  readonly path: string;
  readonly format: NativeLog["format"];
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  readonly #asked = new Map<number, Asking>();
  #state: NativeLogState;
  #asks = 0;
  #hasEnded = false;
  #settled: (() => void)[] = [];

  constructor(path: string, worker: Worker, ended: Promise<void>, { format, state }: Opened) {
    this.path = path;
    this.format = format;
    this.#worker = worker;
    this.#state = state;
    worker.on("message", (message: FromNativeLog) => this.#take(message));
    this.#ended = ended.then(() => this.#end());
  }

  get progress(): IndexProgress {
    return this.#state.progress;
  }

  get durationMs(): number {
    return this.#state.durationMs;
  }

  get streams(): readonly LogStream[] {
    return this.#state.streams;
  }

  async plot(request: PlotRequest): Promise<PlotSeries | undefined> {
    const answer = await this.#ask((id) => ({ kind: "plot", id, request }));
    return answer.kind === "plotted" ? answer.series : undefined;
  }

  async messages({ signal, ...request }: MessagesRequest): ReturnType<FieldSource["messages"]> {
    const answer = await this.#ask((id) => ({ kind: "messages", id, request }), signal);
    return answer.kind === "found" ? answer.found : { messages: [], more: false };
  }

  whole(): Promise<void> {
    if (this.#state.progress.whole) return Promise.resolve();
    return new Promise((resolve) => this.#settled.push(resolve));
  }

  async close(): Promise<void> {
    if (!this.#hasEnded) this.#tell({ kind: "close" });
    await this.#ended;
  }

  #tell(message: ToNativeLog): void {
    this.#worker.postMessage(message);
  }

  async #ask(of: (id: number) => Question, signal?: AbortSignal): Promise<Answer> {
    signal?.throwIfAborted();
    if (this.#hasEnded) throw new Error("The log was closed.");
    const id = ++this.#asks;
    const cancel = (): void => this.#tell({ kind: "cancel", id });
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        this.#asked.set(id, { resolve, reject });
        this.#tell(of(id));
      });
    } finally {
      this.#asked.delete(id);
      signal?.removeEventListener("abort", cancel);
    }
  }

  #take(message: FromNativeLog): void {
    switch (message.kind) {
      case "state":
        this.#state = message.state;
        if (message.state.progress.whole) this.#settle();
        return;
      case "plotted":
      case "found":
        this.#asked.get(message.id)?.resolve(message);
        return;
      case "failed":
        this.#asked.get(message.id)?.reject(new Error(message.detail));
        return;
      default:
        return;
    }
  }

  /** It was closed, or it couldn't go on: what was read stays known. */
  #end(): void {
    this.#hasEnded = true;
    this.#state = { ...this.#state, progress: { ...this.#state.progress, whole: true } };
    for (const { reject } of this.#asked.values()) reject(new Error("The log was closed."));
    this.#settle();
  }

  #settle(): void {
    for (const settle of this.#settled.splice(0)) settle();
  }
}

export type NativeLogAwayOpened =
  | { readonly ok: true; readonly log: NativeLogAway }
  | { readonly ok: false; readonly fault: Refused["fault"] };

/** Like `openNativeLog`, in a thread of its own. */
export const openNativeLogAway = async (path: string): Promise<NativeLogAwayOpened> => {
  const worker = new Worker(workerUrl(), { workerData: path, name: "native-fields", resourceLimits });
  let why = "Its thread ended.";
  // What it can't go on from ends it: an exit follows.
  worker.on("error", (error) => {
    why = error instanceof Error ? error.message : String(error);
  });
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const first = new Promise<NativeLogAwayOpened>((resolve) =>
    worker.once("message", (message: Opened | Refused) =>
      resolve(
        message.kind === "opened"
          ? { ok: true, log: new NativeLogThread(path, worker, ended, message) }
          : { ok: false, fault: message.fault },
      ),
    ),
  );
  return (await Promise.race([first, ended])) ?? { ok: false, fault: { code: "cannot-read", detail: why } };
};
