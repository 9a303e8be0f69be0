import type { WriteStream } from "node:tty";

/** A line that is written over in a terminal; in a log one every now and then. */
const TERMINAL_EVERY_MS = 200;
const LOG_EVERY_MS = 10_000;

/** Says on stderr how far a long search is. */
export class Progress {
  readonly #out: Pick<WriteStream, "write" | "isTTY">;
  readonly #total: number | undefined;
  #done = 0;
  #saidMs = performance.now();

  constructor(out: Pick<WriteStream, "write" | "isTTY">, total: number | undefined) {
    this.#out = out;
    this.#total = total;
  }

  count(): void {
    this.#done++;
    const nowMs = performance.now();
    if (nowMs - this.#saidMs < (this.#out.isTTY ? TERMINAL_EVERY_MS : LOG_EVERY_MS)) return;
    this.#saidMs = nowMs;
    const text = this.#total === undefined ? `${this.#done} pictures` : `${this.#done} of ${this.#total} pictures`;
    this.#out.write(this.#out.isTTY ? `\r${text} ` : `${text}\n`);
  }

  /** Clears the line. */
  end(): void {
    if (this.#out.isTTY) this.#out.write("\r\u001b[K");
  }
}
