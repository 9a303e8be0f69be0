import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import { TlogReader } from "../../shared/mavlink/tlog.ts";
import { compare } from "./compare.ts";
import { type BenchBytes, benchBytes, eachChunk } from "./mavlink-bytes.ts";
import { eachPeerPacket } from "./peer-packets.ts";

/** Where each frame is and what it is; both sides fill the same columns. */
class FrameIndex {
  readonly offsets: Float64Array;
  readonly messageIds: Uint32Array;
  readonly senders: Uint16Array;
  readonly sequences: Uint8Array;
  readonly timesMs: Float64Array;
  length = 0;

  constructor(capacity: number) {
    this.offsets = new Float64Array(capacity);
    this.messageIds = new Uint32Array(capacity);
    this.senders = new Uint16Array(capacity);
    this.sequences = new Uint8Array(capacity);
    this.timesMs = new Float64Array(capacity);
  }

  add(
    offset: number,
    messageId: number,
    systemId: number,
    componentId: number,
    sequence: number,
    timeMs: number,
  ): void {
    const row = this.length++;
    this.offsets[row] = offset;
    this.messageIds[row] = messageId;
    this.senders[row] = (systemId << 8) | componentId;
    this.sequences[row] = sequence;
    this.timesMs[row] = timeMs;
  }
}

// Each side's job is made once and holds its last reader or streams between the runs, as a program with an open link
// would. Else the collections between the runs would take V8's compiled code along with the last object of a class, and
// every run would time the compiler anew.

const tlogIndexer = (bytes: BenchBytes, index: FrameIndex): (() => number) => {
  let reader = new TlogReader();
  const onRecord: Parameters<TlogReader["push"]>[1] = (utcUs, frame) => {
    index.add(
      reader.recordOffset,
      frame.messageId,
      frame.systemId,
      frame.componentId,
      frame.sequence,
      (utcUs ?? 0) / 1000,
    );
  };
  return () => {
    index.length = 0;
    reader = new TlogReader();
    for (const chunk of eachChunk(bytes)) reader.push(chunk, onRecord);
    reader.flush(onRecord);
    return index.length;
  };
};

const frameIndexer = (bytes: BenchBytes, index: FrameIndex): (() => number) => {
  let scanner = new FrameScanner();
  let offset = 0;
  const onFrame: Parameters<FrameScanner["push"]>[1] = (frame) => {
    index.add(offset, frame.messageId, frame.systemId, frame.componentId, frame.sequence, 0);
    offset += frame.length;
  };
  return () => {
    index.length = 0;
    offset = 0;
    scanner = new FrameScanner();
    for (const chunk of eachChunk(bytes)) scanner.push(chunk, onFrame);
    scanner.flush(onFrame);
    return index.length;
  };
};

const peerIndexer = (bytes: BenchBytes, index: FrameIndex): (() => Promise<number>) => {
  const kept: { streams?: unknown } = {};
  let offset = 0;
  const onPacket: Parameters<typeof eachPeerPacket>[1] = ({ header, buffer }) => {
    index.add(offset, header.msgid, header.sysid, header.compid, header.seq, Number(header.timestamp ?? 0));
    offset += buffer.length;
  };
  return async () => {
    index.length = 0;
    offset = 0;
    kept.streams = await eachPeerPacket(bytes, onPacket);
    return index.length;
  };
};

/**
 * Scan, check and index every frame: once the log as it is, with its time stamps, and once the bare frames, as the peer
 * likes them best. The lower ratio is the result.
 */
export const run = async (): Promise<object> => {
  const { tlog, frames } = benchBytes();
  // One index for all, so that nobody's time holds the making of its memory.
  const index = new FrameIndex(Math.max(tlog.frames, frames.frames));
  const onTlog = await compare({ work: tlogIndexer(tlog, index) }, { work: peerIndexer(tlog, index) }, tlog);
  const onFrames = await compare({ work: frameIndexer(frames, index) }, { work: peerIndexer(frames, index) }, frames);
  return {
    ratio: Math.min(onTlog.ratio, onFrames.ratio),
    peer: "node-mavlink splitter and parser",
    bytes: tlog.totalBytes,
    tlog: onTlog,
    bareFrames: onFrames,
  };
};
