/** Times that go back by this much, or ahead of all that came before: the sender's clock was set, or began anew. */
const JUMP_MS = 1000;
/** Pictures that are later than the least delayed one by this much were held up on their way, or the sender paused: who knows. */
const HELD_UP_MS = 1000;
/** Held up for so long, all of them: the stream goes on late. */
const LATE_MS = 3000;
/** How much further a sender's clock may go astray: its crystal (50 ppm), or 29.97 pictures a second that it takes for 30. */
const DRIFT_MS_PER_S = 1;
/** How far back the jitter is looked at, in pictures. */
const JITTER_PICTURES = 60;
/** Times that move on by less than this in `STUCK_MS` of arrivals don't tell anything. */
const STUCK_MS = 3000;
const STUCK_PART = 0.2;
/** Times between pictures that are longer than this are gaps, not the stream's rhythm. */
const LONGEST_PERIOD_MS = 2000;

export interface CaptureTime {
  /** By the clock that arrivals are given in, ms, latency taken off. */
  readonly captureMs: number;
  readonly sigmaMs: number;
}

/**
 * When pictures were taken, from the stream's own times (RTP clock) and their arrivals: the picture that was least delayed
 * on its way tells the offset, so that jitter of the network doesn't get into the capture time. What every picture is delayed
 * by, in camera, encoder and radio, no stream tells: that is the latency, which is taken off. The least delayed picture is kept in
 * mind for good: a link that holds pictures up, or lets them come ever later, would move what is seen with the vehicle.
 */
export class CaptureClock {
  /** From the stream's times to arrivals, by the least delayed picture, ms; and when it was reckoned. */
  #least: { readonly offsetMs: number; readonly arrivalMs: number } | undefined;
  #heldUpSinceMs: number | undefined;
  #isLate = false;
  readonly #delaysMs: number[] = [];
  #latency = { latencyMs: 0, latencySigmaMs: 0 };
  #last: { readonly ptsMs: number; readonly arrivalMs: number } | undefined;
  #moved: { readonly ptsMs: number; readonly arrivalMs: number } | undefined;
  #isStuck = false;
  readonly #heldPictures: number;
  #periodMs = 0;

  /**
   * @param heldPictures how many pictures later one arrives here than it came: whether it is whole shows only when the next one
   * begins
   */
  constructor({ heldPictures = 0 }: { readonly heldPictures?: number } = {}) {
    this.#heldPictures = heldPictures;
  }

  setLatency(latency: { readonly latencyMs: number; readonly latencySigmaMs: number }): void {
    this.#latency = latency;
  }

  /** The stream's times stand still while pictures come: they have to be begun anew. */
  get isStuck(): boolean {
    return this.#isStuck;
  }

  /** For some time now every picture comes late: who can should connect anew. */
  get isLate(): boolean {
    return this.#isLate;
  }

  note(ptsMs: number, arrivalMs: number): void {
    const last = this.#last;
    if (last && (ptsMs - last.ptsMs < -JUMP_MS || this.#delayOf(ptsMs, arrivalMs) < -JUMP_MS)) this.restart();
    const stepMs = last ? ptsMs - last.ptsMs : 0;
    // The same picture may be noted twice, decoded and as it came.
    if (stepMs > 0.5 && stepMs < LONGEST_PERIOD_MS)
      this.#periodMs += (stepMs - this.#periodMs) / (this.#periodMs === 0 ? 1 : 8);
    this.#last = { ptsMs, arrivalMs };
    this.#watchProgress(ptsMs, arrivalMs);
    const offsetMs = Math.min(arrivalMs - ptsMs, this.#offsetAt(arrivalMs));
    this.#least = { offsetMs, arrivalMs };
    const isHeldUp = this.#delayOf(ptsMs, arrivalMs) > HELD_UP_MS;
    this.#heldUpSinceMs = isHeldUp ? (this.#heldUpSinceMs ?? arrivalMs) : undefined;
    this.#isLate = this.#heldUpSinceMs !== undefined && arrivalMs - this.#heldUpSinceMs > LATE_MS;
  }

  /** @param arrivalMs what is given where the stream's time tells nothing */
  captureOf(ptsMs: number, arrivalMs: number): CaptureTime {
    const { latencyMs, latencySigmaMs } = this.#latency;
    const delayMs = this.#least === undefined ? 0 : Math.max(0, this.#delayOf(ptsMs, arrivalMs));
    const heldMs = this.#heldPictures * this.#periodMs;
    const captureMs = arrivalMs - delayMs - heldMs - latencyMs;
    // It may as well have been taken when it should have come, or just now after a pause.
    if (delayMs > HELD_UP_MS) return { captureMs, sigmaMs: Math.hypot(latencySigmaMs, delayMs) };
    this.#delaysMs.push(delayMs);
    if (this.#delaysMs.length > JITTER_PICTURES) this.#delaysMs.shift();
    return { captureMs, sigmaMs: Math.hypot(latencySigmaMs, this.#jitterMs()) };
  }

  /** For what has no times of its own. */
  arrived(arrivalMs: number): CaptureTime {
    const { latencyMs, latencySigmaMs } = this.#latency;
    return { captureMs: arrivalMs - latencyMs, sigmaMs: latencySigmaMs };
  }

  /** What came before tells nothing any more. */
  restart(): void {
    this.#least = undefined;
    this.#heldUpSinceMs = undefined;
    this.#isLate = false;
    this.#delaysMs.length = 0;
    this.#moved = undefined;
  }

  #offsetAt(arrivalMs: number): number {
    if (this.#least === undefined) return Number.POSITIVE_INFINITY;
    return this.#least.offsetMs + (DRIFT_MS_PER_S * Math.max(0, arrivalMs - this.#least.arrivalMs)) / 1000;
  }

  /** How much later than the least delayed one a picture comes. */
  #delayOf(ptsMs: number, arrivalMs: number): number {
    return arrivalMs - ptsMs - this.#offsetAt(arrivalMs);
  }

  /** How much the delays vary, root mean square about their mean. */
  #jitterMs(): number {
    const count = this.#delaysMs.length;
    const mean = this.#delaysMs.reduce((sum, delay) => sum + delay, 0) / count;
    return Math.sqrt(this.#delaysMs.reduce((sum, delay) => sum + (delay - mean) ** 2, 0) / count);
  }

  #watchProgress(ptsMs: number, arrivalMs: number): void {
    this.#moved ??= { ptsMs, arrivalMs };
    const elapsedMs = arrivalMs - this.#moved.arrivalMs;
    if (elapsedMs < STUCK_MS) return;
    this.#isStuck = Math.abs(ptsMs - this.#moved.ptsMs) < STUCK_PART * elapsedMs;
    this.#moved = { ptsMs, arrivalMs };
  }
}
