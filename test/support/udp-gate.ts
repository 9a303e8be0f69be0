import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";

/** Hands datagrams on to a port of this computer, as a bad radio does: `pass` says how often each comes out, 0 for lost. */
export class UdpGate {
  readonly port: number;
  readonly #socket: Socket;
  /** Counts from 0. */
  pass: (packet: Uint8Array, number: number) => number = () => 1;

  private constructor(socket: Socket, toPort: number) {
    this.#socket = socket;
    this.port = socket.address().port;
    let number = 0;
    socket.on("message", (packet) => {
      for (let left = this.pass(packet, number++); left > 0; left--) socket.send(packet, toPort, "127.0.0.1");
    });
    // Nobody listening there is no fault of a radio's.
    socket.on("error", () => {});
  }

  static async open(toPort: number): Promise<UdpGate> {
    const socket = createSocket("udp4").bind(0, "127.0.0.1");
    await once(socket, "listening");
    return new UdpGate(socket, toPort);
  }

  async close(): Promise<void> {
    this.#socket.close();
    await once(this.#socket, "close");
  }
}
