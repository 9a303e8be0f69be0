import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { StationView } from "../../../../shared/wire/state.ts";
import type { FlightNote } from "./flight-note.ts";
import { KeyFrameReader, type KeyPlace } from "./key-frame-file.ts";
import type { FromLearner, LearnData } from "./learn-messages.ts";
import type { SavedFold } from "./log-fold.ts";

export interface LearnedMissionOptions {
  readonly logs: readonly { readonly path: string; readonly offsetMs: number }[];
  readonly station: StationView;
  /** Where side files are kept; absent: in a temporary folder, gone when it is closed. */
  readonly cacheFolder: string | undefined;
  /** More was learned. */
  readonly onLearned: () => void;
}

/** Changes when what a key frame holds does. */
const fileVersion = 3;

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith(".js") ? "./learn-worker.js" : "./learn-worker.ts", import.meta.url);

/** What was learned of a mission so far: key frames in a side file, and what happened. A thread of its own learns the rest. */
export class LearnedMission {
  readonly #options: LearnedMissionOptions;
  readonly #folder: string;
  readonly #isTemporary: boolean;
  #places: KeyPlace[] = [];
  #notes: (readonly FlightNote[])[] = [];
  #reader: Promise<KeyFrameReader> | undefined;
  #worker: Worker | undefined;
  #isDone = false;
  #isClosed = false;
  #fault: string | undefined;
  #settled: (() => void)[] = [];

  constructor(options: LearnedMissionOptions) {
    this.#options = options;
    this.#isTemporary = options.cacheFolder === undefined;
    this.#folder = options.cacheFolder ?? mkdtempSync(join(tmpdir(), "lantern-log-"));
  }

  /** All up to the end was learned. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Why no more can be learned. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Up to where it was learned, mission ms. */
  get learnedMs(): number {
    return this.#isDone ? Number.POSITIVE_INFINITY : (this.#places.at(-1)?.positionMs ?? 0);
  }

  /** What happened, in order, as far as it was learned. */
  get notes(): readonly FlightNote[] {
    return this.#notes.flat();
  }

  /** The last key frame at or before a position. */
  nearest(positionMs: number): KeyPlace | undefined {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#places[middle]?.positionMs ?? 0) <= positionMs) low = middle + 1;
      else high = middle;
    }
    return this.#places[low - 1];
  }

  async fold(place: KeyPlace): Promise<SavedFold> {
    this.#reader ??= KeyFrameReader.open(this.#path);
    return (await this.#reader).fold(place);
  }

  /** Takes what was kept, or begins to learn; where the logs grew since it was done, it goes on. */
  async learn(): Promise<void> {
    if (this.#worker !== undefined || this.#isClosed) return;
    try {
      await mkdir(this.#folder, { recursive: true });
      await this.#learn(await this.#identity());
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  async #learn(identity: string): Promise<void> {
    if (!this.#isDone && this.#places.length === 0) {
      const kept = await KeyFrameReader.openFinished(this.#path, identity);
      if (kept !== undefined) {
        this.#reader = Promise.resolve(kept.reader);
        this.#places = [...kept.places];
        this.#notes = [...kept.notes];
        this.#finish();
        return;
      }
    }
    if (!this.#isClosed) this.#begin(identity);
  }

  /** Resolves once it is done or can't go on. */
  settled(): Promise<void> {
    if (this.#isDone || this.#fault !== undefined) return Promise.resolve();
    return new Promise((resolve) => this.#settled.push(resolve));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
    this.#worker = undefined;
    await (await this.#reader)?.close();
    for (const settle of this.#settled.splice(0)) settle();
    if (this.#isTemporary) rmSync(this.#folder, { recursive: true, force: true });
  }

  get #path(): string {
    const names = this.#options.logs.map(({ path, offsetMs }) => `${path}|${offsetMs}`).join("\n");
    return join(this.#folder, `${createHash("sha256").update(names).digest("hex").slice(0, 24)}.keys`);
  }

  async #identity(): Promise<string> {
    const { station, logs } = this.#options;
    const files = await Promise.all(
      logs.map(async ({ path, offsetMs }) => {
        const { size, mtimeMs } = await stat(path);
        return { name: basename(path), size, mtimeMs, offsetMs };
      }),
    );
    const { version, gcsSystemId } = station;
    return JSON.stringify({ fileVersion, version, gcsSystemId, files });
  }

  #begin(identity: string): void {
    // The last key frame lies behind the end: what came since isn't in it.
    if (this.#isDone) {
      this.#places.pop();
      this.#notes.pop();
      this.#isDone = false;
    }
    const { logs, cacheFolder, station } = this.#options;
    const workerData: LearnData = {
      ...{ logs, cacheFolder, station, identity },
      path: this.#path,
      from: this.#places.at(-1),
    };
    const worker = new Worker(workerUrl(), { workerData, name: "learn-log" });
    this.#worker = worker;
    worker.on("message", (message: FromLearner) => this.#take(message));
    worker.once("error", (error) => this.#fail(error instanceof Error ? error.message : String(error)));
  }

  #take(message: FromLearner): void {
    switch (message.kind) {
      case "learned":
        this.#places.push(message.place);
        this.#notes.push(message.notes);
        this.#options.onLearned();
        return;
      case "done":
        this.#finish();
        return;
      case "failed":
        this.#fail(message.detail);
        return;
    }
  }

  #finish(): void {
    this.#worker = undefined;
    this.#isDone = true;
    this.#settle();
  }

  #fail(detail: string): void {
    this.#worker = undefined;
    this.#fault = detail;
    this.#settle();
  }

  #settle(): void {
    for (const settle of this.#settled.splice(0)) settle();
    this.#options.onLearned();
  }
}
