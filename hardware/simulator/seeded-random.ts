/** Mixes integers into one well-spread unsigned 32-bit number (murmur3's finaliser): the seed of a stream or of one frame. */
export const hash32 = (...values: readonly number[]): number => {
  let h = 0x9e3779b9;
  for (const value of values) {
    h = Math.imul(h ^ (value | 0), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
};

/** A number for a name, so that each purpose has a stream of its own and adding one does not shift the others. */
const hashText = (text: string): number => {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
};

/** A small seeded generator (mulberry32): the same seed gives the same numbers on every machine. */
export class SeededRandom {
  #state: number;
  #spareGaussian: number | undefined;

  constructor(seed: number, purpose = "") {
    this.#state = hash32(seed, hashText(purpose));
  }

  /** @returns uniform in [0, 1) */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  range(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** @returns normal with mean 0 and standard deviation 1 (Box-Muller) */
  gaussian(): number {
    const spare = this.#spareGaussian;
    if (spare !== undefined) {
      this.#spareGaussian = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    const angle = 2 * Math.PI * this.next();
    this.#spareGaussian = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

/** Errors of estimators are smooth: they follow their wandering cause with this share of its memory. */
const smoothingShare = 1 / 12;

/**
 * A wandering error: stays around 0 with standard deviation `sigma`, forgets itself over `tauS` (Ornstein-Uhlenbeck), and
 * changes smoothly (a first-order lag behind it, scaled so that `sigma` stays).
 */
export class WanderingError {
  readonly #random: SeededRandom;
  readonly #sigma: number;
  readonly #tauS: number;
  #cause: number;
  value: number;

  constructor(random: SeededRandom, options: { readonly sigma: number; readonly tauS: number }) {
    this.#random = random;
    this.#sigma = options.sigma * Math.sqrt(1 + smoothingShare);
    this.#tauS = options.tauS;
    this.value = options.sigma * random.gaussian();
    this.#cause = this.value;
  }

  step(dtS: number): void {
    const keep = Math.exp(-dtS / this.#tauS);
    this.#cause = keep * this.#cause + this.#sigma * Math.sqrt(1 - keep * keep) * this.#random.gaussian();
    this.value += (this.#cause - this.value) * (1 - Math.exp(-dtS / (this.#tauS * smoothingShare)));
  }
}
