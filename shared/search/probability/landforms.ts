import type { SearchGrid } from "../grid/search-grid.ts";

export type Landform = "low-point" | "high-point" | "ridge" | "drainage";

export interface LandformOptions {
  readonly grid: SearchGrid;
  /** Of `cellGround`, m MSL; NaN where unknown. */
  readonly groundMslM: Float32Array;
  /** How far around a place its surroundings reach, m. An assumption. */
  readonly radiusM: number;
}

/** Less than this over or under the surroundings is no landform, m: fields and the noise of height models. */
const leastM = 2;

/**
 * Landforms by how far a cell lies over the mean height of the square around it (topographic position): a ridge lies more
 * than one standard deviation of that over it, a drainage as much below; the highest and the lowest place around are its high
 * and low point.
 */
export const landformCells = (options: LandformOptions): Readonly<Record<Landform, Int32Array>> => {
  const { grid, groundMslM } = options;
  const reach = Math.max(1, Math.round(options.radiusM / grid.cellM));
  const over = overSurroundings(grid, groundMslM, reach);
  const limitM = Math.max(leastM, deviationOf(over));
  const highest = farthestAround(grid, groundMslM, reach, 1);
  const lowest = farthestAround(grid, groundMslM, reach, -1);
  const where = (isIt: (cell: number) => boolean): Int32Array => {
    const cells: number[] = [];
    for (let cell = 0; cell < over.length; cell += 1) if (isIt(cell)) cells.push(cell);
    return Int32Array.from(cells);
  };
  return {
    ridge: where((cell) => (over[cell] ?? 0) > limitM),
    drainage: where((cell) => (over[cell] ?? 0) < -limitM),
    "high-point": where((cell) => (over[cell] ?? 0) > limitM && groundMslM[cell] === highest[cell]),
    "low-point": where((cell) => (over[cell] ?? 0) < -limitM && groundMslM[cell] === lowest[cell]),
  };
};

/** Height over the mean of the square around, by sums over rectangles from the corner; NaN where unknown. */
const overSurroundings = ({ rows, columns }: SearchGrid, heights: Float32Array, reach: number): Float32Array => {
  const wide = columns + 1;
  const sums = new Float64Array((rows + 1) * wide);
  const counts = new Int32Array((rows + 1) * wide);
  for (let row = 0; row < rows; row += 1) {
    let [sum, count] = [0, 0];
    for (let column = 0; column < columns; column += 1) {
      const height = heights[row * columns + column] ?? Number.NaN;
      if (!Number.isNaN(height)) {
        sum += height;
        count += 1;
      }
      const at = (row + 1) * wide + column + 1;
      sums[at] = (sums[at - wide] ?? 0) + sum;
      counts[at] = (counts[at - wide] ?? 0) + count;
    }
  }
  const over = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const south = Math.max(0, row - reach) * wide;
    const north = Math.min(rows, row + reach + 1) * wide;
    for (let column = 0; column < columns; column += 1) {
      const west = Math.max(0, column - reach);
      const east = Math.min(columns, column + reach + 1);
      const within = (of: Float64Array | Int32Array) =>
        (of[north + east] ?? 0) - (of[south + east] ?? 0) - (of[north + west] ?? 0) + (of[south + west] ?? 0);
      over[row * columns + column] = (heights[row * columns + column] ?? Number.NaN) - within(sums) / within(counts);
    }
  }
  return over;
};

const deviationOf = (values: Float32Array): number => {
  let [count, sum, squares] = [0, 0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count += 1;
    sum += value;
    squares += value * value;
  }
  return count === 0 ? 0 : Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
};

/** The highest (`sign` 1) or lowest (-1) of the square around each cell: along rows, then along columns. */
const farthestAround = ({ rows, columns }: SearchGrid, heights: Float32Array, reach: number, sign: 1 | -1) => {
  const inRows = new Float32Array(heights.length);
  const inBoth = new Float32Array(heights.length);
  for (let row = 0; row < rows; row += 1) slide(heights, inRows, row * columns, 1, columns, reach, sign);
  for (let column = 0; column < columns; column += 1) slide(inRows, inBoth, column, columns, rows, reach, sign);
  return inBoth;
};

/** The farthest of a sliding window along one line of cells, by a queue of those that may still be it. */
const slide = (
  from: Float32Array,
  into: Float32Array,
  first: number,
  step: number,
  count: number,
  reach: number,
  sign: 1 | -1,
): void => {
  const queue = new Int32Array(count);
  let [head, tail] = [0, 0];
  const value = (i: number) => sign * (from[first + i * step] ?? Number.NaN);
  for (let i = 0; i < count + reach; i += 1) {
    if (i < count && !Number.isNaN(value(i))) {
      while (tail > head && value(queue[tail - 1] ?? 0) <= value(i)) tail -= 1;
      queue[tail] = i;
      tail += 1;
    }
    const middle = i - reach;
    if (middle < 0) continue;
    while (head < tail && (queue[head] ?? 0) < middle - reach) head += 1;
    into[first + middle * step] = head < tail ? (from[first + (queue[head] ?? 0) * step] ?? 0) : Number.NaN;
  }
};
