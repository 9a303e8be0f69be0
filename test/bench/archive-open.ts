import { closeSync, openSync, readSync } from "node:fs";
import { magic2, signatureLength } from "../../shared/mavlink/frame-check.ts";
import { tlogStampLength } from "../../shared/mavlink/tlog-clock.ts";
import { viewOf, x25 } from "../../shared/mavlink/x25.ts";
import { type BenchLog, type IndexerFigures, indexAnew, round, withLongLog } from "./archive-log.ts";
import { eachPeerPacket } from "./peer-packets.ts";

const logBytes = 1e9;
const turns = 5;
/** The peer gets the log's beginning, and its time is scaled: all of it would take a minute each time. */
const peerBytes = 64e6;
const chunkLength = 1 << 18;

/** Reads the log and takes the checksum of each frame's bytes, and does nothing else. @returns how many frames it had */
const checksumPass = ({ path }: BenchLog): number => {
  const file = openSync(path, "r");
  const buffer = new Uint8Array(2 * chunkLength);
  const view = viewOf(buffer);
  let frames = 0;
  let kept = 0;
  let sum = 0;
  for (;;) {
    const read = readSync(file, buffer, kept, chunkLength, null);
    if (read === 0) break;
    const end = kept + read;
    let at = 0;
    while (at + tlogStampLength + 3 <= end) {
      const start = at + tlogStampLength;
      const isTwo = view.getUint8(start) === magic2;
      const crcAt = start + (isTwo ? 10 : 6) + view.getUint8(start + 1);
      const next = crcAt + 2 + (isTwo && view.getUint8(start + 2) & 1 ? signatureLength : 0);
      if (next > end) break;
      sum ^= x25(view, start + 1, crcAt);
      frames++;
      at = next;
    }
    buffer.copyWithin(0, at, end);
    kept = end - at;
  }
  closeSync(file);
  return sum >= 0 ? frames : 0;
};

const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const peerMs = async ({ path }: BenchLog): Promise<number> => {
  const file = openSync(path, "r");
  const log = Buffer.alloc(peerBytes);
  readSync(file, log, 0, peerBytes, 0);
  closeSync(file);
  return timed(() => eachPeerPacket({ log, repeats: 1, totalBytes: peerBytes, frames: 0 }, () => {}));
};

/**
 * A 1 GB telemetry log from cold: a process that was just started opens it with no index made before. Beside it, in turn,
 * node-mavlink's parser, and a pass that reads the same file and does nothing but take each frame's checksum. Of each the best
 * turn counts, for two threads suffer more than one from whatever else the machine does; of the first instant the worst.
 */
export const run = (): Promise<object> =>
  withLongLog(logBytes, async (log) => {
    const ours: IndexerFigures[] = [];
    const checksumMs: number[] = [];
    const peersMs: number[] = [];
    checksumPass(log);
    for (let turn = 0; turn < turns; turn++) {
      ours.push(await indexAnew(log));
      checksumMs.push(await timed(() => checksumPass(log)));
      if (turn < 3) peersMs.push((await peerMs(log)) * (log.bytes / peerBytes));
    }
    const wholeMs = Math.min(...ours.map((figures) => figures.wholeMs));
    return {
      firstInstantMs: round(Math.max(...ours.map(({ firstInstantMs }) => firstInstantMs))),
      wholeMs: round(wholeMs),
      ratio: round(Math.min(...peersMs) / wholeMs),
      timesChecksumPass: round(wholeMs / Math.min(...checksumMs), 2),
      peer: `node-mavlink splitter and parser, timed on the first ${peerBytes / 1e6} MB and scaled`,
      peerMs: round(Math.min(...peersMs)),
      checksumPassMs: round(Math.min(...checksumMs)),
      megabytesPerSecond: round(log.bytes / 1e3 / wholeMs),
      bytes: log.bytes,
      frames: ours[0]?.frames,
      turns,
    };
  });
