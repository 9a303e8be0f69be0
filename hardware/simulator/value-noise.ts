const lattice = (seed: number, x: number, y: number): number => {
  let h = Math.imul(seed ^ Math.imul(x, 0x27d4eb2d), 0x85ebca6b) ^ Math.imul(y, 0x165667b1);
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f);
  return ((h ^ (h >>> 16)) >>> 0) / 2147483648 - 1;
};

const smooth = (t: number): number => t * t * t * (t * (t * 6 - 15) + 10);

/** Smooth noise in [-1, 1] with features about one unit wide; the same for the same seed and place. */
export const valueNoise = (seed: number, x: number, y: number): number => {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const tx = smooth(x - x0);
  const ty = smooth(y - y0);
  const south = lattice(seed, x0, y0) * (1 - tx) + lattice(seed, x0 + 1, y0) * tx;
  const north = lattice(seed, x0, y0 + 1) * (1 - tx) + lattice(seed, x0 + 1, y0 + 1) * tx;
  return south * (1 - ty) + north * ty;
};

/** `octaves` layers of noise, each twice as fine and half as strong; in [-1, 1]. */
export const fractalNoise = (seed: number, x: number, y: number, octaves: number): number => {
  let sum = 0;
  let weight = 0;
  let amplitude = 1;
  let frequency = 1;
  for (let i = 0; i < octaves; i++) {
    sum += amplitude * valueNoise(seed + i * 1013, x * frequency, y * frequency);
    weight += amplitude;
    amplitude *= 0.5;
    frequency *= 2;
  }
  return sum / weight;
};
