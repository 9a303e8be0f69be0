import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import { podSteps, shadeColour, shadeOf } from "../../../shared/search/density-colour.ts";
import { gridFrame, type SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import type { TileAddress } from "./search-service.ts";

/** Of a tile's side. */
export const tilePx = 256;

const rad = Math.PI / 180;

/** Of web mercator (EPSG:3857): the latitude of a tile row's upper edge, or of any part of a row. */
const latDegOf = (y: number, z: number): number => Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) / rad;
const lonDegOf = (x: number, z: number): number => (x / 2 ** z) * 360 - 180;

/** What a tile shows at a cell; `cell` is never outside the grid. */
type Look<T> = (cell: number) => T;

/** Colours by their shade, made once: a tile has 65,536 of them. */
const colours = Array.from({ length: 256 }, (_, i) => shadeColour(i / 255));

interface TilePlace extends Omit<TileAddress, "layer"> {
  readonly grid: SearchGrid;
}

/** Whether any of a tile lies on the grid, roughly: a tile's width more is no harm. */
const touches = ({ z, x, y, grid }: TilePlace): boolean => {
  const frame = gridFrame(grid);
  const [halfNorthM, halfEastM] = [(grid.rows * grid.cellM) / 2, (grid.columns * grid.cellM) / 2];
  const northWest = frame.toLatLon(halfNorthM * 1.02, -halfEastM * 1.02);
  const southEast = frame.toLatLon(-halfNorthM * 1.02, halfEastM * 1.02);
  return (
    latDegOf(y, z) >= southEast.latDeg &&
    latDegOf(y + 1, z) <= northWest.latDeg &&
    lonDegOf(x + 1, z) >= northWest.lonDeg &&
    lonDegOf(x, z) <= southEast.lonDeg
  );
};

/** The width of a pixel on the ground at a tile's middle, m. */
const pixelM = (z: number, y: number): number =>
  (Math.cos(latDegOf(y + 0.5, z) * rad) * 2 * Math.PI * 6_378_137) / 2 ** z / tilePx;

/** Calls for each pixel with the cells of the points in it, `across` x `across` of them; -1 outside the grid. */
const forPixels = (place: TilePlace, across: number, take: (pixel: number, cells: Int32Array) => void): void => {
  const { z, x, y, grid } = place;
  const { cellM, rows, columns } = grid;
  const frame = new LocalFrame(grid.centre);
  const cells = new Int32Array(across * across);
  const lonDegs = Array.from({ length: tilePx * across }, (_, i) => lonDegOf(x + (i + 0.5) / (tilePx * across), z));
  for (let row = 0; row < tilePx; row += 1) {
    const latDegs = Array.from({ length: across }, (_, i) =>
      latDegOf(y + (row * across + i + 0.5) / (tilePx * across), z),
    );
    for (let column = 0; column < tilePx; column += 1) {
      let next = 0;
      for (const latDeg of latDegs) {
        for (let i = 0; i < across; i += 1) {
          const lonDeg = lonDegs[column * across + i] ?? 0;
          const { northM, eastM } = frame.toNorthEast({ latDeg, lonDeg });
          const r = Math.floor(northM / cellM + rows / 2);
          const c = Math.floor(eastM / cellM + columns / 2);
          cells[next] = r < 0 || r >= rows || c < 0 || c >= columns ? -1 : r * columns + c;
          next += 1;
        }
      }
      take(row * tilePx + column, cells);
    }
  }
};

/** Pixels of less than a cell take the cell's value; larger ones the mean of up to 16 points. */
const pointsAcross = ({ z, y, grid }: TilePlace): number =>
  Math.min(4, Math.max(1, Math.round(pixelM(z, y) / grid.cellM)));

/**
 * Draws densities as shades.
 * @param densityAt probability per km² in a cell
 * @returns RGBA, or undefined where nothing of it is to be seen
 */
export const drawDensity = (place: TilePlace, densityAt: Look<number>, peakPerKm2: number): Uint8Array | undefined => {
  if (!touches(place)) return undefined;
  const rgba = new Uint8Array(tilePx * tilePx * 4);
  let drawn = false;
  forPixels(place, pointsAcross(place), (pixel, cells) => {
    let sum = 0;
    for (const cell of cells) sum += cell < 0 ? 0 : densityAt(cell);
    if (sum === 0) return;
    const colour = colours[Math.round(shadeOf(sum / cells.length, peakPerKm2) * 255)];
    if (colour === undefined || colour[3] === 0) return;
    drawn = true;
    rgba.set(colour, pixel * 4);
  });
  return drawn ? rgba : undefined;
};

/** Dark lines with light ones beside them: seen on a white map and on a black one. */
const dark = [20, 24, 32, 190] as const;
const light = [255, 255, 255, 120] as const;

/** Pixels between two lines, by how many steps the POD has reached; each has the lines of the one before. */
const gapsPx = [0, 24, 12, 6, 6] as const;

/** The step of a POD: 0 is not drawn, 4 is searched well. */
export const podStep = (pod: number): number => podSteps.filter((from) => pod >= from).length;

/**
 * Draws how well ground was searched as hatching, in four steps: lines further apart, closer, close, and crossed.
 * @returns RGBA, or undefined where nothing was searched
 */
export const drawPod = (place: TilePlace, podAt: Look<number>): Uint8Array | undefined => {
  if (!touches(place)) return undefined;
  const rgba = new Uint8Array(tilePx * tilePx * 4);
  let drawn = false;
  // In pixels of the whole world modulo all gaps, so that lines go on from tile to tile.
  const period = 24;
  const [left, top] = [(place.x * tilePx) % period, (place.y * tilePx) % period];
  forPixels(place, pointsAcross(place), (pixel, cells) => {
    let sum = 0;
    for (const cell of cells) sum += cell < 0 ? 0 : podAt(cell);
    const step = sum === 0 ? 0 : podStep(sum / cells.length);
    if (step === 0) return;
    const gapPx = gapsPx[step as 1 | 2 | 3 | 4];
    const [px, py] = [left + (pixel % tilePx), top + Math.floor(pixel / tilePx)];
    const rising = (px + py) % gapPx;
    const falling = step === 4 ? (px - py + 100 * period) % gapPx : -1;
    const colour = rising === 0 || falling === 0 ? dark : rising === 1 || falling === 1 ? light : undefined;
    // Ground that was searched counts as drawn even where no line falls on this tile's pixels.
    drawn = true;
    if (colour !== undefined) rgba.set(colour, pixel * 4);
  });
  return drawn ? rgba : undefined;
};
