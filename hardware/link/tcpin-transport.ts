import { createServer, type Socket } from "node:net";
import type { LinkClock } from "./link-clock.ts";
import { networkFault } from "./network-fault.ts";
import { hostPort } from "./parse-link-spec.ts";
import type { LiveChannel } from "./queued-channel.ts";
import { destroySocket, keepAliveDelayMs, sendOver } from "./tcp-transport.ts";
import type { Transport } from "./transport-link.ts";

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
  ({ host, port, clock, peerIdleMs, maxPeers }: TcpinTransportOptions): Transport =>
  (attempt) => {
    const peers = new Map<Socket, LiveChannel>();
    const accept = (socket: Socket): void => {
      if (!attempt.alive || peers.size >= maxPeers) {
        socket.destroy();
        return;
      }
      const channel = attempt.openChannel(
        hostPort((socket.remoteAddress ?? "?").replace(/^::ffff:(?=\d+\.)/, ""), socket.remotePort ?? 0),
        sendOver(socket),
      );
      peers.set(socket, channel);
      socket.on("data", (bytes) => channel.received(bytes));
      // What went wrong shows as the closed channel; the peer calls again.
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        peers.delete(socket);
        attempt.closeChannel(channel);
      });
    };
    const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveDelayMs }, accept);
    server.on("error", (error) => attempt.failed(networkFault(error, { protocol: "TCP", host, port })));
    let cancelSweep = (): void => {};
    const sweep = (): void => {
      cancelSweep = clock.after(Math.min(5_000, peerIdleMs / 2), () => {
        const heardSinceMs = clock.nowMs() - peerIdleMs;
        for (const [socket, channel] of peers)
          if (channel.heard && channel.lastHeardMs < heardSinceMs) socket.destroy();
        sweep();
      });
    };
    server.listen({ host, port }, () => {
      const own = server.address();
      if (!attempt.alive || own === null || typeof own === "string") return;
      attempt.opened(hostPort(own.address, own.port));
      sweep();
    });
    return async () => {
      cancelSweep();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...peers.keys()].map(destroySocket));
      await closed;
    };
  };
