import type { PlotSeries } from "../../../../shared/archive/log-stream.ts";

/** The series of a field between two positions, in about `steps` equal steps; NaN counts as no value. */
export class PlotColumn {
  readonly #fromMs: number;
  readonly #stepMs: number;
  readonly #lastBin: number;
  readonly #isExact: boolean;
  readonly #positions: number[] = [];
  readonly #least: number[] = [];
  readonly #greatest: number[] = [];
  #bin = -1;
  #messages = 0;

  /** @param messages how many lie between: where these are few, each is a point of its own */
  constructor(range: { readonly fromMs: number; readonly toMs: number; readonly steps: number }, messages: number) {
    const steps = Math.max(1, Math.floor(range.steps));
    this.#fromMs = range.fromMs;
    this.#stepMs = Math.max(1e-6, (range.toMs - range.fromMs) / steps);
    this.#lastBin = steps - 1;
    this.#isExact = messages <= steps;
  }

  /** In order of their positions. */
  add(positionMs: number, value: number): void {
    this.#messages++;
    if (!Number.isFinite(value)) return;
    const bin = Math.min(this.#lastBin, Math.floor((positionMs - this.#fromMs) / this.#stepMs));
    const last = this.#least.length - 1;
    if (this.#isExact || bin !== this.#bin) {
      this.#bin = bin;
      this.#positions.push(this.#isExact ? positionMs : this.#fromMs + (bin + 0.5) * this.#stepMs);
      this.#least.push(value);
      this.#greatest.push(value);
      return;
    }
    if (value < (this.#least[last] ?? value)) this.#least[last] = value;
    if (value > (this.#greatest[last] ?? value)) this.#greatest[last] = value;
  }

  series(unit: string | undefined): PlotSeries {
    return {
      positionMs: this.#positions,
      least: this.#least,
      greatest: this.#greatest,
      ...(unit === undefined ? {} : { unit }),
      messages: this.#messages,
    };
  }
}
