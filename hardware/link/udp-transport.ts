import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { isIPv6 } from "node:net";
import type { LinkClock } from "./link-clock.ts";
import { type NetworkTarget, networkFault } from "./network-fault.ts";
import { hostPort } from "./parse-link-spec.ts";
import type { LiveChannel } from "./queued-channel.ts";
import type { Attempt, Transport } from "./transport-link.ts";

export interface UdpTransportOptions {
  readonly kind: "udpin" | "udpout";
  readonly host: string;
  readonly port: number;
  readonly clock: LinkClock;
  /** A peer that was silent for so long loses its channel. */
  readonly peerIdleMs: number;
  /** A flood from made-up addresses can't open more channels than this. */
  readonly maxPeers: number;
}

/** Beyond this a slow network card makes `send` refuse. */
const maxQueuedBytes = 256 * 1024;
/** At the cap, a peer that was silent for so long makes room for a new one. */
const evictableMs = 5_000;

interface Peer {
  readonly channel: LiveChannel;
  /** The one we send to on our own account: never idle. */
  readonly permanent: boolean;
}

/** `udpin` listens on a port, `udpout` sends from a port of its own to a target; both have a channel per remote peer. */
export const udpTransport =
  (options: UdpTransportOptions): Transport =>
  (attempt) => {
    const udp = new UdpAttempt(options, attempt);
    void udp.start();
    return () => udp.stop();
  };

class UdpAttempt {
  readonly #options: UdpTransportOptions;
  readonly #attempt: Attempt;
  readonly #peers = new Map<string, Peer>();
  readonly #target: NetworkTarget;
  #socket: Socket | undefined;
  #cancelSweep: (() => void) | undefined;

  constructor(options: UdpTransportOptions, attempt: Attempt) {
    this.#options = options;
    this.#attempt = attempt;
    this.#target = { protocol: "UDP", host: options.host, port: options.port };
  }

  async start(): Promise<void> {
    const { kind, host, port } = this.#options;
    try {
      const { address, family } = isIPv6(host) ? { address: host, family: 6 } : await lookup(host);
      if (!this.#attempt.alive) return;
      const socket = createSocket({ type: family === 6 ? "udp6" : "udp4" });
      this.#socket = socket;
      socket.on("error", (error) => this.#attempt.failed(networkFault(error, this.#target)));
      socket.on("message", (bytes, from) => this.#received(bytes, from));
      socket.bind(kind === "udpin" ? { address, port } : { port: 0 }, () => this.#bound(socket, address));
    } catch (error) {
      this.#attempt.failed(networkFault(error, this.#target));
    }
  }

  stop(): Promise<void> {
    this.#cancelSweep?.();
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return Promise.resolve();
    return new Promise((resolve) => socket.close(() => resolve()));
  }

  #bound(socket: Socket, address: string): void {
    if (!this.#attempt.alive) return;
    growReceiveBuffer(socket);
    const own = socket.address();
    this.#attempt.opened(hostPort(own.address, own.port));
    if (this.#options.kind === "udpout") {
      // Vehicles on a subnet are found by sending to its broadcast address.
      socket.setBroadcast(true);
      this.#openPeer(address, this.#options.port, true);
    }
    this.#scheduleSweep();
  }

  #received(bytes: Uint8Array, from: RemoteInfo): void {
    const key = hostPort(from.address, from.port);
    const peer = this.#peers.get(key) ?? (this.#hasRoom() ? this.#openPeer(from.address, from.port, false) : undefined);
    peer?.channel.received(bytes);
  }

  #openPeer(address: string, port: number, permanent: boolean): Peer {
    const key = hostPort(address, port);
    let queuedBytes = 0;
    // An IPv6 socket gives IPv4 peers as "::ffff:1.2.3.4": people know them without the prefix.
    const remote = hostPort(address.replace(/^::ffff:(?=\d+\.)/, ""), port);
    const channel = this.#attempt.openChannel(remote, (own) => {
      if (this.#socket === undefined || queuedBytes + own.length > maxQueuedBytes) return false;
      queuedBytes += own.length;
      this.#socket.send(own, port, address, (error) => {
        queuedBytes -= own.length;
        // Of a peer that only called us nothing is owed; for the one we were told to reach the user must know.
        if (error !== null && permanent) this.#attempt.failed(networkFault(error, this.#target));
      });
      return true;
    });
    const peer = { channel, permanent };
    this.#peers.set(key, peer);
    return peer;
  }

  #hasRoom(): boolean {
    if (this.#peers.size < this.#options.maxPeers) return true;
    let quietest: [string, Peer] | undefined;
    for (const entry of this.#peers) {
      if (entry[1].permanent) continue;
      if (quietest === undefined || entry[1].channel.lastHeardMs < quietest[1].channel.lastHeardMs) quietest = entry;
    }
    if (quietest === undefined) return false;
    if (this.#options.clock.nowMs() - quietest[1].channel.lastHeardMs < evictableMs) return false;
    this.#closePeer(...quietest);
    return true;
  }

  #closePeer(key: string, peer: Peer): void {
    this.#peers.delete(key);
    this.#attempt.closeChannel(peer.channel);
  }

  #scheduleSweep(): void {
    const { clock, peerIdleMs } = this.#options;
    this.#cancelSweep = clock.after(Math.min(5_000, peerIdleMs / 2), () => {
      const heardSinceMs = clock.nowMs() - peerIdleMs;
      for (const [key, peer] of [...this.#peers])
        if (!peer.permanent && peer.channel.lastHeardMs < heardSinceMs) this.#closePeer(key, peer);
      if (this.#attempt.alive) this.#scheduleSweep();
    });
  }
}

/** Asks for the largest receive buffer the system allows, so that a burst waits there instead of being dropped. */
const growReceiveBuffer = (socket: Socket): void => {
  for (const bytes of [4 << 20, 1 << 20, 256 << 10]) {
    try {
      socket.setRecvBufferSize(bytes);
      return;
    } catch {
      // Some systems refuse what is over their limit instead of taking the limit: ask for less.
    }
  }
};
