import { worldLatDeg, worldLonDeg } from "../../../shared/geo/web-mercator.ts";
import { type ContourBlocks, pieceLength, type WorldContour } from "./contour-blocks.ts";
import { type ContourIntervals, contourIntervals, contourRank, isFlatEnough } from "./contour-levels.ts";
import type { ReliefPyramid } from "./relief-pyramid.ts";
import { type TileContext, xPx, yPx } from "./tile-context.ts";

/** A contour's height, where it is written. */
export interface ContourLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly turnRad: number;
}

const labelGapPx = 150;

/** Draws the lines; returns the labels, which go on top of everything else. */
export function drawContours(tile: TileContext, pyramid: ReliefPyramid, blocks: ContourBlocks): ContourLabel[] {
  const { context, palette } = tile;
  const intervals = contourIntervals(tile.zoom, tile.metresPerPx, pyramid.statistics.steepestSlope);
  const { level, grid } = pyramid.levelFor(6 * tile.metresPerPx);
  const marginWorld = 60 / tile.pxPerWorld;
  const sideWorld = tile.sidePx / tile.pxPerWorld;
  const found = blocks.touching(grid, level, intervals.fineM, {
    northDeg: worldLatDeg(tile.worldY - marginWorld),
    southDeg: worldLatDeg(tile.worldY + sideWorld + marginWorld),
    westDeg: worldLonDeg(tile.worldX - marginWorld),
    eastDeg: worldLonDeg(tile.worldX + sideWorld + marginWorld),
  });
  const labels: ContourLabel[] = [];
  context.lineJoin = "round";
  for (const rank of ["fine", "main", "index"] as const) {
    context.beginPath();
    for (const lines of found) {
      for (const line of lines) {
        if (contourRank(line.levelM, intervals) !== rank || isSpeck(tile, line)) continue;
        if (rank === "fine") traceFlat(tile, line, intervals.fineM);
        else traceSmooth(tile, line);
      }
    }
    context.setLineDash(rank === "fine" ? [5, 3] : []);
    context.strokeStyle = rank === "index" ? palette.contourIndex : palette.contour;
    context.lineWidth = rank === "index" ? 1.25 : rank === "main" ? 0.8 : 0.7;
    context.stroke();
  }
  context.setLineDash([]);
  for (const lines of found) labels.push(...blockLabels(tile, lines, intervals));
  return labels;
}

/** A closed loop so small that it says nothing but "here is a bump". */
const isSpeck = (tile: TileContext, line: WorldContour): boolean => line.closed && line.length * tile.pxPerWorld < 70;

/** Corners become curves between the middles of the line's pieces. */
function traceSmooth(tile: TileContext, line: WorldContour): void {
  const { context } = tile;
  const { points } = line;
  const count = points.length / 2;
  const x = (i: number): number => xPx(tile, points[i * 2] ?? 0);
  const y = (i: number): number => yPx(tile, points[i * 2 + 1] ?? 0);
  context.moveTo(x(0), y(0));
  for (let i = 1; i < count - 1; i += 1) {
    context.quadraticCurveTo(x(i), y(i), (x(i) + x(i + 1)) / 2, (y(i) + y(i + 1)) / 2);
  }
  context.lineTo(x(count - 1), y(count - 1));
}

/** Only the parts on ground flat enough for a supplementary line. */
function traceFlat(tile: TileContext, line: WorldContour, fineM: number): void {
  const { context } = tile;
  let drawing = false;
  for (let i = 0; i < line.slopes.length; i += 1) {
    const flat = isFlatEnough(line.slopes[i] ?? 0, fineM, tile.metresPerPx);
    const x = xPx(tile, line.points[i * 2] ?? 0);
    const y = yPx(tile, line.points[i * 2 + 1] ?? 0);
    if (flat && drawing) context.lineTo(x, y);
    else if (flat) context.moveTo(x, y);
    drawing = flat;
  }
}

/** At most one label on a line of a block, only where the line is long enough and labels stay apart; the same for every tile. */
function blockLabels(tile: TileContext, lines: readonly WorldContour[], intervals: ContourIntervals): ContourLabel[] {
  const labels: ContourLabel[] = [];
  for (const line of lines) {
    if (contourRank(line.levelM, intervals) !== "index") continue;
    const middle = middleOf(line, tile.pxPerWorld);
    if (middle === undefined) continue;
    const x = xPx(tile, middle.x);
    const y = yPx(tile, middle.y);
    if (labels.some((other) => Math.hypot(other.x - x, other.y - y) < labelGapPx)) continue;
    labels.push({ text: String(Math.round(line.levelM)), x, y, turnRad: upright(middle.turnRad) });
  }
  return labels;
}

function middleOf(
  { points, length }: WorldContour,
  pxPerWorld: number,
): { x: number; y: number; turnRad: number } | undefined {
  if (length * pxPerWorld < 170) return undefined;
  let walked = 0;
  for (let i = 2; i + 1 < points.length; i += 2) {
    walked += pieceLength(points, i);
    if (walked < length / 2) continue;
    const before = Math.max(0, i - 8);
    const after = Math.min(points.length - 2, i + 6);
    const dx = (points[after] ?? 0) - (points[before] ?? 0);
    const dy = (points[after + 1] ?? 0) - (points[before + 1] ?? 0);
    return { x: points[i] ?? 0, y: points[i + 1] ?? 0, turnRad: Math.atan2(dy, dx) };
  }
  return undefined;
}

/** Turned so that it is never read upside down. */
export function upright(turnRad: number): number {
  if (turnRad > Math.PI / 2) return turnRad - Math.PI;
  if (turnRad < -Math.PI / 2) return turnRad + Math.PI;
  return turnRad;
}
