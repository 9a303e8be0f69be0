import type { BaseMapFeatureKind } from "../../../shared/geo/base-map.ts";
import { type Context2d, type TileContext, xPx, yPx } from "./tile-context.ts";
import { touches, type VectorFeature } from "./vector-feature.ts";

/** Features near a tile, by kind. `marginPx` lets wide strokes and shadows of a neighbour's features reach in. */
export function featuresOn(
  tile: TileContext,
  features: readonly VectorFeature[],
  marginPx = 24,
): ReadonlyMap<BaseMapFeatureKind, VectorFeature[]> {
  const margin = marginPx / tile.pxPerWorld;
  const side = tile.sidePx / tile.pxPerWorld + 2 * margin;
  const found = new Map<BaseMapFeatureKind, VectorFeature[]>();
  for (const feature of features) {
    if (!touches(feature, tile.worldX - margin, tile.worldY - margin, side)) continue;
    const list = found.get(feature.kind);
    if (list === undefined) found.set(feature.kind, [feature]);
    else list.push(feature);
  }
  return found;
}

/** What lies under the relief: fields and woods. */
export function drawLandCover(tile: TileContext, found: ReadonlyMap<BaseMapFeatureKind, VectorFeature[]>): void {
  const { context, palette } = tile;
  for (const field of found.get("field") ?? []) {
    trace(tile, field);
    context.globalAlpha = 0.78;
    context.fillStyle = palette.fields[field.tone % palette.fields.length] ?? palette.void;
    context.fill("evenodd");
    context.globalAlpha = 1;
    if (tile.zoom >= 14) stroke(context, palette.fieldEdge, 1);
  }
  for (const wood of found.get("wood") ?? []) {
    trace(tile, wood);
    context.fillStyle = palette.wood;
    context.fill("evenodd");
    stroke(context, palette.woodEdge, 1, [1, 2.5]);
    if (tile.zoom >= 16) drawTrees(tile);
  }
}

/** Crowns on a jittered grid that is fixed to the ground, inside the current path, which is used up. */
function drawTrees(tile: TileContext): void {
  const { context, palette } = tile;
  const gapPx = tile.zoom >= 18 ? 22 : 14;
  const gap = gapPx / tile.pxPerWorld;
  context.save();
  context.clip("evenodd");
  context.beginPath();
  const toColumn = Math.ceil((tile.worldX + tile.sidePx / tile.pxPerWorld) / gap) + 1;
  const toRow = Math.ceil((tile.worldY + tile.sidePx / tile.pxPerWorld) / gap) + 1;
  for (let row = Math.floor(tile.worldY / gap) - 1; row <= toRow; row += 1) {
    for (let column = Math.floor(tile.worldX / gap) - 1; column <= toColumn; column += 1) {
      const random = scatter(column, row);
      const x = xPx(tile, (column + 0.15 + 0.7 * random) * gap);
      const y = yPx(tile, (row + 0.15 + 0.7 * scatter(row, column)) * gap);
      const radiusPx = gapPx * (0.17 + 0.12 * random);
      context.moveTo(x + radiusPx, y);
      context.arc(x, y, radiusPx, 0, 2 * Math.PI);
    }
  }
  context.fillStyle = palette.tree;
  context.fill();
  context.restore();
}

/** A fraction that looks random but is the same for the same cell. */
function scatter(a: number, b: number): number {
  let h = Math.imul(a | 0, 374_761_393) + Math.imul(b | 0, 668_265_263);
  h = Math.imul(h ^ (h >>> 13), 1_274_126_177);
  return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296;
}

/** What lies over the relief: water, ways and houses. */
export function drawOverland(tile: TileContext, found: ReadonlyMap<BaseMapFeatureKind, VectorFeature[]>): void {
  drawWater(tile, found.get("water") ?? []);
  const streamPx = wayPx(tile, 3, 1.1, 10);
  for (const stream of found.get("stream") ?? []) {
    trace(tile, stream);
    stroke(tile.context, tile.palette.waterEdge, streamPx + (tile.zoom >= 17 ? 1.6 : 0));
    if (tile.zoom < 17) continue;
    trace(tile, stream);
    stroke(tile.context, tile.palette.water, streamPx);
  }
  drawWays(tile, found);
  drawBuildings(tile, found.get("building") ?? []);
}

function drawWater(tile: TileContext, waters: readonly VectorFeature[]): void {
  const { context, palette } = tile;
  for (const water of waters) {
    trace(tile, water);
    context.fillStyle = palette.water;
    context.fill("evenodd");
    if (tile.zoom < 13) continue;
    context.save();
    context.clip("evenodd");
    stroke(context, palette.waterShore, tile.zoom >= 16 ? 9 : 5);
    context.restore();
    stroke(context, palette.waterEdge, tile.zoom >= 16 ? 1.4 : 1);
  }
}

function drawWays(tile: TileContext, found: ReadonlyMap<BaseMapFeatureKind, VectorFeature[]>): void {
  const { context, palette } = tile;
  const trackPx = wayPx(tile, 2.4, 1.1, 7);
  if (tile.zoom >= 13) {
    for (const track of found.get("track") ?? []) {
      trace(tile, track);
      stroke(context, palette.trackCasing, trackPx + 2);
      trace(tile, track);
      stroke(context, palette.track, Math.min(trackPx, 2.2), tile.zoom >= 15 ? [7, 3.5] : [4, 2.5]);
    }
  }
  const roads = found.get("road") ?? [];
  const roadPx = wayPx(tile, 6.5, 1.6, 26);
  for (const road of roads) {
    trace(tile, road);
    stroke(context, palette.roadCasing, roadPx + (tile.zoom >= 15 ? 2.2 : 1.2));
  }
  for (const road of roads) {
    trace(tile, road);
    stroke(context, palette.road, roadPx);
  }
}

function drawBuildings(tile: TileContext, buildings: readonly VectorFeature[]): void {
  const { context, palette } = tile;
  if (tile.zoom < 14) return;
  const shadowPx = Math.min(5, 3 / tile.metresPerPx);
  for (const building of buildings) {
    if (shadowPx > 1) {
      trace(tile, building, shadowPx * 0.7, shadowPx);
      context.fillStyle = palette.buildingShadow;
      context.fill("evenodd");
    }
    trace(tile, building);
    context.fillStyle = palette.building;
    context.fill("evenodd");
    if (tile.zoom >= 15) stroke(context, palette.buildingEdge, 1);
  }
}

/** A way's true width where that shows, else a line. */
const wayPx = (tile: TileContext, widthM: number, leastPx: number, mostPx: number): number =>
  Math.min(mostPx, Math.max(leastPx, widthM / tile.metresPerPx));

function trace(tile: TileContext, feature: VectorFeature, dxPx = 0, dyPx = 0): void {
  const { context } = tile;
  context.beginPath();
  for (const path of feature.paths) {
    for (let i = 0; i + 1 < path.length; i += 2) {
      const x = xPx(tile, path[i] ?? 0) + dxPx;
      const y = yPx(tile, path[i + 1] ?? 0) + dyPx;
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    if (feature.closed) context.closePath();
  }
}

function stroke(context: Context2d, colour: string, widthPx: number, dash: number[] = []): void {
  context.setLineDash(dash);
  context.lineJoin = "round";
  context.lineCap = dash.length === 0 ? "round" : "butt";
  context.strokeStyle = colour;
  context.lineWidth = widthPx;
  context.stroke();
  context.setLineDash([]);
}
