import { contourLines, type HeightGrid } from "../../geo/contour-lines.ts";
import { between, type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import { lineLengthM } from "../../geo/polygon-route.ts";
import { clipRows, extentOf, type RowSpan } from "../../geo/polygon-rows.ts";
import { simplifyLine } from "../../geo/simplify-line.ts";
import type { Terrain } from "../../geo/terrain.ts";
import type { PlaneArea } from "./plane-area.ts";
import type { Stretch } from "./sweep-order.ts";

/** Ground less steep than this has no contour lines worth following, m up per m along. */
const flattest = 0.01;
const maxNodes = 250_000;

/** Ground heights over an area and some way around, so that lines leave it properly. */
const heightsOver = ({ frame, rings }: PlaneArea, terrain: Terrain, spacingM: number): HeightGrid => {
  const extent = extentOf(rings[0] ?? [], 0);
  const heightM = extent.toAlongM - extent.fromAlongM;
  const widthM = extent.toAcrossM - extent.fromAcrossM;
  const wantedM = Math.max(1, Math.min(spacingM / 2, terrain.cellM));
  const stepM = Math.max(wantedM, Math.sqrt((heightM * widthM) / maxNodes), Math.max(heightM, widthM) / maxNodes);
  const rows = Math.ceil(heightM / stepM) + 3;
  const columns = Math.ceil(widthM / stepM) + 3;
  const grid = { southM: extent.fromAlongM - stepM, westM: extent.fromAcrossM - stepM, stepM, rows, columns };
  const heightsM = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const place = frame.toLatLon(grid.southM + row * stepM, grid.westM + column * stepM);
      heightsM[row * columns + column] = terrain.heightMslM(place.latDeg, place.lonDeg) ?? Number.NaN;
    }
  }
  return { ...grid, heightsM };
};

interface Relief {
  readonly lowestM: number;
  readonly highestM: number;
  /** Half of the area is steeper, m per m. */
  readonly steepness: number;
}

const reliefOf = (grid: HeightGrid, { rings }: PlaneArea): Relief | undefined => {
  const { heightsM, columns, rows, stepM, southM, westM } = grid;
  // Rows towards east, counted to the south: their direction's right side.
  const eastward = { headingRad: Math.PI / 2, firstM: -(southM + (rows - 1) * stepM), stepM, count: rows };
  const spans = clipRows(rings, eastward) ?? [];
  const slopes: number[] = [];
  let [lowestM, highestM] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 1; row + 1 < rows; row += 1) {
    for (const column of columnsIn(spans[rows - 1 - row] ?? [], westM, stepM)) {
      const at = row * columns + column;
      const heightM = heightsM[at] ?? Number.NaN;
      if (Number.isNaN(heightM)) continue;
      lowestM = Math.min(lowestM, heightM);
      highestM = Math.max(highestM, heightM);
      const north = ((heightsM[at + columns] ?? 0) - (heightsM[at - columns] ?? 0)) / (2 * stepM);
      const east = ((heightsM[at + 1] ?? 0) - (heightsM[at - 1] ?? 0)) / (2 * stepM);
      const slope = Math.hypot(north, east);
      if (Number.isFinite(slope)) slopes.push(slope);
    }
  }
  if (slopes.length === 0) return undefined;
  slopes.sort((one, other) => one - other);
  return { lowestM, highestM, steepness: slopes[Math.floor(slopes.length / 2)] ?? 0 };
};

/** The columns of a grid that lie in spans of a row. */
const columnsIn = (spans: readonly RowSpan[], westM: number, stepM: number): readonly number[] =>
  spans.flatMap(({ fromM, toM }) => {
    const first = Math.ceil((fromM - westM) / stepM);
    return Array.from({ length: Math.max(0, Math.floor((toM - westM) / stepM) - first + 1) }, (_, i) => first + i);
  });

export type ContourLinesResult =
  | { readonly ok: true; readonly stretches: readonly Stretch[] }
  | { readonly ok: false; readonly code: "no-terrain" | "too-flat" }
  | { readonly ok: false; readonly code: "too-many-points"; readonly points: number };

/**
 * Lines along the ground's contour lines, from the highest down. The step between two heights is what lies `spacingM` apart on
 * the slope that half of the area exceeds, so in flatter parts lines lie further apart: what they leave out is shown as uncovered.
 */
export const contourStretches = (
  area: PlaneArea,
  {
    terrain,
    spacingM,
    maxPoints,
  }: { readonly terrain: Terrain; readonly spacingM: number; readonly maxPoints: number },
): ContourLinesResult => {
  const grid = heightsOver(area, terrain, spacingM);
  const relief = reliefOf(grid, area);
  if (relief === undefined) return { ok: false, code: "no-terrain" };
  const stepM = relief.steepness * spacingM;
  if (relief.steepness < flattest) return { ok: false, code: "too-flat" };
  const reachM = relief.highestM - relief.lowestM;
  const count = Math.max(1, Math.ceil(reachM / stepM - 1e-6));
  if (count > maxPoints / 2) return { ok: false, code: "too-many-points", points: 2 * count };
  const stretches: Stretch[] = [];
  let points = 0;
  let at: PlanePoint | undefined;
  for (let level = 0; level < count; level += 1) {
    const levelM = relief.highestM - (reachM - (count - 1) * stepM) / 2 - level * stepM;
    const pieces = contourLines(grid, levelM)
      .flatMap((line) => clipped(area, simplifyLine(line, Math.min(2, spacingM / 20))))
      .filter((piece) => lineLengthM(piece) > spacingM / 2);
    points += pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (points > maxPoints) return { ok: false, code: "too-many-points", points };
    for (const piece of nearestFirst(pieces, at)) {
      stretches.push(piece);
      at = piece.at(-1);
    }
  }
  return stretches.length === 0 ? { ok: false, code: "too-flat" } : { ok: true, stretches };
};

/** The parts of a line inside the area. */
const clipped = ({ index }: PlaneArea, line: readonly PlanePoint[]): readonly Stretch[] => {
  const pieces: PlanePoint[][] = [];
  for (const [i, b] of line.entries()) {
    const a = line[i - 1];
    if (a === undefined) continue;
    for (const [from, to] of index.clip(a, b)) {
      const [begin, end] = [between(a, b, from), between(a, b, to)];
      const last = pieces.at(-1);
      const tail = last?.at(-1);
      if (from === 0 && last && tail && planeDistanceM(tail, begin) < 1e-6) last.push(end);
      else pieces.push([begin, end]);
    }
  }
  return pieces;
};

/** In the order and direction in which the next end is nearest. */
const nearestFirst = (pieces: readonly Stretch[], from: PlanePoint | undefined): readonly Stretch[] => {
  const left = new Set(pieces);
  const ordered: Stretch[] = [];
  let at = from;
  while (left.size > 0) {
    let [nearestM, nearest, isTurned] = [Number.POSITIVE_INFINITY, pieces[0], false];
    for (const piece of left) {
      for (const turned of [false, true]) {
        const end = turned ? piece.at(-1) : piece[0];
        const awayM = at === undefined || end === undefined ? 0 : planeDistanceM(at, end);
        if (awayM < nearestM) [nearestM, nearest, isTurned] = [awayM, piece, turned];
      }
    }
    if (nearest === undefined) break;
    left.delete(nearest);
    const next = isTurned ? nearest.toReversed() : nearest;
    ordered.push(next);
    at = next.at(-1);
  }
  return ordered;
};
