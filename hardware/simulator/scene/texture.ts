import { SeededRandom } from "../seeded-random.ts";
import { fractalNoise } from "../value-noise.ts";

const sidePx = 512;
const mask = sidePx - 1;

/** A square of smooth noise that repeats without a seam; a look-up costs a few nanoseconds where computing costs a hundred. */
export class Texture {
  readonly values: Float32Array;

  constructor(seed: number) {
    this.values = new Float32Array(sidePx * sidePx);
    const wave = 8;
    for (let y = 0; y < sidePx; y++) {
      for (let x = 0; x < sidePx; x++) {
        // Four copies cross-faded over the whole side make it repeat.
        const [tx, ty] = [x / sidePx, y / sidePx];
        const a = fractalNoise(seed, x / wave, y / wave, 2);
        const b = fractalNoise(seed, (x - sidePx) / wave, y / wave, 2);
        const c = fractalNoise(seed, x / wave, (y - sidePx) / wave, 2);
        const d = fractalNoise(seed, (x - sidePx) / wave, (y - sidePx) / wave, 2);
        const mixed = (a * (1 - tx) + b * tx) * (1 - ty) + (c * (1 - tx) + d * tx) * ty;
        // Mixing independent noises weakens them; this keeps their strength the same everywhere.
        const strength = Math.sqrt(((1 - tx) ** 2 + tx ** 2) * ((1 - ty) ** 2 + ty ** 2));
        this.values[y * sidePx + x] = (mixed * 1.6) / strength;
      }
    }
  }

  /** @returns about -1 to 1; one unit of x or y is an eighth of the noise's wavelength */
  at(x: number, y: number): number {
    return this.values[((Math.floor(y) & mask) << 9) | (Math.floor(x) & mask)] ?? 0;
  }
}

const noiseCount = 1 << 20;

/** Gaussian numbers drawn once; a frame takes a run of them from a place its own seed chooses. */
export const noiseTable = (seed: number): Float32Array => {
  const random = new SeededRandom(seed, "netd");
  return Float32Array.from({ length: noiseCount }, () => random.gaussian());
};
/** An index into `noiseTable` anded with this never leaves it. */
export const noiseMask = noiseCount - 1;
