import type { FeedMessage } from "../../../shared/wire/feeds.ts";
import { encodeVideoMessage, type VideoMessage } from "../../../shared/wire/video-message.ts";

/** What a screen's video needs of its socket. */
export interface VideoSocket {
  /** Bytes accepted but not yet handed to the network. */
  readonly bufferedAmount: number;
  send(data: string | Uint8Array): void;
}

/** Beyond this a screen is behind: what it got would be old by the time it is there. */
const behindBytes = 256 * 1024;
/** Never more than this waits for a screen. */
const mostBytes = 1024 * 1024;

/**
 * One screen that watches a feed. It has no queue: while its network is behind, whole pieces are left out, and as a delta is
 * nothing without what came before it, until the next key. Boxes are left out likewise; what a config says is sent late rather
 * than never.
 */
export class VideoClient {
  readonly #socket: VideoSocket;
  #needsKey = false;
  #config: string | undefined;

  constructor(socket: VideoSocket) {
    this.#socket = socket;
  }

  message(message: FeedMessage): void {
    const text = JSON.stringify(message);
    if (message.type === "config") {
      this.#config = text;
      this.#sendConfig();
    } else if (!this.#isBehind) this.#socket.send(text);
  }

  picture(piece: VideoMessage): void {
    this.#sendConfig();
    const isTooMuch = this.#isBehind || this.#socket.bufferedAmount + piece.data.length > mostBytes;
    if (isTooMuch || this.#config !== undefined) {
      this.#needsKey = true;
      return;
    }
    if (this.#needsKey && piece.kind === "delta") return;
    this.#needsKey = false;
    this.#socket.send(encodeVideoMessage(piece));
  }

  get #isBehind(): boolean {
    return this.#socket.bufferedAmount > behindBytes;
  }

  #sendConfig(): void {
    if (this.#config === undefined || this.#isBehind) return;
    this.#socket.send(this.#config);
    this.#config = undefined;
  }
}
