import { metresPerPx } from "../../../shared/geo/web-mercator.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import type { CanvasView } from "../view-canvas.ts";

export interface FenceScene {
  readonly plan: Plan;
  readonly colour: string;
  readonly theme: "day" | "night";
  readonly strong: boolean;
}

const hatchPx = 11;

/**
 * Boundaries: around what must not be left a double line, what must not be entered hatched and crossed; told apart by their
 * form, the colour says whose they are. Rally points as small flags.
 */
export function drawFences(view: CanvasView, scene: FenceScene): void {
  for (const fence of scene.plan.fences) {
    const path = fencePath(view, fence);
    if (fence.inclusion) strokeInclusion(view, scene, path);
    else strokeExclusion(view, scene, path);
  }
  for (const { latDeg, lonDeg } of scene.plan.rallyPoints) drawFlag(view, scene, view.toX(lonDeg), view.toY(latDeg));
  view.context.globalAlpha = 1;
}

function fencePath(view: CanvasView, fence: Plan["fences"][number]): Path2D {
  const path = new Path2D();
  if (fence.shape === "circle") {
    const { latDeg, lonDeg } = fence.centre;
    path.arc(view.toX(lonDeg), view.toY(latDeg), fence.radiusM / metresPerPx(latDeg, view.zoom), 0, 2 * Math.PI);
    return path;
  }
  fence.points.forEach(({ latDeg, lonDeg }, i) => {
    if (i === 0) path.moveTo(view.toX(lonDeg), view.toY(latDeg));
    else path.lineTo(view.toX(lonDeg), view.toY(latDeg));
  });
  path.closePath();
  return path;
}

const edgeOf = (scene: FenceScene): string => (scene.theme === "day" ? "#10141a" : "#000000");

function strokeInclusion({ context }: CanvasView, scene: FenceScene, path: Path2D): void {
  context.lineJoin = "miter";
  context.globalAlpha = scene.strong ? 0.95 : 0.55;
  for (const [width, colour] of [
    [6, edgeOf(scene)],
    [4.4, scene.colour],
    [1.6, edgeOf(scene)],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke(path);
  }
}

function strokeExclusion(view: CanvasView, scene: FenceScene, path: Path2D): void {
  const { context } = view;
  context.save();
  context.clip(path);
  const lines = new Path2D();
  for (let x = -view.heightPx; x < view.widthPx; x += hatchPx) {
    lines.moveTo(x, view.heightPx);
    lines.lineTo(x + view.heightPx, 0);
  }
  context.globalAlpha = scene.strong ? 0.8 : 0.4;
  context.lineWidth = 1.6;
  context.strokeStyle = scene.theme === "day" ? "#3a0d0a" : "#ffb59e";
  context.stroke(lines);
  context.restore();
  context.lineJoin = "miter";
  context.globalAlpha = scene.strong ? 0.95 : 0.55;
  context.lineWidth = 5;
  context.strokeStyle = edgeOf(scene);
  context.stroke(path);
  context.setLineDash([9, 4]);
  context.lineWidth = 3;
  context.strokeStyle = scene.colour;
  context.stroke(path);
  context.setLineDash([]);
}

function drawFlag({ context }: CanvasView, scene: FenceScene, x: number, y: number): void {
  const flag = new Path2D(`M${x} ${y}V${y - 22}L${x + 15} ${y - 16}L${x} ${y - 10}`);
  context.lineJoin = "round";
  context.globalAlpha = scene.strong ? 1 : 0.7;
  context.strokeStyle = scene.theme === "day" ? "#ffffff" : "#8f8468";
  context.lineWidth = 5;
  context.stroke(flag);
  context.fillStyle = scene.colour;
  context.fill(flag);
  context.strokeStyle = "#10141a";
  context.lineWidth = 2;
  context.stroke(flag);
}
