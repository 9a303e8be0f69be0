import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { worldX, worldY } from "../../../shared/geo/web-mercator.ts";
import type { SegmentGrade } from "../../../shared/wire/incident.ts";
import type { Theme } from "../../stores/settings-store.ts";
import type { SpriteCache } from "../crowd/sprite-cache.ts";
import type { CanvasView } from "../view-canvas.ts";
import { type Grade, gradesByWeight, segmentInks } from "./segment-ink.ts";
import { drawSegmentLabel, type SegmentOwner } from "./segment-label.ts";
import type { SegmentShape, SegmentShapes } from "./segment-shapes.ts";
import { type WorldView, worldViewOf } from "./world-view.ts";

export interface SegmentScene {
  readonly shapes: SegmentShapes;
  readonly grades: Readonly<Record<string, SegmentGrade>>;
  readonly selected: ReadonlySet<string>;
  /** Who was sent to it and isn't done. */
  readonly owners: ReadonlyMap<string, SegmentOwner>;
  /** Rings of a division that isn't kept yet. */
  readonly preview: readonly (readonly LatLon[])[];
  readonly theme: Theme;
  readonly sprites: SpriteCache;
  readonly words: {
    readonly language: string;
    readonly poa: (share: number) => string;
    readonly pod: (share: number) => string;
  };
}

/** Narrower ones than this are only lines; wider ones than the second have a line of their own beside their neighbour's, px. */
const smallPx = 30;
const widePx = 90;
/** Lines keep so far within their own segment, so that those of neighbours lie beside each other, px. */
const insetPx = 2;

const gradeOf = (scene: SegmentScene, id: string): Grade => scene.grades[id]?.grade ?? "none";

/** All segments in sight: borders by grade, the chosen ones, names and figures where there is room. */
export function drawSegments(view: CanvasView, scene: SegmentScene): void {
  const world = worldViewOf(view);
  const { west, north, east, south, scale } = world;
  const seen = scene.shapes.within(west, north, east, south);
  const typicalPx = medianSide(seen) * scale;
  const small = typicalPx < smallPx;
  drawBorders(view, scene, seen, world, { small, wide: typicalPx >= widePx });
  for (const shape of seen) {
    if (scene.selected.has(shape.id)) drawChosen(view, scene, shape, world, 5);
  }
  if (!small) for (const shape of seen) label(view, scene, shape, world);
  else for (const shape of seen) if (scene.owners.has(shape.id)) label(view, scene, shape, world);
  drawPreview(view, scene, world);
}

const medianSide = (shapes: readonly SegmentShape[]): number => {
  const sides = shapes.map(({ westX, eastX, northY, southY }) => Math.min(eastX - westX, southY - northY));
  return sides.sort((a, b) => a - b)[Math.floor(sides.length / 2)] ?? 0;
};

/** One path for each grade: a thousand borders are eight strokes. */
function drawBorders(
  { context }: CanvasView,
  scene: SegmentScene,
  seen: readonly SegmentShape[],
  world: WorldView,
  { small, wide }: { readonly small: boolean; readonly wide: boolean },
): void {
  const inks = segmentInks[scene.theme];
  context.lineJoin = "round";
  context.lineCap = "butt";
  for (const grade of gradesByWeight) {
    const own = seen.filter(({ id }) => gradeOf(scene, id) === grade);
    if (own.length === 0) continue;
    context.beginPath();
    for (const shape of own) trace(context, shape.xy, world, wide ? shape : undefined);
    const { line, widthPx, dashes } = inks[grade];
    if (!small) {
      context.setLineDash([]);
      context.strokeStyle = inks.casing;
      context.lineWidth = wide ? widthPx + 1.8 : widthPx + 0.8;
      context.stroke();
    }
    context.setLineDash(small ? [] : [...dashes]);
    context.strokeStyle = line;
    context.lineWidth = wide ? widthPx : Math.max(0.8, widthPx * (small ? 0.5 : 0.75));
    context.stroke();
  }
  context.setLineDash([]);
}

/** @param inset the shape towards whose middle the line is drawn in */
function trace(
  context: Pick<CanvasRenderingContext2D, "moveTo" | "lineTo" | "closePath">,
  xy: Float64Array,
  { scale, x0, y0 }: WorldView,
  inset?: SegmentShape,
): void {
  const middleX = (inset?.middleX ?? 0) * scale + x0;
  const middleY = (inset?.middleY ?? 0) * scale + y0;
  for (let i = 0; i < xy.length; i += 2) {
    let x = (xy[i] ?? 0) * scale + x0;
    let y = (xy[i + 1] ?? 0) * scale + y0;
    if (inset !== undefined) {
      const awayPx = Math.hypot(middleX - x, middleY - y) || 1;
      x += ((middleX - x) / awayPx) * insetPx;
      y += ((middleY - y) / awayPx) * insetPx;
    }
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.closePath();
}

/** The one under the pointer, on a canvas of its own: it changes too often to draw a thousand others with it. */
export const drawHoveredSegment = (view: CanvasView, shape: SegmentShape, theme: Theme): void =>
  drawChosen(view, { theme }, shape, worldViewOf(view), 3);

function drawChosen(
  { context }: CanvasView,
  { theme }: Pick<SegmentScene, "theme">,
  shape: SegmentShape,
  world: WorldView,
  widthPx: number,
): void {
  const path = new Path2D();
  trace(path, shape.xy, world);
  context.globalAlpha = 0.14;
  context.fillStyle = segmentInks[theme].chosen;
  context.fill(path);
  context.globalAlpha = 1;
  context.strokeStyle = theme === "day" ? "#10141a" : "#000000";
  context.lineWidth = widthPx + 3;
  context.stroke(path);
  context.strokeStyle = segmentInks[theme].chosen;
  context.lineWidth = widthPx;
  context.stroke(path);
}

function label(view: CanvasView, scene: SegmentScene, shape: SegmentShape, { scale, x0, y0 }: WorldView): void {
  drawSegmentLabel(view.context, {
    shape,
    grade: gradeOf(scene, shape.id),
    figures: scene.grades[shape.id],
    owner: scene.owners.get(shape.id),
    roomPx: { width: (shape.eastX - shape.westX) * scale, height: (shape.southY - shape.northY) * scale },
    x: shape.middleX * scale + x0,
    y: shape.middleY * scale + y0,
    theme: scene.theme,
    sprites: scene.sprites,
    words: scene.words,
  });
}

function drawPreview({ context }: CanvasView, { preview, theme }: SegmentScene, world: WorldView): void {
  if (preview.length === 0) return;
  context.beginPath();
  for (const ring of preview) {
    const xy = new Float64Array(ring.length * 2);
    ring.forEach(({ latDeg, lonDeg }, i) => {
      xy.set([worldX(lonDeg), worldY(latDeg)], 2 * i);
    });
    trace(context, xy, world);
  }
  context.strokeStyle = segmentInks[theme].casing;
  context.lineWidth = 3.4;
  context.stroke();
  context.setLineDash([6, 5]);
  context.strokeStyle = theme === "day" ? "#10141a" : "#ddd6c8";
  context.lineWidth = 1.6;
  context.stroke();
  context.setLineDash([]);
}
