import type { BaseMap } from "../../../shared/geo/base-map.ts";
import { metresPerPx, tileSizePx, worldLatDeg, worldSizePx } from "../../../shared/geo/web-mercator.ts";
import { ContourBlocks } from "./contour-blocks.ts";
import { type ContourLabel, drawContours } from "./draw-contours.ts";
import { drawLandCover, drawOverland, featuresOn } from "./draw-features.ts";
import { mapPalettes } from "./map-palette.ts";
import { type NameLabel, nameFont, placeNames } from "./name-labels.ts";
import { paintRelief } from "./relief-pixels.ts";
import { ReliefPyramid } from "./relief-pyramid.ts";
import type { Context2d, TileContext } from "./tile-context.ts";
import { type VectorFeature, vectorFeature } from "./vector-feature.ts";

export interface TileRequest {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly theme: "day" | "night";
  readonly contours: boolean;
  /** Device pixels per CSS pixel. */
  readonly density: number;
}

/** Makes a scratch canvas: OffscreenCanvas in a worker, a canvas element in the page. */
export type MakeContext = (widthPx: number, heightPx: number) => Context2d;

/** Draws tiles of the offline base map: ground, land cover, relief, contours, water, ways, houses, names. */
export class TilePainter {
  readonly #pyramid: ReliefPyramid;
  readonly #features: readonly VectorFeature[];
  readonly #blocks = new ContourBlocks();
  readonly #names = new Map<number, readonly NameLabel[]>();
  readonly #scratch: Context2d;

  constructor(baseMap: BaseMap, heightsM: Float32Array, makeContext: MakeContext) {
    this.#pyramid = new ReliefPyramid(baseMap.terrain, heightsM);
    this.#features = baseMap.features.map(vectorFeature);
    this.#scratch = makeContext(tileSizePx, tileSizePx);
  }

  /** @param context of a canvas `tileSizePx * density` square; it is cleared first */
  paint(context: Context2d, request: TileRequest): void {
    const tile = tileContext(context, request);
    context.setTransform(request.density, 0, 0, request.density, 0, 0);
    context.clearRect(0, 0, tileSizePx, tileSizePx);
    const found = featuresOn(tile, this.#features);
    const shade = this.#drawGround(tile);
    drawLandCover(tile, found);
    this.#drawShade(tile, shade);
    const labels = request.contours ? drawContours(tile, this.#pyramid, this.#blocks) : [];
    drawOverland(tile, found);
    drawContourLabels(tile, labels);
    this.#drawNames(tile);
  }

  /** Draws the height tint; returns the relief for later. */
  #drawGround(tile: TileContext): ImageData {
    const ground = new ImageData(tileSizePx, tileSizePx);
    const shade = new ImageData(tileSizePx, tileSizePx);
    const frame = {
      worldX: tile.worldX,
      worldY: tile.worldY,
      worldSide: tileSizePx / tile.pxPerWorld,
      sidePx: tileSizePx,
    };
    const { grid } = this.#pyramid.levelFor(tile.metresPerPx * 0.8);
    paintRelief(grid, this.#pyramid.statistics, tile.palette, frame, ground.data, shade.data);
    this.#lay(tile, ground);
    return shade;
  }

  #drawShade(tile: TileContext, shade: ImageData): void {
    this.#lay(tile, shade);
  }

  #lay(tile: TileContext, image: ImageData): void {
    this.#scratch.putImageData(image, 0, 0);
    tile.context.drawImage(this.#scratch.canvas, 0, 0, tileSizePx, tileSizePx);
  }

  #drawNames(tile: TileContext): void {
    const { context, palette } = tile;
    const worldPx = worldSizePx(tile.zoom);
    const names = this.#names.get(tile.zoom) ?? placeNames(context, this.#features, tile.zoom, worldPx);
    this.#names.set(tile.zoom, names);
    for (const name of names) {
      const x = name.x - tile.worldX * worldPx;
      const y = name.y - tile.worldY * worldPx;
      const reachPx = name.halfWidthPx + 12;
      if (x < -reachPx || y < -reachPx || x > tile.sidePx + reachPx || y > tile.sidePx + reachPx) continue;
      const wet = name.kind === "water" || name.kind === "stream";
      context.font = nameFont(name.kind);
      write(context, name.text, x, y, name.turnRad, wet ? palette.waterLabel : palette.label, palette.labelHalo);
    }
  }
}

function tileContext(context: Context2d, request: TileRequest): TileContext {
  const tiles = 2 ** request.z;
  const middleDeg = worldLatDeg((request.y + 0.5) / tiles);
  return {
    context,
    palette: mapPalettes[request.theme],
    zoom: request.z,
    worldX: request.x / tiles,
    worldY: request.y / tiles,
    pxPerWorld: worldSizePx(request.z),
    sidePx: tileSizePx,
    metresPerPx: metresPerPx(middleDeg, request.z),
  };
}

function drawContourLabels(tile: TileContext, labels: readonly ContourLabel[]): void {
  const { context, palette } = tile;
  context.font = "500 10px system-ui, sans-serif";
  for (const { text, x, y, turnRad } of labels) {
    if (x < -30 || y < -30 || x > tile.sidePx + 30 || y > tile.sidePx + 30) continue;
    write(context, text, x, y, turnRad, palette.contourLabel, palette.labelHalo);
  }
}

function write(
  context: Context2d,
  text: string,
  x: number,
  y: number,
  turnRad: number,
  colour: string,
  halo: string,
): void {
  context.save();
  context.translate(x, y);
  context.rotate(turnRad);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = halo;
  context.strokeText(text, 0, 0);
  context.fillStyle = colour;
  context.fillText(text, 0, 0);
  context.restore();
}
