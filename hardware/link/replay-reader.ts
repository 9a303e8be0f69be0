import { type FileHandle, open } from "node:fs/promises";
import { looksLikeTlog } from "../../shared/mavlink/tlog.ts";
import type { LinkFault } from "./link.ts";
import { errorCode, errorText } from "./network-fault.ts";
import { RawDecoder } from "./raw-decoder.ts";
import { ReplayBatch } from "./replay-batch.ts";
import type { ReplayDecoder } from "./replay-decoder.ts";
import { TlogDecoder } from "./tlog-decoder.ts";

/** What one pass over the whole file found. */
export interface ReplaySummary {
  readonly format: "tlog" | "raw";
  readonly startUtcUs: number;
  readonly durationMs: number;
  readonly frames: number;
  readonly skippedBytes: number;
  /** More than 0: the log was cut, as when its recorder was killed. */
  readonly tailBytes: number;
}

export type OpenReplayResult =
  | { readonly ok: true; readonly reader: ReplayReader }
  | { readonly ok: false; readonly fault: LinkFault };

const chunkLength = 1 << 16;

/** Reads a log from its start, a chunk at a time. */
export class ReplayReader {
  readonly summary: ReplaySummary;
  readonly #file: FileHandle;
  readonly #chunk = new Uint8Array(chunkLength);
  readonly #batch = new ReplayBatch();
  #decoder: ReplayDecoder;
  #offset = 0;
  #ended = false;

  private constructor(file: FileHandle, summary: ReplaySummary) {
    this.#file = file;
    this.summary = summary;
    this.#decoder = decoderOf(summary.format);
  }

  /** Looks through the whole file once, for its length in time and for what is wrong with it. */
  static async open(path: string): Promise<OpenReplayResult> {
    let file: FileHandle | undefined;
    try {
      file = await open(path, "r");
      const surveyed = await survey(file, path);
      if (surveyed.ok) return { ok: true, reader: new ReplayReader(file, surveyed.summary) };
      await file.close();
      return surveyed;
    } catch (error) {
      await file?.close();
      return { ok: false, fault: fileFault(error, path) };
    }
  }

  /** @returns the next pieces, borrowed until the next call; undefined at the end. @throws what the disk throws */
  async next(): Promise<ReplayBatch | undefined> {
    this.#batch.clear();
    while (this.#batch.count === 0) {
      if (this.#ended) return undefined;
      const { bytesRead } = await this.#file.read(this.#chunk, 0, chunkLength, this.#offset);
      this.#offset += bytesRead;
      if (bytesRead > 0) this.#decoder.push(this.#chunk.subarray(0, bytesRead), this.#batch);
      else {
        this.#ended = true;
        this.#decoder.flush(this.#batch);
      }
    }
    return this.#batch;
  }

  rewind(): void {
    this.#decoder = decoderOf(this.summary.format);
    this.#offset = 0;
    this.#ended = false;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

const decoderOf = (format: "tlog" | "raw"): ReplayDecoder => (format === "tlog" ? new TlogDecoder() : new RawDecoder());

type Survey =
  | { readonly ok: true; readonly summary: ReplaySummary }
  | { readonly ok: false; readonly fault: LinkFault };

const survey = async (file: FileHandle, path: string): Promise<Survey> => {
  const chunk = new Uint8Array(1 << 18);
  const batch = new ReplayBatch();
  let format: "tlog" | "raw" = "raw";
  let decoder: ReplayDecoder | undefined;
  let durationUs = 0;
  let offset = 0;
  const drain = (): void => {
    if (batch.count > 0) durationUs = batch.positionUs(batch.count - 1);
    batch.clear();
  };
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, offset);
    if (bytesRead === 0) break;
    offset += bytesRead;
    const bytes = chunk.subarray(0, bytesRead);
    if (decoder === undefined) {
      format = looksLikeTlog(bytes.subarray(0, chunkLength)) ? "tlog" : "raw";
      decoder = decoderOf(format);
    }
    decoder.push(bytes, batch);
    drain();
  }
  if (decoder === undefined)
    return {
      ok: false,
      fault: { code: "file-empty", detail: `${path} is empty: nothing was recorded into it. Choose another log.` },
    };
  decoder.flush(batch);
  drain();
  const { frames, skippedBytes, tailBytes, startUtcUs } = decoder;
  if (isNoLog(decoder, offset)) {
    const detail = `${path} holds no MAVLink frames, so it is no telemetry log. Choose a .tlog file, or the raw bytes of a link.`;
    return { ok: false, fault: { code: "file-unreadable", detail } };
  }
  // A raw stream of a vehicle that doesn't know the time: when the file was last written, it ended.
  const madeUs = startUtcUs ?? (await file.stat()).mtimeMs * 1000 - durationUs;
  const summary = {
    format,
    startUtcUs: Math.round(madeUs),
    durationMs: durationUs / 1000,
    frames,
    skippedBytes,
    tailBytes,
  };
  return { ok: true, summary };
};

/** Random bytes hold an accidental frame now and then; a log that bad has nothing to show either. */
const isNoLog = ({ frames, skippedBytes }: ReplayDecoder, bytes: number): boolean =>
  frames === 0 || (frames <= 3 + bytes / 1e6 && skippedBytes > 0.99 * bytes);

const fileFault = (error: unknown, path: string): LinkFault => {
  switch (errorCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return { code: "file-missing", detail: `There is no file ${path}. Check the path.` };
    case "EACCES":
    case "EPERM":
      return {
        code: "permission-denied",
        detail: `This user may not read ${path}. Change its permissions or copy it.`,
      };
    case "EISDIR":
      return { code: "file-unreadable", detail: `${path} is a folder. Choose a .tlog file in it.` };
    default:
      return { code: "file-unreadable", detail: `${path} can't be read (${errorText(error)}).` };
  }
};
