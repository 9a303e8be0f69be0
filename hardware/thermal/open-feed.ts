import { Worker } from "node:worker_threads";
import type { Feed, FeedEvent, FeedOptions } from "./feed.ts";
import type {
  FeedAnswer,
  FeedChange,
  FeedLookAnswer,
  FeedQuestion,
  FeedStillAnswer,
  FeedTask,
  FromFeedWorker,
  ToFeedWorker,
} from "./feed-messages.ts";
import { parseFeedAddress } from "./parse-feed-address.ts";
import type { ThermalPicture } from "./thermal-png.ts";

type StateEvent = Extract<FeedEvent, { readonly kind: "state" }>;
type PictureEvent = Extract<FeedEvent, { readonly kind: "picture" }>;
type VideoListener = Parameters<Feed["watch"]>[0];
type VideoAsked = NonNullable<Parameters<Feed["watch"]>[1]>;

const ANSWER_TIMEOUT_MS = 2000;
const CLOSE_TIMEOUT_MS = 3000;
const RESTART_MS = 2000;

/**
 * Opens a camera's pictures with the search behind them, in a worker of its own. Opens the address and nothing else; whether it
 * may be opened is the caller's to decide. What is no address gives the state "ended" with what to type instead.
 */
export const openFeed = (options: FeedOptions): Feed => {
  const address = parseFeedAddress(options.uri, options);
  if (address.ok) return new WorkerFeed(options);
  return new RefusedFeed({ code: "bad-address", detail: address.detail });
};

class WorkerFeed implements Feed {
  readonly #options: FeedOptions;
  readonly #listeners = new Set<(event: FeedEvent) => void>();
  readonly #answers = new Map<number, (answer: FeedAnswer) => void>();
  readonly #watchers = new Map<number, { readonly listener: VideoListener; readonly asked: VideoAsked }>();
  #worker: Worker | undefined;
  #restart: NodeJS.Timeout | undefined;
  #state: StateEvent = { kind: "state", state: "connecting" };
  #picture: PictureEvent | undefined;
  #changes: FeedChange = {};
  #lastId = 0;
  #closing: Promise<void> | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#start();
  }

  on(listener: (event: FeedEvent) => void): () => void {
    this.#listeners.add(listener);
    // Later, so that nobody is called before the caller has this feed in hand.
    queueMicrotask(() => {
      if (!this.#listeners.has(listener)) return;
      listener(this.#state);
      if (this.#picture && this.#listeners.has(listener)) listener(this.#picture);
    });
    return () => this.#listeners.delete(listener);
  }

  set(change: FeedChange): void {
    const gsdM = usefulGsd(change.gsdM, this.#changes.gsdM);
    const { gsdM: _gsd, ...others } = change;
    const useful: FeedChange = gsdM === undefined ? others : { ...others, gsdM };
    if (Object.keys(useful).length === 0) return;
    this.#changes = { ...this.#changes, ...useful };
    this.#post({ kind: "set", change: useful });
  }

  watch(listener: VideoListener, asked: VideoAsked = {}): () => void {
    const id = ++this.#lastId;
    this.#watchers.set(id, { listener, asked });
    this.#post({ kind: "watch", id, ...asked });
    return () => {
      if (this.#watchers.delete(id)) this.#post({ kind: "unwatch", id });
    };
  }

  async look(x: number, y: number): Promise<FeedLookAnswer> {
    return (await this.#ask({ what: "look", x, y })) as FeedLookAnswer;
  }

  async snapshot(): Promise<ThermalPicture | undefined> {
    return (await this.#ask({ what: "snapshot" })) as ThermalPicture | undefined;
  }

  async still(captureProcessMs?: number): Promise<FeedStillAnswer> {
    const at = captureProcessMs === undefined ? {} : { captureProcessMs };
    return (await this.#ask({ what: "still", ...at })) as FeedStillAnswer;
  }

  retry(): void {
    this.#post({ kind: "retry" });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #start(): void {
    const { connectDetector, ...options } = this.#options;
    // The line of a worker that died went with it: without another one nothing more would be found in plain pictures.
    const detectorPort = connectDetector?.();
    const file = import.meta.url.endsWith(".js") ? "./feed-worker.js" : "./feed-worker.ts";
    const mainClockOffsetMs = performance.now() - Number(process.hrtime.bigint()) / 1e6;
    const task: FeedTask = { ...options, mainClockOffsetMs, ...(detectorPort ? { detectorPort } : {}) };
    const worker = new Worker(new URL(file, import.meta.url), {
      workerData: task,
      ...(detectorPort ? { transferList: [detectorPort] } : {}),
    });
    this.#worker = worker;
    if (Object.keys(this.#changes).length > 0) this.#post({ kind: "set", change: this.#changes });
    for (const [id, { asked }] of this.#watchers) this.#post({ kind: "watch", id, ...asked });
    worker.on("message", (message: FromFeedWorker) => this.#receive(message));
    worker.on("error", (error) => this.#died(worker, error instanceof Error ? error.message : String(error)));
    worker.on("exit", (code) => this.#died(worker, `exit code ${code}`));
  }

  #receive(message: FromFeedWorker): void {
    switch (message.kind) {
      case "event":
        this.#emit(message.event);
        return;
      case "answer":
        this.#answer(message.id, message.answer);
        return;
      case "video":
        for (const id of message.to) this.#watchers.get(id)?.listener(message.piece);
    }
  }

  #post(message: ToFeedWorker): void {
    this.#worker?.postMessage(message);
  }

  #ask(question: FeedQuestion): Promise<FeedAnswer> {
    if (!this.#worker || this.#closing) return Promise.resolve(undefined);
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#answer(id, undefined), ANSWER_TIMEOUT_MS);
      this.#answers.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.#post({ kind: "ask", id, question });
    });
  }

  #answer(id: number, answer: FeedAnswer): void {
    const resolve = this.#answers.get(id);
    this.#answers.delete(id);
    resolve?.(answer);
  }

  #emit(event: FeedEvent): void {
    if (event.kind === "state") this.#state = event;
    if (event.kind === "picture") this.#picture = event;
    for (const listener of [...this.#listeners]) listener(event);
  }

  #died(worker: Worker, why: string): void {
    if (worker !== this.#worker || this.#closing) return;
    this.#worker = undefined;
    for (const id of [...this.#answers.keys()]) this.#answer(id, undefined);
    const detail = `The program that reads this camera stopped (${why}); starting it again.`;
    this.#emit({ kind: "state", state: "stalled", fault: { code: "stopped-by-itself", detail } });
    this.#restart = setTimeout(() => this.#start(), RESTART_MS);
  }

  async #close(): Promise<void> {
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker) {
      const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
      worker.postMessage({ kind: "close" } satisfies ToFeedWorker);
      const timer = setTimeout(() => void worker.terminate(), CLOSE_TIMEOUT_MS);
      await exited;
      clearTimeout(timer);
    }
    this.#worker = undefined;
    this.#watchers.clear();
    for (const id of [...this.#answers.keys()]) this.#answer(id, undefined);
    if (this.#state.state !== "ended") this.#emit({ kind: "state", state: "ended" });
    this.#listeners.clear();
  }
}

/** A few percent are nothing to a size prior, and not worth a message ten times a second. */
const usefulGsd = (gsdM: number | undefined, lastM: number | undefined): number | undefined => {
  if (gsdM === undefined || !(gsdM > 0 && Number.isFinite(gsdM))) return undefined;
  return lastM !== undefined && Math.abs(gsdM / lastM - 1) < 0.03 ? undefined : gsdM;
};

/** What an address that can't be opened becomes: it says so and brings nothing. */
class RefusedFeed implements Feed {
  readonly #event: StateEvent;

  constructor(fault: NonNullable<StateEvent["fault"]>) {
    this.#event = { kind: "state", state: "ended", fault };
  }

  on(listener: (event: FeedEvent) => void): () => void {
    let wanted = true;
    queueMicrotask(() => {
      if (wanted) listener(this.#event);
    });
    return () => {
      wanted = false;
    };
  }

  set(): void {}
  watch(): () => void {
    return () => {};
  }
  look(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
  snapshot(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
  still(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
  retry(): void {}
  close(): Promise<void> {
    return Promise.resolve();
  }
}
