import type { PlaneRing } from "../../geo/polygon.ts";
import { cellsIn, spansIn } from "../grid/cell-spans.ts";
import { cellCount, columnEastM, rowNorthM, type SearchGrid } from "../grid/search-grid.ts";
import type { LayerPlace, PriorFactor, PriorLayer } from "./layers.ts";

/**
 * A drawn region: anywhere in it alike.
 * @param source who drew it
 * @returns all of it outside where no cell lies in the region
 */
export const regionLayer = (grid: SearchGrid, rings: readonly PlaneRing[], source: string): PriorLayer => {
  const mass = new Float32Array(cellCount(grid));
  const cells = cellsIn(grid, rings);
  for (const cell of cells) mass[cell] = 1 / cells.length;
  const about = { kind: "region", formula: "p(A) = A / ΣA", source, assumptions: [] } as const;
  return { about, mass, outside: cells.length === 0 ? 1 : 0 };
};

/**
 * Ground where the person can hardly be: what is drawn keeps only so much of its mass.
 * @param share 0: not at all. An assumption of who drew it.
 */
export const barrierFactor = (
  grid: SearchGrid,
  areas: readonly (readonly PlaneRing[])[],
  share: number,
  source: string,
): PriorFactor => {
  const factor = new Float32Array(cellCount(grid)).fill(1);
  for (const rings of areas) spansIn(grid, rings, (from, to) => factor.fill(share, from, to));
  const assumptions = [{ code: "barrier-share", value: share, unit: "share" }] as const;
  return { about: { kind: "barrier", formula: "p′ ∝ p · s", source, assumptions }, factor };
};

/** A clue or sighting: normally distributed around a place, with one standard deviation in each direction. */
export const sightingLayer = ({ grid, northM, eastM }: LayerPlace, sigmaM: number, source: string): PriorLayer => {
  const mass = new Float32Array(cellCount(grid));
  // Within a cell the density hardly changes where sigma is a cell or more: less than that is nobody's knowledge.
  const spreadM = Math.max(sigmaM, grid.cellM);
  const perCell = (grid.cellM * grid.cellM) / (2 * Math.PI * spreadM * spreadM);
  const reachM = 6 * spreadM;
  let inside = 0;
  for (let row = 0; row < grid.rows; row += 1) {
    const north = rowNorthM(grid, row) - northM;
    if (Math.abs(north) > reachM) continue;
    for (let column = 0; column < grid.columns; column += 1) {
      const east = columnEastM(grid, column) - eastM;
      if (Math.abs(east) > reachM) continue;
      const value = perCell * Math.exp(-(north * north + east * east) / (2 * spreadM * spreadM));
      mass[row * grid.columns + column] = value;
      inside += value;
    }
  }
  const about = { kind: "sighting", formula: "p(A) = A e^(−d²/2σ²) / 2πσ²", source, assumptions: [] } as const;
  return { about, mass, outside: Math.max(0, 1 - inside) };
};
