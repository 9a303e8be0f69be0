import type { PlanePoint } from "../../geo/polygon.ts";
import { columnEastM, rowNorthM } from "../grid/search-grid.ts";
import type { ProbabilityMap } from "../probability/probability-map.ts";

/** Effective sweep width W of a team on foot, by whether the person answers, m. */
export interface TeamSweepWidth {
  readonly unresponsiveM: number;
  readonly responsiveM: number;
}

export interface TrackFix extends PlanePoint {
  readonly utcMs: number;
  /** One standard deviation of the place, m; absent: not told. */
  readonly sigmaM?: number;
}

export interface LegRules {
  /** Fixes further apart in time aren't joined: nobody knows which way was taken. An assumption, 5 min where absent. */
  readonly maxGapMs?: number;
  /** A fix nearer than this to the last that counted is a position's error, not a way; 5 m where absent. */
  readonly minStepM?: number;
}

/** A piece of a way on foot. */
export interface TrackLeg {
  readonly from: PlanePoint;
  readonly to: PlanePoint;
}

/**
 * Makes legs of fixes as they come in, one team each: those that don't move on, that come after a gap or out of their order
 * make none.
 */
export class TrackLegs {
  readonly #maxGapMs: number;
  readonly #minStepM: number;
  #last: TrackFix | undefined;
  /** When it was last heard of, moving or not. */
  #heardMs = Number.NEGATIVE_INFINITY;

  constructor({ maxGapMs = 5 * 60_000, minStepM = 5 }: LegRules = {}) {
    this.#maxGapMs = maxGapMs;
    this.#minStepM = minStepM;
  }

  /** @returns the leg that ends at this fix, if there is one */
  add(fix: TrackFix): TrackLeg | undefined {
    if (!Number.isFinite(fix.northM + fix.eastM) || fix.utcMs <= this.#heardMs) return undefined;
    const last = this.#last;
    const isGap = fix.utcMs - this.#heardMs > this.#maxGapMs;
    this.#heardMs = fix.utcMs;
    if (last === undefined || isGap) {
      this.#last = fix;
      return undefined;
    }
    // Within two sigmas of both places nobody can tell a way from a team that rests under trees while its position wanders.
    const errorM = 2 * Math.hypot(fix.sigmaM ?? 0, last.sigmaM ?? 0);
    if (Math.hypot(fix.northM - last.northM, fix.eastM - last.eastM) < Math.max(this.#minStepM, errorM))
      return undefined;
    this.#last = fix;
    return { from: last, to: fix };
  }
}

/**
 * Takes a leg of a walking team into the map. Each metre walked spreads W m² of effort evenly over the disc of W/2 around
 * it, so that a leg of length L brings the effort Z = W L, however it is cut into pieces, more of it in the middle of
 * the strip than at its sides; each cell's POD is that of a random search, 1 - e^-C.
 * @returns how many cells were looked at
 */
export const trackLook = (map: ProbabilityMap, { from, to }: TrackLeg, widths: TeamSweepWidth): number => {
  const { grid } = map;
  const reachM = Math.max(radiusOf(widths.unresponsiveM, grid.cellM), radiusOf(widths.responsiveM, grid.cellM));
  const rowOf = (northM: number) => Math.floor(northM / grid.cellM + grid.rows / 2);
  const columnOf = (eastM: number) => Math.floor(eastM / grid.cellM + grid.columns / 2);
  const lastRow = Math.min(grid.rows - 1, rowOf(Math.max(from.northM, to.northM) + reachM));
  const firstColumn = Math.max(0, columnOf(Math.min(from.eastM, to.eastM) - reachM));
  const lastColumn = Math.min(grid.columns - 1, columnOf(Math.max(from.eastM, to.eastM) + reachM));
  let count = 0;
  for (let row = Math.max(0, rowOf(Math.min(from.northM, to.northM) - reachM)); row <= lastRow; row += 1) {
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      const middle = { northM: rowNorthM(grid, row), eastM: columnEastM(grid, column) };
      const c = coverageAt(middle, from, to, widths.unresponsiveM, grid.cellM);
      const responsive = coverageAt(middle, from, to, widths.responsiveM, grid.cellM);
      if (c === 0 && responsive === 0) continue;
      map.miss(row * grid.columns + column, Math.exp(-c), Math.exp(-responsive));
      count += 1;
    }
  }
  return count;
};

/**
 * Effort is spread over no less than one and a quarter cells: a width below that would fall between the cells' middles. So
 * what is laid is within an eighth of W L wherever the way runs among the cells, and right on average.
 */
const radiusOf = (widthM: number, cellM: number): number => (widthM > 0 ? Math.max(widthM / 2, 1.25 * cellM) : 0);

/** Effort per area at a place: W times the way within the disc around it, over the disc's area. */
const coverageAt = (at: PlanePoint, from: PlanePoint, to: PlanePoint, widthM: number, cellM: number): number => {
  const radiusM = radiusOf(widthM, cellM);
  if (radiusM === 0) return 0;
  return (widthM * chordM(at, from, to, radiusM)) / (Math.PI * radiusM * radiusM);
};

/** How much of the way from `from` to `to` lies within a disc, m. */
const chordM = (middle: PlanePoint, from: PlanePoint, to: PlanePoint, radiusM: number): number => {
  const north = to.northM - from.northM;
  const east = to.eastM - from.eastM;
  const lengthM = Math.sqrt(north * north + east * east);
  if (lengthM === 0) return 0;
  const toNorth = middle.northM - from.northM;
  const toEast = middle.eastM - from.eastM;
  const alongM = (toNorth * north + toEast * east) / lengthM;
  const asideM = (toEast * north - toNorth * east) / lengthM;
  const half2 = radiusM * radiusM - asideM * asideM;
  if (half2 <= 0) return 0;
  const halfM = Math.sqrt(half2);
  return Math.max(0, Math.min(lengthM, alongM + halfM) - Math.max(0, alongM - halfM));
};
