import type { CameraView } from "./camera-view.ts";
import { castToGround } from "./cast-ground.ts";
import type { Ground } from "./ground.ts";
import { cellsPerM, type SurfaceTiles, tileM, tileSide } from "./surface-tiles.ts";
import type { Texture } from "./texture.ts";

/** Apparent temperatures, K, row by row from the top. */
export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly kelvin: Float32Array;
}

/** What covers the ground and how warm the air is. */
export interface GroundScene {
  readonly ground: Ground;
  readonly tiles: SurfaceTiles;
  readonly texture: Texture;
  readonly airK: number;
}

/** The ground seen at the corners of square blocks of the picture; NaN where there is none. */
interface Nodes {
  readonly stepPx: number;
  readonly columns: number;
  readonly east: Float64Array;
  readonly north: Float64Array;
}

/** The part of the ground that was seen. */
export interface SeenBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Blocks of 16 pixels for a big picture from above; small for a small one that sees the horizon. */
const blockPx = (picture: Picture): number => (picture.widthPx >= 320 ? 16 : 4);

/**
 * Paints the bare ground: rays are cast at the corners of blocks and ground coordinates interpolated between, which at
 * 60 m height and 60 degrees down is good to 2 cm. Blocks on the horizon are cast pixel by pixel.
 */
export const paintGround = (picture: Picture, view: CameraView, scene: GroundScene): SeenBox => {
  const nodes = castNodes(picture, view, scene.ground);
  const { stepPx } = nodes;
  for (let y = 0; y < picture.heightPx; y += stepPx) {
    for (let x = 0; x < picture.widthPx; x += stepPx) {
      const at = (y / stepPx) * nodes.columns + x / stepPx;
      const missing = missingCorners(nodes, at);
      if (missing === 0) paintBlock(picture, scene, nodes, { x, y, at });
      else paintEdgeBlock(picture, view, scene, { x, y, stepPx, sky: missing === 4 ? "whole" : "partly" });
    }
  }
  return seenBox(nodes);
};

const missingCorners = ({ east, columns }: Nodes, at: number): number => {
  let missing = 0;
  for (const corner of [at, at + 1, at + columns, at + columns + 1]) if (Number.isNaN(east[corner] ?? NaN)) missing++;
  return missing;
};

const castNodes = (picture: Picture, view: CameraView, ground: Ground): Nodes => {
  const stepPx = blockPx(picture);
  const columns = Math.ceil(picture.widthPx / stepPx) + 1;
  const rows = Math.ceil(picture.heightPx / stepPx) + 1;
  const east = new Float64Array(columns * rows).fill(NaN);
  const north = new Float64Array(columns * rows).fill(NaN);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const hit = castToGround(view, ground, column * stepPx, row * stepPx);
      if (hit === undefined) continue;
      east[row * columns + column] = hit[0];
      north[row * columns + column] = hit[1];
    }
  }
  return { stepPx, columns, east, north };
};

const seenBox = (nodes: Nodes): SeenBox => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < nodes.east.length; i++) {
    const e = nodes.east[i] ?? NaN;
    const n = nodes.north[i] ?? NaN;
    if (e < west) west = e;
    if (e > east) east = e;
    if (n < south) south = n;
    if (n > north) north = n;
  }
  return { west, south, east, north };
};

const paintBlock = (
  picture: Picture,
  scene: GroundScene,
  nodes: Nodes,
  block: { readonly x: number; readonly y: number; readonly at: number },
): void => {
  const { stepPx, columns, east, north } = nodes;
  const { at } = block;
  const endY = Math.min(picture.heightPx, block.y + stepPx);
  const endX = Math.min(picture.widthPx, block.x + stepPx);
  const textureOf = scene.texture.values;
  const [e00, e10, e01, e11] = [east[at] ?? 0, east[at + 1] ?? 0, east[at + columns] ?? 0, east[at + columns + 1] ?? 0];
  const [n00, n10, n01, n11] = [
    north[at] ?? 0,
    north[at + 1] ?? 0,
    north[at + columns] ?? 0,
    north[at + columns + 1] ?? 0,
  ];
  let [tileE, tileN] = [Number.NaN, Number.NaN];
  let tile: Float32Array = emptyTile;
  for (let y = block.y; y < endY; y++) {
    const ty = (y + 0.5 - block.y) / stepPx;
    const [eWest, nWest] = [e00 + (e01 - e00) * ty, n00 + (n01 - n00) * ty];
    const stepE = (e10 + (e11 - e10) * ty - eWest) / stepPx;
    const stepN = (n10 + (n11 - n10) * ty - nWest) / stepPx;
    let e = eWest + stepE * 0.5;
    let n = nWest + stepN * 0.5;
    let pixel = y * picture.widthPx + block.x;
    for (let x = block.x; x < endX; x++, pixel++, e += stepE, n += stepN) {
      const te = Math.floor(e / tileM);
      const tn = Math.floor(n / tileM);
      if (te !== tileE || tn !== tileN) {
        [tileE, tileN] = [te, tn];
        tile = scene.tiles.tile(te, tn);
      }
      const cx = (e - te * tileM) * cellsPerM;
      const cy = (n - tn * tileM) * cellsPerM;
      const column = cx | 0;
      const row = cy | 0;
      const [fx, fy] = [cx - column, cy - row];
      const cell = row * tileSide + column;
      const a = tile[cell] ?? 0;
      const b = tile[cell + tileSide] ?? 0;
      const southK = a + ((tile[cell + 1] ?? 0) - a) * fx;
      const northK = b + ((tile[cell + tileSide + 1] ?? 0) - b) * fx;
      const grain = textureOf[((((n * 34) | 0) & 511) << 9) | (((e * 34) | 0) & 511)] ?? 0;
      picture.kelvin[pixel] = southK + (northK - southK) * fy + 0.12 * grain;
    }
  }
};

const emptyTile: Float32Array = new Float32Array(0);

const paintEdgeBlock = (
  picture: Picture,
  view: CameraView,
  scene: GroundScene,
  block: { readonly x: number; readonly y: number; readonly stepPx: number; readonly sky: "whole" | "partly" },
): void => {
  for (let y = block.y; y < Math.min(picture.heightPx, block.y + block.stepPx); y++) {
    for (let x = block.x; x < Math.min(picture.widthPx, block.x + block.stepPx); x++) {
      const hit = block.sky === "whole" ? undefined : castToGround(view, scene.ground, x + 0.5, y + 0.5);
      picture.kelvin[y * picture.widthPx + x] =
        hit === undefined ? farK(view, scene, x, y) : scene.tiles.temperatureK(hit[0], hit[1]);
    }
  }
};

/** Far ground melts into the air's temperature; a cloudy sky is colder the higher one looks. */
const farK = (view: CameraView, scene: GroundScene, x: number, y: number): number => {
  const [e, n, u] = view.ray(x + 0.5, y + 0.5);
  const elevation = Math.atan2(u, Math.hypot(e, n));
  return elevation < 0 ? scene.airK - 0.4 : scene.airK - 0.4 - 14 * Math.min(1, elevation * 2.2);
};
