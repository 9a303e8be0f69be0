declare const rad: unique symbol;

/** An angle in radians. Branded, because degrees and radians are the numbers most easily confused. */
export type Rad = number & { readonly [rad]: true };

/** Marks a number that is already in radians. */
export const asRad = (valueRad: number): Rad => valueRad as Rad;

/** Degrees to radians; nothing is wrapped. */
export const degToRad = (valueDeg: number): Rad => ((valueDeg * Math.PI) / 180) as Rad;

/** Radians to degrees; nothing is wrapped. */
export const radToDeg = (valueRad: number): number => (valueRad * 180) / Math.PI;

/** Wraps to (-pi, pi]. */
export const wrapPi = (valueRad: number): Rad => {
  const turn = 2 * Math.PI;
  const wrapped = valueRad - turn * Math.ceil((valueRad - Math.PI) / turn);
  return wrapped as Rad;
};

/** Wraps to [0, 2 pi): a heading or an azimuth. */
export const wrapTurn = (valueRad: number): Rad => {
  const turn = 2 * Math.PI;
  const wrapped = valueRad - turn * Math.floor(valueRad / turn);
  // Rounding may take a hair below 0 to either end.
  return (wrapped === turn || wrapped < 0 ? 0 : wrapped) as Rad;
};
