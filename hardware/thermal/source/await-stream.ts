import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { RtpFound } from "./ffmpeg-arguments.ts";
import type { SourceFault } from "./picture-source.ts";

/** So many packets are looked at, or for so long after the first. */
const LOOK_PACKETS = 40;
const LOOK_MS = 250;

export interface AwaitStreamOptions {
  readonly host: string;
  readonly port: number;
  readonly expects: "rtp" | "mpeg-ts";
  /** What comes is a stream. */
  onFound(found: RtpFound | undefined): void;
  /** What comes is none, or nothing can come here; it goes on listening where it can. */
  onFault(fault: SourceFault): void;
}

/**
 * Listens on a UDP port until a stream begins there: that costs nothing while a camera is off, says what comes instead, and
 * finds what an RTP stream carries. ffmpeg then takes the port over.
 * @returns stops listening; resolves once the port is free
 */
export const awaitStream = (options: AwaitStreamOptions): (() => Promise<void>) => {
  const { host, port, expects } = options;
  const socket = createSocket({ type: isIPv6(host) ? "udp6" : "udp4", reuseAddr: isGroup(host) });
  let [packets, good] = [0, 0];
  let timer: NodeJS.Timeout | undefined;
  const votes = { h264: 0, h265: 0 };
  let payloadType = 96;

  const decide = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const seen = { packets, good };
    [packets, good] = [0, 0];
    if (seen.good * 2 < seen.packets || seen.good === 0) {
      options.onFault({
        code: "not-decodable",
        detail: `What comes to UDP port ${port} is no ${expects === "rtp" ? "RTP" : "MPEG-TS"} video. ${otherForm(expects, port)}`,
      });
      return;
    }
    const encoding = votes.h265 > votes.h264 ? "h265" : votes.h264 > votes.h265 ? "h264" : undefined;
    options.onFound(expects === "rtp" ? { payloadType, ...(encoding ? { encoding } : {}) } : undefined);
  };

  socket.on("message", (packet) => {
    timer ??= setTimeout(decide, LOOK_MS);
    packets++;
    const rtp = expects === "rtp" ? readRtp(packet) : undefined;
    if (rtp) {
      payloadType = rtp.payloadType;
      if (rtp.encoding) votes[rtp.encoding]++;
    }
    if (rtp || (expects === "mpeg-ts" && isTransportStream(packet))) good++;
    if (packets >= LOOK_PACKETS) decide();
  });
  socket.on("error", (error: NodeJS.ErrnoException) => options.onFault(portFault(error, host, port)));
  socket.bind({ port, ...(isGroup(host) ? {} : { address: host }) }, () => join(socket, options));
  return () =>
    new Promise((resolve) => {
      clearTimeout(timer);
      try {
        socket.close(() => resolve());
      } catch {
        resolve();
      }
    });
};

const isGroup = (host: string): boolean => {
  const first = Number(host.split(".")[0]);
  return isIPv6(host) ? /^ff/i.test(host) : first >= 224 && first <= 239;
};

const join = (socket: Socket, { host, port, onFault }: AwaitStreamOptions): void => {
  if (!isGroup(host)) return;
  try {
    socket.addMembership(host);
  } catch (error) {
    onFault(portFault(error as NodeJS.ErrnoException, host, port));
  }
};

const portFault = (error: NodeJS.ErrnoException, host: string, port: number): SourceFault => {
  switch (error.code) {
    case "EADDRINUSE":
      return {
        code: "device-busy",
        detail: `Another program already listens on UDP port ${port}: close it, or let the camera send to another port.`,
      };
    case "EACCES":
      return { code: "access-denied", detail: `UDP port ${port} needs special rights: use one from 1024 up.` };
    case "EADDRNOTAVAIL":
      return {
        code: "unreachable",
        detail: `${host} is no address of this computer; rtp://:${port} listens on all of them.`,
      };
    default:
      return { code: "unreachable", detail: `UDP port ${port} can't be listened on (${error.code ?? error.message}).` };
  }
};

const otherForm = (expects: "rtp" | "mpeg-ts", port: number): string =>
  expects === "rtp"
    ? `If the camera sends MPEG-TS, type udp://:${port}.`
    : `If the camera sends RTP, type rtp://:${port}.`;

/** RFC 3550 5.1: version 2; what it carries by the look of its first bytes (RFC 6184 5.2, RFC 7798 4.4). */
const readRtp = (packet: Uint8Array): RtpFound | undefined => {
  const [first = 0, second = 0] = packet;
  const header = 12 + 4 * (first & 15);
  if (first >> 6 !== 2 || packet.length < header + 2) return undefined;
  const payloadType = second & 127;
  // RTCP on the same port has types 200 to 204 there.
  if (payloadType >= 72 && payloadType <= 76) return undefined;
  const [unit = 0, next = 0] = packet.subarray(header);
  const h265Type = unit >> 1;
  const isH265 =
    (unit & 0x81) === 0 &&
    next === 1 &&
    (h265Type <= 21 || (h265Type >= 32 && h265Type <= 40) || h265Type === 48 || h265Type === 49);
  if (isH265) return { payloadType, encoding: "h265" };
  const type = unit & 31;
  const isH264 = unit >> 7 === 0 && ((type >= 1 && type <= 12) || (type >= 24 && type <= 29));
  return isH264 ? { payloadType, encoding: "h264" } : { payloadType };
};

const TS_PACKET_BYTES = 188;
const TS_SYNC = 0x47;

/**
 * ISO 13818-1 2.4.3.2: a sync byte every 188 bytes. Not every sender cuts its datagrams there (ffmpeg's are 1472 bytes unless it
 * is told `pkt_size=1316`), so the first one may be anywhere, but then it takes two to be one.
 */
const isTransportStream = (datagram: Uint8Array): boolean => {
  for (let first = 0; first < TS_PACKET_BYTES; first++) {
    let count = 0;
    for (let at = first; at < datagram.length && datagram[at] === TS_SYNC; at += TS_PACKET_BYTES) count++;
    const expected = Math.ceil((datagram.length - first) / TS_PACKET_BYTES);
    if (count > 0 && count === expected && (count > 1 || (first === 0 && datagram.length === TS_PACKET_BYTES)))
      return true;
  }
  return false;
};
