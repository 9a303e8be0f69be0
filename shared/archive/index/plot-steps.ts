import type { PlotSeries } from "../log-stream.ts";

/** Collects values into equal steps of a stretch of time, and each by itself as long as there are few. */
export class PlotSteps {
  readonly #fromUs: number;
  readonly #stepUs: number;
  readonly #least: Float64Array;
  readonly #greatest: Float64Array;
  /** Until there are more than steps. */
  #single: { readonly positionUs: number; readonly value: number }[] | undefined = [];
  #messages = 0;

  constructor(fromUs: number, toUs: number, steps: number) {
    this.#fromUs = fromUs;
    this.#stepUs = Math.max(1, toUs - fromUs) / steps;
    this.#least = new Float64Array(steps).fill(Number.POSITIVE_INFINITY);
    this.#greatest = new Float64Array(steps).fill(Number.NEGATIVE_INFINITY);
  }

  /** NaN is no value, but a message. */
  add(positionUs: number, value: number): void {
    this.#messages++;
    if (Number.isNaN(value)) return;
    if (this.#single !== undefined) {
      if (this.#single.length < this.#least.length) this.#single.push({ positionUs, value });
      else this.#single = undefined;
    }
    this.#widen(positionUs, value, value);
  }

  /** Of some messages about an instant; where none has a value they are infinite. */
  addExtremes(positionUs: number, least: number, greatest: number, messages: number): void {
    this.#messages += messages;
    this.#single = undefined;
    this.#widen(positionUs, least, greatest);
  }

  #widen(positionUs: number, least: number, greatest: number): void {
    const last = this.#least.length - 1;
    const step = Math.max(0, Math.min(last, Math.floor((positionUs - this.#fromUs) / this.#stepUs)));
    if (least < (this.#least[step] ?? 0)) this.#least[step] = least;
    if (greatest > (this.#greatest[step] ?? 0)) this.#greatest[step] = greatest;
  }

  series(unit: string | undefined): PlotSeries {
    const common = { messages: this.#messages, ...(unit === undefined ? {} : { unit }) };
    if (this.#single !== undefined) {
      const values = this.#single.map(({ value }) => value);
      return {
        positionMs: this.#single.map(({ positionUs }) => positionUs / 1_000),
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
      positionMs.push((this.#fromUs + (step + 0.5) * this.#stepUs) / 1_000);
      least.push(value);
      greatest.push(most);
    });
    return { positionMs, least, greatest, ...common };
  }
}
