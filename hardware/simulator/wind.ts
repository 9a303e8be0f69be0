import { SeededRandom, WanderingError } from "./seeded-random.ts";

/** Steady wind and gusts that come and go over seconds; one for each vehicle, as gusts differ from place to place. */
export class Wind {
  readonly #meanEastMps: number;
  readonly #meanNorthMps: number;
  readonly #gustEast: WanderingError;
  readonly #gustNorth: WanderingError;
  readonly fromRad: number;
  readonly meanMps: number;

  constructor(
    options: { readonly fromDeg: number; readonly speedMps: number; readonly gustMps: number },
    seed: number,
  ) {
    this.fromRad = (options.fromDeg * Math.PI) / 180;
    this.meanMps = options.speedMps;
    this.#meanEastMps = -options.speedMps * Math.sin(this.fromRad);
    this.#meanNorthMps = -options.speedMps * Math.cos(this.fromRad);
    const gust = { sigma: options.gustMps / Math.SQRT2, tauS: 2.5 };
    this.#gustEast = new WanderingError(new SeededRandom(seed, "gust east"), gust);
    this.#gustNorth = new WanderingError(new SeededRandom(seed, "gust north"), gust);
  }

  step(dtS: number): void {
    this.#gustEast.step(dtS);
    this.#gustNorth.step(dtS);
  }

  /** Where the air goes, m/s. */
  get eastMps(): number {
    return this.#meanEastMps + this.#gustEast.value;
  }

  get northMps(): number {
    return this.#meanNorthMps + this.#gustNorth.value;
  }

  get gustEastMps(): number {
    return this.#gustEast.value;
  }

  get gustNorthMps(): number {
    return this.#gustNorth.value;
  }
}
