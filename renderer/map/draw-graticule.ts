import type { MapPalette } from "./base/map-palette.ts";
import { graticuleLabel, graticuleLinesDeg, graticuleStepDeg } from "./graticule.ts";
import type { CanvasView } from "./view-canvas.ts";

export interface GraticuleScene {
  readonly palette: MapPalette;
  /** Fifths of the step as faint lines: where there is no base map, so that distances can be judged. */
  readonly fine: boolean;
  readonly box: {
    readonly southDeg: number;
    readonly westDeg: number;
    readonly northDeg: number;
    readonly eastDeg: number;
  };
}

const font = '500 11px system-ui, "Noto Sans", sans-serif';

/** Meridians and parallels; the labels stand in a frame at the map's edges, see `drawGraticuleLabels`. */
export function drawGraticule(view: CanvasView, { palette, box, fine }: GraticuleScene): void {
  const { lonDeg, latDeg } = linesOf(view, box);
  if (fine) {
    const fifths = (axis: Axis, fromDeg: number, toDeg: number) => graticuleLinesDeg(fromDeg, toDeg, axis.stepDeg / 5);
    const lons = fifths(lonDeg, box.westDeg, box.eastDeg);
    drawLines(view, lons, fifths(latDeg, box.southDeg, box.northDeg), palette.graticuleFine);
  }
  drawLines(view, lonDeg.lines, latDeg.lines, palette.graticule);
}

interface Axis {
  readonly stepDeg: number;
  readonly lines: readonly number[];
}

function drawLines(view: CanvasView, lons: readonly number[], lats: readonly number[], colour: string): void {
  const { context } = view;
  context.beginPath();
  for (const lon of lons) {
    const x = Math.round(view.toX(lon)) + 0.5;
    context.moveTo(x, 0);
    context.lineTo(x, view.heightPx);
  }
  for (const lat of lats) {
    const y = Math.round(view.toY(lat)) + 0.5;
    context.moveTo(0, y);
    context.lineTo(view.widthPx, y);
  }
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.stroke();
}

/** What the map's foot (source, scale, coordinates) may take, in two rows where it is narrow. */
const footPx = 96;

/** Distances of the labels from the canvas's edges, px: where panels end. */
export interface LabelFrame {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** Longitudes along the top of the free part of the map, latitudes along its left. */
export function drawGraticuleLabels(
  view: CanvasView,
  { palette, box }: Omit<GraticuleScene, "fine">,
  frame: LabelFrame,
): void {
  const { context } = view;
  const { lonDeg, latDeg } = linesOf(view, box);
  context.font = font;
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = palette.graticuleHalo;
  context.fillStyle = palette.graticuleLabel;
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  for (const lon of lonDeg.lines) {
    const x = view.toX(lon) + 4;
    const text = graticuleLabel(lon, "lon", lonDeg.stepDeg);
    if (x < frame.left + 70 || x + context.measureText(text).width > view.widthPx - frame.right) continue;
    context.strokeText(text, x, frame.top + 15);
    context.fillText(text, x, frame.top + 15);
  }
  for (const lat of latDeg.lines) {
    const y = view.toY(lat) - 4;
    if (y < frame.top + 34 || y > view.heightPx - frame.bottom - footPx) continue;
    const text = graticuleLabel(lat, "lat", latDeg.stepDeg);
    context.strokeText(text, frame.left + 6, y);
    context.fillText(text, frame.left + 6, y);
  }
}

function linesOf(view: CanvasView, box: GraticuleScene["box"]): { readonly lonDeg: Axis; readonly latDeg: Axis } {
  const spanLonDeg = box.eastDeg - box.westDeg;
  const stepLonDeg = graticuleStepDeg((view.toX(box.eastDeg) - view.toX(box.westDeg)) / spanLonDeg, 190);
  const spanLatDeg = box.northDeg - box.southDeg;
  const stepLatDeg = graticuleStepDeg((view.toY(box.southDeg) - view.toY(box.northDeg)) / spanLatDeg, 150);
  return {
    lonDeg: { stepDeg: stepLonDeg, lines: graticuleLinesDeg(box.westDeg, box.eastDeg, stepLonDeg) },
    latDeg: { stepDeg: stepLatDeg, lines: graticuleLinesDeg(box.southDeg, box.northDeg, stepLatDeg) },
  };
}
