/** Cells across and down. */
const ACROSS = 80;
const DOWN = 64;
const SLOT_MS = 500;
/**
 * Of a picture's width: 0.15 px of 640. What coding pretends is below 0.02 px from 500 kbit/s on and reached 0.13 px where 200
 * kbit/s had to do for a key picture every 0.6 s; a drone that holds its place wanders by more within seconds.
 */
const LEAST_OF_WIDTH = 0.15 / 640;
/** Mean square of the gradients, (grey steps a pixel)²: of flatter scenes nothing follows. */
const FLATTEST = 0.001;
/** Cells whose gradient's square is beyond so many times the middle one count less and less. */
const STEEP = 4;

/**
 * Whether the scene as a whole moved or turned, by parts of a pixel: means of coarse cells over half a second against those
 * of a half second before, by least squares along their gradients (Lucas and Kanade 1981). Coding errs in all directions, which
 * averages out over thousands of cells. Steep cells count little: letters that are drawn over the scene are steep and stay.
 */
export class PictureDrift {
  readonly columns: number;
  readonly rows: number;
  /** Whoever looks at a picture's points adds them here, as many to each cell. */
  readonly sums: Float64Array;
  readonly #cellPx: { readonly x: number; readonly y: number };
  readonly #leastPx: number;
  readonly #points: number;
  #pictures = 0;
  #slotMs: number | undefined;
  #reference: Float64Array | undefined;

  /** @param points in each cell at most */
  constructor(widthPx: number, heightPx: number, points: number) {
    this.#points = points;
    this.columns = Math.min(ACROSS, widthPx);
    this.rows = Math.min(DOWN, heightPx);
    this.sums = new Float64Array(this.columns * this.rows);
    this.#cellPx = { x: widthPx / this.columns, y: heightPx / this.rows };
    this.#leastPx = LEAST_OF_WIDTH * widthPx;
  }

  /** After each picture. @returns at the end of a half second in which the scene was elsewhere: its middle */
  close(nowMs: number): number | undefined {
    this.#pictures++;
    this.#slotMs ??= nowMs;
    const startMs = this.#slotMs;
    if (nowMs - startMs < SLOT_MS) return undefined;
    const cells = this.sums.map((sum) => sum / (this.#pictures * this.#points));
    this.sums.fill(0);
    this.#pictures = 0;
    this.#slotMs = undefined;
    if (this.#reference && this.#movedPx(this.#reference, cells) < this.#leastPx) return undefined;
    this.#reference = cells;
    return (startMs + nowMs) / 2;
  }

  /** How far the middle went, and what turning about it moves a quarter of the width away, px. */
  #movedPx(from: Float64Array, to: Float64Array): number {
    const [columns, rows, { x: cellX, y: cellY }] = [this.columns, this.rows, this.#cellPx];
    const reachPx = (columns * cellX) / 4;
    const gradients: { gx: number; gy: number; turn: number; change: number }[] = [];
    for (let row = 1; row + 1 < rows; row++) {
      for (let column = 1; column + 1 < columns; column++) {
        const at = row * columns + column;
        const gx = ((from[at + 1] as number) - (from[at - 1] as number)) / (2 * cellX);
        const gy = ((from[at + columns] as number) - (from[at - columns] as number)) / (2 * cellY);
        const eastPx = (column - columns / 2) * cellX;
        const southPx = (row - rows / 2) * cellY;
        const turn = (gy * eastPx - gx * southPx) / reachPx;
        gradients.push({ gx, gy, turn, change: (from[at] as number) - (to[at] as number) });
      }
    }
    const steep = STEEP * middle(gradients.map(({ gx, gy }) => gx * gx + gy * gy));
    let [n, xx, xy, xt, yy, yt, tt, xc, yc, tc] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (const { gx, gy, turn, change } of gradients) {
      const weight = 1 / (1 + (gx * gx + gy * gy) / (steep + FLATTEST));
      n += weight;
      xx += weight * gx * gx;
      xy += weight * gx * gy;
      xt += weight * gx * turn;
      yy += weight * gy * gy;
      yt += weight * gy * turn;
      tt += weight * turn * turn;
      xc += weight * gx * change;
      yc += weight * gy * change;
      tc += weight * turn * change;
    }
    const ridge = FLATTEST * n;
    const [x, y, t] = solved([xx + ridge, xy, xt, yy + ridge, yt, tt + ridge], [xc, yc, tc]);
    return Math.hypot(x, y) + Math.abs(t);
  }
}

const middle = (values: readonly number[]): number => Float64Array.from(values).sort()[values.length >> 1] ?? 0;

type Three = readonly [number, number, number];

/** A symmetric system of three by Cramer's rule. */
const solved = (
  [a, b, c, d, e, f]: readonly [number, number, number, number, number, number],
  [u, v, w]: Three,
): Three => {
  const [A, B, C] = [d * f - e * e, c * e - b * f, b * e - c * d];
  const [D, E, F] = [a * f - c * c, b * c - a * e, a * d - b * b];
  const determinant = a * A + b * B + c * C;
  const over = (sum: number) => sum / determinant;
  return [over(A * u + B * v + C * w), over(B * u + D * v + E * w), over(C * u + E * v + F * w)];
};
