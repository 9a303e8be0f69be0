import { readFileSync } from "node:fs";
import { copyFrameBytes } from "../../shared/mavlink/frame.ts";
import { TlogReader } from "../../shared/mavlink/tlog.ts";
import { noSharedData, sharedData } from "../support/shared-data.ts";

/** The bytes that both sides get: one log, fed again and again in chunks as a file or socket gives them. */
export interface BenchBytes {
  readonly log: Buffer;
  readonly repeats: number;
  readonly totalBytes: number;
  readonly frames: number;
}

const wantedBytes = 100e6;
/** What `fs.createReadStream` gives; also the size at which the peer is fastest or close to it. */
const chunkLength = 65_536;

export const eachChunk = function* ({ log, repeats }: BenchBytes): Generator<Buffer> {
  for (let round = 0; round < repeats; round++) {
    for (let at = 0; at < log.length; at += chunkLength) yield log.subarray(at, at + chunkLength);
  }
};

const repeated = (log: Buffer, framesPerLog: number): BenchBytes => {
  const repeats = Math.ceil(wantedBytes / log.length);
  return { log, repeats, totalBytes: repeats * log.length, frames: repeats * framesPerLog };
};

/** The log as it is, with a time stamp before each frame, and its bare frames, as a link would have carried them. */
export const benchBytes = (): { readonly tlog: BenchBytes; readonly frames: BenchBytes } => {
  const path = sharedData("telemetry/copter_highrate.tlog");
  if (path === undefined) throw new Error(`This benchmark needs telemetry/copter_highrate.tlog, but ${noSharedData}.`);
  const log = readFileSync(path);
  const frames: Uint8Array[] = [];
  const reader = new TlogReader();
  reader.push(log, (_, frame) => frames.push(copyFrameBytes(frame)));
  reader.flush((_, frame) => frames.push(copyFrameBytes(frame)));
  return { tlog: repeated(log, frames.length), frames: repeated(Buffer.concat(frames), frames.length) };
};
