import { createServer, type Server, type Socket } from "node:net";
import type { ThermalFrame } from "../../shared/heat/thermal-frame.ts";
import { encodeY16Frame } from "../thermal/y16-stream.ts";

/** Serves one camera's frames over TCP. A client that does not keep up misses frames; nothing is queued for it. */
export class FrameServer {
  readonly #server: Server;
  readonly #clients = new Set<Socket>();

  constructor() {
    this.#server = createServer((socket) => {
      socket.setNoDelay(true);
      this.#clients.add(socket);
      socket.on("close", () => this.#clients.delete(socket));
      // A client that went away is no fault: "close" follows.
      socket.on("error", () => socket.destroy());
      socket.resume();
    });
  }

  /** Listens on a free loopback port. @returns the port */
  async open(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === "string")
      throw new Error(`A frame server listens at ${address}, not at a port.`);
    return address.port;
  }

  /** Someone is there who could take a frame now. */
  get wanted(): boolean {
    for (const client of this.#clients) if (client.writableLength === 0) return true;
    return false;
  }

  send(frame: ThermalFrame): void {
    const bytes = encodeY16Frame(frame);
    for (const client of this.#clients) if (client.writableLength === 0) client.write(bytes);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
