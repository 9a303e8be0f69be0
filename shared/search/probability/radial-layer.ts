import { cellCount, columnEastM, rowNorthM, type SearchGrid } from "../grid/search-grid.ts";
import type { LayerAbout, LayerPlace, PriorLayer } from "./layers.ts";

/** What lies between two distances from the planning point, m. */
export interface Annulus {
  readonly fromM: number;
  readonly toM: number;
  /** Probability that the person is in it. */
  readonly mass: number;
}

/** Points a side of a cell that a border runs through. */
const finer = 4;

const areaM2 = ({ fromM, toM }: Annulus): number => Math.PI * (toM * toM - fromM * fromM);

/**
 * Masses of annuli spread evenly over each: mass / area. An annulus that lies in the grid as a whole has its mass to the
 * last digit; of one that reaches out of it, what lies outside counts as the rest of the world.
 * @param annuli ascending, without gaps
 */
export const radialLayer = (place: LayerPlace, annuli: readonly Annulus[], about: LayerAbout): PriorLayer => {
  const { grid } = place;
  const mass = new Float32Array(cellCount(grid));
  /** How much of each annulus lies in the grid, in cells. */
  const cells = new Float64Array(annuli.length);
  forShares(place, annuli, (_cell, annulus, share) => {
    cells[annulus] = (cells[annulus] ?? 0) + share;
  });
  const wholeM = reachM(place);
  /** Of annuli so thin that no point of a cell lies in them: the next one takes theirs. */
  let carried = 0;
  const density = annuli.map((annulus, i) => {
    const inGridM2 = (cells[i] ?? 0) * grid.cellM * grid.cellM;
    const isWhole = wholeM >= annulus.toM;
    const spreadM2 = isWhole ? inGridM2 : Math.max(inGridM2, areaM2(annulus));
    const inAnnulus = annulus.mass + carried;
    carried = isWhole && inGridM2 === 0 ? inAnnulus : 0;
    return spreadM2 > 0 ? (inAnnulus * grid.cellM * grid.cellM) / spreadM2 : 0;
  });
  forShares(place, annuli, (cell, annulus, share) => {
    mass[cell] = (mass[cell] ?? 0) + share * (density[annulus] ?? 0);
  });
  const inside = density.reduce((sum, perCell, i) => sum + perCell * (cells[i] ?? 0), 0);
  return { about, mass, outside: Math.max(0, 1 - inside) };
};

/** How far one may go from the planning point in any direction and still be in the grid, m. */
const reachM = ({ grid, northM, eastM }: LayerPlace): number =>
  Math.min((grid.rows / 2) * grid.cellM - Math.abs(northM), (grid.columns / 2) * grid.cellM - Math.abs(eastM));

type TakeShare = (cell: number, annulus: number, share: number) => void;

/** Which share of each cell lies in which annulus. */
const forShares = (place: LayerPlace, annuli: readonly Annulus[], take: TakeShare): void => {
  const { grid } = place;
  const limits = annuli.map(({ toM }) => toM);
  const halfDiagonalM = grid.cellM * Math.SQRT1_2;
  const last = limits.at(-1) ?? 0;
  for (let row = 0; row < grid.rows; row += 1) {
    const northM = rowNorthM(grid, row) - place.northM;
    if (Math.abs(northM) > last + halfDiagonalM) continue;
    for (let column = 0; column < grid.columns; column += 1) {
      const eastM = columnEastM(grid, column) - place.eastM;
      const distanceM = Math.sqrt(northM * northM + eastM * eastM);
      if (distanceM > last + halfDiagonalM) continue;
      const cell = row * grid.columns + column;
      const inner = annulusAt(limits, Math.max(0, distanceM - halfDiagonalM));
      const outer = annulusAt(limits, distanceM + halfDiagonalM);
      if (inner === outer) {
        if (inner < limits.length) take(cell, inner, 1);
      } else forFinerShares(grid, limits, cell, northM, eastM, take);
    }
  }
};

const forFinerShares = (
  { cellM }: SearchGrid,
  limits: readonly number[],
  cell: number,
  northM: number,
  eastM: number,
  take: TakeShare,
): void => {
  for (let i = 0; i < finer * finer; i += 1) {
    const north = northM + ((Math.floor(i / finer) + 0.5) / finer - 0.5) * cellM;
    const east = eastM + (((i % finer) + 0.5) / finer - 0.5) * cellM;
    const annulus = annulusAt(limits, Math.sqrt(north * north + east * east));
    if (annulus < limits.length) take(cell, annulus, 1 / (finer * finer));
  }
};

/** The first annulus that ends beyond a distance; their number past the last. */
const annulusAt = (limits: readonly number[], distanceM: number): number => {
  let [low, high] = [0, limits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (distanceM >= (limits[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
};
