/** What black and white mean, K. */
interface RangeK {
  readonly lowK: number;
  readonly highK: number;
}

/** Closer together the picture would be noise. */
const leastSpanK = 1;
const zeroK = 273.15;
/** As the request takes them, K. */
const limits = { lowK: 1, highK: 2_000 };

/**
 * Moves one end of a locked scale by a degree of the shown unit, to a whole one; the ends keep a degree apart.
 * @param by 1 or -1
 */
export const stepRange = (range: RangeK, end: keyof RangeK, by: 1 | -1, unit: "C" | "F"): RangeK => {
  const perK = unit === "C" ? 1 : 1.8;
  const shown = (range[end] - zeroK) * perK;
  // To the next whole degree, so that 30.4 becomes 31 and not 31.4.
  const whole = by > 0 ? Math.floor(shown + 1e-6) + 1 : Math.ceil(shown - 1e-6) - 1;
  const next = whole / perK + zeroK;
  return end === "lowK"
    ? { lowK: Math.max(limits.lowK, Math.min(next, range.highK - leastSpanK)), highK: range.highK }
    : { lowK: range.lowK, highK: Math.min(limits.highK, Math.max(next, range.lowK + leastSpanK)) };
};
