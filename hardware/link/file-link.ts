import { basename } from "node:path";
import type { Channel, LinkEvent, LinkFault, LinkState, ReplayLink } from "./link.ts";
import type { LinkClock } from "./link-clock.ts";
import type { ReplayBatch } from "./replay-batch.ts";
import { ReplayChannel } from "./replay-channel.ts";
import { ReplayClock } from "./replay-clock.ts";
import { ReplayReader, type ReplaySummary } from "./replay-reader.ts";

export interface FileLinkOptions {
  readonly id: string;
  readonly spec: string;
  readonly path: string;
  readonly clock: LinkClock;
}

/** Feeding holds the event loop no longer than this, ms. */
const sliceMs = 8;
/** Records that are due within this are fed together, ms of real time. */
const stepMs = 10;
const retryMs = 3_000;
const speedRange = { least: 0.1, most: 100 };

/** A log that is played as if it came over a link just now: paced by its stamps, on a clock that the viewer moves. */
export class FileLink implements ReplayLink {
  readonly id: string;
  readonly spec: string;
  readonly #path: string;
  readonly #clock: LinkClock;
  readonly #replay: ReplayClock;
  readonly #listeners = new Set<(event: LinkEvent) => void>();
  readonly #channels = new Map<string, Channel>();
  #state: LinkState = { state: "opening" };
  #channel: ReplayChannel | undefined;
  #reader: ReplayReader | undefined;
  #batch: ReplayBatch | undefined;
  #next = 0;
  #atEnd = false;
  /** The position of what was fed last. */
  #fedMs = 0;
  #feeding = false;
  #seekMs: number | undefined;
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;

  constructor({ id, spec, path, clock }: FileLinkOptions) {
    this.id = id;
    this.spec = spec;
    this.#path = path;
    this.#clock = clock;
    this.#replay = new ReplayClock(() => clock.nowMs());
  }

  get state(): LinkState {
    return this.#state;
  }

  get channels(): ReadonlyMap<string, Channel> {
    return this.#channels;
  }

  /** What the file holds; undefined until it is open. */
  get summary(): ReplaySummary | undefined {
    return this.#reader?.summary;
  }

  get startUtcUs(): number {
    return this.summary?.startUtcUs ?? 0;
  }

  get durationMs(): number {
    return this.summary?.durationMs ?? 0;
  }

  /** Never goes back but after "rewound"; while bytes are handed over it is their own. */
  get positionMs(): number {
    if (this.#feeding) return this.#fedMs;
    const limitMs =
      this.#batch === undefined ? (this.#atEnd ? this.durationMs : this.#fedMs) : this.#nextMs(this.#batch);
    return Math.max(this.#fedMs, Math.min(this.#replay.positionMs, limitMs));
  }

  get playing(): boolean {
    return this.#replay.playing;
  }

  get speed(): number {
    return this.#replay.speed;
  }

  on(listener: (event: LinkEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  open(): void {
    this.#running ??= this.#run();
  }

  async close(): Promise<void> {
    if (this.#state.state === "closed") return;
    const channel = this.#channel;
    this.#channels.clear();
    if (channel !== undefined) this.#emit({ kind: "channel-closed", channel });
    this.#setState({ state: "closed" });
    this.#wake?.();
    await this.#running;
    await this.#reader?.close();
  }

  /** At the end, `playing: true` begins anew. A seek back is told as "rewound", all bytes from the start, then "sought". */
  set(change: { readonly playing?: boolean; readonly speed?: number; readonly positionMs?: number }): void {
    const { playing, positionMs } = change;
    const speed =
      change.speed === undefined ? this.speed : Math.min(speedRange.most, Math.max(speedRange.least, change.speed));
    this.#replay.moveTo(this.positionMs);
    if (positionMs !== undefined) this.#seekMs = Math.max(0, positionMs);
    else if (playing === true && this.#state.state === "ended") this.#seekMs = 0;
    this.#replay.change(playing === undefined ? { speed } : { speed, playing });
    this.#wake?.();
  }

  get #isClosed(): boolean {
    return this.#state.state === "closed";
  }

  #nextMs(batch: ReplayBatch): number {
    return batch.positionUs(this.#next) / 1000;
  }

  #emit(event: LinkEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #setState(state: LinkState): void {
    if (this.#isClosed) return;
    this.#state = state;
    this.#emit({ kind: "state", state });
  }

  /** Waits for `set`, `close`, or the time. */
  #sleep(realMs: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const cancel = realMs === undefined ? () => {} : this.#clock.after(realMs, () => this.#wake?.());
      this.#wake = () => {
        this.#wake = undefined;
        cancel();
        resolve();
      };
    });
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const opened = await ReplayReader.open(this.#path);
      if (opened.ok) {
        this.#reader = opened.reader;
        break;
      }
      await this.#waitAfter(opened.fault);
    }
    if (this.#reader === undefined || this.#isClosed) return;
    this.#begin();
    while (!this.#isClosed) {
      try {
        await (this.#seekMs === undefined ? this.#play(this.#reader) : this.#seek(this.#reader));
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        // A disk pulled out while it plays: tried again from where it stopped.
        await this.#waitAfter({ code: "file-unreadable", detail: error.message });
        this.#setState({ state: "open" });
      }
    }
  }

  async #waitAfter(fault: LinkFault): Promise<void> {
    if (this.#isClosed) return;
    this.#setState({ state: "waiting", fault, retryInMs: retryMs });
    await this.#sleep(retryMs);
  }

  #begin(): void {
    const channel = new ReplayChannel(this.id, basename(this.#path), () => this.positionMs);
    this.#channel = channel;
    this.#channels.set(channel.id, channel);
    this.#replay.moveTo(0);
    this.#setState({ state: "open" });
    this.#emit({ kind: "channel-opened", channel });
  }

  /** Feeds what is due, then waits for the next. */
  async #play(reader: ReplayReader): Promise<void> {
    if (!this.#replay.playing || this.#atEnd) return this.#sleep(undefined);
    const batch = await this.#loaded(reader);
    // Reading took a moment: the viewer may have changed something.
    if (this.#isClosed || this.#seekMs !== undefined || !this.#replay.playing) return;
    if (batch === undefined) return this.#end();
    if (!this.#feed(batch, this.#replay.positionMs)) {
      // The listeners can't follow at this speed: the clock waits for them, so that no backlog grows.
      this.#replay.moveTo(this.#fedMs);
      return this.#yield();
    }
    // A listener may have asked for another place, or for the end.
    if (this.#isClosed || this.#seekMs !== undefined) return;
    const dueMs = this.#batch === undefined ? 0 : this.#replay.realMsUntil(this.#nextMs(batch));
    // Also 0 goes round the event loop: sockets and timers get their turn.
    return dueMs === 0 ? this.#yield() : this.#sleep(dueMs === undefined ? undefined : Math.max(stepMs, dueMs));
  }

  async #seek(reader: ReplayReader): Promise<void> {
    if (this.#atEnd && this.#state.state === "ended") this.#setState({ state: "open" });
    while (this.#seekMs !== undefined && !this.#isClosed) {
      const targetMs = Math.min(this.#seekMs, this.durationMs);
      if (targetMs < this.#fedMs) this.#rewind(reader);
      const batch = await this.#loaded(reader);
      if (batch === undefined || this.#nextMs(batch) > targetMs) {
        // Another `set` while reading may have moved the target.
        if (Math.min(this.#seekMs ?? targetMs, this.durationMs) !== targetMs) continue;
        this.#seekMs = undefined;
        this.#fedMs = Math.max(this.#fedMs, targetMs);
        this.#replay.moveTo(targetMs);
        this.#emit({ kind: "sought", positionMs: targetMs });
        if (batch === undefined) this.#end();
        return;
      }
      this.#feed(batch, targetMs);
      await this.#yield();
    }
  }

  #rewind(reader: ReplayReader): void {
    reader.rewind();
    this.#batch = undefined;
    this.#atEnd = false;
    this.#fedMs = 0;
    this.#replay.moveTo(0);
    this.#channel?.restart();
    this.#emit({ kind: "rewound" });
  }

  #end(): void {
    this.#atEnd = true;
    this.#replay.change({ playing: false });
    this.#replay.moveTo(this.durationMs);
    this.#fedMs = this.durationMs;
    this.#setState({ state: "ended" });
  }

  async #loaded(reader: ReplayReader): Promise<ReplayBatch | undefined> {
    if (this.#batch === undefined) {
      try {
        this.#batch = await reader.next();
      } catch (error) {
        throw new ReadError(`${this.#path} can't be read any more (${error}). Check that its disk is connected.`);
      }
      this.#next = 0;
    }
    return this.#batch;
  }

  /** Hands over what is due by a position. @returns false where time ran out before that */
  #feed(batch: ReplayBatch, untilMs: number): boolean {
    const channel = this.#channel;
    if (channel === undefined) return true;
    const stopAtMs = this.#clock.nowMs() + sliceMs;
    this.#feeding = true;
    try {
      while (this.#next < batch.count && !this.#isClosed) {
        const positionMs = this.#nextMs(batch);
        if (positionMs > untilMs) return true;
        const bytes = batch.bytes(this.#next++);
        this.#fedMs = Math.max(this.#fedMs, positionMs);
        channel.count(bytes.length);
        const utcUs = this.startUtcUs + Math.round(positionMs * 1000);
        this.#emit({ kind: "bytes", channel, bytes, utcUs });
        if (this.#clock.nowMs() > stopAtMs) return false;
      }
      this.#batch = undefined;
      return true;
    } finally {
      if (this.#next >= batch.count) this.#batch = undefined;
      this.#feeding = false;
    }
  }

  #yield(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

class ReadError extends Error {}
