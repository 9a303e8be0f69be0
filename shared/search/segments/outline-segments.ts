import { firstCrossing, type PlanePoint, type PlaneRing } from "../../geo/polygon.ts";
import { simplifyLine } from "../../geo/simplify-line.ts";
import { type LabelRaster, outside } from "./label-raster.ts";

/** Borders follow the cells' edges to within so many cells: just enough to make a slanting flight of steps straight. */
const tolerance = 1.05;

/**
 * The rings of all labels, counter-clockwise, as [label, ring]; a label with holes has several. Borders between two segments
 * are simplified once for both, so that the segments still lie side by side without gap or overlap.
 */
export const outlineSegments = (raster: LabelRaster): readonly (readonly [number, PlaneRing])[] => {
  const tracing = new BorderTracing(raster);
  const loops = tracing.loops();
  const rough = new Set<string>();
  const arcs = new Map<string, readonly PlanePoint[]>();
  const arcOf = (corners: readonly number[]): readonly PlanePoint[] => {
    const [first, last] = [corners[0] ?? 0, corners.at(-1) ?? 0];
    const second = corners[1] ?? 0;
    const isBack = first > last || (first === last && second > (corners.at(-2) ?? 0));
    const forth = isBack ? corners.toReversed() : corners;
    const key = `${forth[0]} ${forth[1]}`;
    const known = arcs.get(key);
    const line = known ?? (rough.has(key) ? tracing.points(forth) : tracing.simplified(forth));
    arcs.set(key, line);
    return isBack ? line.toReversed() : line;
  };
  const keyOf = (corners: readonly number[]): string => {
    const isBack =
      (corners[0] ?? 0) > (corners.at(-1) ?? 0) ||
      (corners[0] === corners.at(-1) && (corners[1] ?? 0) > (corners.at(-2) ?? 0));
    const forth = isBack ? corners.toReversed() : corners;
    return `${forth[0]} ${forth[1]}`;
  };
  const ringOf = (loop: Loop): PlaneRing => loop.arcs.flatMap((corners) => arcOf(corners).slice(0, -1));
  // Where simple borders would cross, in necks one cell wide, they stay as the cells have them.
  for (const loop of loops) {
    const ring = ringOf(loop);
    if (ring.length > 2 && !firstCrossing([ring])) continue;
    for (const corners of loop.arcs) {
      rough.add(keyOf(corners));
      arcs.delete(keyOf(corners));
    }
  }
  return loops.map((loop) => [loop.label, ringOf(loop)] as const);
};

/** Labels that lie all around something else, and where the middle of that is, in cells. */
export const holesOf = (
  raster: LabelRaster,
): ReadonlyMap<number, { readonly row: number; readonly column: number }> => {
  const tracing = new BorderTracing(raster);
  const holes = new Map<number, { readonly row: number; readonly column: number }>();
  for (const { label, arcs } of tracing.loops()) {
    const corners = arcs.flatMap((arc) => arc.slice(0, -1));
    const middle = tracing.middleOfHole(corners);
    if (middle) holes.set(label, middle);
  }
  return holes;
};

interface Loop {
  readonly label: number;
  /** Corners of the raster from one meeting of borders to the next; together they are the ring. */
  readonly arcs: readonly (readonly number[])[];
}

/** Directions along cells' edges: east, north, west, south. */
const directions = [0, 1, 2, 3] as const;

class BorderTracing {
  readonly #raster: LabelRaster;
  readonly #columns: number;
  /** Of the raster's corners in a row. */
  readonly #corners: number;

  constructor(raster: LabelRaster) {
    this.#raster = raster;
    this.#columns = raster.grid.columns;
    this.#corners = raster.grid.columns + 1;
  }

  /** Each border of each label, once, with the label on its left. */
  loops(): readonly Loop[] {
    const { labels, grid } = this.#raster;
    const loops: Loop[] = [];
    // The border's edges to the east, each below its own cell: every loop has some.
    const seen = new Uint8Array(labels.length);
    for (let cell = this.#columns; cell < labels.length; cell += 1) {
      const label = labels[cell] ?? outside;
      if (label === outside || labels[cell - this.#columns] === label || seen[cell] === 1) continue;
      const row = Math.floor(cell / grid.columns);
      loops.push(this.#loopFrom(row * this.#corners + (cell % grid.columns), label, seen));
    }
    return loops;
  }

  /** The middle of what corners go around clockwise, in cells; undefined where they go counter-clockwise. */
  middleOfHole(corners: readonly number[]): { readonly row: number; readonly column: number } | undefined {
    let [twice, rows, columns] = [0, 0, 0];
    let before = corners.at(-1) ?? 0;
    for (const corner of corners) {
      const [row, column] = [Math.floor(corner / this.#corners), corner % this.#corners];
      twice += (before % this.#corners) * row - column * Math.floor(before / this.#corners);
      rows += row / corners.length;
      columns += column / corners.length;
      before = corner;
    }
    return twice < 0 ? { row: rows - 0.5, column: columns - 0.5 } : undefined;
  }

  points(corners: readonly number[]): readonly PlanePoint[] {
    const { grid } = this.#raster;
    return corners.map((corner) => ({
      northM: (Math.floor(corner / this.#corners) - grid.rows / 2) * grid.cellM,
      eastM: ((corner % this.#corners) - grid.columns / 2) * grid.cellM,
    }));
  }

  simplified(corners: readonly number[]): readonly PlanePoint[] {
    const toleranceM = tolerance * this.#raster.grid.cellM;
    const points = this.points(corners);
    const isClosed = corners[0] === corners.at(-1);
    if (!isClosed) return simplifyLine(points, toleranceM);
    // A closed border has no ends to keep: two places far from each other do.
    const half = Math.floor(points.length / 2);
    return [
      ...simplifyLine(points.slice(0, half + 1), toleranceM).slice(0, -1),
      ...simplifyLine(points.slice(half), toleranceM),
    ];
  }

  #loopFrom(start: number, label: number, seen: Uint8Array): Loop {
    const corners = [start];
    let [at, direction] = [start, 0];
    do {
      if (direction === 0) seen[this.#cellLeftOf(at, 0)] = 1;
      at += this.#step(direction);
      corners.push(at);
      direction = this.#turn(at, direction, label);
    } while (at !== start || direction !== 0);
    return { label, arcs: this.#partedAtMeetings(corners) };
  }

  #step(direction: number): number {
    return direction === 0 ? 1 : direction === 1 ? this.#corners : direction === 2 ? -1 : -this.#corners;
  }

  /** The cell to the left of the edge that leaves a corner in a direction. */
  #cellLeftOf(corner: number, direction: number): number {
    const [row, column] = [Math.floor(corner / this.#corners), corner % this.#corners];
    const [r, c] =
      direction === 0
        ? [row, column]
        : direction === 1
          ? [row, column - 1]
          : direction === 2
            ? [row - 1, column - 1]
            : [row - 1, column];
    return r * this.#columns + c;
  }

  #labelLeftOf(corner: number, direction: number): number {
    return this.#raster.labels[this.#cellLeftOf(corner, direction)] ?? outside;
  }

  /** Where a border with `label` on its left goes on: left first, so that parts that only touch at a corner stay apart. */
  #turn(corner: number, direction: number, label: number): number {
    for (const turn of [1, 0, 3]) {
      const next = (direction + turn) % 4;
      if (this.#labelLeftOf(corner, next) === label && this.#labelLeftOf(corner, (next + 3) % 4) !== label) return next;
    }
    throw new Error(`The border of segment ${label} ends at corner ${corner}.`);
  }

  /** Where three borders or more meet. */
  #isMeeting(corner: number): boolean {
    let borders = 0;
    for (const direction of directions) {
      if (this.#labelLeftOf(corner, direction) !== this.#labelLeftOf(corner, (direction + 3) % 4)) borders += 1;
    }
    return borders > 2;
  }

  /** @param corners closed: the first one again at the end */
  #partedAtMeetings(corners: readonly number[]): readonly (readonly number[])[] {
    const open = corners.slice(0, -1);
    const first = open.findIndex((corner) => this.#isMeeting(corner));
    if (first < 0) {
      // An island: begun at its smallest corner, whoever traces it.
      const least = open.indexOf(Math.min(...open));
      return [[...open.slice(least), ...open.slice(0, least), open[least] ?? 0]];
    }
    const turned = [...open.slice(first), ...open.slice(0, first), open[first] ?? 0];
    const arcs: number[][] = [];
    for (const corner of turned) {
      arcs.at(-1)?.push(corner);
      if (this.#isMeeting(corner)) arcs.push([corner]);
    }
    return arcs.filter((arc) => arc.length > 1);
  }
}
