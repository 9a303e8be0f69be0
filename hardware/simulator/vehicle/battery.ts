/** A pack that drains with power; its voltage falls with charge and load. */
export class Battery {
  readonly #capacityWh: number;
  readonly #cells: number;
  #usedWh: number;
  #powerW = 0;

  constructor(options: { readonly capacityWh: number; readonly fraction: number; readonly cells: number }) {
    this.#capacityWh = options.capacityWh;
    this.#cells = options.cells;
    this.#usedWh = options.capacityWh * (1 - options.fraction);
  }

  step(dtS: number, powerW: number): void {
    this.#powerW = powerW;
    this.#usedWh = Math.min(this.#capacityWh, this.#usedWh + (powerW * dtS) / 3600);
  }

  swap(): void {
    this.#usedWh = 0;
  }

  /** 0 to 1. */
  get fraction(): number {
    return 1 - this.#usedWh / this.#capacityWh;
  }

  get voltageV(): number {
    const sagV = this.currentA * 0.0035 * this.#cells;
    return this.#cells * (3.35 + 0.8 * this.fraction - 0.12 * Math.exp(-this.fraction * 14)) - sagV;
  }

  get currentA(): number {
    return this.#powerW / (this.#cells * 3.75);
  }

  get usedMah(): number {
    return (this.#usedWh / (this.#cells * 3.75)) * 1000;
  }

  get usedWh(): number {
    return this.#usedWh;
  }
}
