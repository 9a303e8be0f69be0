import { DomUtil, Layer, type Map as LeafletMap, type Point, point, type ZoomAnimEvent } from "leaflet";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { worldSizePx, worldX, worldY } from "../../shared/geo/web-mercator.ts";
import { showPicture } from "./show-picture.ts";

/** What a drawer gets: a cleared canvas in CSS pixels and how places fall on it. */
export interface CanvasView {
  readonly context: OffscreenCanvasRenderingContext2D;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly zoom: number;
  readonly toX: (lonDeg: number) => number;
  readonly toY: (latDeg: number) => number;
}

/** The map's pixel origin once it has moved to a view, for marks that follow a zoom animation. */
export function originAfter(map: LeafletMap, centre: ZoomAnimEvent["center"], zoom: number): Point {
  const pane = DomUtil.getPosition(map.getPane("mapPane") ?? map.getContainer());
  return map.project(centre, zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
}

export type Draw = (view: CanvasView) => void;

/**
 * A canvas over the view and a little beyond it, which moves and zooms with the map; its drawers fill it when asked, in turn.
 * They share it because without a graphics card each canvas costs time in every frame, whether it changed or not.
 */
export class ViewCanvas extends Layer {
  readonly #canvas = document.createElement("canvas");
  readonly #board = new OffscreenCanvas(1, 1);
  readonly #pane: string;
  readonly #drawers: Draw[] = [];
  readonly #paddingFraction: number;
  readonly #rests: boolean;
  readonly #onView = (): void => {
    this.#canvas.style.visibility = "";
    this.redraw();
  };
  readonly #onMove = (): void => {
    if (this.#rests) this.#canvas.style.visibility = "hidden";
    else this.#redrawWhenUncovered();
  };
  readonly #onZoom = (event: ZoomAnimEvent): void => this.#followZoom(event);
  #leaflet: LeafletMap | undefined;
  #corner: LatLon = { latDeg: 0, lonDeg: 0 };
  /** Of the canvas in the map's layer, px. */
  #topLeft = point(0, 0);
  #zoom = 0;
  #widthPx = 0;
  #heightPx = 0;

  /** @param options `rests`: not seen while the map moves, for what would have to be drawn anew in each of its frames */
  constructor(options: { readonly pane: string; readonly paddingFraction: number; readonly rests?: boolean }) {
    super();
    this.#rests = options.rests ?? false;
    this.#pane = options.pane;
    this.#paddingFraction = options.paddingFraction;
    this.#canvas.className = "leaflet-zoom-animated lantern-canvas";
    this.#canvas.setAttribute("aria-hidden", "true");
  }

  /** Draws over what was added before, from the next redraw on. */
  drawWith(draw: Draw): void {
    this.#drawers.push(draw);
  }

  override onAdd(map: LeafletMap): this {
    this.#leaflet = map;
    map.getPane(this.#pane)?.append(this.#canvas);
    map.on("zoom viewreset moveend resize", this.#onView);
    map.on("move", this.#onMove);
    map.on("zoomanim", this.#onZoom);
    this.redraw();
    return this;
  }

  override onRemove(map: LeafletMap): this {
    map.off("zoom viewreset moveend resize", this.#onView);
    map.off("move", this.#onMove);
    map.off("zoomanim", this.#onZoom);
    this.#leaflet = undefined;
    this.#canvas.remove();
    return this;
  }

  /** On the map while there is something to draw, drawn anew each time this is said; off it otherwise. */
  showOn(map: LeafletMap, isShown: boolean): void {
    if (!isShown) this.remove();
    else if (this.#leaflet === undefined) this.addTo(map);
    else this.redraw();
  }

  /** Moves the canvas to the view and draws it anew, now. */
  redraw(): void {
    const map = this.#leaflet;
    if (map === undefined) return;
    const density = Math.min(2, window.devicePixelRatio || 1);
    const size = map.getSize();
    const marginPx = size.multiplyBy(this.#paddingFraction).round();
    const widthPx = size.x + 2 * marginPx.x;
    const heightPx = size.y + 2 * marginPx.y;
    const context = this.#sized(widthPx, heightPx, density);
    const topLeft = map.containerPointToLayerPoint([-marginPx.x, -marginPx.y]).round();
    DomUtil.setTransform(this.#canvas, topLeft, 1);
    this.#topLeft = topLeft;
    const corner = map.layerPointToLatLng(topLeft);
    this.#corner = { latDeg: corner.lat, lonDeg: corner.lng };
    this.#zoom = map.getZoom();
    if (context === null) return;
    context.setTransform(density, 0, 0, density, 0, 0);
    const scalePx = worldSizePx(this.#zoom);
    const origin = map.getPixelOrigin().add(topLeft);
    const view: CanvasView = {
      context,
      widthPx,
      heightPx,
      zoom: this.#zoom,
      toX: (lonDeg) => worldX(lonDeg) * scalePx - origin.x,
      toY: (latDeg) => worldY(latDeg) * scalePx - origin.y,
    };
    for (const draw of this.#drawers) draw(view);
    showPicture(this.#canvas, this.#board);
  }

  #sized(widthPx: number, heightPx: number, density: number): OffscreenCanvasRenderingContext2D | null {
    const { style } = this.#canvas;
    const width = Math.round(widthPx * density);
    const height = Math.round(heightPx * density);
    if (this.#board.width !== width || this.#board.height !== height) {
      this.#board.width = width;
      this.#board.height = height;
    }
    if (this.#widthPx !== widthPx || this.#heightPx !== heightPx) {
      this.#widthPx = widthPx;
      this.#heightPx = heightPx;
      style.width = `${widthPx}px`;
      style.height = `${heightPx}px`;
    }
    return this.#board.getContext("2d");
  }

  /** While the map is dragged the padding lasts for a while. */
  #redrawWhenUncovered(): void {
    const map = this.#leaflet;
    if (map === undefined || map.getZoom() !== this.#zoom) return;
    const size = map.getSize();
    const topLeft = map.layerPointToContainerPoint(this.#topLeft);
    const covered =
      topLeft.x <= 0 && topLeft.y <= 0 && topLeft.x + this.#widthPx >= size.x && topLeft.y + this.#heightPx >= size.y;
    if (!covered) this.redraw();
  }

  #followZoom({ center, zoom }: ZoomAnimEvent): void {
    const map = this.#leaflet;
    if (map === undefined) return;
    const corner = map.project([this.#corner.latDeg, this.#corner.lonDeg], zoom);
    DomUtil.setTransform(
      this.#canvas,
      corner.subtract(originAfter(map, center, zoom)),
      map.getZoomScale(zoom, this.#zoom),
    );
  }
}
