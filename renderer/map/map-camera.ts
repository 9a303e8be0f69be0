import { type Map as LeafletMap, latLngBounds, type Point, point } from "leaflet";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { LayoutState } from "../stores/layout-store.ts";

type Insets = LayoutState["insetsPx"];
type Corner = LayoutState["cornerPx"];

const marginPx = 56;
/** What the map's own controls cover of the free part's right and bottom edges. */
const controlsPx = { right: 24, bottom: 40 };
/** Half a vehicle's mark. */
const cornerClearPx = 26;
const closestFit = 18;
/** Smaller a shape isn't told from a dot. */
const leastSpanPx = 24;

/** Moves the view so that what matters lies in the part of the map that no panel covers. */
export class MapCamera {
  readonly #map: LeafletMap;
  readonly #insets: () => Insets;
  readonly #corner: () => Corner;
  readonly #animate: boolean;

  constructor(
    map: LeafletMap,
    insets: () => Insets,
    options: { readonly animate: boolean; readonly corner: () => Corner },
  ) {
    this.#map = map;
    this.#insets = insets;
    this.#corner = options.corner;
    this.#animate = options.animate;
  }

  /** Shows all places; nothing happens where there are none. */
  fit(places: readonly LatLon[], closestZoom = closestFit): void {
    if (places.length === 0) return;
    const { top, right, bottom, left } = this.#insets();
    const corner = this.#corner();
    // Where much lies in the corner there is no room above it either.
    const coveredPx = corner.height > this.#map.getSize().y / 3 ? corner.width + cornerClearPx : 0;
    this.#map.fitBounds(latLngBounds(places.map(({ latDeg, lonDeg }) => [latDeg, lonDeg])), {
      paddingTopLeft: point(left + coveredPx + marginPx, top + marginPx),
      paddingBottomRight: point(right + marginPx + controlsPx.right, bottom + marginPx + controlsPx.bottom),
      maxZoom: closestZoom,
      animate: this.#animate,
    });
  }

  /** Brings all places into sight; from no closer than now, unless they are too small to be seen. */
  bring(places: readonly LatLon[]): void {
    const size = latLngBounds(places.map(({ latDeg, lonDeg }) => [latDeg, lonDeg]));
    if (!size.isValid()) return;
    const [a, b] = [size.getNorthWest(), size.getSouthEast()].map((corner) => this.#map.latLngToContainerPoint(corner));
    const spanPx = a === undefined || b === undefined ? 0 : Math.max(b.x - a.x, b.y - a.y);
    if (spanPx < leastSpanPx) this.fit(places);
    else if (!places.every((place) => this.shows(place, 0))) this.fit(places, this.#map.getZoom());
  }

  /** Looks as close as it takes to tell places apart. */
  spread(places: readonly LatLon[]): void {
    this.fit(places, this.#map.getMaxZoom() - 1);
  }

  /** The middle of the free part, px from the container's corner; of what is above its covered corner where that reaches so far. */
  freeMiddle(): Point {
    const size = this.#map.getSize();
    const { top, right, bottom, left } = this.#insets();
    const middle = point((left + size.x - right) / 2, (top + size.y - bottom) / 2);
    if (!this.#isInCorner(middle)) return middle;
    return point(middle.x, Math.max(top, (top + size.y - this.#corner().height) / 2));
  }

  #isInCorner({ x, y }: Point): boolean {
    const { width, height } = this.#corner();
    if (width <= 0 || height <= 0) return false;
    return x < this.#insets().left + width + cornerClearPx && y > this.#map.getSize().y - height - cornerClearPx;
  }

  /** Zooms about the middle of the free part. */
  zoomTo(zoom: number): void {
    this.#map.setZoomAround(this.freeMiddle(), zoom);
  }

  /** Puts a place into the middle of the free part; flies where it is far. */
  centre(place: LatLon, options: { readonly leastZoom?: number; readonly fly?: boolean } = {}): void {
    const map = this.#map;
    const zoom = Math.max(map.getZoom(), options.leastZoom ?? 0);
    const shift = map.getSize().divideBy(2).subtract(this.freeMiddle());
    const middle = map.unproject(map.project([place.latDeg, place.lonDeg], zoom).add(shift), zoom);
    const farPx = map.latLngToContainerPoint(middle).distanceTo(map.getSize().divideBy(2));
    if (!this.#animate) map.setView(middle, zoom, { animate: false });
    else if (options.fly === true && (zoom !== map.getZoom() || farPx > 300))
      map.flyTo(middle, zoom, { duration: 0.7 });
    else map.setView(middle, zoom, { animate: true, duration: 0.3 });
  }

  /** Is the place inside the free part, at least `clearPx` from its rim and not under what lies in its corner? */
  shows(place: LatLon, clearPx = 40): boolean {
    const size = this.#map.getSize();
    const { top, right, bottom, left } = this.#insets();
    const at = this.#map.latLngToContainerPoint([place.latDeg, place.lonDeg]);
    if (this.#isInCorner(at)) return false;
    const { x, y } = at;
    return x >= left + clearPx && x <= size.x - right - clearPx && y >= top + clearPx && y <= size.y - bottom - clearPx;
  }

  /** Does nothing while it is in sight. */
  keepInSight(place: LatLon): void {
    if (!this.shows(place)) this.centre(place);
  }
}
