import { ClockOffset } from "../../../shared/vehicle/clock-offset.ts";

/** Pictures whose own times move on this much otherwise than they arrive: the sender's clock was set, or began anew. */
const JUMP_MS = 1000;
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
 * by, in camera, encoder and radio, no stream tells: that is the latency, which is taken off.
 */
export class CaptureClock {
  #offset = new ClockOffset();
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

  note(ptsMs: number, arrivalMs: number): void {
    const last = this.#last;
    if (last && Math.abs(ptsMs - last.ptsMs - (arrivalMs - last.arrivalMs)) > JUMP_MS) this.#begin();
    const stepMs = last ? ptsMs - last.ptsMs : 0;
    // The same picture may be noted twice, decoded and as it came.
    if (stepMs > 0.5 && stepMs < LONGEST_PERIOD_MS)
      this.#periodMs += (stepMs - this.#periodMs) / (this.#periodMs === 0 ? 1 : 8);
    this.#last = { ptsMs, arrivalMs };
    this.#watchProgress(ptsMs, arrivalMs);
    this.#offset.note(ptsMs, arrivalMs);
  }

  /** @param arrivalMs what is given where the stream's time tells nothing */
  captureOf(ptsMs: number, arrivalMs: number): CaptureTime {
    const { latencyMs, latencySigmaMs } = this.#latency;
    const mappedMs = Math.min(arrivalMs, this.#offset.stationTimeAt(ptsMs) ?? arrivalMs);
    this.#delaysMs.push(arrivalMs - mappedMs);
    if (this.#delaysMs.length > JITTER_PICTURES) this.#delaysMs.shift();
    const heldMs = this.#heldPictures * this.#periodMs;
    return { captureMs: mappedMs - heldMs - latencyMs, sigmaMs: Math.hypot(latencySigmaMs, this.#jitterMs()) };
  }

  /** For what has no times of its own. */
  arrived(arrivalMs: number): CaptureTime {
    const { latencyMs, latencySigmaMs } = this.#latency;
    return { captureMs: arrivalMs - latencyMs, sigmaMs: latencySigmaMs };
  }

  #begin(): void {
    this.#offset = new ClockOffset();
    this.#delaysMs.length = 0;
    this.#moved = undefined;
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
