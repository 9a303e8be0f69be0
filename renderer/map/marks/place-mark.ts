import { DomEvent, DomUtil, type Map as LeafletMap, type Point, type ZoomAnimEvent } from "leaflet";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { worldSizePx, worldX, worldY } from "../../../shared/geo/web-mercator.ts";
import { originAfter } from "../view-canvas.ts";

export interface PlaceMarkOptions {
  readonly map: LeafletMap;
  readonly pane: string;
  readonly className: string;
  readonly onPress: () => void;
  readonly onHover?: (inside: boolean) => void;
}

/** A mark made of HTML that stays on its place: a button for mouse, touch and keyboard, moved by `transform` alone. */
export class PlaceMark {
  readonly element: HTMLElement;
  readonly #map: LeafletMap;
  #place: LatLon | undefined;
  #drawnX = Number.NaN;
  #drawnY = Number.NaN;

  constructor(options: PlaceMarkOptions) {
    this.#map = options.map;
    const element = document.createElement("div");
    element.className = `${options.className} leaflet-zoom-animated`;
    element.tabIndex = 0;
    element.setAttribute("role", "button");
    DomEvent.disableClickPropagation(element);
    element.addEventListener("click", options.onPress);
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      options.onPress();
    });
    const { onHover } = options;
    if (onHover !== undefined) {
      element.addEventListener("pointerenter", () => onHover(true));
      element.addEventListener("pointerleave", () => onHover(false));
    }
    this.element = element;
    options.map.getPane(options.pane)?.append(element);
  }

  get place(): LatLon | undefined {
    return this.#place;
  }

  /** Where it is drawn in the map's layer, px; not a number while it has no place. */
  get xPx(): number {
    return this.#drawnX;
  }

  get yPx(): number {
    return this.#drawnY;
  }

  moveTo(place: LatLon): void {
    this.#place = place;
    const scalePx = worldSizePx(this.#map.getZoom());
    const origin = this.#map.getPixelOrigin();
    this.#moveToPx(worldX(place.lonDeg) * scalePx - origin.x, worldY(place.latDeg) * scalePx - origin.y);
  }

  /** Goes along with Leaflet's zoom animation (its style sheet brings the transition). */
  followZoom({ center, zoom }: ZoomAnimEvent): void {
    if (this.#place === undefined) return;
    const target: Point = this.#map
      .project([this.#place.latDeg, this.#place.lonDeg], zoom)
      .subtract(originAfter(this.#map, center, zoom));
    this.#moveToPx(target.x, target.y);
  }

  remove(): void {
    this.element.remove();
  }

  #moveToPx(x: number, y: number): void {
    if (Math.abs(x - this.#drawnX) < 0.2 && Math.abs(y - this.#drawnY) < 0.2) return;
    this.#drawnX = x;
    this.#drawnY = y;
    this.element.style.transform = `translate3d(${x.toFixed(1)}px, ${y.toFixed(1)}px, 0)`;
  }
}

/** True while Leaflet animates a zoom: marks must not be moved by frames then. */
export const isZooming = (map: LeafletMap): boolean =>
  DomUtil.hasClass(map.getPane("mapPane") ?? map.getContainer(), "leaflet-zoom-anim");
