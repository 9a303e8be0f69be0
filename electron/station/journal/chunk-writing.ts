import { createHash } from "node:crypto";
import type { ClockView } from "../../../shared/wire/state.ts";
import type { PublishedState } from "../published-state.ts";
import { ChunkNotes } from "./chunk-summary.ts";
import type { WholeChunk } from "./journal-files.ts";
import type { ChunkHead } from "./journal-line.ts";

/** A chunk that was finished: where the chain of chunks is now. */
export interface SealedChunk {
  readonly chunk: number;
  readonly sha256: string;
  readonly toMs: number;
  /** On the disk. */
  readonly bytes: number;
}

/** One chunk while it is written: its lines, their hash and what a timeline shows of them. */
export class ChunkWriting {
  readonly #head: ChunkHead;
  readonly #lines: string[] = [];
  readonly #hash = createHash("sha256");
  readonly #notes: ChunkNotes;
  #taken = 0;
  #keyLength = 0;
  #deltasLength = 0;
  #toMs = 0;
  #sha256 = "";

  constructor(head: ChunkHead) {
    this.#head = head;
    this.#notes = new ChunkNotes(head);
    this.#add(JSON.stringify(head));
  }

  get n(): number {
    return this.#head.chunk;
  }

  get isEmpty(): boolean {
    return this.#keyLength === 0;
  }

  /** Characters. */
  get keyLength(): number {
    return this.#keyLength;
  }

  get deltasLength(): number {
    return this.#deltasLength;
  }

  /** Position of its last line. */
  get toMs(): number {
    return this.#toMs;
  }

  /** Once it is finished. */
  get sha256(): string {
    return this.#sha256;
  }

  key(line: string, state: PublishedState, clock: ClockView): void {
    this.#keyLength = line.length;
    this.#note(line, state, clock);
  }

  delta(line: string, state: PublishedState, clock: ClockView): void {
    this.#deltasLength += line.length;
    this.#note(line, state, clock);
  }

  /** What came since it was last asked. */
  takeNew(): string {
    const text = this.#lines.slice(this.#taken).join("");
    this.#taken = this.#lines.length;
    return text;
  }

  finish(): void {
    this.#add(JSON.stringify({ summary: this.#notes.summary() }));
    this.#sha256 = this.#hash.digest("hex");
  }

  /** Of a finished one. */
  whole(): WholeChunk {
    const { chunk, previous, resumed } = this.#head;
    return {
      ...{ chunk, previous, lines: this.#lines, sha256: this.#sha256, summary: this.#notes.summary() },
      ...(resumed === undefined ? {} : { resumed }),
    };
  }

  #note(line: string, state: PublishedState, clock: ClockView): void {
    this.#toMs = clock.nowMs - this.#head.startMs;
    this.#notes.note(state, clock);
    this.#add(line);
  }

  #add(line: string): void {
    const whole = `${line}\n`;
    this.#lines.push(whole);
    this.#hash.update(whole);
  }
}
