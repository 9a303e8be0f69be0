import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { FfmpegCall } from "./ffmpeg-arguments.ts";
import { findProgram } from "./find-program.ts";

const KILL_AFTER_MS = 700;
/** The end of what it says is kept, characters. */
const KEPT_WORDS = 4000;

export interface FfmpegEvents {
  /** Chunks of the decoded pictures, and of the stream as it came. */
  pictures(chunk: Uint8Array): void;
  stream(chunk: Uint8Array): void;
  /** Once, unless it was ended by `end`. */
  ended(code: number | null, signal: string | null): void;
}

/**
 * One run of ffmpeg. When this process dies, so does ffmpeg: on Linux the kernel sees to it (setpriv), elsewhere its next
 * picture finds nobody at the other end of the pipe, or its silent source times out.
 */
export class FfmpegProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  #words = "";
  #ending = false;

  constructor(program: string, call: FfmpegCall, events: FfmpegEvents) {
    const guard = process.platform === "linux" ? findProgram("setpriv") : undefined;
    const [file, args] = guard
      ? [guard, ["--pdeathsig", "KILL", "--", program, ...call.arguments]]
      : [program, [...call.arguments]];
    this.#child = spawn(file, args, { stdio: ["pipe", "pipe", "pipe", "pipe"], windowsHide: true });
    const { stdin, stdout, stderr, stdio } = this.#child;
    this.#exited = new Promise((resolve) => this.#child.once("close", () => resolve()));
    stdout?.on("data", (chunk: Uint8Array) => events.pictures(chunk));
    const copied = stdio[3] as Readable | null | undefined;
    copied?.on("data", (chunk: Uint8Array) => events.stream(chunk));
    for (const stream of [stdin, stdout, stderr, copied] as (Readable | Writable | null | undefined)[]) {
      stream?.on("error", () => {});
    }
    stderr?.on("data", (chunk: Uint8Array) => {
      this.#words = (this.#words + Buffer.from(chunk).toString("utf8")).slice(-KEPT_WORDS);
    });
    this.#child.once("error", () => {
      if (!this.#ending) events.ended(null, null);
    });
    this.#child.once("close", (code, signal) => {
      if (!this.#ending) events.ended(code, signal);
    });
    stdin?.end(call.input ?? "");
  }

  get words(): string {
    return this.#words;
  }

  /** What it said before the last picture isn't why none comes any more. */
  forgetWords(): void {
    this.#words = "";
  }

  /** First politely, so that the camera is told; a process that doesn't listen is killed. Resolves once it is gone. */
  async end(): Promise<void> {
    this.#ending = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) return;
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), KILL_AFTER_MS);
    await this.#exited;
    clearTimeout(timer);
  }
}
