import type { ReadHeights } from "../../../shared/geo/hgt.ts";
import { curvatureRadii } from "../../../shared/geo/local-frame.ts";
import { project, type TransverseMercator, unproject } from "../../../shared/geo/terrain-projection.ts";

/** Heights as a file has them: rows from the north, the middles of pixels in the file's own coordinates. */
export interface PlacedRaster {
  readonly heights: Int16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
  readonly rows: number;
  readonly columns: number;
  /** Of the first pixel. */
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  /** Negative: to the south. */
  readonly stepY: number;
}

const bad = (detail: string): ReadHeights => ({ ok: false, detail });

/** One in degrees, with its rows turned round to run from the south. */
export const upright = ({ heights, rows, columns, x, y, stepX, stepY }: PlacedRaster): ReadHeights => {
  const southDeg = y + (rows - 1) * stepY;
  if (southDeg < -90.01 || y > 90.01 || x < -180.01 || x > 360 || (columns - 1) * stepX > 360)
    return bad("Its degrees are nowhere on earth.");
  for (let row = 0; row < Math.floor(rows / 2); row++) {
    const other = rows - 1 - row;
    const kept = heights.slice(row * columns, (row + 1) * columns);
    heights.copyWithin(row * columns, other * columns, (other + 1) * columns);
    heights.set(kept, other * columns);
  }
  const westDeg = x >= 180 ? x - 360 : x;
  return {
    ok: true,
    model: { meta: { southDeg, westDeg, stepLatDeg: -stepY, stepLonDeg: stepX, rows, columns }, heights },
  };
};

/** Every so many cells the projection is computed, and is straight between: over 500 m it bends by less than a centimetre. */
const meshCells = 16;
const meshMostM = 500;
const degRad = Math.PI / 180;

/** One in metres of a projection, laid onto degrees as densely as it was. */
export const resampled = (raster: PlacedRaster, projection: TransverseMercator, mostCells: number): ReadHeights => {
  const { rows, columns, x, y, stepX, stepY } = raster;
  const [east, south] = [x + (columns - 1) * stepX, y + (rows - 1) * stepY];
  const edge = [0, 0.5, 1].flatMap((part) => {
    const [middleX, middleY] = [x + part * (east - x), y + part * (south - y)];
    const around = [
      { eastingM: middleX, northingM: y },
      { eastingM: middleX, northingM: south },
      { eastingM: x, northingM: middleY },
      { eastingM: east, northingM: middleY },
    ];
    return around.map((at) => unproject(at, projection));
  });
  const lats = edge.map(({ latDeg }) => latDeg);
  const lons = edge.map(({ lonDeg }) => lonDeg);
  const [southDeg, northDeg] = [Math.min(...lats), Math.max(...lats)];
  const [westDeg, eastDeg] = [Math.min(...lons), Math.max(...lons)];
  if (!(southDeg > -85 && northDeg < 85 && eastDeg - westDeg < 30)) return bad("Its metres are nowhere on earth.");
  const { meridianM, primeVerticalM } = curvatureRadii((southDeg + northDeg) / 2);
  const parallelM = primeVerticalM * Math.cos(((southDeg + northDeg) / 2) * degRad);
  const most = ((northDeg - southDeg) * degRad * meridianM * (eastDeg - westDeg) * degRad * parallelM) / mostCells;
  const spacingM = Math.max(Math.min(stepX, -stepY), Math.sqrt(most));
  const stepLatDeg = spacingM / (meridianM * degRad);
  const stepLonDeg = spacingM / (parallelM * degRad);
  const meta = {
    southDeg,
    westDeg,
    stepLatDeg,
    stepLonDeg,
    rows: Math.max(2, Math.floor((northDeg - southDeg) / stepLatDeg) + 1),
    columns: Math.max(2, Math.floor((eastDeg - westDeg) / stepLonDeg) + 1),
  };
  const heights = new Float32Array(meta.rows * meta.columns).fill(Number.NaN);
  const mesh = Math.max(1, Math.min(meshCells, Math.floor(meshMostM / spacingM)));
  for (let row = 0; row < meta.rows; row += mesh) {
    for (let column = 0; column < meta.columns; column += mesh) {
      const at = (r: number, c: number) => {
        const place = { latDeg: southDeg + r * stepLatDeg, lonDeg: westDeg + c * stepLonDeg };
        const { eastingM, northingM } = project(place, projection);
        return { column: (eastingM - x) / stepX, row: (northingM - y) / stepY };
      };
      const [sw, se] = [at(row, column), at(row, column + mesh)];
      const [nw, ne] = [at(row + mesh, column), at(row + mesh, column + mesh)];
      for (let r = row; r < Math.min(meta.rows, row + mesh); r++) {
        const up = (r - row) / mesh;
        for (let c = column; c < Math.min(meta.columns, column + mesh); c++) {
          const over = (c - column) / mesh;
          const mix = (a: number, b: number, d: number, e: number) =>
            (a * (1 - over) + b * over) * (1 - up) + (d * (1 - over) + e * over) * up;
          heights[r * meta.columns + c] = between(
            raster,
            mix(sw.row, se.row, nw.row, ne.row),
            mix(sw.column, se.column, nw.column, ne.column),
          );
        }
      }
    }
  }
  return { ok: true, model: { meta, heights } };
};

/** In pixels: half of one beyond the outermost middles still belongs to the file. */
const EDGE = 0.5;

/** Bilinear; NaN outside and where one around is unknown. */
const between = ({ heights, rows, columns }: PlacedRaster, row: number, column: number): number => {
  if (!(row >= -EDGE && row <= rows - 1 + EDGE && column >= -EDGE && column <= columns - 1 + EDGE)) return Number.NaN;
  const top = Math.min(Math.max(Math.floor(row), 0), rows - 2);
  const left = Math.min(Math.max(Math.floor(column), 0), columns - 2);
  const at = top * columns + left;
  const down = Math.min(1, Math.max(0, row - top));
  const over = Math.min(1, Math.max(0, column - left));
  const upper = (heights[at] ?? Number.NaN) * (1 - over) + (heights[at + 1] ?? Number.NaN) * over;
  const lower = (heights[at + columns] ?? Number.NaN) * (1 - over) + (heights[at + columns + 1] ?? Number.NaN) * over;
  return upper * (1 - down) + lower * down;
};
