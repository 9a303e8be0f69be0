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

const indexTlog = (bytes: BenchBytes, index: FrameIndex): number => {
  index.length = 0;
  const reader = new TlogReader();
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
  for (const chunk of eachChunk(bytes)) reader.push(chunk, onRecord);
  reader.flush(onRecord);
  return index.length;
};

const indexFrames = (bytes: BenchBytes, index: FrameIndex): number => {
  index.length = 0;
  const scanner = new FrameScanner();
  let offset = 0;
  const onFrame: Parameters<FrameScanner["push"]>[1] = (frame) => {
    index.add(offset, frame.messageId, frame.systemId, frame.componentId, frame.sequence, 0);
    offset += frame.length;
  };
  for (const chunk of eachChunk(bytes)) scanner.push(chunk, onFrame);
  scanner.flush(onFrame);
  return index.length;
};

const indexWithPeer = async (bytes: BenchBytes, index: FrameIndex): Promise<number> => {
  index.length = 0;
  let offset = 0;
  await eachPeerPacket(bytes, ({ header, buffer }) => {
    index.add(offset, header.msgid, header.sysid, header.compid, header.seq, Number(header.timestamp ?? 0));
    offset += buffer.length;
  });
  return index.length;
};

/**
 * Scan, check and index every frame: once the log as it is, with its time stamps, and once the bare frames, as the peer
 * likes them best. The lower ratio is the result.
 */
export const run = async (): Promise<object> => {
  const { tlog, frames } = benchBytes();
  // One index for all, so that nobody's time holds the making of its memory.
  const index = new FrameIndex(Math.max(tlog.frames, frames.frames));
  const onTlog = await compare(
    { work: () => indexTlog(tlog, index) },
    { work: () => indexWithPeer(tlog, index) },
    tlog,
  );
  const onFrames = await compare(
    { work: () => indexFrames(frames, index) },
    { work: () => indexWithPeer(frames, index) },
    frames,
  );
  return {
    ratio: Math.min(onTlog.ratio, onFrames.ratio),
    peer: "node-mavlink splitter and parser",
    bytes: tlog.totalBytes,
    tlog: onTlog,
    bareFrames: onFrames,
  };
};
