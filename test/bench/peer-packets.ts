import { Readable } from "node:stream";
import { type MavLinkPacket, MavLinkPacketParser, MavLinkPacketSplitter } from "node-mavlink";
import { type BenchBytes, eachChunk } from "./mavlink-bytes.ts";

/** Feeds the bytes through node-mavlink's splitter and parser, as its README does it. @returns the streams, ended */
export const eachPeerPacket = (
  bytes: BenchBytes,
  onPacket: (packet: MavLinkPacket) => void,
): Promise<readonly unknown[]> =>
  new Promise((resolve, reject) => {
    const source = Readable.from(eachChunk(bytes), { objectMode: false, highWaterMark: 1 << 20 });
    const splitter = source.pipe(new MavLinkPacketSplitter());
    const parser = splitter.pipe(new MavLinkPacketParser());
    parser.on("data", onPacket);
    parser.on("end", () => resolve([source, splitter, parser]));
    parser.on("error", reject);
  });
