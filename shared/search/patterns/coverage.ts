import { type PlanePoint, type PlaneRing, planeDistanceM } from "../../geo/polygon.ts";
import { clipRows, extentOf } from "../../geo/polygon-rows.ts";
import type { Stretch } from "./sweep-order.ts";

/** What is to be searched: a polygon with holes, or everything within half a width beside a line. */
export type SearchedPlace =
  | { readonly kind: "area"; readonly rings: readonly PlaneRing[] }
  | { readonly kind: "strip"; readonly line: readonly PlanePoint[]; readonly widthM: number };

/** A rectangle that no line's swath covers. */
export interface UncoveredBox {
  readonly southWest: PlanePoint;
  readonly northEast: PlanePoint;
}

export interface Coverage {
  readonly fraction: number;
  readonly uncovered: readonly UncoveredBox[];
}

/** Squares in all; they grow with the place. */
const maxCells = 60_000;

/** Squares over a place; a byte for each, by rows from the south-west. */
interface Raster {
  readonly southM: number;
  readonly westM: number;
  readonly cellM: number;
  readonly rows: number;
  readonly columns: number;
}

const northOf = (raster: Raster, row: number): number => raster.southM + (row + 0.5) * raster.cellM;
const columnAfter = (raster: Raster, eastM: number): number => Math.ceil((eastM - raster.westM) / raster.cellM - 0.5);

const fillRow = (raster: Raster, cells: Uint8Array, row: number, fromM: number, toM: number): void => {
  const begin = Math.max(0, columnAfter(raster, fromM));
  const end = Math.min(raster.columns, columnAfter(raster, toM));
  if (begin < end) cells.fill(1, row * raster.columns + begin, row * raster.columns + end);
};

interface Band {
  readonly a: PlanePoint;
  readonly b: PlanePoint;
  readonly halfM: number;
  /** Of the two ends those around which it reaches too. */
  readonly round: readonly PlanePoint[];
}

/** Marks the squares whose middle lies within `halfM` beside the way from `a` to `b`, and around its round ends. */
const fillAround = (raster: Raster, cells: Uint8Array, { a, b, halfM, round }: Band): void => {
  const lengthM = planeDistanceM(a, b);
  const [sideNorthM, sideEastM] =
    lengthM === 0 ? [0, 0] : [(-(b.eastM - a.eastM) / lengthM) * halfM, ((b.northM - a.northM) / lengthM) * halfM];
  const corners: PlaneRing = [
    { northM: a.northM + sideNorthM, eastM: a.eastM + sideEastM },
    { northM: b.northM + sideNorthM, eastM: b.eastM + sideEastM },
    { northM: b.northM - sideNorthM, eastM: b.eastM - sideEastM },
    { northM: a.northM - sideNorthM, eastM: a.eastM - sideEastM },
  ];
  const southM = Math.min(a.northM, b.northM) - halfM;
  const northM = Math.max(a.northM, b.northM) + halfM;
  const firstRow = Math.max(0, Math.ceil((southM - raster.southM) / raster.cellM - 0.5));
  const lastRow = Math.min(raster.rows - 1, Math.floor((northM - raster.southM) / raster.cellM - 0.5));
  for (let row = firstRow; row <= lastRow; row += 1) {
    const atM = northOf(raster, row);
    let [fromM, toM] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const end of round) {
      const offM = atM - end.northM;
      if (Math.abs(offM) > halfM) continue;
      const reachM = Math.sqrt(halfM * halfM - offM * offM);
      fromM = Math.min(fromM, end.eastM - reachM);
      toM = Math.max(toM, end.eastM + reachM);
    }
    let last = corners[3];
    for (const corner of corners) {
      if (last && last.northM > atM !== corner.northM > atM) {
        const share = (atM - last.northM) / (corner.northM - last.northM);
        const eastM = last.eastM + share * (corner.eastM - last.eastM);
        fromM = Math.min(fromM, eastM);
        toM = Math.max(toM, eastM);
      }
      last = corner;
    }
    if (fromM <= toM) fillRow(raster, cells, row, fromM, toM);
  }
};

const fillLine = (
  raster: Raster,
  cells: Uint8Array,
  line: readonly PlanePoint[],
  { halfM, roundEnds }: { readonly halfM: number; readonly roundEnds: boolean },
): void => {
  for (const [i, b] of line.entries()) {
    const a = line[i - 1];
    if (a === undefined) continue;
    const round = [...(roundEnds || i > 1 ? [a] : []), ...(roundEnds || i < line.length - 1 ? [b] : [])];
    fillAround(raster, cells, { a, b, halfM, round });
  }
};

const rasterOver = (place: SearchedPlace, finestM: number): Raster => {
  const marginM = place.kind === "strip" ? place.widthM / 2 : 0;
  const extent = extentOf(place.kind === "area" ? (place.rings[0] ?? []) : place.line, 0);
  const heightM = extent.toAlongM - extent.fromAlongM + 2 * marginM;
  const widthM = extent.toAcrossM - extent.fromAcrossM + 2 * marginM;
  const cellM = Math.max(finestM, Math.sqrt((heightM * widthM) / maxCells), Math.max(heightM, widthM) / maxCells);
  return {
    southM: extent.fromAlongM - marginM,
    westM: extent.fromAcrossM - marginM,
    cellM,
    rows: Math.max(1, Math.ceil(heightM / cellM)),
    columns: Math.max(1, Math.ceil(widthM / cellM)),
  };
};

const fillPlace = (raster: Raster, cells: Uint8Array, place: SearchedPlace): void => {
  if (place.kind === "strip") {
    fillLine(raster, cells, place.line, { halfM: place.widthM / 2, roundEnds: false });
    return;
  }
  // Rows towards east, counted to the south: their direction's right side.
  const firstM = -northOf(raster, raster.rows - 1);
  const rows = { headingRad: Math.PI / 2, firstM, stepM: raster.cellM, count: raster.rows };
  for (const [i, spans] of (clipRows(place.rings, rows) ?? []).entries()) {
    for (const { fromM, toM } of spans) fillRow(raster, cells, raster.rows - 1 - i, fromM, toM);
  }
};

/**
 * Which part of a place lies within half a swath of a searching line, by squares a quarter of a swath wide (wider over a large
 * place), each judged by its middle.
 * @param swathM what one line sees, m across
 */
export const coverageOf = (place: SearchedPlace, stretches: readonly Stretch[], swathM: number): Coverage => {
  const raster = rasterOver(place, Math.max(0.5, swathM / 4));
  const wanted = new Uint8Array(raster.rows * raster.columns);
  const covered = new Uint8Array(raster.rows * raster.columns);
  fillPlace(raster, wanted, place);
  for (const stretch of stretches) fillLine(raster, covered, stretch, { halfM: swathM / 2, roundEnds: true });
  let [all, missed] = [0, 0];
  const uncovered: UncoveredBox[] = [];
  for (let row = 0; row < raster.rows; row += 1) {
    let begin = -1;
    for (let column = 0; column <= raster.columns; column += 1) {
      const at = row * raster.columns + column;
      const isWanted = column < raster.columns && wanted[at] === 1;
      const isMissed = isWanted && covered[at] === 0;
      if (isWanted) all += 1;
      if (isMissed) missed += 1;
      if (isMissed && begin < 0) begin = column;
      if (!isMissed && begin >= 0) {
        uncovered.push(boxOf(raster, row, begin, column));
        begin = -1;
      }
    }
  }
  // A place smaller than a square: then a line through it is all it needs.
  return { fraction: all === 0 ? Number(stretches.length > 0) : 1 - missed / all, uncovered };
};

/** Squares beside each other in a row are one box. */
const boxOf = ({ southM, westM, cellM }: Raster, row: number, begin: number, end: number): UncoveredBox => ({
  southWest: { northM: southM + row * cellM, eastM: westM + begin * cellM },
  northEast: { northM: southM + (row + 1) * cellM, eastM: westM + end * cellM },
});
