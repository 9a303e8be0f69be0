import type { Map as LeafletMap, ZoomAnimEvent } from "leaflet";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { panes } from "../map-panes.ts";
import { PlaceMark } from "../marks/place-mark.ts";

/** Something drawn on a canvas that keys and screen readers must reach, too. */
export interface Focusable {
  readonly key: string;
  readonly place: LatLon;
  readonly label: string;
  readonly help: boolean;
  readonly pressed: boolean;
}

/** So many at once: the nearest to the middle of the view. */
const most = 24;

/** Invisible buttons over marks that are drawn on canvases, for keys and screen readers; a call for help pulses in them. */
export class FocusMarks {
  readonly #map: LeafletMap;
  readonly #onPress: (key: string) => void;
  readonly #marks = new Map<string, PlaceMark>();

  constructor(map: LeafletMap, onPress: (key: string) => void) {
    this.#map = map;
    this.#onPress = onPress;
  }

  /** Those that call for help, then the nearest to the middle; the one that has the focus stays. */
  show(all: readonly Focusable[]): void {
    const middle = this.#map.getSize().divideBy(2);
    const inView = this.#map.getBounds();
    const near = all
      .filter(({ place, help }) => help || inView.contains([place.latDeg, place.lonDeg]))
      .map((one) => ({
        one,
        awayPx: this.#map.latLngToContainerPoint([one.place.latDeg, one.place.lonDeg]).distanceTo(middle),
      }))
      .sort((a, b) => Number(b.one.help) - Number(a.one.help) || a.awayPx - b.awayPx)
      .slice(0, most)
      .map(({ one }) => one);
    const kept = new Set(near.map(({ key }) => key));
    for (const [key, mark] of this.#marks) {
      if (kept.has(key)) continue;
      mark.remove();
      this.#marks.delete(key);
    }
    for (const { key, place, label, help, pressed } of near) {
      const mark = this.#marks.get(key) ?? this.#create(key);
      const { element } = mark;
      if (element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label);
      element.setAttribute("aria-pressed", String(pressed));
      element.classList.toggle("calls-for-help", help);
      mark.moveTo(place);
    }
  }

  /** All marks to their places at the map's zoom. */
  place(): void {
    for (const mark of this.#marks.values()) if (mark.place !== undefined) mark.moveTo(mark.place);
  }

  followZoom(event: ZoomAnimEvent): void {
    for (const mark of this.#marks.values()) mark.followZoom(event);
  }

  clear(): void {
    for (const mark of this.#marks.values()) mark.remove();
    this.#marks.clear();
  }

  #create(key: string): PlaceMark {
    const mark = new PlaceMark({
      map: this.#map,
      pane: panes.searchMarks.name,
      className: "focus-mark",
      onPress: () => this.#onPress(key),
    });
    mark.element.dataset.thing = key;
    this.#marks.set(key, mark);
    return mark;
  }
}
