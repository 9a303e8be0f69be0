const FROZEN_MS = 2000;
/**
 * Pixels that are compared: one of so many. A prime that divides no usual width, so that they lie scattered and not in columns.
 */
const SAMPLE_STEP = 7;
/**
 * Mean difference from picture to picture, grey levels. One picture that is coded again and again differs by up to 0.04 at 300
 * to 2,000 kbit/s, as its key pictures are coded anew; a still scene with a sensor's noise of one or two levels by 0.1 at 300
 * kbit/s and by 0.3 to 1.2 above (x264, 480x384, 8 and 30 pictures a second).
 */
const SAME_LEVELS = 0.06;

interface Step {
  /** From when to when, monotonic, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly levels: number;
}

/**
 * Whether the camera hangs and sends one picture over and over. A sensor that works has noise, and an encoder passes some of it
 * on; but an encoder also changes what stands still, so that "the same" is not to the last bit.
 */
export class Stillness {
  #samples: Float64Array | undefined;
  #lastMs = 0;
  /** Of the last two seconds, and the step into them. */
  #steps: Step[] = [];

  /** @param values grey levels, or counts of a sensor, of which no picture is like the one before */
  note(values: Uint8Array | Uint16Array, nowMs: number): void {
    const before = this.#samples;
    const count = Math.ceil(values.length / SAMPLE_STEP);
    const samples = before?.length === count ? before : new Float64Array(count);
    let sum = 0;
    for (let i = 0, at = 0; i < count; i++, at += SAMPLE_STEP) {
      const value = values[at] ?? 0;
      sum += Math.abs(value - (samples[i] ?? 0));
      samples[i] = value;
    }
    this.#samples = samples;
    if (samples === before) this.#add({ fromMs: this.#lastMs, toMs: nowMs, levels: sum / count });
    else this.#steps = [];
    this.#lastMs = nowMs;
  }

  /** Of the same picture twice in a stream of one a second nothing follows yet: it has to stay for over two seconds. */
  get isFrozen(): boolean {
    const [first] = this.#steps;
    if (first === undefined || this.#lastMs - first.fromMs <= FROZEN_MS) return false;
    return this.#steps.reduce((sum, { levels }) => sum + levels, 0) / this.#steps.length < SAME_LEVELS;
  }

  restart(): void {
    this.#samples = undefined;
    this.#steps = [];
  }

  #add(step: Step): void {
    this.#steps.push(step);
    while (step.toMs - (this.#steps[1]?.fromMs ?? step.toMs) > FROZEN_MS) this.#steps.shift();
  }
}
