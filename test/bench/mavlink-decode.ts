import type { MavLinkPacketRegistry } from "mavlink-mappings";
import * as mappings from "mavlink-mappings";
import { decodeMessage } from "../../shared/mavlink/codec.ts";
import type { Frame } from "../../shared/mavlink/frame.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import { TlogReader } from "../../shared/mavlink/tlog.ts";
import { compare } from "./compare.ts";
import { type BenchBytes, benchBytes, eachChunk } from "./mavlink-bytes.ts";
import { eachPeerPacket } from "./peer-packets.ts";

const { minimal, standard, common, ardupilotmega, uavionix, icarous } = mappings;

/** The last messages are kept, so that no object can be optimised away. */
class Kept {
  readonly #last: unknown[] = new Array(4096).fill(undefined);
  count = 0;

  add(message: unknown): void {
    this.#last[this.count & 4095] = message;
    this.count++;
  }
}

const decodeTlog = (bytes: BenchBytes): number => {
  const kept = new Kept();
  const reader = new TlogReader();
  const onRecord = (_: number | undefined, frame: Frame) => kept.add(decodeMessage(frame));
  for (const chunk of eachChunk(bytes)) reader.push(chunk, onRecord);
  reader.flush(onRecord);
  return kept.count;
};

const decodeFrames = (bytes: BenchBytes): number => {
  const kept = new Kept();
  const scanner = new FrameScanner();
  const onFrame = (frame: Frame) => kept.add(decodeMessage(frame));
  for (const chunk of eachChunk(bytes)) scanner.push(chunk, onFrame);
  scanner.flush(onFrame);
  return kept.count;
};

const registry: MavLinkPacketRegistry = {
  ...minimal.REGISTRY,
  ...standard.REGISTRY,
  ...common.REGISTRY,
  ...ardupilotmega.REGISTRY,
  ...uavionix.REGISTRY,
  ...icarous.REGISTRY,
};

const decodeWithPeer = async (bytes: BenchBytes): Promise<number> => {
  const kept = new Kept();
  await eachPeerPacket(bytes, (packet) => {
    const message = registry[packet.header.msgid];
    if (message !== undefined) kept.add(packet.protocol.data(packet.payload, message));
  });
  return kept.count;
};

/** All messages to whole objects, from the log as it is and from its bare frames. The lower ratio is the result. */
export const run = async (): Promise<object> => {
  const { tlog, frames } = benchBytes();
  const onTlog = await compare({ work: () => decodeTlog(tlog) }, { work: () => decodeWithPeer(tlog) }, tlog);
  const onFrames = await compare({ work: () => decodeFrames(frames) }, { work: () => decodeWithPeer(frames) }, frames);
  return {
    ratio: Math.min(onTlog.ratio, onFrames.ratio),
    peer: "node-mavlink splitter, parser and data()",
    bytes: tlog.totalBytes,
    tlog: onTlog,
    bareFrames: onFrames,
  };
};
