import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { FeedPlace } from "../parse-feed-address.ts";
import { readPicture } from "../radiometric/read-picture.ts";
import { CaptureClock } from "./capture-clock.ts";
import type { PictureSource, SourceEvents } from "./picture-source.ts";

export interface FolderSourceOptions {
  readonly place: Extract<FeedPlace, { readonly kind: "path" }>;
  readonly shown: string;
  readonly latencyMs: number;
  readonly latencySigmaMs: number;
  readonly now: () => number;
  readonly events: SourceEvents;
}

const RETRY_MS = 3000;
/** A larger file is no picture of a thermal camera. */
const MOST_FILE_BYTES = 64 * 1024 * 1024;

/** What this source shows, by the end of a file's name. */
export const isPictureName = (name: string): boolean => /\.(jpe?g|rjpeg|png|tiff?|webp)$/i.test(name);

/** Plays the pictures of a folder (or one alone) by name at a steady rate; one that is damaged is told of and passed over. */
export class FolderSource implements PictureSource {
  readonly #options: FolderSourceOptions;
  readonly #clock = new CaptureClock();
  #timer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;
  #turn = 0;
  #closed = false;
  #sequence = 0;
  #playing: Promise<void>;

  constructor(options: FolderSourceOptions) {
    this.#options = options;
    this.#clock.setLatency(options);
    options.events.state("connecting");
    options.events.codec("image");
    this.#playing = this.#play();
  }

  setLatency(latency: { readonly latencyMs: number; readonly latencySigmaMs: number }): void {
    this.#clock.setLatency(latency);
  }

  retry(): void {
    if (this.#closed) return;
    this.#stop();
    this.#options.events.state("connecting");
    this.#playing = this.#playing.then(() => this.#play());
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stop();
    await this.#playing;
  }

  #stop(): void {
    this.#turn++;
    clearTimeout(this.#timer);
    this.#wake?.();
  }

  async #play(): Promise<void> {
    const turn = this.#turn;
    const { place, shown, events } = this.#options;
    const isOver = (): boolean => this.#closed || turn !== this.#turn;
    for (;;) {
      const names = await listPictures(place.path).catch((error: NodeJS.ErrnoException) => error);
      if (isOver()) return;
      if (!Array.isArray(names) || names.length === 0) {
        const denied = !Array.isArray(names) && names.code === "EACCES";
        if (Array.isArray(names))
          events.state("stalled", {
            code: "no-picture",
            detail: `${shown}: no pictures (JPEG, PNG, TIFF) in this folder.`,
          });
        else if (denied)
          events.state("stalled", { code: "access-denied", detail: `${shown}: this user may not read it.` });
        else
          events.state("stalled", {
            code: "file-missing",
            detail: `${shown}: there is no such folder or file on the station's computer.`,
          });
        await this.#pause(RETRY_MS);
        if (isOver()) return;
        continue;
      }
      const good = await this.#playOnce(names, isOver);
      if (isOver()) return;
      if (place.loop && good > 0) continue;
      if (good > 0)
        events.state("ended", {
          code: "ended",
          detail: `${shown}: played to its end; "try again" plays it once more, ?loop=1 again and again.`,
        });
      return;
    }
  }

  /** @returns how many could be read */
  async #playOnce(paths: readonly string[], isOver: () => boolean): Promise<number> {
    const { place, shown, events, now } = this.#options;
    const periodMs = 1000 / place.framesPerS;
    let [good, bad, dueMs] = [0, 0, now()];
    let noted = false;
    for (const path of paths) {
      const read = await readOne(path, place.radiometry);
      if (isOver()) return good;
      const waitMs = dueMs - now();
      if (waitMs > 0) await this.#pause(waitMs);
      if (isOver()) return good;
      dueMs = Math.max(dueMs + periodMs, now() - periodMs);
      if (!read.ok) {
        bad++;
        const detail = `${shown}: ${basename(path)} can't be read (${read.detail}); passed over${bad > 1 ? `, ${bad} of ${good + bad} so far` : ""}.`;
        events.state(good > 0 ? "streaming" : "stalled", { code: "not-decodable", detail });
        continue;
      }
      if (good++ === 0 && bad === 0) events.state("streaming");
      if (good === 1 && bad > 0)
        events.state("streaming", {
          code: "not-decodable",
          detail: `${shown}: ${bad} pictures at the beginning can't be read; passed over.`,
        });
      if (read.note !== undefined && !noted) {
        noted = true;
        events.state("streaming", { code: "not-decodable", detail: `${shown}: ${read.note}.` });
      }
      const { captureMs, sigmaMs } = this.#clock.arrived(now());
      const { widthPx, heightPx, values } = read.picture;
      events.bytes();
      events.frame({
        widthPx,
        heightPx,
        values,
        sequence: ++this.#sequence,
        captureProcessMs: captureMs,
        captureSigmaMs: sigmaMs,
      });
    }
    // The last picture is shown as long as the others.
    await this.#pause(Math.max(0, dueMs - now()));
    return good;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#timer = setTimeout(resolve, ms);
    });
  }
}

const listPictures = async (path: string): Promise<string[]> => {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = (await readdir(path)).filter(isPictureName);
  return names.sort(new Intl.Collator("en", { numeric: true }).compare).map((name) => join(path, name));
};

const readOne = async (path: string, radiometry: FolderSourceOptions["place"]["radiometry"]) => {
  try {
    const { size } = await stat(path);
    if (size > MOST_FILE_BYTES)
      return { ok: false as const, detail: `${Math.round(size / 1e6)} MB in ${dirname(path)}` };
    return await readPicture(await readFile(path), radiometry);
  } catch (error) {
    return { ok: false as const, detail: error instanceof Error ? error.message : String(error) };
  }
};
