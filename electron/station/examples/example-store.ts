import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type LabelledExample, LabelledExampleSchema } from "./labelled-example.ts";

export interface ExampleStoreOptions {
  readonly folder: string;
  /** Beyond either the oldest go. */
  readonly mostExamples: number;
  readonly mostBytes: number;
}

interface Stored {
  readonly example: LabelledExample;
  readonly bytes: number;
}

/**
 * Labelled examples on the disk, a PNG and a JSON file each, so that one which is damaged takes none with it. The JSON comes
 * last: an example without it is none. Changes are made one after the other.
 */
export class ExampleStore {
  readonly #options: ExampleStoreOptions;
  readonly #stored = new Map<string, Stored>();
  #queue: Promise<unknown>;

  constructor(options: ExampleStoreOptions) {
    this.#options = options;
    this.#queue = this.#load().catch(() => {});
  }

  /** So many as are known by now. */
  get count(): number {
    return this.#stored.size;
  }

  /** The oldest first. */
  list(): Promise<readonly LabelledExample[]> {
    return this.#next(async () => [...this.#stored.values()].map(({ example }) => example));
  }

  png(id: string): Promise<Buffer> {
    return readFile(this.#path(id, "png"));
  }

  /** @returns how many old ones had to go for it; rejects with what the disk says */
  put(example: LabelledExample, png: Uint8Array): Promise<number> {
    return this.#next(async () => {
      await mkdir(this.#options.folder, { recursive: true });
      const { id } = example;
      try {
        await this.#write(id, "png", png);
        await this.#write(id, "json", JSON.stringify(example));
      } catch (error) {
        await Promise.all(["png", "json"].map((end) => rm(this.#path(id, end), { force: true }).catch(() => {})));
        throw error;
      }
      this.#stored.delete(id);
      this.#stored.set(id, { example, bytes: png.length });
      return this.#makeRoom();
    });
  }

  /** A decision was changed: the picture stays. */
  relabel(example: LabelledExample): Promise<void> {
    return this.#next(async () => {
      const stored = this.#stored.get(example.id);
      if (stored === undefined) return;
      await this.#write(example.id, "json", JSON.stringify(example));
      this.#stored.set(example.id, { ...stored, example });
    });
  }

  remove(id: string): Promise<void> {
    return this.#next(() => this.#remove(id));
  }

  /** Resolves when nothing is being written any more. */
  async close(): Promise<void> {
    await this.#queue;
  }

  async #load(): Promise<void> {
    const names = await readdir(this.#options.folder);
    const read = await Promise.all(names.filter((name) => name.endsWith(".json")).map((name) => this.#read(name)));
    const found = read.filter((stored) => stored !== undefined);
    for (const stored of found.sort((a, b) => a.example.decidedUtcMs - b.example.decidedUtcMs))
      this.#stored.set(stored.example.id, stored);
  }

  async #read(name: string): Promise<Stored | undefined> {
    try {
      const parsed = LabelledExampleSchema.safeParse(
        JSON.parse(await readFile(join(this.#options.folder, name), "utf8")),
      );
      if (!parsed.success || `${parsed.data.id}.json` !== name) return undefined;
      const { size } = await stat(this.#path(parsed.data.id, "png"));
      return { example: parsed.data, bytes: size };
    } catch {
      return undefined;
    }
  }

  async #makeRoom(): Promise<number> {
    const { mostExamples, mostBytes } = this.#options;
    let bytes = [...this.#stored.values()].reduce((sum, stored) => sum + stored.bytes, 0);
    let gone = 0;
    for (const [id, stored] of [...this.#stored]) {
      if (this.#stored.size <= mostExamples && bytes <= mostBytes) break;
      await this.#remove(id);
      bytes -= stored.bytes;
      gone += 1;
    }
    return gone;
  }

  async #remove(id: string): Promise<void> {
    this.#stored.delete(id);
    await rm(this.#path(id, "json"), { force: true });
    await rm(this.#path(id, "png"), { force: true });
  }

  /** A power cut leaves the old one or the new one. */
  async #write(id: string, end: string, data: Uint8Array | string): Promise<void> {
    const path = this.#path(id, end);
    const file = await open(`${path}.new`, "w");
    try {
      await file.writeFile(data);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  }

  #path(id: string, end: string): string {
    return join(this.#options.folder, `${id}.${end}`);
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }
}
