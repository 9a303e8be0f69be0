import { readFileSync } from "node:fs";
import { ardupilotmega, common, icarous, minimal, standard, uavionix } from "mavlink-mappings";
import { FrameWriter } from "../../shared/mavlink/codec.ts";
import { copyFrameBytes, type Frame } from "../../shared/mavlink/frame.ts";
import type { MessageFields, MessageName } from "../../shared/mavlink/messages.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";

/** A tiny cut of a real log, see test/fixtures/telemetry. */
export const telemetryFixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/telemetry/${name}`, import.meta.url)));

export const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => [...part]));

export const buildFrame = <Name extends MessageName>(
  name: Name,
  fields: Partial<MessageFields[Name]> = {},
): Uint8Array => new FrameWriter({ systemId: 1, componentId: 1 }).write(name, fields);

/** What a frame is, owned: the scanner's own object is reused. */
export const describeFrame = (frame: Frame) => ({
  ...frame,
  bytes: copyFrameBytes(frame),
  start: 0,
  payloadStart: frame.payloadStart - frame.start,
});

export type OwnedFrame = ReturnType<typeof describeFrame>;

/** All frames of the bytes, given in chunks that end at `cuts`. */
export const scanAll = (
  bytes: Uint8Array,
  cuts: readonly number[] = [],
): { frames: OwnedFrame[]; scanner: FrameScanner } => {
  const scanner = new FrameScanner();
  const frames: OwnedFrame[] = [];
  const keep = (frame: Frame) => frames.push(describeFrame(frame));
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    // A copy, so that bytes used after the call would be seen to change.
    const chunk = bytes.slice(from, cut);
    scanner.push(chunk, keep);
    chunk.fill(0);
    from = cut;
  }
  scanner.flush(keep);
  return { frames, scanner };
};

const crcExtras = new Map(
  [minimal, standard, common, ardupilotmega, uavionix, icarous]
    .flatMap(({ REGISTRY }) => Object.values(REGISTRY))
    .map((message) => [message.MSG_ID, message.MAGIC_NUMBER]),
);

/** The checksum bit by bit, as the standard has it. */
export const slowChecksum = (bytes: Iterable<number>): number => {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
  }
  return crc;
};

/** The frames of known ids, found the slow and obvious way: try each magic byte, go on behind a good frame. */
export const referenceFrames = (bytes: Uint8Array): Uint8Array[] => {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const [magic = 0, payloadLength = 0, flags = 0] = bytes.subarray(at, at + 3);
    if (magic !== 0xfd && magic !== 0xfe) continue;
    const isTwo = magic === 0xfd;
    if (isTwo && flags > 1) continue;
    const crcAt = at + (isTwo ? 10 : 6) + payloadLength;
    const end = crcAt + 2 + (isTwo && flags === 1 ? 13 : 0);
    if (end > bytes.length) continue;
    const [low = 0, middle = 0, high = 0] = isTwo ? bytes.subarray(at + 7, at + 10) : [bytes[at + 5] ?? 0];
    const crcExtra = crcExtras.get(low | (middle << 8) | (high << 16));
    if (crcExtra === undefined) continue;
    const checksum = slowChecksum([...bytes.subarray(at + 1, crcAt), crcExtra]);
    if (checksum !== ((bytes[crcAt] ?? 0) | ((bytes[crcAt + 1] ?? 0) << 8))) continue;
    frames.push(bytes.slice(at, end));
    at = end - 1;
  }
  return frames;
};

/** A frame of an id that the dialect doesn't have, with the checksum that its maker would give it. */
export const unknownFrame = (
  messageId: number,
  payload: readonly number[],
  { crcExtra = 77, sequence = 0, systemId = 1 }: { crcExtra?: number; sequence?: number; systemId?: number } = {},
): Uint8Array => {
  const ids = [messageId & 0xff, (messageId >> 8) & 0xff, messageId >> 16];
  const body = [payload.length, 0, 0, sequence, systemId, 1, ...ids, ...payload];
  const checksum = slowChecksum([...body, crcExtra]);
  return new Uint8Array([0xfd, ...body, checksum & 0xff, checksum >> 8]);
};
