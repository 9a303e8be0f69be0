import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import type { CanvasView } from "../view-canvas.ts";
import { trailPieces, trailSteps } from "./trail-pieces.ts";

export interface TrailScene {
  readonly byId: Readonly<Record<VehicleId, VehicleView>>;
  readonly trails: Readonly<Record<VehicleId, readonly number[]>>;
  readonly selected: VehicleId | undefined;
  readonly nowMs: number;
  readonly theme: "day" | "night";
  readonly showTrails: boolean;
}

/** Fading trails, the newest part strongest, and the home marks. */
export function drawTrails(view: CanvasView, scene: TrailScene): void {
  for (const id in scene.byId) {
    const vehicle = scene.byId[id];
    if (vehicle === undefined) continue;
    const trail = scene.trails[id];
    if (scene.showTrails && trail !== undefined && trail.length >= 6) drawTrail(view, vehicle, trail, scene);
  }
  for (const id in scene.byId) {
    const vehicle = scene.byId[id];
    if (vehicle?.home !== undefined) drawHome(view, vehicle, scene);
  }
}

function drawTrail(view: CanvasView, vehicle: VehicleView, trail: readonly number[], scene: TrailScene): void {
  const { context } = view;
  const selected = vehicle.id === scene.selected;
  const widthPx = selected ? 3.4 : 2.2;
  const pieces = trailPieces(trail, scene.nowMs, view.toX, view.toY);
  context.lineJoin = "round";
  context.lineCap = "butt";
  for (const edge of [true, false]) {
    context.strokeStyle = edge ? (scene.theme === "day" ? "#10141a" : "#000000") : vehicleColour(vehicle.colourIndex);
    context.lineWidth = edge ? widthPx + 1.6 : widthPx;
    for (const { step, points } of pieces) {
      const strength = (step + 1) / trailSteps;
      context.globalAlpha = (edge ? 0.35 : scene.theme === "day" ? 0.95 : 0.8) * (0.12 + 0.88 * strength * strength);
      context.beginPath();
      context.moveTo(points[0] ?? 0, points[1] ?? 0);
      for (let i = 2; i + 1 < points.length; i += 2) context.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
      context.stroke();
    }
  }
  context.globalAlpha = 1;
}

/** A small house with the vehicle's colour: where it takes off and returns to. */
function drawHome(view: CanvasView, vehicle: VehicleView, scene: TrailScene): void {
  const { context } = view;
  if (vehicle.home === undefined) return;
  const x = view.toX(vehicle.home.lonDeg);
  const y = view.toY(vehicle.home.latDeg);
  if (x < -20 || y < -20 || x > view.widthPx + 20 || y > view.heightPx + 20) return;
  const house = new Path2D(
    `M${x} ${y - 8}L${x + 8.5} ${y - 0.5}H${x + 5.5}V${y + 7}H${x - 5.5}V${y - 0.5}H${x - 8.5}z`,
  );
  context.lineJoin = "round";
  context.strokeStyle = scene.theme === "day" ? "#ffffff" : "#8f8468";
  context.lineWidth = 4;
  context.stroke(house);
  context.strokeStyle = "#10141a";
  context.lineWidth = 2;
  context.stroke(house);
  context.fillStyle = vehicleColour(vehicle.colourIndex);
  context.fill(house);
}
