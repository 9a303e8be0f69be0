import type { SerialPort } from "serialport";
import type { LiveChannel } from "./queued-channel.ts";
import { serialFault } from "./serial-fault.ts";
import type { Attempt, Transport } from "./transport-link.ts";

export interface SerialTransportOptions {
  readonly path: string;
  readonly baud: number;
}

/** `serial`: a radio or an autopilot's USB port, 8N1 without flow control; opened again when it comes back. */
export const serialTransport =
  ({ path, baud }: SerialTransportOptions): Transport =>
  (attempt) => {
    const serial = new SerialAttempt(path, baud, attempt);
    void serial.start();
    return () => serial.stop();
  };

class SerialAttempt {
  readonly #path: string;
  readonly #baud: number;
  readonly #attempt: Attempt;
  /** What a frame may have to wait for: two seconds of the line, so that nothing old is sent late. */
  readonly #maxQueuedBytes: number;
  #port: SerialPort | undefined;
  #closed: Promise<void> = Promise.resolve();

  constructor(path: string, baud: number, attempt: Attempt) {
    this.#path = path;
    this.#baud = baud;
    this.#attempt = attempt;
    this.#maxQueuedBytes = Math.max(2048, (baud / 10) * 2);
  }

  async start(): Promise<void> {
    try {
      // Loaded only here: where its native part is missing, all other links still work.
      const { SerialPort } = await import("serialport");
      if (!this.#attempt.alive) return;
      const port = new SerialPort({ path: this.#path, baudRate: this.#baud, autoOpen: false });
      this.#port = port;
      // An open that fails emits no "close": then there is nothing to wait for.
      this.#closed = new Promise((resolve) => {
        port.once("close", () => resolve());
        port.open((error) => {
          if (error === null) this.#opened(port);
          else {
            resolve();
            this.#attempt.failed(serialFault(error, this.#path));
          }
        });
      });
    } catch (error) {
      this.#attempt.failed(serialFault(error, this.#path));
    }
  }

  async stop(): Promise<void> {
    const port = this.#port;
    if (port === undefined) return;
    this.#port = undefined;
    // Still opening: its callback finds the attempt dead and closes it.
    if (port.isOpen) port.close(() => {});
    await this.#closed;
  }

  #opened(port: SerialPort): void {
    if (!this.#attempt.alive) {
      port.close(() => {});
      return;
    }
    this.#attempt.opened(this.#path);
    const channel: LiveChannel = this.#attempt.openChannel(this.#path, (own) => {
      if (!port.isOpen || port.writableLength + own.length > this.#maxQueuedBytes) return false;
      port.write(Buffer.from(own.buffer, own.byteOffset, own.length));
      return true;
    });
    port.on("data", (bytes: Uint8Array) => channel.received(bytes));
    port.on("error", (error) => this.#attempt.failed(serialFault(error, this.#path)));
    port.on("close", () =>
      this.#attempt.failed({
        code: "device-missing",
        detail: `${this.#path} was unplugged. It is opened again as soon as it is back.`,
      }),
    );
  }
}
