import { worldLatDeg, worldLonDeg } from "../../../shared/geo/web-mercator.ts";
import { exaggeration, heldExaggeration, hillshade } from "./hillshade.ts";
import type { MapPalette } from "./map-palette.ts";
import type { ReliefGrid, ReliefStatistics } from "./relief-grid.ts";

export interface TileFrame {
  /** World coordinates of the tile's north-west corner and its side. */
  readonly worldX: number;
  readonly worldY: number;
  readonly worldSide: number;
  readonly sidePx: number;
}

/** Over how many cells the terrain fades out at its rim. */
const rimCells = 2.5;
/** Ground flatter than this overall keeps to the lower half of the tints. */
const leastTintSpanM = 80;

/**
 * Paints a tile's ground into `ground` (height tint, opaque inside the terrain) and its relief into `shade` (light or shadow
 * with an alpha, to be laid over whatever covers the ground). Both are RGBA, `sidePx` square.
 */
export function paintRelief(
  grid: ReliefGrid,
  statistics: ReliefStatistics,
  palette: MapPalette,
  frame: TileFrame,
  ground: Uint8ClampedArray,
  shade: Uint8ClampedArray,
): void {
  const { sidePx } = frame;
  const factor = exaggeration(statistics.steepSlope);
  const spanM = Math.max(leastTintSpanM, statistics.highestM - statistics.lowestM);
  const columns = axis(sidePx, (i) => {
    const lonDeg = worldLonDeg(frame.worldX + ((i + 0.5) / sidePx) * frame.worldSide);
    return (lonDeg - grid.westDeg) / grid.stepLonDeg;
  });
  for (let y = 0; y < sidePx; y += 1) {
    const latDeg = worldLatDeg(frame.worldY + ((y + 0.5) / sidePx) * frame.worldSide);
    const row = (latDeg - grid.southDeg) / grid.stepLatDeg;
    if (row < 0 || row > grid.rows - 1) continue;
    const rowRim = Math.min(row, grid.rows - 1 - row);
    for (let x = 0; x < sidePx; x += 1) {
      const column = columns[x] ?? -1;
      if (column < 0 || column > grid.columns - 1) continue;
      const heightM = sample(grid.heightsM, grid, row, column);
      if (!Number.isFinite(heightM)) continue;
      const alpha = Math.min(1, Math.min(rowRim, column, grid.columns - 1 - column) / rimCells);
      const at = (y * sidePx + x) * 4;
      putTint(ground, at, palette, (heightM - statistics.lowestM) / spanM, alpha);
      const north = sample(grid.slopeNorth, grid, row, column);
      const east = sample(grid.slopeEast, grid, row, column);
      const held = heldExaggeration(Math.sqrt(north * north + east * east), factor);
      const light = hillshade(north * held, east * held);
      putShade(shade, at, palette, light, alpha);
    }
  }
}

function axis(count: number, valueAt: (i: number) => number): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i += 1) values[i] = valueAt(i);
  return values;
}

/** Bilinear. */
function sample(values: Float32Array, grid: ReliefGrid, row: number, column: number): number {
  const r = Math.min(Math.floor(row), grid.rows - 2);
  const c = Math.min(Math.floor(column), grid.columns - 2);
  const at = r * grid.columns + c;
  const fr = row - r;
  const fc = column - c;
  const south = (values[at] ?? 0) * (1 - fc) + (values[at + 1] ?? 0) * fc;
  const north = (values[at + grid.columns] ?? 0) * (1 - fc) + (values[at + grid.columns + 1] ?? 0) * fc;
  return south * (1 - fr) + north * fr;
}

function putTint(into: Uint8ClampedArray, at: number, palette: MapPalette, fraction: number, alpha: number): void {
  const steps = palette.tint.length - 1;
  const place = Math.min(0.9999, Math.max(0, fraction)) * steps;
  const low = palette.tint[Math.floor(place)] ?? [0, 0, 0];
  const high = palette.tint[Math.floor(place) + 1] ?? low;
  const part = place - Math.floor(place);
  into[at] = low[0] + (high[0] - low[0]) * part;
  into[at + 1] = low[1] + (high[1] - low[1]) * part;
  into[at + 2] = low[2] + (high[2] - low[2]) * part;
  into[at + 3] = 255 * alpha;
}

function putShade(into: Uint8ClampedArray, at: number, palette: MapPalette, light: number, alpha: number): void {
  const [red, green, blue, strength] = light > 0 ? palette.light : palette.shadow;
  into[at] = red;
  into[at + 1] = green;
  into[at + 2] = blue;
  into[at + 3] = 255 * alpha * strength * Math.min(1, Math.abs(light));
}
