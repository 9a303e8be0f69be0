import type { BaseMapFeature } from "../../geo/base-map.ts";
import { between, distanceToSideM, type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import { cellCount, columnEastM, gridFrame, rowNorthM, type SearchGrid } from "../grid/search-grid.ts";
import type { LayerAbout } from "./layers.ts";
import type { Prior } from "./prior.ts";

export interface TrackOffsetOptions {
  readonly grid: SearchGrid;
  /** The belief so far; not changed. */
  readonly prior: Prior;
  /** Of the category's behaviour: so many were found within so far of a road or track; ascending. */
  readonly offsets: readonly { readonly share: number; readonly m: number }[];
  readonly source: string;
  /** Roads and tracks of the base map; others say nothing here. */
  readonly features: readonly BaseMapFeature[];
  /** 0: none, 1: as published. The factor to that power. */
  readonly strength?: number;
}

/** Points a side of a cell by which its share within an offset is counted: the offsets are shorter than most cells are wide. */
const finer = 4;
const points = finer * finer;
const everyPoint = 2 ** points - 1;

/**
 * Moves a belief towards roads and tracks, as little as can be (Jeffrey's rule), so that the published shares of it lie within
 * the published offsets, as far as the map of ways reaches. Undefined where the source has no offset for the category, or there
 * is no track: then nothing is said.
 */
export const withTrackOffset = (
  options: TrackOffsetOptions,
): { readonly prior: Prior; readonly about: LayerAbout } | undefined => {
  const { grid, prior, offsets, source, features, strength = 1 } = options;
  const ways = waysOf(features, grid);
  if (ways.length === 0 || offsets.length === 0 || strength === 0) return undefined;
  const within = offsets.map(({ m }) => pointsWithin(grid, ways, m));
  const shareOf = (band: number, cell: number): number =>
    (bitsIn(within[band]?.[cell] ?? everyPoint) - bitsIn(within[band - 1]?.[cell] ?? 0)) / points;
  const mapped = boxOf(grid, ways);
  const bands = [...offsets.map(({ share }) => share), 1].map((share, i) => share - (offsets[i - 1]?.share ?? 0));
  const inBand = new Float64Array(bands.length);
  forCells(grid, mapped, (cell) => {
    const here = prior.mass[cell] ?? 0;
    for (let band = 0; band < bands.length; band += 1) inBand[band] = (inBand[band] ?? 0) + here * shareOf(band, cell);
  });
  if (inBand.some((mass) => !(mass > 0))) return undefined;
  const whole = inBand.reduce((sum, mass) => sum + mass, 0);
  const times = bands.map((share, band) => ((share * whole) / (inBand[band] ?? whole)) ** strength);
  // Weakened or strengthened, the sum is no longer what it was.
  const moved = times.reduce((sum, by, band) => sum + by * (inBand[band] ?? 0), 0);
  const mass = prior.mass.slice();
  forCells(grid, mapped, (cell) => {
    let by = 0;
    for (let band = 0; band < bands.length; band += 1) by += shareOf(band, cell) * (times[band] ?? 1);
    mass[cell] = ((mass[cell] ?? 0) * by * whole) / moved;
  });
  const formula = "p′ = p · Δshare / P(d₁ < d ≤ d₂)";
  return { prior: { mass, row: prior.row }, about: { kind: "track-offset", formula, source, assumptions: [] } };
};

const waysOf = (features: readonly BaseMapFeature[], grid: SearchGrid): readonly (readonly PlanePoint[])[] => {
  const frame = gridFrame(grid);
  return features.flatMap(({ kind, geometry }) =>
    (kind === "road" || kind === "track") && geometry.type === "LineString"
      ? [geometry.coordinates.map(([lonDeg, latDeg]) => frame.toNorthEast({ latDeg, lonDeg }))]
      : [],
  );
};

/** First and last rows and columns. */
interface Box {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

const clampTo = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));

const boxBetween = (grid: SearchGrid, from: PlanePoint, to: PlanePoint): Box => {
  const rowOf = (northM: number) => clampTo(Math.floor(northM / grid.cellM + grid.rows / 2), grid.rows);
  const columnOf = (eastM: number) => clampTo(Math.floor(eastM / grid.cellM + grid.columns / 2), grid.columns);
  return { rows: [rowOf(from.northM), rowOf(to.northM)], columns: [columnOf(from.eastM), columnOf(to.eastM)] };
};

/** As far as ways are mapped. */
const boxOf = (grid: SearchGrid, ways: readonly (readonly PlanePoint[])[]): Box => {
  const least = { northM: Number.POSITIVE_INFINITY, eastM: Number.POSITIVE_INFINITY };
  const most = { northM: Number.NEGATIVE_INFINITY, eastM: Number.NEGATIVE_INFINITY };
  for (const { northM, eastM } of ways.flat()) {
    [least.northM, most.northM] = [Math.min(least.northM, northM), Math.max(most.northM, northM)];
    [least.eastM, most.eastM] = [Math.min(least.eastM, eastM), Math.max(most.eastM, eastM)];
  }
  return boxBetween(grid, least, most);
};

const forCells = ({ columns }: SearchGrid, box: Box, take: (cell: number) => void): void => {
  for (let row = box.rows[0]; row <= box.rows[1]; row += 1)
    for (let column = box.columns[0]; column <= box.columns[1]; column += 1) take(row * columns + column);
};

/** Of each cell, which of its points lie within a distance of a way: a bit for each. */
const pointsWithin = (grid: SearchGrid, ways: readonly (readonly PlanePoint[])[], withinM: number): Uint16Array => {
  const bits = new Uint16Array(cellCount(grid));
  const pieceM = 4 * Math.max(withinM, grid.cellM);
  for (const way of ways) {
    for (let i = 1; i < way.length; i += 1) {
      const [from, to] = [way[i - 1], way[i]];
      if (!from || !to) continue;
      // A long slanting side in pieces: their boxes together are far smaller than its own.
      const pieces = Math.max(1, Math.ceil(planeDistanceM(from, to) / pieceM));
      for (let k = 0; k < pieces; k += 1)
        markPiece(grid, between(from, to, k / pieces), between(from, to, (k + 1) / pieces), withinM, bits);
    }
  }
  return bits;
};

const markPiece = (grid: SearchGrid, a: PlanePoint, b: PlanePoint, withinM: number, bits: Uint16Array): void => {
  const halfM = { northM: (grid.rows / 2) * grid.cellM, eastM: (grid.columns / 2) * grid.cellM };
  const least = { northM: Math.min(a.northM, b.northM) - withinM, eastM: Math.min(a.eastM, b.eastM) - withinM };
  const most = { northM: Math.max(a.northM, b.northM) + withinM, eastM: Math.max(a.eastM, b.eastM) + withinM };
  if (least.northM > halfM.northM || least.eastM > halfM.eastM) return;
  if (most.northM < -halfM.northM || most.eastM < -halfM.eastM) return;
  forCells(grid, boxBetween(grid, least, most), (cell) => {
    const row = Math.floor(cell / grid.columns);
    const northM = rowNorthM(grid, row);
    const eastM = columnEastM(grid, cell - row * grid.columns);
    for (let point = 0; point < points; point += 1) {
      const at = {
        northM: northM + ((Math.floor(point / finer) + 0.5) / finer - 0.5) * grid.cellM,
        eastM: eastM + (((point % finer) + 0.5) / finer - 0.5) * grid.cellM,
      };
      if (distanceToSideM(at, a, b) <= withinM) bits[cell] = (bits[cell] ?? 0) | (1 << point);
    }
  });
};

const bitsIn = (bits: number): number => {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
};
