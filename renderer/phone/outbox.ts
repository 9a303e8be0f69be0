import type { OutboxItem } from "../../shared/wire/field.ts";
import type { Called, FieldClient } from "./field-client.ts";
import type { PhoneStore, Waiting, WaitingPhoto } from "./phone-database.ts";

/** An item without what the outbox gives it. */
export type Happening = OutboxItem extends infer Item
  ? Item extends OutboxItem
    ? Omit<Item, "id" | "happenedAtPhoneMs">
    : never
  : never;

export interface OutboxOptions {
  readonly store: PhoneStore;
  readonly client: Pick<FieldClient, "send" | "sendPhoto">;
  /** The phone's own clock, UTC ms; may be wrong. */
  readonly phoneMs: () => number;
  readonly makeId: () => string;
  /** 0 to 1. */
  readonly random: () => number;
  /** @returns cancels */
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly onChange: () => void;
  /** Something got through. */
  readonly onSent: () => void;
}

/** As many go in one batch: half a day of positions is a few of them. */
const mostInBatch = 100;
const firstRetryMs = 1_000;
const lastRetryMs = 30_000;
const helpRetryMs = 2_000;
/** The station can't keep it now: its disk is full. */
const notKeptRetryS = 10;
/** A link that opens nothing may open again: its incident is shown once more. */
const endedRetryMs = 60_000;

/**
 * What happened at this phone until the station has it. Everything is kept before it is shown as kept; it goes out in order, a
 * call for help before all else, photos after all words; what the station refuses is told and not sent again.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #waiting: readonly Waiting[] = [];
  #photos: readonly WaitingPhoto[] = [];
  #refused: readonly { readonly item: OutboxItem; readonly detail: string }[] = [];
  #received: ReadonlyMap<string, number> = new Map();
  #ended = false;
  #busy = false;
  #attempts = 0;
  #batchSize = mostInBatch;
  #cancel: () => void = () => {};

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get waiting(): readonly OutboxItem[] {
    return this.#waiting.map(({ item }) => item);
  }

  get waitingPhotos(): number {
    return this.#photos.length;
  }

  /** What the station did not take, and why. */
  get refused(): readonly { readonly item: OutboxItem; readonly detail: string }[] {
    return this.#refused;
  }

  /** When the station had an item, by its clock; of this page's life. */
  receivedUtcMs(id: string): number | undefined {
    return this.#received.get(id);
  }

  /** This link opens nothing now. */
  get ended(): boolean {
    return this.#ended;
  }

  /** What an earlier life of the page left. */
  async open(): Promise<void> {
    const { store } = this.#options;
    [this.#waiting, this.#photos] = await Promise.all([store.waiting(), store.photos()]);
    this.#options.onChange();
    this.kick();
  }

  /** Keeps it, then sends it as soon as that is possible. @returns its id, once it is kept */
  async add(happening: Happening, photos: readonly WaitingPhoto[] = []): Promise<string> {
    const id = this.#options.makeId();
    const item = { ...happening, id, happenedAtPhoneMs: this.#options.phoneMs() } as OutboxItem;
    const n = await this.#options.store.add(item, photos);
    this.#waiting = [...this.#waiting, { n, item }];
    this.#photos = [...this.#photos, ...photos];
    this.#options.onChange();
    // A call for help waits for no back-off.
    if (item.kind === "help" || this.#attempts === 0) this.kick();
    return id;
  }

  dismissRefused(): void {
    this.#refused = [];
    this.#options.onChange();
  }

  /** Tries at once: the network is said to be back, or somebody looks at the page. */
  kick(): void {
    this.#cancel();
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    let waitMs: number | undefined;
    while (waitMs === undefined && this.#waiting.length + this.#photos.length > 0)
      waitMs = this.#waiting.length > 0 ? await this.#sendBatch() : await this.#sendPhoto();
    this.#busy = false;
    if (waitMs !== undefined) this.#cancel = this.#options.after(waitMs, () => void this.#run());
  }

  /** @returns how long to wait before the next try; undefined where it went well */
  async #sendBatch(): Promise<number | undefined> {
    // Array.sort keeps the order of what is alike: all but help.
    const batch = [...this.#waiting]
      .sort((a, b) => Number(b.item.kind === "help") - Number(a.item.kind === "help"))
      .slice(0, this.#batchSize);
    const called = await this.#options.client.send({
      sentAtPhoneMs: this.#options.phoneMs(),
      items: batch.map(({ item }) => item),
    });
    if (called.state === "refused") return this.#refuseBatch(batch, called.detail);
    if (called.state !== "ok") return this.#later(called);
    const { receivedUtcMs, results } = called.value;
    const later = new Set(results.filter(({ later = false }) => later).map(({ id }) => id));
    const taken = batch.filter(({ item }) => !later.has(item.id));
    const refusals = new Map(results.filter(({ ok }) => !ok).map(({ id, detail = "" }) => [id, detail]));
    for (const { item } of taken) {
      const detail = refusals.get(item.id);
      if (detail !== undefined) this.#refused = [...this.#refused, { item, detail }];
    }
    this.#received = new Map([
      ...this.#received,
      ...taken.filter(({ item }) => !refusals.has(item.id)).map(({ item }) => [item.id, receivedUtcMs] as const),
    ]);
    this.#batchSize = mostInBatch;
    if (taken.length > 0) await this.#remove(taken);
    return later.size === 0 ? undefined : this.#later({ state: "later", waitS: notKeptRetryS });
  }

  /** One of them makes no sense to the station: the others must not wait for it. */
  async #refuseBatch(batch: readonly Waiting[], detail: string): Promise<undefined> {
    const [only] = batch;
    if (batch.length > 1 || only === undefined) {
      this.#batchSize = Math.max(1, Math.floor(batch.length / 2));
      return undefined;
    }
    this.#refused = [...this.#refused, { item: only.item, detail }];
    await this.#remove(batch);
    return undefined;
  }

  async #remove(batch: readonly Waiting[]): Promise<void> {
    const gone = new Set(batch.map(({ n }) => n));
    await this.#options.store.remove([...gone]);
    this.#waiting = this.#waiting.filter(({ n }) => !gone.has(n));
    this.#gotThrough();
  }

  async #sendPhoto(): Promise<number | undefined> {
    const [photo] = this.#photos;
    if (photo === undefined) return undefined;
    const called = await this.#options.client.sendPhoto(photo);
    if (called.state === "later" || called.state === "ended") return this.#later(called);
    await this.#options.store.removePhoto(photo.fileId);
    this.#photos = this.#photos.filter(({ fileId }) => fileId !== photo.fileId);
    this.#gotThrough();
    return undefined;
  }

  #gotThrough(): void {
    this.#attempts = 0;
    this.#ended = false;
    this.#options.onChange();
    this.#options.onSent();
  }

  #later(called: Called<unknown>): number {
    this.#ended = called.state === "ended";
    this.#attempts += 1;
    this.#options.onChange();
    // A call for help is tried again and again.
    if (this.#waiting.some(({ item }) => item.kind === "help")) return helpRetryMs;
    if (called.state === "ended") return endedRetryMs;
    if (called.state === "later" && called.waitS !== undefined) return called.waitS * 1000;
    const backOffMs = Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(this.#attempts - 1, 8));
    // Hundreds of phones come out of the same valley: not all in the same second.
    return backOffMs * (0.75 + 0.5 * this.#options.random());
  }
}
