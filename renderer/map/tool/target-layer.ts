import type { Map as LeafletMap } from "leaflet";
import type { Stores } from "../../stores/create-stores.ts";
import type { Target } from "../../stores/fly-store.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { panes } from "../map-panes.ts";
import { type CanvasView, ViewCanvas } from "../view-canvas.ts";
import { drawDot, pathOf, rimOf, strokeTwice } from "./draw-tool.ts";

/** What was shown on the map for one vehicle and is not ordered yet: in dashes, with the way there. */
export class TargetLayer {
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #canvas = new ViewCanvas({ pane: panes.tool.name, paddingFraction: 0.2 });
  readonly #off: (() => void)[];
  #shown: Target | undefined;

  constructor(map: LeafletMap, stores: Stores) {
    this.#map = map;
    this.#stores = stores;
    this.#canvas.drawWith((view) => this.#draw(view));
    this.#off = [
      stores.fly.subscribe(({ target }) => this.#show(target)),
      stores.fleet.subscribe(({ byId }, before) => {
        const id = this.#shown?.vehicleId;
        if (id !== undefined && byId[id]?.position !== before.byId[id]?.position) this.#canvas.redraw();
      }),
    ];
    this.#show(stores.fly.getState().target);
  }

  close(): void {
    for (const off of this.#off) off();
    this.#canvas.remove();
  }

  #show(target: Target | undefined): void {
    if (target === this.#shown) return;
    const was = this.#shown;
    this.#shown = target;
    if (target === undefined) this.#canvas.remove();
    else if (was === undefined) this.#canvas.addTo(this.#map);
    else this.#canvas.redraw();
  }

  #draw(view: CanvasView): void {
    const target = this.#shown;
    const vehicle = target === undefined ? undefined : this.#stores.fleet.getState().byId[target.vehicleId];
    const [first] = target?.path ?? [];
    if (target === undefined || first === undefined) return;
    const colour = vehicleColour(vehicle?.colourIndex ?? 0);
    if (vehicle?.position !== undefined) strokeTwice(view, pathOf(view, [vehicle.position, first]), colour, [2, 9]);
    if (target.radiusM !== undefined) strokeTwice(view, pathOf(view, rimOf(first, target.radiusM)), colour, [8, 8]);
    const line = target.closed ? [...target.path, first] : target.path;
    if (line.length > 1) strokeTwice(view, pathOf(view, line), colour, [8, 8]);
    for (const place of target.path) drawDot(view, place, colour);
  }
}
