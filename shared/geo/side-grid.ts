import { cornerOf, distanceToSideM, type PlanePoint, type PlaneRing } from "./polygon.ts";

/** One side of a ring: from corner `index` of ring `ring` to the next. */
export interface Side {
  readonly a: PlanePoint;
  readonly b: PlanePoint;
  readonly ring: number;
  readonly index: number;
}

interface Kept {
  readonly side: Side;
  /** The last question it was looked at for. */
  seen: number;
}

/** By ring. */
export type Windings = ReadonlyMap<number, number>;

const nowhere: Windings = new Map();
/** Where in a cell one begins to count: on no line on which corners usually lie. */
const referenceShare = 0.4142135;

/** Whether something at `at` is passed on the way between two places: 1, -1 on the way back, 0 not at all. */
const passed = (at: number, from: number, to: number): number => Number(at <= to) - Number(at <= from);

const addTo = (windings: Map<number, number>, ring: number, more: number): void => {
  if (more === 0) return;
  const sum = (windings.get(ring) ?? 0) + more;
  if (sum === 0) windings.delete(ring);
  else windings.set(ring, sum);
};

/** The sides of rings, those of ring 0 first. */
export const sidesOfRings = (rings: readonly PlaneRing[]): readonly Side[] =>
  rings.flatMap((corners, ring) => corners.map((a, index) => ({ a, b: cornerOf(corners, index + 1), ring, index })));

/** Sides in square cells, so that asking what is near looks at few of them. */
export class SideGrid {
  readonly #cells: Kept[][] = [];
  readonly #rows: Side[][] = [];
  readonly #southM: number;
  readonly #westM: number;
  readonly #cellM: number;
  readonly #columns: number;
  /** Row by row once it is asked for: how often each ring goes around a place in each cell; none is no entry. */
  readonly #references: (readonly Windings[] | undefined)[] = [];
  #question = 0;

  constructor(sides: readonly Side[]) {
    let [southM, westM] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    let [northM, eastM] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { a, b } of sides) {
      southM = Math.min(southM, a.northM, b.northM);
      northM = Math.max(northM, a.northM, b.northM);
      westM = Math.min(westM, a.eastM, b.eastM);
      eastM = Math.max(eastM, a.eastM, b.eastM);
    }
    const across = Math.min(128, Math.max(4, Math.ceil(Math.sqrt(sides.length))));
    const [heightM, widthM] = sides.length === 0 ? [0, 0] : [northM - southM, eastM - westM];
    this.#southM = southM;
    this.#westM = westM;
    this.#cellM = Math.max(heightM, widthM, 1) / across;
    this.#columns = Math.floor(widthM / this.#cellM) + 1;
    const rows = Math.floor(heightM / this.#cellM) + 1;
    for (let i = 0; i < rows; i += 1) this.#rows.push([]);
    for (let i = 0; i < rows * this.#columns; i += 1) this.#cells.push([]);
    for (const side of sides) this.#add(side);
  }

  /**
   * How often each ring goes around a place, counter-clockwise counted up; those that don't are left out. From a place in the
   * same cell of which that is known, so that long sides side by side cost nothing: on the very edge it may be either.
   */
  windingsAt({ northM, eastM }: PlanePoint): Windings {
    const row = Math.floor((northM - this.#southM) / this.#cellM);
    const column = Math.floor((eastM - this.#westM) / this.#cellM);
    const reference = this.#referencesOf(row)[column];
    if (reference === undefined || column < 0) return nowhere;
    const [fromNorthM, fromEastM] = [this.#referenceNorthM(row), this.#referenceEastM(column)];
    const windings = new Map(reference);
    for (const { side } of this.#cells[row * this.#columns + column] ?? []) {
      const { a, b, ring } = side;
      // Up along the reference's meridian, then along the place's parallel.
      if (a.eastM > fromEastM !== b.eastM > fromEastM) {
        const atM = a.northM + ((fromEastM - a.eastM) / (b.eastM - a.eastM)) * (b.northM - a.northM);
        addTo(windings, ring, (b.eastM > fromEastM ? 1 : -1) * passed(atM, fromNorthM, northM));
      }
      if (a.northM > northM !== b.northM > northM) {
        const atM = a.eastM + ((northM - a.northM) / (b.northM - a.northM)) * (b.eastM - a.eastM);
        addTo(windings, ring, (b.northM > northM ? -1 : 1) * passed(atM, fromEastM, eastM));
      }
    }
    return windings;
  }

  #referenceNorthM(row: number): number {
    return this.#southM + (row + referenceShare) * this.#cellM;
  }

  #referenceEastM(column: number): number {
    return this.#westM + (column + referenceShare) * this.#cellM;
  }

  /** All of a row at once, from the east: what is crossed on the way goes around what lies west of it. */
  #referencesOf(row: number): readonly Windings[] {
    const known = this.#references[row];
    if (known !== undefined) return known;
    const sides = this.#rows[row];
    if (sides === undefined) return [];
    const northM = this.#referenceNorthM(row);
    const crossings = sides
      .flatMap(({ a, b, ring }) => {
        if (a.northM > northM === b.northM > northM) return [];
        const at = a.eastM + ((northM - a.northM) / (b.northM - a.northM)) * (b.eastM - a.eastM);
        return [{ at, ring, sign: b.northM > northM ? 1 : -1 }];
      })
      .sort((one, other) => other.at - one.at);
    const references: Windings[] = [];
    let windings = new Map<number, number>();
    let next = 0;
    for (let column = this.#columns - 1; column >= 0; column -= 1) {
      const eastM = this.#referenceEastM(column);
      const first = next;
      while ((crossings[next]?.at ?? Number.NEGATIVE_INFINITY) > eastM) next += 1;
      if (next > first) windings = new Map(windings);
      for (const { ring, sign } of crossings.slice(first, next)) addTo(windings, ring, sign);
      references[column] = windings;
    }
    this.#references[row] = references;
    return references;
  }

  /** All sides that the way from `a` to `b` might meet, each once. */
  *along(a: PlanePoint, b: PlanePoint): Generator<Side> {
    this.#question += 1;
    for (const cell of this.#cellsAlong(a, b)) yield* this.#unseen(cell);
  }

  /** Whether any side comes nearer to a point than a limit. */
  isNearer(point: PlanePoint, limitM: number): boolean {
    this.#question += 1;
    const row = (northM: number) => Math.floor((northM - this.#southM) / this.#cellM);
    const column = (eastM: number) => Math.floor((eastM - this.#westM) / this.#cellM);
    const lastRow = Math.min(this.#rows.length - 1, row(point.northM + limitM));
    const lastColumn = Math.min(this.#columns - 1, column(point.eastM + limitM));
    for (let r = Math.max(0, row(point.northM - limitM)); r <= lastRow; r += 1) {
      for (let c = Math.max(0, column(point.eastM - limitM)); c <= lastColumn; c += 1) {
        for (const { a, b } of this.#unseen(this.#cells[r * this.#columns + c] ?? [])) {
          if (distanceToSideM(point, a, b) < limitM) return true;
        }
      }
    }
    return false;
  }

  *#unseen(cell: readonly Kept[]): Generator<Side> {
    for (const kept of cell) {
      if (kept.seen === this.#question) continue;
      kept.seen = this.#question;
      yield kept.side;
    }
  }

  #add(side: Side): void {
    const { a, b } = side;
    const from = Math.floor((Math.min(a.northM, b.northM) - this.#southM) / this.#cellM);
    const to = Math.floor((Math.max(a.northM, b.northM) - this.#southM) / this.#cellM);
    for (let row = from; row <= to; row += 1) this.#rows[row]?.push(side);
    const kept: Kept = { side, seen: 0 };
    for (const cell of this.#cellsAlong(a, b)) cell.push(kept);
  }

  /** The cells that the way runs through: row by row, those between where it enters and leaves the row. */
  *#cellsAlong(a: PlanePoint, b: PlanePoint): Generator<Kept[]> {
    const [low, high] = a.northM <= b.northM ? [a, b] : [b, a];
    const slackM = this.#cellM * 1e-6;
    const first = Math.max(0, Math.floor((low.northM - this.#southM - slackM) / this.#cellM));
    const last = Math.min(this.#rows.length - 1, Math.floor((high.northM - this.#southM + slackM) / this.#cellM));
    const isLevel = high.northM === low.northM;
    const perM = isLevel ? 0 : (high.eastM - low.eastM) / (high.northM - low.northM);
    for (let row = first; row <= last; row += 1) {
      const southM = Math.max(low.northM, this.#southM + row * this.#cellM - slackM);
      const northM = Math.min(high.northM, this.#southM + (row + 1) * this.#cellM + slackM);
      const oneM = isLevel ? low.eastM : low.eastM + (southM - low.northM) * perM;
      const otherM = isLevel ? high.eastM : low.eastM + (northM - low.northM) * perM;
      const west = Math.max(0, Math.floor((Math.min(oneM, otherM) - this.#westM - slackM) / this.#cellM));
      const east = Math.floor((Math.max(oneM, otherM) - this.#westM + slackM) / this.#cellM);
      for (let column = west; column <= Math.min(east, this.#columns - 1); column += 1) {
        const cell = this.#cells[row * this.#columns + column];
        if (cell) yield cell;
      }
    }
  }
}
