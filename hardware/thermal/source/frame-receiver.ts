import { connect, type Socket } from "node:net";
import type { ThermalFrame } from "../../../shared/heat/thermal-frame.ts";
import { Y16Decoder } from "../y16-stream.ts";
import type { SourceEvents, SourceFault } from "./picture-source.ts";

export interface FrameReceiverOptions {
  readonly host: string;
  readonly port: number;
  /** Gets each frame as it is complete; its `data` is borrowed until the next one. */
  onFrame(frame: ThermalFrame): void;
  onBytes?(): void;
  readonly onState: SourceEvents["state"];
}

/** No frame for so long: something is wrong. */
const STALL_MS = 3000;
const CONNECT_TIMEOUT_MS = 5000;
const FIRST_BACK_OFF_MS = 500;
const LONGEST_BACK_OFF_MS = 8000;
/** So much without a frame is another kind of stream. */
const MAX_GARBAGE_BYTES = 4 * 1024 * 1024;

/** Reads y16 frames from a TCP server and connects again, ever less often, whenever they stop. */
export class FrameReceiver {
  readonly #options: FrameReceiverOptions;
  readonly #decoder = new Y16Decoder();
  #socket: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #backOffMs = FIRST_BACK_OFF_MS;
  #state: "connecting" | "streaming" | "stalled" | "ended" = "connecting";
  #detail: string | undefined;
  #bytesSinceFrame = 0;
  #closed = false;

  constructor(options: FrameReceiverOptions) {
    this.#options = options;
    options.onState("connecting");
    this.#connect();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
    this.#report("ended");
  }

  #connect(): void {
    const { host, port } = this.#options;
    this.#decoder.reset();
    this.#bytesSinceFrame = 0;
    const socket = connect({ host, port });
    this.#socket = socket;
    this.#expect(CONNECT_TIMEOUT_MS, "unreachable", "doesn't answer");
    socket.on("connect", () => {
      socket.setNoDelay(true);
      this.#expect(STALL_MS, "no-picture", "sends nothing");
    });
    socket.on("data", (chunk) => this.#receive(chunk));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      this.#failed(socket, "unreachable", `can't be reached (${error.code ?? error.message})`);
    });
    socket.on("close", () => this.#failed(socket, "ended", "closed the connection"));
  }

  #receive(chunk: Uint8Array): void {
    this.#options.onBytes?.();
    this.#bytesSinceFrame += chunk.length;
    this.#decoder.push(chunk, (frame) => {
      this.#bytesSinceFrame = 0;
      this.#backOffMs = FIRST_BACK_OFF_MS;
      this.#expect(STALL_MS, "stalled", "sent no picture for 3 s");
      this.#report("streaming");
      this.#options.onFrame(frame);
    });
    const garbage = this.#bytesSinceFrame > MAX_GARBAGE_BYTES + this.#decoder.frameBytes;
    if (garbage && this.#socket) this.#failed(this.#socket, "not-decodable", "sends something that is no y16 stream");
  }

  /** Gives the connection up unless this is called again before. */
  #expect(withinMs: number, code: SourceFault["code"], otherwise: string): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#timer = setTimeout(() => {
      if (!socket) return;
      if (this.#bytesSinceFrame === 0) this.#failed(socket, code, otherwise);
      else this.#failed(socket, "not-decodable", "sends data, but no whole picture: is it a y16 stream?");
    }, withinMs);
  }

  /** Once for each connection, whatever comes first: error, close, stall or garbage. */
  #failed(socket: Socket, code: SourceFault["code"], what: string): void {
    if (this.#closed || socket !== this.#socket) return;
    this.#socket = undefined;
    socket.destroy();
    clearTimeout(this.#timer);
    const { host, port } = this.#options;
    this.#report("stalled", { code, detail: `The camera at ${host}:${port} ${what}; trying again.` });
    this.#timer = setTimeout(() => this.#connect(), this.#backOffMs);
    this.#backOffMs = Math.min(LONGEST_BACK_OFF_MS, this.#backOffMs * 2);
  }

  #report(state: "streaming" | "stalled" | "ended", fault?: SourceFault): void {
    if (state === this.#state && fault?.detail === this.#detail) return;
    this.#state = state;
    this.#detail = fault?.detail;
    this.#options.onState(state, fault);
  }
}
