import { createSocket, type Socket } from "node:dgram";
import { LossyPipe, type LossyWay } from "./lossy-link.ts";

/** One vehicle's two ways through the proxy, and its own socket towards the station. */
interface Passage {
  readonly up: LossyPipe;
  readonly down: LossyPipe;
  readonly socket: Socket;
}

const bind = (socket: Socket): Promise<number> =>
  new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(0, "127.0.0.1", () => resolve(socket.address().port));
  });

/**
 * A bad radio between simulated vehicles and a station, on real loopback sockets: loses, copies, delays and reorders
 * datagrams. Each vehicle that sends to it comes out by a socket of its own, so that the station sees as many remotes.
 */
export class LossyUdp {
  readonly port: number;
  readonly #entry: Socket;
  readonly #stationPort: number;
  readonly #seed: number;
  readonly #passages = new Map<number, Promise<Passage>>();
  readonly #pipes: LossyPipe[] = [];
  #ways: { readonly up: LossyWay; readonly down: LossyWay };
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(entry: Socket, port: number, options: LossyUdpOptions) {
    this.#entry = entry;
    this.port = port;
    this.#stationPort = options.stationPort;
    this.#seed = options.seed;
    this.#ways = { up: options.up ?? {}, down: options.down ?? {} };
    entry.on("message", (bytes, { port: from }) => void this.#fromVehicle(bytes, from));
    // A vehicle or a station that has gone answers "port unreachable"; a radio does not care.
    entry.on("error", () => {});
    this.#timer = setInterval(() => this.#deliver(), 2);
  }

  static async open(options: LossyUdpOptions): Promise<LossyUdp> {
    const entry = createSocket("udp4");
    return new LossyUdp(entry, await bind(entry), options);
  }

  /** From now on. */
  set(ways: { readonly up: LossyWay; readonly down: LossyWay }): void {
    this.#ways = ways;
    for (const [i, pipe] of this.#pipes.entries()) pipe.way = i % 2 === 0 ? ways.up : ways.down;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    const passages = await Promise.all(this.#passages.values());
    for (const { socket } of passages) socket.close();
    this.#entry.close();
  }

  async #fromVehicle(bytes: Uint8Array, vehiclePort: number): Promise<void> {
    let passage = this.#passages.get(vehiclePort);
    if (passage === undefined) {
      passage = this.#open(vehiclePort);
      this.#passages.set(vehiclePort, passage);
    }
    (await passage).down.send(bytes, performance.now());
  }

  async #open(vehiclePort: number): Promise<Passage> {
    const socket = createSocket("udp4");
    await bind(socket);
    const seed = this.#seed + this.#pipes.length;
    const up = new LossyPipe(this.#ways.up, seed, (bytes) => this.#send(this.#entry, bytes, vehiclePort));
    const down = new LossyPipe(this.#ways.down, seed + 1, (bytes) => this.#send(socket, bytes, this.#stationPort));
    this.#pipes.push(up, down);
    socket.on("message", (bytes) => up.send(bytes, performance.now()));
    socket.on("error", () => {});
    return { up, down, socket };
  }

  #send(socket: Socket, bytes: Uint8Array, port: number): void {
    if (!this.#closed) socket.send(bytes, port, "127.0.0.1", () => {});
  }

  #deliver(): void {
    const nowMs = performance.now();
    for (const pipe of this.#pipes) while ((pipe.nextMs ?? Number.POSITIVE_INFINITY) <= nowMs) pipe.deliverNext();
  }
}

export interface LossyUdpOptions {
  readonly stationPort: number;
  readonly seed: number;
  readonly up?: LossyWay;
  readonly down?: LossyWay;
}
