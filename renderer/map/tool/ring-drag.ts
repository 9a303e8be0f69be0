import type { Map as LeafletMap } from "leaflet";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { MapToolStore } from "../../stores/map-tool-store.ts";
import { nearestGrip, type RingGrip, withCornerAt, withoutCorner } from "./ring-grips.ts";

/** A press that moves less than this only chooses a corner, px. */
const stillPx = 4;

interface Hold {
  readonly pointerId: number;
  /** From now on a corner. */
  readonly index: number;
  readonly fromX: number;
  readonly fromY: number;
  readonly gesture: string;
  readonly ring: readonly LatLon[];
  readonly moved: boolean;
}

/** Takes hold of the corners of a ring that is edited, before the map would move. */
export class RingDrag {
  readonly #map: LeafletMap;
  readonly #tool: MapToolStore;
  readonly #onChange: () => void;
  readonly #abort = new AbortController();
  #hold: Hold | undefined;
  #chosen: number | undefined;
  #gestureN = 0;

  constructor(map: LeafletMap, tool: MapToolStore, onChange: () => void) {
    this.#map = map;
    this.#tool = tool;
    this.#onChange = onChange;
    const container = map.getContainer();
    const { signal } = this.#abort;
    container.addEventListener("pointerdown", (event) => this.#onDown(event), { capture: true, signal });
    // Leaflet drags on these as well.
    for (const name of ["mousedown", "touchstart"])
      container.addEventListener(name, (event) => this.#keepFromMap(event), { capture: true, signal, passive: false });
    window.addEventListener("pointermove", (event) => this.#onMove(event), { signal });
    window.addEventListener("pointerup", (event) => this.#onUp(event), { signal });
    window.addEventListener("pointercancel", (event) => this.#onUp(event), { signal });
  }

  /** The corner that was pressed last. */
  get chosen(): number | undefined {
    return this.#hold?.index ?? this.#chosen;
  }

  /** Takes the chosen corner away, while at least three stay. @returns whether there was one */
  removeChosen(): boolean {
    const { points, setRing } = this.#tool.getState();
    if (this.#chosen === undefined || this.#chosen >= points.length) return false;
    this.#gestureN += 1;
    setRing(withoutCorner(points, this.#chosen), `ring-${this.#gestureN}`);
    this.#chosen = undefined;
    return true;
  }

  /** Another ring, or none. */
  forget(): void {
    this.#hold = undefined;
    this.#chosen = undefined;
  }

  close(): void {
    this.#abort.abort();
  }

  readonly #toPx = ({ latDeg, lonDeg }: LatLon) => this.#map.latLngToContainerPoint([latDeg, lonDeg]);

  #onDown(event: PointerEvent): void {
    const { current, points } = this.#tool.getState();
    if (current?.kind !== "ring" || event.button !== 0 || !event.isPrimary) return;
    const { x, y } = this.#map.mouseEventToContainerPoint(event);
    const grip: RingGrip | undefined = nearestGrip(points.map(this.#toPx), x, y);
    this.#chosen = undefined;
    if (grip !== undefined) {
      event.stopPropagation();
      event.preventDefault();
      this.#gestureN += 1;
      const isNew = grip.kind === "middle";
      this.#hold = {
        pointerId: event.pointerId,
        index: isNew ? grip.index + 1 : grip.index,
        fromX: x,
        fromY: y,
        gesture: `ring-${this.#gestureN}`,
        ring: isNew
          ? [...points.slice(0, grip.index + 1), this.#placeAt(x, y), ...points.slice(grip.index + 1)]
          : points,
        moved: isNew,
      };
      if (isNew) this.#tool.getState().setRing(this.#hold.ring, this.#hold.gesture);
      this.#map.dragging.disable();
      this.#map.getContainer().focus({ preventScroll: true });
    }
    this.#onChange();
  }

  #keepFromMap(event: Event): void {
    if (this.#hold === undefined) return;
    event.stopPropagation();
    if (event.cancelable) event.preventDefault();
  }

  #onMove(event: PointerEvent): void {
    const hold = this.#hold;
    if (hold === undefined || event.pointerId !== hold.pointerId) return;
    const { x, y } = this.#map.mouseEventToContainerPoint(event);
    if (!hold.moved && Math.hypot(x - hold.fromX, y - hold.fromY) < stillPx) return;
    this.#hold = { ...hold, moved: true };
    this.#tool.getState().setRing(withCornerAt(hold.ring, hold.index, this.#placeAt(x, y)), hold.gesture);
  }

  #onUp(event: PointerEvent): void {
    const hold = this.#hold;
    if (hold === undefined || event.pointerId !== hold.pointerId) return;
    this.#hold = undefined;
    this.#chosen = hold.index;
    this.#map.dragging.enable();
    this.#onChange();
  }

  #placeAt(x: number, y: number): LatLon {
    const { lat, lng } = this.#map.containerPointToLatLng([x, y]);
    return { latDeg: lat, lonDeg: lng };
  }
}
