const SLOT_MS = 500;
/** Cells across and down; no more than points are looked at. */
const CELLS_ACROSS = 80;
const CELLS_DOWN = 64;
/**
 * Of a picture's width: 0.15 px of 640. What coding pretends is below 0.01 px at 500 kbit/s and reached 0.13 px where 200
 * kbit/s had to do for a key picture every 0.6 s; a drone that holds its place wanders by more within seconds.
 */
const LEAST_OF_WIDTH = 0.15 / 640;
/** Of the gradients' squares, grey steps a pixel: flatter scenes tell nothing. */
const FLATTEST = 0.003;

/**
 * Whether the scene as a whole moved or turned, by parts of a pixel: means of coarse cells over half a second against those
 * of a half second before, by least squares along their gradients (Lucas and Kanade 1981). Coding errs in all directions and
 * averages out over thousands of cells. Steep cells count little: letters that are drawn over the scene are steep and stay.
 */
export class PictureDrift {
  columns = 0;
  rows = 0;
  /** Whoever looks at a picture's points adds them here. */
  sums = new Float64Array(0);
  #counts: Float64Array = new Float64Array(0);
  #pictures = 0;
  #slotMs: number | undefined;
  #reference: Float64Array | undefined;
  #widthPx = 0;
  #heightPx = 0;

  layOut(widthPx: number, heightPx: number): { readonly columns: number } {
    this.columns = Math.min(CELLS_ACROSS, widthPx);
    this.rows = Math.min(CELLS_DOWN, heightPx);
    this.sums = new Float64Array(this.columns * this.rows);
    [this.#widthPx, this.#heightPx, this.#pictures] = [widthPx, heightPx, 0];
    this.#slotMs = undefined;
    this.#reference = undefined;
    return this;
  }

  /** After each picture. @returns when the scene was seen to have moved, at the end of a slot */
  closeSlot(nowMs: number): { readonly atMs: number } | undefined {
    this.#pictures++;
    this.#slotMs ??= nowMs;
    if (nowMs - this.#slotMs < SLOT_MS) return undefined;
    const startMs = this.#slotMs;
    const cells = this.sums.map((sum) => sum / this.#pictures);
    this.sums.fill(0);
    this.#pictures = 0;
    this.#slotMs = undefined;
    const moved = this.#reference === undefined || this.#movedPx(this.#reference, cells) > this.#leastPx;
    if (!moved) return undefined;
    this.#reference = cells;
    return { atMs: (startMs + nowMs) / 2 };
  }
}
