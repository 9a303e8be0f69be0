/**
 * The error function within 1.2e-7 everywhere: Numerical Recipes, 2nd edition, 6.2 (a Chebyshev fit to erfc).
 */
export const erf = (x: number): number => {
  const t = 1 / (1 + Math.abs(x) / 2);
  const fit = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ];
  const exponent = -x * x + fit.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  const beyond = t * Math.exp(exponent);
  return x >= 0 ? 1 - beyond : beyond - 1;
};

/** Probability that a standard normal value is below `z`. */
export const normalBelow = (z: number): number => (1 + erf(z / Math.SQRT2)) / 2;

/** The standard normal value below which a share lies, by bisection: 1e-9. @param share within (0, 1) */
export const normalQuantile = (share: number): number => {
  if (!(share > 0 && share < 1)) throw new Error(`No normal value has ${share} below it.`);
  let [low, high] = [-10, 10];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
