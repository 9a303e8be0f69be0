import type { Map as LeafletMap } from "leaflet";
import type { Stores } from "../../stores/create-stores.ts";
import { type SentTarget, sentNow } from "../../stores/sent-target.ts";
import { themeOf } from "../../stores/settings-store.ts";
import type { Target } from "../../stores/target.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { panes } from "../map-panes.ts";
import { drawTag } from "../plan/draw-tag.ts";
import { type CanvasView, ViewCanvas } from "../view-canvas.ts";
import { drawDot, drawGoal, pathOf, rimOf, strokeTwice } from "./draw-tool.ts";

/** Where vehicles shall go: what is not ordered yet in dots, what was ordered with a ring and whose it is. */
export class TargetLayer {
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #canvas = new ViewCanvas({ pane: panes.tool.name, paddingFraction: 0.2 });
  readonly #off: (() => void)[];

  constructor(map: LeafletMap, stores: Stores) {
    this.#map = map;
    this.#stores = stores;
    this.#canvas.drawWith((view) => this.#draw(view));
    this.#off = [
      stores.fly.subscribe((state, before) => {
        if (state.target !== before.target || state.sent !== before.sent) this.#show();
      }),
      stores.operations.subscribe(() => this.#keepToSent()),
      stores.fleet.subscribe(({ byId }, before) => {
        this.#keepToSent();
        const { target, sent } = stores.fly.getState();
        const ids = [...Object.keys(sent), ...(target === undefined ? [] : [target.vehicleId])];
        if (ids.some((id) => byId[id]?.position !== before.byId[id]?.position)) this.#canvas.redraw();
      }),
    ];
    this.#show();
  }

  close(): void {
    for (const off of this.#off) off();
    this.#canvas.remove();
  }

  /** Drops what is reached, replaced or refused. */
  #keepToSent(): void {
    const { fly, fleet, operations } = this.#stores;
    const { sent, setSent } = fly.getState();
    for (const before of Object.values(sent)) {
      const now = sentNow(before, fleet.getState().byId[before.vehicleId], Object.values(operations.getState().byId));
      if (now !== before) setSent(before.vehicleId, now);
    }
  }

  #show(): void {
    const { target, sent } = this.#stores.fly.getState();
    this.#canvas.showOn(this.#map, target !== undefined || Object.keys(sent).length > 0);
  }

  #draw(view: CanvasView): void {
    const { target, sent } = this.#stores.fly.getState();
    for (const one of Object.values(sent)) this.#drawSent(view, one);
    if (target === undefined) return;
    const colour = this.#drawWay(view, target, { way: [2, 9], shape: [8, 8] });
    for (const place of target.path) drawDot(view, place, colour);
  }

  #drawSent(view: CanvasView, sent: SentTarget): void {
    const last = sent.closed ? sent.path[0] : sent.path.at(-1);
    if (last === undefined) return;
    const colour = this.#drawWay(view, sent, { way: [14, 6], shape: [] });
    drawGoal(view, last, colour);
    const text = this.#stores.fleet.getState().byId[sent.vehicleId]?.name ?? "";
    const theme = themeOf(this.#stores.settings.getState());
    drawTag(view, { x: view.toX(last.lonDeg) + 16, y: view.toY(last.latDeg) - 18, text, theme, colour });
  }

  #drawWay(view: CanvasView, target: Target, dashes: Readonly<Record<"way" | "shape", readonly number[]>>): string {
    const vehicle = this.#stores.fleet.getState().byId[target.vehicleId];
    const colour = vehicleColour(vehicle?.colourIndex ?? 0);
    const [first] = target.path;
    if (first === undefined) return colour;
    if (vehicle?.position !== undefined && (target.path.length === 1 || dashes.shape.length > 0))
      strokeTwice(view, pathOf(view, [vehicle.position, first]), colour, dashes.way);
    if (target.radiusM !== undefined)
      strokeTwice(view, pathOf(view, rimOf(first, target.radiusM)), colour, dashes.shape);
    const line = target.closed ? [...target.path, first] : target.path;
    if (line.length > 1) strokeTwice(view, pathOf(view, line), colour, dashes.shape);
    return colour;
  }
}
