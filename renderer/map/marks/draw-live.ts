import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { offsetLatLon } from "../../../shared/geo/local-frame.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import type { CanvasView } from "../view-canvas.ts";
import { headingOf } from "./vehicle-fix.ts";

export interface LiveScene {
  readonly byId: Readonly<Record<VehicleId, VehicleView>>;
  readonly trails: Readonly<Record<VehicleId, readonly number[]>>;
  readonly placeOf: (id: VehicleId) => LatLon | undefined;
  readonly selected: VehicleId | undefined;
  readonly theme: "day" | "night";
  /** The trails' own canvas shows what is older than this, station clock. */
  readonly drawnToMs: number;
  readonly showFootprints: boolean;
  readonly showTrails: boolean;
}

/** How far ahead the velocity vector reaches, s. */
const vectorS = 5;

/** What moves with the vehicles in every frame: camera footprints, the trail's newest bit, heading lines and velocity vectors. */
export function drawLive(view: CanvasView, scene: LiveScene): void {
  for (const id in scene.byId) {
    const vehicle = scene.byId[id];
    const place = scene.placeOf(id);
    if (vehicle === undefined || place === undefined) continue;
    const { state } = vehicle.presence;
    if (state === "lost") continue;
    if (scene.showFootprints && vehicle.footprint !== undefined) drawFootprint(view, vehicle, scene);
    if (scene.showTrails) drawHead(view, vehicle, place, scene);
    if (state !== "stale") drawVector(view, vehicle, place, scene);
  }
}

function drawFootprint(view: CanvasView, vehicle: VehicleView, scene: LiveScene): void {
  const { context } = view;
  const corners = vehicle.footprint ?? [];
  if (corners.length < 3 || isBeyond(view, corners)) return;
  const stale = vehicle.presence.state === "stale";
  const colour = vehicleColour(vehicle.colourIndex);
  context.beginPath();
  corners.forEach((corner, i) => {
    const x = view.toX(corner.lonDeg);
    const y = view.toY(corner.latDeg);
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
  context.closePath();
  const selected = vehicle.id === scene.selected;
  // Paler than a plan's cells: it wanders over them, and only its edge matters.
  context.globalAlpha = stale ? 0.04 : selected ? 0.11 : 0.07;
  context.fillStyle = colour;
  context.fill();
  context.lineJoin = "round";
  context.setLineDash(stale ? [4, 5] : []);
  context.globalAlpha = stale ? 0.4 : 0.55;
  context.strokeStyle = scene.theme === "day" ? "#10141a" : "#000000";
  context.lineWidth = selected ? 3.6 : 2.6;
  context.stroke();
  context.globalAlpha = stale ? 0.5 : 0.95;
  context.strokeStyle = colour;
  context.lineWidth = selected ? 2.2 : 1.4;
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** All corners on the same far side of the view. */
function isBeyond(view: CanvasView, corners: readonly LatLon[]): boolean {
  const xs = corners.map(({ lonDeg }) => view.toX(lonDeg));
  const ys = corners.map(({ latDeg }) => view.toY(latDeg));
  return (
    Math.max(...xs) < 0 || Math.max(...ys) < 0 || Math.min(...xs) > view.widthPx || Math.min(...ys) > view.heightPx
  );
}

/** What the trail grew by since its own canvas was drawn, up to the mark. */
function drawHead(view: CanvasView, vehicle: VehicleView, place: LatLon, scene: LiveScene): void {
  const trail = scene.trails[vehicle.id] ?? [];
  const { context } = view;
  const toX = view.toX(place.lonDeg);
  const toY = view.toY(place.latDeg);
  context.beginPath();
  context.moveTo(toX, toY);
  let pieces = 0;
  for (const { x, y } of newestFirst(trail, scene.drawnToMs, view)) {
    if (Math.hypot(toX - x, toY - y) > 400) break;
    context.lineTo(x, y);
    pieces += 1;
  }
  if (pieces === 0) return;
  context.lineCap = "round";
  context.strokeStyle = vehicleColour(vehicle.colourIndex);
  context.globalAlpha = scene.theme === "day" ? 0.95 : 0.8;
  context.lineWidth = vehicle.id === scene.selected ? 3.4 : 2.2;
  context.stroke();
  context.globalAlpha = 1;
}

/** The trail's points after an instant, and the last one before it. */
function* newestFirst(trail: readonly number[], sinceMs: number, view: CanvasView) {
  for (let i = trail.length - 3; i >= 0; i -= 3) {
    yield { x: view.toX(trail[i + 1] ?? 0), y: view.toY(trail[i] ?? 0) };
    if ((trail[i + 2] ?? 0) <= sinceMs) return;
  }
}

/** Where it will be in five seconds; for what stands still a short line along its nose. */
function drawVector(view: CanvasView, vehicle: VehicleView, place: LatLon, scene: LiveScene): void {
  const { context } = view;
  const x = view.toX(place.lonDeg);
  const y = view.toY(place.latDeg);
  if (x < -100 || y < -100 || x > view.widthPx + 100 || y > view.heightPx + 100) return;
  const north = vehicle.velocity?.northMps ?? 0;
  const east = vehicle.velocity?.eastMps ?? 0;
  const ahead = offsetLatLon(place, north * vectorS, east * vectorS);
  let dx = view.toX(ahead.lonDeg) - x;
  let dy = view.toY(ahead.latDeg) - y;
  const headingRad = headingOf(vehicle);
  if (Math.hypot(dx, dy) < 30) {
    if (headingRad === undefined) return;
    dx = Math.sin(headingRad) * 30;
    dy = -Math.cos(headingRad) * 30;
  }
  const lengthPx = Math.hypot(dx, dy);
  const startX = x + (dx / lengthPx) * 20;
  const startY = y + (dy / lengthPx) * 20;
  for (const edge of [true, false]) {
    context.beginPath();
    context.moveTo(startX, startY);
    context.lineTo(x + dx, y + dy);
    context.lineCap = "round";
    context.strokeStyle = edge
      ? scene.theme === "day"
        ? "#ffffff"
        : "#000000"
      : scene.theme === "day"
        ? "#10141a"
        : "#b9ab8c";
    context.globalAlpha = edge ? 0.7 : 0.75;
    context.lineWidth = edge ? 3 : 1.4;
    context.stroke();
  }
  context.globalAlpha = 1;
}
