import type { PlotSeries } from "../log-stream.ts";

/** Collects values into equal steps of a stretch of time, and each by itself as long as there are few. */
export class PlotSteps {
  readonly #fromMs: number;
  readonly #stepMs: number;
  readonly #least: Float64Array;
  readonly #greatest: Float64Array;
  /** Until there are more than steps. */
  #single: { readonly positionMs: number; readonly value: number }[] | undefined = [];
  #messages = 0;

  constructor(fromMs: number, toMs: number, steps: number) {
    this.#fromMs = fromMs;
    this.#stepMs = Math.max(1e-3, toMs - fromMs) / steps;
    this.#least = new Float64Array(steps).fill(Number.POSITIVE_INFINITY);
    this.#greatest = new Float64Array(steps).fill(Number.NEGATIVE_INFINITY);
  }

  /** NaN is no value, but a message. */
  add(positionMs: number, value: number): void {
    this.#messages++;
    if (Number.isNaN(value)) return;
    if (this.#single !== undefined) {
      if (this.#single.length < this.#least.length) this.#single.push({ positionMs, value });
      else this.#single = undefined;
    }
    this.#widen(positionMs, value, value);
  }

  /** Of some messages about an instant; where none has a value they are infinite. */
  addExtremes(positionMs: number, least: number, greatest: number, messages: number): void {
    this.#messages += messages;
    this.#single = undefined;
    this.#widen(positionMs, least, greatest);
  }

  #widen(positionMs: number, least: number, greatest: number): void {
    const last = this.#least.length - 1;
    const step = Math.max(0, Math.min(last, Math.floor((positionMs - this.#fromMs) / this.#stepMs)));
    if (least < (this.#least[step] ?? 0)) this.#least[step] = least;
    if (greatest > (this.#greatest[step] ?? 0)) this.#greatest[step] = greatest;
  }

  series(unit: string | undefined): PlotSeries {
    const common = { messages: this.#messages, ...(unit === undefined ? {} : { unit }) };
    if (this.#single !== undefined) {
      const values = this.#single.map(({ value }) => value);
      return {
        positionMs: this.#single.map(({ positionMs }) => positionMs),
        least: values,
        greatest: values,
        ...common,
      };
    }
    const positionMs: number[] = [];
    const least: number[] = [];
    const greatest: number[] = [];
    this.#least.forEach((value, step) => {
      const most = this.#greatest[step] ?? 0;
      if (value > most) return;
      positionMs.push(this.#fromMs + (step + 0.5) * this.#stepMs);
      least.push(value);
      greatest.push(most);
    });
    return { positionMs, least, greatest, ...common };
  }
}
