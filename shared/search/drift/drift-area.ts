import { hullAround } from "../../geo/convex-hull.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import type { LocalFrame } from "../../geo/local-frame.ts";
import type { PlanePoint } from "../../geo/polygon.ts";
import { fillCells } from "../dispatch/cell-walk.ts";
import { cellAt, cellCount, gridFrame, type SearchGrid } from "../grid/search-grid.ts";
import type { Particles } from "./drift.ts";

/** Where particles lie as a layer of a search grid: shares of one. */
export interface DriftDensity {
  readonly poa: Float32Array;
  /** The share outside of the grid: rest of world. */
  readonly restOfWorld: number;
}

/**
 * Spreads the particles over a grid: each counts the same, over the four cells around it by nearness, so that what is known of
 * 10,000 particles isn't mistaken for certainty in single cells.
 * @param frame the drift's
 * @param spreadM one more standard deviation to smooth by, m; 0 unless told
 */
export const driftDensity = (
  particles: Particles,
  frame: LocalFrame,
  grid: SearchGrid,
  { spreadM = 0 }: { readonly spreadM?: number } = {},
): DriftDensity => {
  const { cellM, rows, columns } = grid;
  const poa = new Float32Array(cellCount(grid));
  const own = gridFrame(grid);
  const isSame = own.origin.latDeg === frame.origin.latDeg && own.origin.lonDeg === frame.origin.lonDeg;
  const count = particles.northM.length;
  const add = (row: number, column: number, mass: number): void => {
    if (row >= 0 && row < rows && column >= 0 && column < columns) {
      poa[row * columns + column] = (poa[row * columns + column] ?? 0) + mass;
    }
  };
  for (let i = 0; i < count; i += 1) {
    const plane = { northM: particles.northM[i] ?? 0, eastM: particles.eastM[i] ?? 0 };
    const { northM, eastM } = isSame ? plane : own.toNorthEast(frame.toLatLon(plane.northM, plane.eastM));
    const y = northM / cellM + rows / 2 - 0.5;
    const x = eastM / cellM + columns / 2 - 0.5;
    const [row, column] = [Math.floor(y), Math.floor(x)];
    const [fy, fx] = [y - row, x - column];
    add(row, column, ((1 - fy) * (1 - fx)) / count);
    add(row, column + 1, ((1 - fy) * fx) / count);
    add(row + 1, column, (fy * (1 - fx)) / count);
    add(row + 1, column + 1, (fy * fx) / count);
  }
  const smoothed = spreadM > 0 ? smooth(poa, grid, spreadM / cellM) : poa;
  return { poa: smoothed, restOfWorld: Math.max(0, 1 - smoothed.reduce((sum, mass) => sum + mass, 0)) };
};

/** Convolves with a normal density, rows and columns in turn; what goes over the edge is gone. */
const smooth = (cells: Float32Array, { rows, columns }: SearchGrid, sigmaCells: number): Float32Array => {
  const reach = Math.ceil(3 * sigmaCells);
  const raw = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigmaCells ** 2)));
  const sum = raw.reduce((total, value) => total + value, 0);
  const along = (from: Float32Array, lines: number, length: number, line: number, step: number): Float32Array => {
    const to = new Float32Array(from.length);
    for (let l = 0; l < lines; l += 1) {
      for (let at = 0; at < length; at += 1) {
        const mass = (from[l * line + at * step] ?? 0) / sum;
        if (mass === 0) continue;
        for (let away = Math.max(-reach, -at); away <= reach && at + away < length; away += 1) {
          const index = l * line + (at + away) * step;
          to[index] = (to[index] ?? 0) + mass * (raw[away + reach] ?? 0);
        }
      }
    }
    return to;
  };
  return along(along(cells, rows, columns, columns, 1), columns, rows, 1, columns);
};

/** A circle that holds a share of the particles. */
export interface ShareCircle {
  readonly share: number;
  readonly centre: LatLon;
  readonly radiusM: number;
}

const middleOf = ({ northM, eastM }: Particles): PlanePoint => {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return { northM: mean(northM), eastM: mean(eastM) };
};

/** Particles from the middle outward, m. */
const outward = ({ northM, eastM }: Particles, middle: PlanePoint) =>
  Array.from(northM, (north, i) => ({ northM: north, eastM: eastM[i] ?? 0 }))
    .map((point) => ({ ...point, awayM: Math.hypot(point.northM - middle.northM, point.eastM - middle.eastM) }))
    .sort((one, other) => one.awayM - other.awayM);

/** Around the particles' mean, the circles that hold 50 %, 75 % and 95 % of them, or what is asked for. */
export const shareCircles = (
  particles: Particles,
  frame: LocalFrame,
  shares: readonly number[] = [0.5, 0.75, 0.95],
): readonly ShareCircle[] => {
  const middle = middleOf(particles);
  const sorted = outward(particles, middle);
  const centre = frame.toLatLon(middle.northM, middle.eastM);
  return shares.map((share) => ({
    share,
    centre,
    radiusM: sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]?.awayM ?? 0,
  }));
};

/** The smallest convex outline of the share of the particles that is nearest to their mean. */
export const driftHull = (particles: Particles, frame: LocalFrame, share = 1): readonly LatLon[] => {
  const sorted = outward(particles, middleOf(particles));
  const kept = sorted.slice(0, Math.ceil(share * sorted.length));
  return hullAround(kept.map(({ northM, eastM }) => ({ northM, eastM, radiusM: 0 }))).map(({ northM, eastM }) =>
    frame.toLatLon(northM, eastM),
  );
};

/** Land as cells, for `DriftOptions.isLand`; the drift must be computed in the plane of the same grid. */
export const landOf = (
  grid: SearchGrid,
  polygons: readonly (readonly (readonly LatLon[])[])[],
): ((northM: number, eastM: number) => boolean) => {
  const frame: LocalFrame = gridFrame(grid);
  const land = new Uint8Array(cellCount(grid));
  for (const rings of polygons) {
    fillCells(
      grid,
      rings.map((ring) => ring.map((place) => frame.toNorthEast(place))),
      land,
    );
  }
  return (northM, eastM) => land[cellAt(grid, northM, eastM)] === 1;
};
