/** [east, north] in metres on the scenario's plane. */
export type Point = readonly [number, number];

/** Axis-parallel, m on the scenario's plane. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The smallest box around the points, and `marginM` more on each side. */
export const boxOf = (points: readonly Point[], marginM = 0): Box => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [e, n] of points) {
    west = Math.min(west, e);
    east = Math.max(east, e);
    south = Math.min(south, n);
    north = Math.max(north, n);
  }
  return { west: west - marginM, south: south - marginM, east: east + marginM, north: north + marginM };
};

/** Whether they share a point; touching counts. */
export const boxesMeet = (a: Box, b: Box): boolean =>
  a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north;

/** The mean of the corners; may lie outside a bent outline. */
export const centroidOf = (points: readonly Point[]): Point => {
  let [east, north] = [0, 0];
  for (const [e, n] of points) {
    east += e;
    north += n;
  }
  return [east / points.length, north / points.length];
};

/** Counts the edges that a line to the east crosses (even-odd rule). */
export const isInside = (polygon: readonly Point[], e: number, n: number): boolean => {
  let inside = false;
  let previous = polygon.at(-1) ?? [0, 0];
  for (const point of polygon) {
    const crosses = point[1] > n !== previous[1] > n;
    if (crosses && e < ((previous[0] - point[0]) * (n - point[1])) / (previous[1] - point[1]) + point[0])
      inside = !inside;
    previous = point;
  }
  return inside;
};

/** Where a line is nearest. */
export interface NearestOnLine {
  readonly distanceM: number;
  readonly point: Point;
  /** Direction of the line there, unit vector. */
  readonly along: Point;
}

/** @param line at least two points */
export const nearestOnLine = (line: readonly Point[], e: number, n: number): NearestOnLine => {
  let best: NearestOnLine = { distanceM: Infinity, point: [0, 0], along: [1, 0] };
  for (let i = 0; i + 1 < line.length; i++) {
    const [ae, an] = line[i] ?? [0, 0];
    const [be, bn] = line[i + 1] ?? [0, 0];
    const [de, dn] = [be - ae, bn - an];
    const length = Math.hypot(de, dn) || 1;
    const t = Math.min(1, Math.max(0, ((e - ae) * de + (n - an) * dn) / length ** 2));
    const point: Point = [ae + t * de, an + t * dn];
    const distanceM = Math.hypot(e - point[0], n - point[1]);
    if (distanceM < best.distanceM) best = { distanceM, point, along: [de / length, dn / length] };
  }
  return best;
};

/** Only the distance, for the thousands of times that is all that is asked for: allocates nothing. */
export const distanceToLineM = (line: readonly Point[], e: number, n: number): number => {
  let best = Infinity;
  for (let i = 0; i + 1 < line.length; i++) {
    const a = line[i];
    const b = line[i + 1];
    if (a === undefined || b === undefined) break;
    const de = b[0] - a[0];
    const dn = b[1] - a[1];
    const squared = de * de + dn * dn || 1;
    const t = Math.min(1, Math.max(0, ((e - a[0]) * de + (n - a[1]) * dn) / squared));
    const offE = e - a[0] - t * de;
    const offN = n - a[1] - t * dn;
    best = Math.min(best, offE * offE + offN * offN);
  }
  return Math.sqrt(best);
};

/** Cuts the corners of a closed polygon (Chaikin), so that a pond's bank is round. */
export const roundCorners = (polygon: readonly Point[], times: number): readonly Point[] => {
  let points = polygon;
  for (let round = 0; round < times; round++) {
    points = points.flatMap((a, i): Point[] => {
      const b = points[(i + 1) % points.length] ?? a;
      return [
        [a[0] * 0.75 + b[0] * 0.25, a[1] * 0.75 + b[1] * 0.25],
        [a[0] * 0.25 + b[0] * 0.75, a[1] * 0.25 + b[1] * 0.75],
      ];
    });
  }
  return points;
};

/** Adds points so that none are farther apart than `stepM`. */
export const densify = (points: readonly Point[], stepM: number, closed: boolean): readonly Point[] => {
  const out: Point[] = [];
  const last = closed ? points.length : points.length - 1;
  for (let i = 0; i < last; i++) {
    const a = points[i] ?? [0, 0];
    const b = points[(i + 1) % points.length] ?? a;
    const pieces = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / stepM));
    for (let k = 0; k < pieces; k++) {
      const t = k / pieces;
      out.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]);
    }
  }
  const end = points.at(-1);
  if (!closed && end !== undefined) out.push(end);
  return out;
};

/** The strip of `halfWidthM(i)` on both sides of a line. */
export const stripAlong = (line: readonly Point[], halfWidthM: (index: number) => number): readonly Point[] => {
  const left: Point[] = [];
  const right: Point[] = [];
  line.forEach((point, i) => {
    const a = line[Math.max(0, i - 1)] ?? point;
    const b = line[Math.min(line.length - 1, i + 1)] ?? point;
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    const [ce, cn] = [-(b[1] - a[1]) / length, (b[0] - a[0]) / length];
    const half = halfWidthM(i);
    left.push([point[0] + ce * half, point[1] + cn * half]);
    right.push([point[0] - ce * half, point[1] - cn * half]);
  });
  return [...left, ...right.reverse()];
};

type Edge = (point: Point) => number;

/** Clips a polygon to a box (Sutherland-Hodgman); empty where it lies outside. */
export const clipToBox = (polygon: readonly Point[], box: Box): readonly Point[] => {
  const edges: Edge[] = [
    (p) => p[0] - box.west,
    (p) => box.east - p[0],
    (p) => p[1] - box.south,
    (p) => box.north - p[1],
  ];
  return edges.reduce((points, edge) => clipEdge(points, edge), polygon);
};

const clipEdge = (polygon: readonly Point[], edge: Edge): readonly Point[] =>
  polygon.flatMap((point, i) => {
    const previous = polygon.at(i - 1) ?? point;
    const [now, before] = [edge(point), edge(previous)];
    const t = before / (before - now);
    const cut: Point = [previous[0] + (point[0] - previous[0]) * t, previous[1] + (point[1] - previous[1]) * t];
    if (now >= 0) return before >= 0 ? [point] : [cut, point];
    return before >= 0 ? [cut] : [];
  });

/** The parts of a line inside a box; ends are not cut exactly but dropped, so densify first. */
export const piecesInBox = (line: readonly Point[], box: Box): readonly (readonly Point[])[] => {
  const pieces: Point[][] = [];
  let open: Point[] | undefined;
  for (const point of line) {
    const inside = point[0] >= box.west && point[0] <= box.east && point[1] >= box.south && point[1] <= box.north;
    if (!inside) open = undefined;
    else if (open !== undefined) open.push(point);
    else {
      open = [point];
      pieces.push(open);
    }
  }
  return pieces.filter((piece) => piece.length > 1);
};
