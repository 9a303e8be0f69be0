import type { PlanePoint, PlaneRing } from "../../geo/polygon.ts";
import type { SearchGrid } from "../grid/search-grid.ts";
import { cellCount } from "../grid/search-grid.ts";
import { walkCells } from "./cell-walk.ts";

/** The shores: every side of every water polygon, found by the cells it passes. Tells exactly whether a step crosses a shore. */
export class WaterSides {
  readonly #grid: SearchGrid;
  /** North and east of both ends, four numbers a side, m. */
  readonly #sides: Float64Array;
  readonly #byCell = new Map<number, number[]>();
  /** 1 where any shore passes. */
  readonly touched: Uint8Array;

  constructor(grid: SearchGrid, rings: readonly PlaneRing[]) {
    this.#grid = grid;
    this.touched = new Uint8Array(cellCount(grid));
    const sides: number[] = [];
    for (const { from, to } of shoresOf(rings)) this.#add(sides, from, to);
    this.#sides = Float64Array.from(sides);
  }

  #add(sides: number[], from: PlanePoint, to: PlanePoint): void {
    const side = sides.length / 4;
    sides.push(from.northM, from.eastM, to.northM, to.eastM);
    walkCells(this.#grid, from, to, (cell) => {
      this.touched[cell] = 1;
      const listed = this.#byCell.get(cell);
      if (listed) listed.push(side);
      else this.#byCell.set(cell, [side]);
    });
  }

  /** How many shores one crosses on the straight line from `a` to `b`. */
  crossings(a: PlanePoint, b: PlanePoint): number {
    let met: number[] | undefined;
    walkCells(this.#grid, a, b, (cell) => {
      if (this.touched[cell] === 0) return;
      for (const side of this.#byCell.get(cell) ?? []) {
        if (this.#crosses(side, a, b) && !met?.includes(side)) {
          met ??= [];
          met.push(side);
        }
      }
    });
    return met?.length ?? 0;
  }

  #crosses(side: number, a: PlanePoint, b: PlanePoint): boolean {
    const at = side * 4;
    const [cN = 0, cE = 0, dN = 0, dE = 0] = this.#sides.subarray(at, at + 4);
    const turn = (n1: number, e1: number, n2: number, e2: number, n3: number, e3: number) =>
      (e2 - e1) * (n3 - n1) - (n2 - n1) * (e3 - e1);
    // Half open, so that a step through a shore's corner meets one of its two sides.
    const cLeft = turn(a.northM, a.eastM, b.northM, b.eastM, cN, cE) > 0;
    const dLeft = turn(a.northM, a.eastM, b.northM, b.eastM, dN, dE) > 0;
    if (cLeft === dLeft) return false;
    return turn(cN, cE, dN, dE, a.northM, a.eastM) > 0 !== turn(cN, cE, dN, dE, b.northM, b.eastM) > 0;
  }
}

/** A side that two waters share, as where a river is drawn in parts, is no shore. */
const shoresOf = (rings: readonly PlaneRing[]) => {
  const shores = new Map<string, { readonly from: PlanePoint; readonly to: PlanePoint }>();
  for (const ring of rings) {
    let from = ring.at(-1);
    for (const to of ring) {
      if (from) {
        const ends = [`${from.northM} ${from.eastM}`, `${to.northM} ${to.eastM}`].sort().join(" ");
        if (!shores.delete(ends)) shores.set(ends, { from, to });
      }
      from = to;
    }
  }
  return shores.values();
};
