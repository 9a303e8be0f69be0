import { createServer, type Server, type Socket } from "node:net";
import type { LinkClock } from "./link-clock.ts";
import { networkFault } from "./network-fault.ts";
import { hostPort } from "./parse-link-spec.ts";
import type { LiveChannel } from "./queued-channel.ts";
import { destroySocket, keepAliveDelayMs, sendOver } from "./tcp-transport.ts";
import type { Attempt, Transport } from "./transport-link.ts";

export interface TcpinTransportOptions {
  readonly host: string;
  readonly port: number;
  readonly clock: LinkClock;
  /** A peer that once spoke and then was silent for so long is taken for gone, ms. */
  readonly peerIdleMs: number;
  /** Further callers are turned away. */
  readonly maxPeers: number;
}

/** `tcpin`: listens, as vehicles with a modem like it; one channel per connection. */
export const tcpinTransport =
  (options: TcpinTransportOptions): Transport =>
  (attempt) => {
    const listener = new TcpinAttempt(options, attempt);
    return () => listener.stop();
  };

class TcpinAttempt {
  readonly #options: TcpinTransportOptions;
  readonly #attempt: Attempt;
  readonly #server: Server;
  readonly #peers = new Map<Socket, LiveChannel>();
  #cancelSweep = (): void => {};

  constructor(options: TcpinTransportOptions, attempt: Attempt) {
    const { host, port } = options;
    this.#options = options;
    this.#attempt = attempt;
    const socketOptions = { noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveDelayMs };
    this.#server = createServer(socketOptions, (socket) => this.#accept(socket));
    this.#server.on("error", (error) => attempt.failed(networkFault(error, { protocol: "TCP", host, port })));
    this.#server.listen({ host, port }, () => this.#listening());
  }

  async stop(): Promise<void> {
    this.#cancelSweep();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await Promise.all([...this.#peers.keys()].map(destroySocket));
    await closed;
  }

  #listening(): void {
    const own = this.#server.address();
    if (!this.#attempt.alive || own === null || typeof own === "string") return;
    this.#attempt.opened(hostPort(own.address, own.port));
    this.#scheduleSweep();
  }

  #accept(socket: Socket): void {
    if (!this.#attempt.alive || this.#peers.size >= this.#options.maxPeers) {
      socket.destroy();
      return;
    }
    const address = (socket.remoteAddress ?? "?").replace(/^::ffff:(?=\d+\.)/, "");
    const channel = this.#attempt.openChannel(hostPort(address, socket.remotePort ?? 0), sendOver(socket));
    this.#peers.set(socket, channel);
    socket.on("data", (bytes) => channel.received(bytes));
    // What went wrong shows as the closed channel; the peer calls again.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#peers.delete(socket);
      this.#attempt.closeChannel(channel);
    });
  }

  #scheduleSweep(): void {
    const { clock, peerIdleMs } = this.#options;
    this.#cancelSweep = clock.after(Math.min(5_000, peerIdleMs / 2), () => {
      const heardSinceMs = clock.nowMs() - peerIdleMs;
      for (const [socket, { heard, lastHeardMs }] of this.#peers)
        if (heard && lastHeardMs < heardSinceMs) socket.destroy();
      this.#scheduleSweep();
    });
  }
}
