/** Heights of values in a plot. */
export interface ValueScale {
  readonly least: number;
  readonly greatest: number;
}

/** Room above and below a line, of its range. */
const margin = 0.08;

/** From the least to the greatest value that is there, with some room; undefined without a finite one. */
export const scaleOf = (least: readonly number[], greatest: readonly number[]): ValueScale | undefined => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of least) if (value < low && Number.isFinite(value)) low = value;
  for (const value of greatest) if (value > high && Number.isFinite(value)) high = value;
  if (low > high) return undefined;
  // A value that never changed lies in the middle.
  const room = high > low ? (high - low) * margin : Math.max(1e-6, Math.abs(high) * margin, 0.5);
  return { least: low - room, greatest: high + room };
};

/** @returns px from the top */
export const yOf = ({ least, greatest }: ValueScale, heightPx: number, value: number): number =>
  heightPx - ((value - least) / (greatest - least)) * heightPx;

/** Some round values between the ends: 1, 2 or 5 times a power of ten apart. */
export const valueTicks = ({ least, greatest }: ValueScale, most: number): readonly number[] => {
  const wanted = (greatest - least) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= wanted) ?? wanted;
  const first = Math.ceil(least / step);
  const count = Math.max(0, Math.floor(greatest / step) - first + 1);
  return Array.from({ length: count }, (_, i) => (first + i) * step);
};

/** As many digits as tell its neighbours apart. */
export const valueText = (value: number, step: number): string => {
  if (!Number.isFinite(value)) return String(value);
  if (value !== 0 && (Math.abs(value) >= 1e7 || Math.abs(value) < 1e-4)) return value.toExponential(3);
  const digits = Math.max(0, Math.min(7, Math.ceil(-Math.log10(Math.max(1e-9, step)))));
  return value.toFixed(digits);
};

/** Which step holds an instant: the last that begins at or before it; -1 before the first. */
export const indexAt = (positionMs: readonly number[], atMs: number): number => {
  let [low, high] = [0, positionMs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((positionMs[middle] ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};
