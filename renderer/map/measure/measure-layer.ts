import type { Map as LeafletMap } from "leaflet";
import { measurePath } from "../../../shared/geo/measure-path.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { themeOf } from "../../stores/settings-store.ts";
import { panes } from "../map-panes.ts";
import { drawTag } from "../plan/draw-tag.ts";
import { drawDot, pathOf, strokeTwice } from "../tool/draw-tool.ts";
import { type CanvasView, ViewCanvas } from "../view-canvas.ts";
import { lengthText } from "./measure-text.ts";

/** A measure is nobody's: grey, as what is not in the world but laid over it. */
const colour = "#d8d8d8";

/** What was measured on the map, with the length of each leg. */
export class MeasureLayer {
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #canvas = new ViewCanvas({ pane: panes.tool.name, paddingFraction: 0.2 });
  readonly #off: readonly (() => void)[];

  constructor(map: LeafletMap, stores: Stores) {
    this.#map = map;
    this.#stores = stores;
    this.#canvas.drawWith((view) => this.#draw(view));
    this.#off = [stores.measure.subscribe(() => this.#show()), stores.settings.subscribe(() => this.#show())];
    this.#show();
  }

  close(): void {
    for (const off of this.#off) off();
    this.#canvas.remove();
  }

  #show(): void {
    this.#canvas.showOn(this.#map, this.#stores.measure.getState().path.length > 1);
  }

  #draw(view: CanvasView): void {
    const { path } = this.#stores.measure.getState();
    const settings = this.#stores.settings.getState();
    const theme = themeOf(settings);
    const [first] = path;
    if (path.length > 2 && first !== undefined)
      strokeTwice(view, pathOf(view, [path.at(-1) ?? first, first]), colour, [4, 7]);
    strokeTwice(view, pathOf(view, path), colour, []);
    for (const point of path) drawDot(view, point, colour);
    measurePath(path).legsM.forEach((legM, i) => {
      const [from, to] = [path[i], path[i + 1]];
      if (from === undefined || to === undefined) return;
      const x = (view.toX(from.lonDeg) + view.toX(to.lonDeg)) / 2;
      const y = (view.toY(from.latDeg) + view.toY(to.latDeg)) / 2;
      drawTag(view, { x, y, text: lengthText(legM, settings.units), theme, centred: true });
    });
  }
}
