import type { Map as LeafletMap } from "leaflet";
import { formatCoordinate } from "../../../shared/geo/coordinate-format.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { themeOf } from "../../stores/settings-store.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { panes } from "../map-panes.ts";
import { drawTag } from "../plan/draw-tag.ts";
import { pathOf, rimOf, strokeTwice } from "../tool/draw-tool.ts";
import { type CanvasView, ViewCanvas } from "../view-canvas.ts";

/** The ground under a place of a picture that was pressed: a cross with its coordinates, and how sure it is. */
export class MarkedPointLayer {
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #canvas = new ViewCanvas({ pane: panes.tool.name, paddingFraction: 0.2 });
  readonly #off: (() => void)[];

  constructor(map: LeafletMap, stores: Stores) {
    this.#map = map;
    this.#stores = stores;
    this.#canvas.drawWith((view) => this.#draw(view));
    this.#off = [stores.markedPoint.subscribe(() => this.#show()), stores.settings.subscribe(() => this.#show())];
    this.#show();
  }

  close(): void {
    for (const off of this.#off) off();
    this.#canvas.remove();
  }

  #show(): void {
    this.#canvas.showOn(this.#map, this.#stores.markedPoint.getState().point !== undefined);
  }

  #draw(view: CanvasView): void {
    const { point } = this.#stores.markedPoint.getState();
    if (point === undefined) return;
    const settings = this.#stores.settings.getState();
    const { position, ellipse95M, vehicleId } = point;
    const vehicle = vehicleId === undefined ? undefined : this.#stores.fleet.getState().byId[vehicleId];
    const colour = vehicleColour(vehicle?.colourIndex ?? 0);
    const x = view.toX(position.lonDeg);
    const y = view.toY(position.latDeg);
    // Which way the ellipse lies isn't told: a circle that holds it.
    if (ellipse95M !== undefined)
      strokeTwice(view, pathOf(view, rimOf(position, Math.max(...ellipse95M))), colour, [3, 5]);
    const cross = new Path2D(
      `M${x - 18} ${y}H${x - 5}M${x + 5} ${y}H${x + 18}M${x} ${y - 18}V${y - 5}M${x} ${y + 5}V${y + 18}`,
    );
    strokeTwice(view, cross, colour, []);
    const text = [vehicle?.name, formatCoordinate(position, settings.coordinateFormat)].filter(Boolean).join(" · ");
    drawTag(view, { x: x + 16, y: y - 20, text, theme: themeOf(settings), colour });
  }
}
