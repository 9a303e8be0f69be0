import type { Map as LeafletMap, LeafletMouseEvent } from "leaflet";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { panes } from "../map-panes.ts";
import { scaleText } from "../scale-bar.ts";
import { ViewCanvas } from "../view-canvas.ts";
import { drawTool } from "./draw-tool.ts";
import { RingDrag } from "./ring-drag.ts";
import { toolKey } from "./tool-key.ts";

export interface ToolLayerOptions {
  /** The middle of the part of the map that no panel covers. */
  readonly middle: () => LatLon;
  readonly metresPerPx: () => number;
}

/** Two presses nearer than this are one place: a finger's width. */
const nearPx = 14;
const footM = 0.3048;
const doublePressMs = 500;

/** Somebody writes or chooses there, or presses a button: its keys are its own. */
const ownsKeys = (target: EventTarget | null, key: string): boolean =>
  target instanceof Element &&
  (target.closest("input, textarea, select, [role=dialog], [role=menu]") !== null ||
    (key === "Enter" && target.closest("button, a[href], summary") !== null));

/** Takes a place, a path, an area or a circle from the map: by mouse, by finger, or by keys with a cross in the middle. */
export class ToolLayer {
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #options: ToolLayerOptions;
  readonly #canvas = new ViewCanvas({ pane: panes.tool.name, paddingFraction: 0 });
  readonly #off: (() => void)[] = [];
  readonly #ring: RingDrag;
  #pointer: LatLon | undefined;
  /** What was used last: a finger has no place before it presses. */
  #by: "keys" | "mouse" | "touch" = window.matchMedia("(pointer: coarse)").matches ? "touch" : "keys";
  #shown = false;
  /** What had the focus before; it gets it back once the keys are done on the map. */
  #focusBefore: Element | null = null;

  constructor(map: LeafletMap, stores: Stores, options: ToolLayerOptions) {
    this.#map = map;
    this.#stores = stores;
    this.#options = options;
    this.#canvas.drawWith((view) => {
      const { current, points } = stores.mapTool.getState();
      if (current === undefined) return;
      const colour = vehicleColour(current.colourIndex);
      const ring = current.kind === "ring";
      const crosshair = !ring && this.#pointer === undefined && this.#by !== "touch";
      const aim = this.#by === "touch" ? undefined : this.#aim();
      drawTool(view, {
        pick: current,
        points,
        aim,
        crosshair,
        colour,
        lengthText: this.#lengthText,
        chosen: this.#ring.chosen,
      });
    });
    const { mapTool, selection } = stores;
    this.#ring = new RingDrag(map, mapTool, () => this.#canvas.redraw());
    this.#off.push(
      () => this.#ring.close(),
      mapTool.subscribe(() => this.#changed()),
      selection.subscribe((state, before) => {
        // What is being shown is for one vehicle: whoever turns to another begins anew.
        if (state.selectedVehicleId !== before.selectedVehicleId) mapTool.getState().cancel();
      }),
    );
    const onKey = (event: KeyboardEvent): void => this.#onKey(event);
    document.addEventListener("keydown", onKey, { capture: true });
    this.#off.push(() => document.removeEventListener("keydown", onKey, { capture: true }));
    map.on("click", this.#onClick);
    map.on("move", this.#onMove);
    const container = map.getContainer();
    container.addEventListener("pointerdown", this.#onPointer);
    container.addEventListener("pointermove", this.#onPointer);
    container.addEventListener("pointerleave", this.#onPointerGone);
  }

  close(): void {
    for (const off of this.#off) off();
    this.#stores.mapTool.getState().cancel();
  }

  #aim(): LatLon {
    return this.#pointer ?? this.#options.middle();
  }

  readonly #lengthText = (m: number): string =>
    this.#stores.settings.getState().units === "metric"
      ? m < 10_000
        ? scaleText(Math.round(m), "m")
        : scaleText(m / 1_000, "km")
      : scaleText(Math.round(m / footM), "ft");

  #changed(): void {
    const { current } = this.#stores.mapTool.getState();
    const container = this.#map.getContainer();
    if ((current !== undefined) !== this.#shown) {
      this.#shown = current !== undefined;
      container.classList.toggle("is-picking", this.#shown);
      if (this.#shown) {
        this.#map.doubleClickZoom.disable();
        this.#canvas.addTo(this.#map);
        this.#focusBefore = document.activeElement;
        container.focus({ preventScroll: true });
      } else {
        this.#giveFocusBack(container);
        // A double press that ended it must not zoom as well.
        window.setTimeout(() => {
          if (!this.#shown) this.#map.doubleClickZoom.enable();
        }, doublePressMs);
        this.#canvas.remove();
        this.#ring.forget();
        this.#pointer = undefined;
      }
    }
    this.#canvas.redraw();
  }

  /** Only where keys ended it, and once the key is up: held down, it would press what it comes to. */
  #giveFocusBack(container: HTMLElement): void {
    const before = this.#focusBefore;
    this.#focusBefore = null;
    if (this.#by !== "keys" || !(before instanceof HTMLElement) || document.activeElement !== container) return;
    const back = (): void => {
      if (!this.#shown && before.isConnected && document.activeElement === container) before.focus();
    };
    document.addEventListener("keyup", back, { once: true });
  }

  #set(place: LatLon): void {
    this.#stores.mapTool.getState().setPoint(place, nearPx * this.#options.metresPerPx());
  }

  #onKey(event: KeyboardEvent): void {
    if (!this.#shown || event.ctrlKey || event.altKey || event.metaKey || ownsKeys(event.target, event.key)) return;
    if (event.key.startsWith("Arrow")) {
      // From now on the middle aims; the map itself pans.
      this.#pointer = undefined;
      this.#by = "keys";
      this.#canvas.redraw();
      return;
    }
    const action = toolKey(event.key);
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const tool = this.#stores.mapTool.getState();
    if (tool.current?.kind === "ring" && event.key === "Delete") {
      this.#ring.removeChosen();
      this.#canvas.redraw();
      return;
    }
    if (tool.current?.kind === "ring" && action === "set") {
      tool.finish();
      return;
    }
    if (action === "set") {
      if (event.repeat) return;
      this.#by = this.#by === "touch" ? "keys" : this.#by;
      this.#set(this.#aim());
    } else if (action === "take-back") tool.takeBack();
    else tool.cancel();
  }

  readonly #onClick = ({ latlng }: LeafletMouseEvent): void => {
    if (this.#shown) this.#set({ latDeg: latlng.lat, lonDeg: latlng.lng });
  };

  readonly #onPointer = (event: PointerEvent): void => {
    if (!this.#shown) return;
    const { lat, lng } = this.#map.mouseEventToLatLng(event);
    this.#by = event.pointerType === "touch" ? "touch" : "mouse";
    this.#pointer = this.#by === "touch" ? undefined : { latDeg: lat, lonDeg: lng };
    this.#canvas.redraw();
  };

  readonly #onPointerGone = (): void => {
    this.#pointer = undefined;
    if (this.#shown) this.#canvas.redraw();
  };

  readonly #onMove = (): void => {
    if (this.#shown && this.#pointer === undefined) this.#canvas.redraw();
  };
}
