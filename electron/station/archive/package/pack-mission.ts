import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { nameFault, nameKey } from "./file-name.ts";
import { type Manifest, manifestName } from "./manifest.ts";
import { ZipWriter } from "./zip-writer.ts";

/** A file of a mission: where it lies, or its bytes. */
export interface PackedFile {
  /** In the package, with "/" between folders. */
  readonly name: string;
  readonly source: string | (() => AsyncIterable<Uint8Array>);
}

export interface PackOptions {
  readonly mission: Manifest["mission"];
  /** Of this program. */
  readonly version: string;
  readonly createdUtcMs: number;
  readonly files: Iterable<PackedFile> | AsyncIterable<PackedFile>;
  /**
   * Changes what goes in, for anonymised copies; undefined leaves the file out. Sizes may differ from the original's.
   */
  readonly transform?: (name: string, source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array> | undefined;
  /** Bytes that went in so far. */
  readonly onProgress?: (bytes: number) => void;
}

/** Pictures, videos and what is compressed already don't become smaller. */
const dense = /\.(jpe?g|png|webp|mp4|m4v|mov|mkv|webm|ts|m2ts|zip|gz|zst|lantern|pieces|h26[45])$/i;

/**
 * A mission file, piece by piece, in bounded memory; see `manifest.ts` for its format. What is being written meanwhile goes in as
 * far as it is. Throws what a source says, and where two files have one name.
 */
export async function* packMission(options: PackOptions): AsyncGenerator<Uint8Array> {
  const { mission, version, createdUtcMs, transform, onProgress } = options;
  const zip = new ZipWriter(createdUtcMs);
  const files: Manifest["files"] = [];
  const keys = new Set([nameKey(manifestName)]);
  let total = 0;
  for await (const { name, source } of options.files) {
    const fault = nameFault(name);
    if (fault !== undefined) throw new Error(`${name} can't be a file of a mission: ${fault}.`);
    if (keys.has(nameKey(name))) throw new Error(`${name} is there twice.`);
    keys.add(nameKey(name));
    // Before it is opened: a stream that nobody listens to yet would take the whole program down with it.
    const sizeHint = typeof source === "string" ? (await stat(source)).size : 0;
    const original = typeof source === "string" ? createReadStream(source, { highWaterMark: 1 << 18 }) : source();
    const content = transform === undefined ? original : transform(name, original);
    if (content === undefined) {
      if (typeof source === "string" && "destroy" in original) original.destroy();
      continue;
    }
    const hash = createHash("sha256");
    let bytes = 0;
    yield* zip.entry({ name, sizeHint, isDense: dense.test(name) }, content, (piece) => {
      hash.update(piece);
      bytes += piece.length;
      total += piece.length;
      onProgress?.(total);
    });
    files.push({ name, bytes, sha256: hash.digest("hex") });
  }
  const manifest: Manifest = {
    format: "lantern-mission",
    version: 1,
    program: { name: "Lantern", version },
    createdUtcMs,
    mission,
    files,
  };
  const text = new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`);
  const once = async function* () {
    yield text;
  };
  yield* zip.entry({ name: manifestName, sizeHint: text.length, isDense: false }, once(), () => {});
  yield* zip.end();
}
