import { connect, type Socket } from "node:net";
import type { LinkClock } from "./link-clock.ts";
import { type NetworkTarget, networkFault } from "./network-fault.ts";
import { hostPort } from "./parse-link-spec.ts";
import type { LiveChannel } from "./queued-channel.ts";
import type { Transport } from "./transport-link.ts";

export interface TcpTransportOptions {
  readonly host: string;
  readonly port: number;
  readonly clock: LinkClock;
  /**
   * A peer that once spoke and then was silent for so long is taken for gone, ms: TCP alone notices a pulled cable only after
   * many minutes while we have something unsent. A vehicle sends a heartbeat every second.
   */
  readonly silenceMs: number;
  readonly connectTimeoutMs: number;
}

/** Some seconds of a radio's rate: what waits longer is better refused than sent late. */
const maxQueuedTcpBytes = 64 * 1024;
/** The system probes a silent peer after so long, ms. */
export const keepAliveDelayMs = 5_000;

/** Refuses when the peer reads too slowly, so the queue stays small. */
export const sendOver =
  (socket: Socket) =>
  (own: Uint8Array): boolean => {
    if (socket.destroyed || !socket.writable || socket.writableLength + own.length > maxQueuedTcpBytes) return false;
    socket.write(own);
    return true;
  };

/** Resolves once the socket is closed. */
export const destroySocket = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.closed) return resolve();
    socket.once("close", () => resolve());
    socket.destroy();
  });

/** `tcp`: connects to a server, as simulators and MAVLink routers are; one channel. */
export const tcpTransport =
  ({ host, port, clock, silenceMs, connectTimeoutMs }: TcpTransportOptions): Transport =>
  (attempt) => {
    const target: NetworkTarget = { protocol: "TCP", host, port };
    const where = hostPort(host, port);
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveDelayMs });
    let channel: LiveChannel | undefined;
    let cancelTimer = clock.after(connectTimeoutMs, () =>
      attempt.failed({
        code: "other",
        detail: `${where} doesn't answer. Check that it is on and the address is right.`,
      }),
    );
    const watchSilence = (): void => {
      cancelTimer = clock.after(silenceMs / 4, () => {
        if (channel?.heard === true && clock.nowMs() - channel.lastHeardMs > silenceMs)
          attempt.failed({ code: "lost", detail: `${where} fell silent for ${silenceMs / 1000} s; connecting again.` });
        else watchSilence();
      });
    };
    socket.on("connect", () => {
      cancelTimer();
      if (!attempt.alive) return;
      attempt.opened(where);
      channel = attempt.openChannel(where, sendOver(socket));
      watchSilence();
    });
    socket.on("data", (bytes) => channel?.received(bytes));
    socket.on("error", (error) => attempt.failed(networkFault(error, target)));
    socket.on("close", () => attempt.failed({ code: "lost", detail: `${where} closed the connection.` }));
    return () => {
      cancelTimer();
      return destroySocket(socket);
    };
  };
