/** Bins of the densities' histogram: sign, exponent and three bits of the mantissa of a 32-bit float. */
const bins = 1 << 12;

/**
 * What a second of a vehicle's time is worth: the optimal search goes wherever the density is above one limit (Charnes and
 * Cooper 1958; Stone, Theory of Optimal Search), and the effort that there is says how low the limit must be. Sorted by a
 * histogram of about 9 % a bin, so that a million cells cost a millisecond.
 * @param left probability in each cell
 * @param cells how many of them can be searched with the effort at hand
 * @returns the probability in the last cell that is worth it
 */
export const worthwhileMass = (left: Float32Array, cells: number): number => {
  const counts = new Uint32Array(bins);
  const bits = new Uint32Array(left.buffer, left.byteOffset, left.length);
  for (let i = 0; i < bits.length; i += 1) {
    const bin = (bits[i] ?? 0) >>> 20;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const value = new Float32Array(1);
  const valueBits = new Uint32Array(value.buffer);
  let sum = 0;
  // Bins of negative numbers come after those of positive ones and are no probabilities.
  for (let bin = bins / 2 - 1; bin >= 0; bin -= 1) {
    sum += counts[bin] ?? 0;
    if (sum < cells) continue;
    valueBits[0] = bin << 20;
    return value[0] ?? 0;
  }
  return 0;
};
