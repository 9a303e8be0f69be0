import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { StorageSpace } from "../record/record.ts";
import { feedsFolder } from "./media-folders.ts";

export interface MediaBudgetOptions {
  /** Of all sessions. */
  readonly root: string;
  /** The one that is being recorded: the newest pictures of each of its feeds stay. */
  readonly sessionId: string;
  /** Of the disk that they lie on; undefined where the system doesn't say. */
  readonly storage: () => Promise<StorageSpace | undefined>;
  readonly mostBytes: number;
}

/** Of what would be free without them, pictures take so much at most. */
const shareOfFree = 0.2;
/** Telemetry and events have the last of a disk for themselves. */
const stopBelowBytes = 1.5 * 1024 ** 3;
const goOnAboveBytes = 2 * 1024 ** 3;
/** A little more is taken away than must be, so that it isn't done for every few pictures. */
const thinTo = 0.97;

interface Thinnable {
  readonly base: string;
  readonly bytes: number;
}

/** Keeps pictures within their share of the disk: the oldest of the oldest sessions go first. */
export class MediaBudget {
  readonly #options: MediaBudgetOptions;
  #usedBytes: number | undefined;
  #room = true;

  constructor(options: MediaBudgetOptions) {
    this.#options = options;
  }

  wrote(bytes: number): void {
    if (this.#usedBytes !== undefined) this.#usedBytes += bytes;
  }

  /**
   * Looks at the disk and thins out what is too much.
   * @returns whether there is room for more pictures, and what is free
   */
  async check(): Promise<{ readonly room: boolean; readonly freeBytes?: number }> {
    const { root, storage, mostBytes } = this.#options;
    const space = await storage();
    const used = this.#usedBytes ?? (await folderBytes(root));
    const most = Math.min(mostBytes, space === undefined ? mostBytes : shareOfFree * (space.freeBytes + used));
    this.#usedBytes = used > most ? used - (await this.#thin(used - most * thinTo)) : used;
    const freeBytes = space?.freeBytes;
    const least = this.#room ? stopBelowBytes : goOnAboveBytes;
    this.#room = this.#usedBytes <= most && (freeBytes === undefined || freeBytes >= least);
    return { room: this.#room, ...(freeBytes === undefined ? {} : { freeBytes }) };
  }

  /** @returns how many bytes went */
  async #thin(bytes: number): Promise<number> {
    const { root, sessionId } = this.#options;
    let gone = 0;
    for (const session of (await namesIn(root)).sort()) {
      for (const { base, bytes: own } of await thinnable(join(root, session), session === sessionId)) {
        if (gone >= bytes) return gone;
        // The index first: what has none isn't there for who reads just now.
        await rm(`${base}.index`, { force: true });
        await rm(`${base}.data`, { force: true });
        gone += own;
      }
    }
    return gone;
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;

const folderBytes = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) if (entry.isFile()) bytes += await sizeOf(join(entry.parentPath, entry.name));
  return bytes;
};

/** A session's files of pictures, the oldest first, whichever feed they are of. */
const thinnable = async (session: string, isLive: boolean): Promise<readonly Thinnable[]> => {
  const found: (Thinnable & { readonly fromMs: number })[] = [];
  for (const feed of await namesIn(feedsFolder(session))) {
    const folder = join(feedsFolder(session), feed);
    const names = (await namesIn(folder)).flatMap((file) => /^(\d+)\.data$/.exec(file)?.[1] ?? []).sort();
    // The last one is being written.
    for (const name of isLive ? names.slice(0, -1) : names) {
      const base = join(folder, name);
      const bytes = (await sizeOf(`${base}.data`)) + (await sizeOf(`${base}.index`));
      found.push({ base, bytes, fromMs: Number(name) });
    }
  }
  return found.sort((a, b) => a.fromMs - b.fromMs);
};
