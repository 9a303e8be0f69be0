import { contours } from "d3-contour";
import { contourLevelsM } from "./contour-levels.ts";

/** One contour in grid coordinates (column, row; fractional, sample centres at whole numbers), flat: x, y, x, y ... */
export interface ContourLine {
  readonly levelM: number;
  readonly points: Float32Array;
  readonly closed: boolean;
}

/**
 * Contours of a block of samples. Where d3-contour closes a ring along the block's rim the ring is cut open, so that the lines of
 * blocks that share their rim samples join exactly.
 * @param heightsM row-major; not finite where unknown
 */
export function contourLines(heightsM: Float32Array, columns: number, rows: number, intervalM: number): ContourLine[] {
  let lowestM = Number.POSITIVE_INFINITY;
  let highestM = Number.NEGATIVE_INFINITY;
  for (const heightM of heightsM) {
    if (!Number.isFinite(heightM)) return [];
    if (heightM < lowestM) lowestM = heightM;
    if (heightM > highestM) highestM = heightM;
  }
  const levels = contourLevelsM(lowestM, highestM, intervalM);
  const lines: ContourLine[] = [];
  const generate = contours().size([columns, rows]).smooth(true).thresholds(levels);
  for (const contour of generate(heightsM as unknown as number[])) {
    for (const polygon of contour.coordinates) {
      for (const ring of polygon) cutAtRim(ring, columns, rows, contour.value, lines);
    }
  }
  return lines;
}

function cutAtRim(ring: number[][], columns: number, rows: number, levelM: number, into: ContourLine[]): void {
  const onRim = (point: number[]): boolean => {
    const [x = 0, y = 0] = point;
    return x <= 0 || y <= 0 || x >= columns || y >= rows;
  };
  const first = ring.findIndex(onRim);
  if (first < 0) {
    into.push({ levelM, points: flat(ring), closed: true });
    return;
  }
  // The ring's last point repeats its first: turn it so that it starts on the rim, then keep what lies between rim points.
  const open = ring.slice(0, -1);
  const turned = [...open.slice(first), ...open.slice(0, first)];
  let run: number[][] = [];
  for (const point of [...turned, turned[0] ?? [0, 0]]) {
    if (!onRim(point)) {
      run.push(point);
      continue;
    }
    if (run.length > 1) into.push({ levelM, points: flat(run), closed: false });
    run = [];
  }
}

/** d3-contour puts the first sample at 0.5, 0.5. */
function flat(points: readonly number[][]): Float32Array {
  const out = new Float32Array(points.length * 2);
  points.forEach(([x = 0, y = 0], i) => {
    out[i * 2] = x - 0.5;
    out[i * 2 + 1] = y - 0.5;
  });
  return out;
}
