import { cellCount, type SearchGrid } from "../grid/search-grid.ts";
import type { Prior } from "./prior.ts";
import type { SegmentCells } from "./segment-cells.ts";

/*
 * Where the person may be, and how well each place was searched. What to find where:
 *   ../grid/                  SearchGrid, gridFor, cellAt, cellMiddle; cellsIn and spansIn (cells inside rings); cellGround (heights
 *                             of cells); carryCells (to another grid); markNearLine
 *   ../lost-person/           shippedLostPersonTable, readLostPersonTable; distancesOf, logNormalOf, dispersionOf, behaviourOf
 *   layers.ts                 PriorLayer (has mass) and PriorFactor (multiplies); each says its formula, source and assumptions
 *   rings.ts log-normal.ts    layers from lost-person distances; region.ts: a drawn region, a sighting, a barrier
 *   direction.ts attraction.ts   factors: direction of travel; ways, water and landforms (Jacobs 2015; landforms.ts)
 *   track-offset.ts           withTrackOffset(prior): so many within so far of a road or track, for categories that have the number
 *   consensus.ts              experts over segments: Mattson, O'Connor, proportional
 *   compose-prior.ts prior.ts    composePrior(layers, factors) -> Prior; checkPrior refuses or normalises, and says so
 *   segment-cells.ts          segmentCells(grid, segments): which cell is whose, overlaps named
 *   segment-sums.ts grade-segments.ts   POA, POD, density, POS of each segment; red, yellow, green
 *   ../detection/             lookAt(map, passes, look): a camera's picture; TrackLegs and trackLook: a team's way; visibleCells:
 *                             what hills hide; podOf, coverage; sweep widths; passAbility, rangedDetection: a camera's P(detect)
 */

/** How much of a segment's mass there was before any search, and how much of it may still be there; not normalised. */
export interface SegmentMasses {
  readonly prior: Float64Array;
  readonly left: Float64Array;
  readonly leftResponsive: Float64Array;
}

const noMasses = (count: number): SegmentMasses => ({
  prior: new Float64Array(count),
  left: new Float64Array(count),
  leftResponsive: new Float64Array(count),
});

/**
 * The probability of a cell after the search so far.
 * @param prior before it
 * @param missed that a person there would have been missed
 * @param isFound the search found something there: looks don't say that nobody is there
 * @param notFound 1 - OPOS, of the whole map
 */
export const posteriorOf = (prior: number, missed: number, isFound: boolean, notFound: number): number =>
  (prior * (isFound ? 1 : missed)) / notFound;

/**
 * Before the search each cell has its probability (the prior); each look lowers the probability that a person there would
 * have been missed by all looks so far. Bayes (sarbc.org/math): p_i' = p_i (1 - POD_i) / (1 - OPOS), the rest of the world
 * (ROW) likewise with POD 0. All sums are kept as looks come in, so that nothing here passes over all cells but `setPrior`,
 * `watchSegments` and `posteriorInto`.
 *
 * Two kinds of person side by side: one who doesn't respond, by whom the map is updated, and one who answers calls.
 */
export class ProbabilityMap {
  readonly grid: SearchGrid;
  /** That a person in a cell who doesn't respond would have been missed by all looks so far, 0 to 1. Written by `miss` alone. */
  readonly missed: Float32Array;
  /** The same of a person who answers. */
  readonly missedResponsive: Float32Array;
  #prior: Prior;
  #segments: SegmentCells | undefined;
  #masses: SegmentMasses = noMasses(0);
  #inside = 0;
  #left = 0;
  #leftResponsive = 0;

  /** @param missed of a search that was kept; not copied. Nothing is searched yet where it is absent. */
  constructor(
    grid: SearchGrid,
    prior: Prior,
    missed: { readonly unresponsive?: Float32Array; readonly responsive?: Float32Array } = {},
  ) {
    const count = cellCount(grid);
    this.grid = grid;
    this.missed = missed.unresponsive ?? new Float32Array(count).fill(1);
    this.missedResponsive = missed.responsive ?? new Float32Array(count).fill(1);
    if (this.missed.length !== count || this.missedResponsive.length !== count)
      throw new Error(`Got ${this.missed.length} and ${this.missedResponsive.length} cells when expected ${count}.`);
    this.#prior = prior;
    this.setPrior(prior);
  }

  /** Mass of each cell before any search; with `rowPrior` it sums to 1. Not to be written. */
  get prior(): Float32Array {
    return this.#prior.mass;
  }

  /** Cells in which the search found something that may be the person, 1. Not to be written. */
  get found(): Uint8Array | undefined {
    return this.#prior.found;
  }

  /** Of the rest of the world before any search. */
  get rowPrior(): number {
    return this.#prior.row;
  }

  /** Probability of success so far (OPOS): that the search would have found who doesn't respond. */
  get successSoFar(): number {
    return Math.max(0, this.#inside - this.#left);
  }

  get successSoFarResponsive(): number {
    return Math.max(0, this.#inside - this.#leftResponsive);
  }

  /** 1 - OPOS: what prior times missed is divided by; never 0, though a search may leave nothing. */
  get notFound(): number {
    return Math.max(Number.MIN_VALUE, this.#left + this.#prior.row);
  }

  /** That the person is outside the grid, after the search so far. */
  get row(): number {
    return this.#prior.row / this.notFound;
  }

  get segments(): SegmentCells | undefined {
    return this.#segments;
  }

  /** Of the segments watched, by their index; kept up to date. Not to be written. */
  get segmentMasses(): SegmentMasses {
    return this.#masses;
  }

  /** The probability that the person is in a cell, after the search so far. */
  posteriorAt(cell: number): number {
    const { mass, found } = this.#prior;
    return posteriorOf(mass[cell] ?? 0, this.missed[cell] ?? 1, found?.[cell] === 1, this.notFound);
  }

  /** The probability of every cell, after the search so far. */
  posteriorInto(out: Float32Array): Float32Array {
    for (let cell = 0; cell < out.length; cell += 1) out[cell] = this.posteriorAt(cell);
    return out;
  }

  /** Another belief over the same search: a moved planning point, a clue, a vote. What was searched stays searched. */
  setPrior(prior: Prior): void {
    if (prior.mass.length !== this.missed.length)
      throw new Error(`Got a prior of ${prior.mass.length} cells for ${this.missed.length}.`);
    this.#prior = prior;
    this.#recount();
  }

  /** Keeps the sums of these segments from now on. */
  watchSegments(segments: SegmentCells | undefined): void {
    if (segments && segments.owner.length !== this.missed.length)
      throw new Error(`Got segments over ${segments.owner.length} cells for ${this.missed.length}.`);
    this.#segments = segments;
    this.#recount();
  }

  /**
   * One more look at a cell: multiplies what would have been missed.
   * @param factor 1 - POD of this look for who doesn't respond, 0 to 1
   * @param factorResponsive the same for who answers
   */
  miss(cell: number, factor: number, factorResponsive: number): void {
    const before = this.missed[cell] ?? 1;
    const beforeResponsive = this.missedResponsive[cell] ?? 1;
    this.missed[cell] = before * factor;
    this.missedResponsive[cell] = beforeResponsive * factorResponsive;
    if (this.#prior.found?.[cell] === 1) return;
    const mass = this.#prior.mass[cell] ?? 0;
    // From what was stored, which is rounded: so sums and cells never drift apart.
    const less = mass * (before - (this.missed[cell] ?? 0));
    const lessResponsive = mass * (beforeResponsive - (this.missedResponsive[cell] ?? 0));
    this.#left -= less;
    this.#leftResponsive -= lessResponsive;
    const segment = this.#segments?.owner[cell] ?? -1;
    if (segment < 0) return;
    this.#masses.left[segment] = (this.#masses.left[segment] ?? 0) - less;
    this.#masses.leftResponsive[segment] = (this.#masses.leftResponsive[segment] ?? 0) - lessResponsive;
  }

  /** All sums from the cells: the one pass over all of them. */
  #recount(): void {
    const { mass, found } = this.#prior;
    const masses = noMasses(this.#segments?.ids.length ?? 0);
    let [inside, left, leftResponsive] = [0, 0, 0];
    for (let cell = 0; cell < mass.length; cell += 1) {
      const prior = mass[cell] ?? 0;
      const isFound = found?.[cell] === 1;
      const still = isFound ? prior : prior * (this.missed[cell] ?? 1);
      const stillResponsive = isFound ? prior : prior * (this.missedResponsive[cell] ?? 1);
      inside += prior;
      left += still;
      leftResponsive += stillResponsive;
      const segment = this.#segments?.owner[cell] ?? -1;
      if (segment < 0) continue;
      masses.prior[segment] = (masses.prior[segment] ?? 0) + prior;
      masses.left[segment] = (masses.left[segment] ?? 0) + still;
      masses.leftResponsive[segment] = (masses.leftResponsive[segment] ?? 0) + stillResponsive;
    }
    this.#inside = inside;
    this.#left = left;
    this.#leftResponsive = leftResponsive;
    this.#masses = masses;
  }
}
