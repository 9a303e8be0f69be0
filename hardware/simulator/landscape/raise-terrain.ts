import { boxesMeet, distanceToLineM, isInside } from "./geometry.ts";
import type { Area, Landscape, Way } from "./landscape.ts";
import { reliefMslM } from "./relief.ts";

/** Row-major heights, row 0 in the south, column 0 in the west; sample (row, column) lies at -sizeM/2 + index * cellM. */
export interface HeightGrid {
  readonly rows: number;
  readonly columns: number;
  readonly cellM: number;
  readonly heightsMslM: Float32Array;
}

/** Samples the relief and lets water lie level, dykes and roads stand above the fields. */
export const raiseTerrain = (landscape: Landscape, cellM: number): HeightGrid => {
  const { sizeM, seed } = landscape;
  const rows = Math.round(sizeM / cellM) + 1;
  const heights = new Float32Array(rows * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < rows; column++) {
      heights[row * rows + column] = reliefMslM(seed, sizeM, column * cellM - sizeM / 2, row * cellM - sizeM / 2);
    }
  }
  const grid: HeightGrid = { rows, columns: rows, cellM, heightsMslM: heights };
  for (const way of landscape.ways) if (way.kind !== "ditch") raiseWay(grid, sizeM, way);
  for (const area of landscape.areas) pressArea(grid, landscape, area);
  for (const way of landscape.ways) if (way.kind === "ditch") raiseWay(grid, sizeM, way);
  return grid;
};

const eachCell = (
  grid: HeightGrid,
  sizeM: number,
  box: Area["box"],
  visit: (e: number, n: number, index: number) => void,
): void => {
  const toIndex = (m: number) => (m + sizeM / 2) / grid.cellM;
  const clamp = (index: number) => Math.max(0, Math.min(grid.rows - 1, index));
  for (let row = clamp(Math.ceil(toIndex(box.south))); row <= clamp(Math.floor(toIndex(box.north))); row++) {
    for (let column = clamp(Math.ceil(toIndex(box.west))); column <= clamp(Math.floor(toIndex(box.east))); column++) {
      visit(column * grid.cellM - sizeM / 2, row * grid.cellM - sizeM / 2, row * grid.columns + column);
    }
  }
};

const pressArea = (grid: HeightGrid, landscape: Landscape, area: Area): void => {
  const heights = grid.heightsMslM;
  const level = waterLevelMslM(landscape, area);
  eachCell(grid, landscape.sizeM, area.box, (e, n, index) => {
    if (!isInside(area.outline, e, n)) return;
    const now = heights[index] ?? 0;
    if (level !== undefined) heights[index] = Math.min(now, level);
    else if (area.kind === "field") heights[index] = now - 0.25 + 0.3 * area.tone;
    else if (area.kind === "yard") heights[index] = now + 0.5;
  });
};

/** Ponds lie a little below their dykes, canals and the lake at the country's common level. */
const waterLevelMslM = (landscape: Landscape, area: Area): number | undefined => {
  if (area.kind === "lake" || area.kind === "canal") return 1.5;
  if (area.kind !== "pond") return undefined;
  const [e, n] = [(area.box.west + area.box.east) / 2, (area.box.south + area.box.north) / 2];
  return reliefMslM(landscape.seed, landscape.sizeM, e, n) - 1.1 - 0.5 * area.tone;
};

const raiseWay = (grid: HeightGrid, sizeM: number, way: Way): void => {
  const byM = way.kind === "road" ? 0.9 : way.kind === "track" ? 0.35 : -0.5;
  const reachM = Math.max(way.widthM, grid.cellM * 0.75);
  for (let i = 0; i + 1 < way.points.length; i += 8) {
    const piece = way.points.slice(i, i + 9);
    const box = {
      west: Math.min(...piece.map((p) => p[0])) - reachM,
      east: Math.max(...piece.map((p) => p[0])) + reachM,
      south: Math.min(...piece.map((p) => p[1])) - reachM,
      north: Math.max(...piece.map((p) => p[1])) + reachM,
    };
    if (!boxesMeet(box, way.box) && !boxesMeet(way.box, box)) continue;
    eachCell(grid, sizeM, box, (e, n, index) => {
      const near = distanceToLineM(piece, e, n);
      if (near < reachM) grid.heightsMslM[index] = (grid.heightsMslM[index] ?? 0) + byM * (1 - near / reachM);
    });
  }
};
