/**
 * Boxes (or points: boxes without a size) of numbered things in a grid of cells, in typed arrays; made once, asked often. What
 * coordinates mean is the caller's; on the map they are parts of the spherical Mercator square.
 */
export class BoxIndex {
  /** West, north, east, south of each in turn. */
  readonly boxes: Float64Array;
  readonly count: number;
  readonly #minX: number;
  readonly #minY: number;
  readonly #cell: number;
  readonly #columns: number;
  readonly #rows: number;
  /** Where each cell's things begin in `#things`. */
  readonly #starts: Uint32Array;
  readonly #things: Uint32Array;
  /** In which search a thing was met last, so that one in many cells is told once. */
  readonly #met: Uint32Array;
  #searchN = 0;

  /** @param boxes west, north, east, south of each in turn; kept, not copied */
  constructor(boxes: Float64Array) {
    this.boxes = boxes;
    const count = boxes.length / 4;
    this.count = count;
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < boxes.length; i += 4) {
      minX = Math.min(minX, boxes[i] ?? 0);
      minY = Math.min(minY, boxes[i + 1] ?? 0);
      maxX = Math.max(maxX, boxes[i + 2] ?? 0);
      maxY = Math.max(maxY, boxes[i + 3] ?? 0);
    }
    this.#minX = count === 0 ? 0 : minX;
    this.#minY = count === 0 ? 0 : minY;
    const [width, height] = count === 0 ? [1, 1] : [maxX - minX, maxY - minY];
    // A few things to a cell; one far away must not make the cells too many.
    this.#cell = Math.max(width, height) / Math.max(1, Math.min(512, Math.ceil(Math.sqrt(count / 2)))) || 1;
    this.#columns = Math.floor(width / this.#cell) + 1;
    this.#rows = Math.floor(height / this.#cell) + 1;
    this.#met = new Uint32Array(count);
    this.#starts = new Uint32Array(this.#columns * this.#rows + 1);
    for (let i = 0; i < count; i++) this.#eachCell(i, (cell) => this.#add(cell + 1));
    for (let cell = 1; cell < this.#starts.length; cell++) this.#add(cell, this.#starts[cell - 1] ?? 0);
    this.#things = new Uint32Array(this.#starts.at(-1) ?? 0);
    const next = this.#starts.slice();
    for (let i = 0; i < count; i++) {
      this.#eachCell(i, (cell) => {
        const at = next[cell] ?? 0;
        this.#things[at] = i;
        next[cell] = at + 1;
      });
    }
  }

  /** Tells each thing whose box meets this one, once, in no order. */
  within(west: number, north: number, east: number, south: number, tell: (i: number) => void): void {
    if (this.count === 0) return;
    this.#searchN += 1;
    const { boxes } = this;
    const [left, right] = [this.#columnOf(west), this.#columnOf(east)];
    const [top, bottom] = [this.#rowOf(north), this.#rowOf(south)];
    for (let row = top; row <= bottom; row++) {
      for (let cell = row * this.#columns + left; cell <= row * this.#columns + right; cell++) {
        const end = this.#starts[cell + 1] ?? 0;
        for (let at = this.#starts[cell] ?? 0; at < end; at++) {
          const i = this.#things[at] ?? 0;
          if (this.#met[i] === this.#searchN) continue;
          this.#met[i] = this.#searchN;
          const b = i * 4;
          if ((boxes[b] ?? 0) > east || (boxes[b + 2] ?? 0) < west) continue;
          if ((boxes[b + 1] ?? 0) > south || (boxes[b + 3] ?? 0) < north) continue;
          tell(i);
        }
      }
    }
  }

  /** Moves a point. @returns false where it left its cell: it stays, and the index must be made anew */
  movePoint(i: number, x: number, y: number): boolean {
    const { boxes } = this;
    const b = i * 4;
    if (this.#columnOf(x) !== this.#columnOf(boxes[b] ?? 0) || this.#rowOf(y) !== this.#rowOf(boxes[b + 1] ?? 0))
      return false;
    boxes[b] = boxes[b + 2] = x;
    boxes[b + 1] = boxes[b + 3] = y;
    return true;
  }

  #add(cell: number, by = 1): void {
    this.#starts[cell] = (this.#starts[cell] ?? 0) + by;
  }

  #eachCell(i: number, tell: (cell: number) => void): void {
    const { boxes } = this;
    const b = i * 4;
    const [left, right] = [this.#columnOf(boxes[b] ?? 0), this.#columnOf(boxes[b + 2] ?? 0)];
    const [top, bottom] = [this.#rowOf(boxes[b + 1] ?? 0), this.#rowOf(boxes[b + 3] ?? 0)];
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++) tell(row * this.#columns + column);
  }

  #columnOf(x: number): number {
    return Math.max(0, Math.min(this.#columns - 1, Math.floor((x - this.#minX) / this.#cell)));
  }

  #rowOf(y: number): number {
    return Math.max(0, Math.min(this.#rows - 1, Math.floor((y - this.#minY) / this.#cell)));
  }
}

/** An index of points. @param xy x and y in turn */
export const pointIndex = (xy: Float64Array): BoxIndex => {
  const boxes = new Float64Array(xy.length * 2);
  for (let i = 0; i < xy.length / 2; i++) {
    boxes[4 * i] = boxes[4 * i + 2] = xy[2 * i] ?? 0;
    boxes[4 * i + 1] = boxes[4 * i + 3] = xy[2 * i + 1] ?? 0;
  }
  return new BoxIndex(boxes);
};
