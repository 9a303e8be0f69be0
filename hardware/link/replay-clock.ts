/** Where a replay is on its log's time, ms, while real time passes; moves are made explicit so that it never jumps by itself. */
export class ReplayClock {
  readonly #nowMs: () => number;
  #anchorRealMs: number;
  #anchorMs = 0;
  #playing = true;
  #speed = 1;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#anchorRealMs = nowMs();
  }

  get playing(): boolean {
    return this.#playing;
  }

  get speed(): number {
    return this.#speed;
  }

  get positionMs(): number {
    if (!this.#playing) return this.#anchorMs;
    return this.#anchorMs + (this.#nowMs() - this.#anchorRealMs) * this.#speed;
  }

  /** Real ms until the position is reached; 0 when it is; undefined while paused. */
  realMsUntil(positionMs: number): number | undefined {
    return this.#playing ? Math.max(0, (positionMs - this.positionMs) / this.#speed) : undefined;
  }

  moveTo(positionMs: number): void {
    this.#anchorMs = positionMs;
    this.#anchorRealMs = this.#nowMs();
  }

  change({ playing = this.#playing, speed = this.#speed }: { playing?: boolean; speed?: number }): void {
    this.moveTo(this.positionMs);
    this.#playing = playing;
    this.#speed = speed;
  }
}
