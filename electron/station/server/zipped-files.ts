import { readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

interface Zipped {
  readonly mtimeMs: number;
  readonly bytes: Promise<Buffer>;
}

/** Files of the built page, packed once and kept: a few hundred kilobytes. */
export class ZippedFiles {
  readonly #kept = new Map<string, Zipped>();

  /** Undefined where there is no such file. Packed anew where it was built anew. */
  async of(path: string): Promise<Buffer | undefined> {
    try {
      const { mtimeMs } = await stat(path);
      const kept = this.#kept.get(path);
      if (kept?.mtimeMs === mtimeMs) return await kept.bytes;
      const bytes = readFile(path).then((content) => promisify(gzip)(content, { level: 9 }));
      this.#kept.set(path, { mtimeMs, bytes });
      return await bytes;
    } catch {
      this.#kept.delete(path);
      return undefined;
    }
  }
}
