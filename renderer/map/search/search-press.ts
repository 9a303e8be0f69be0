import type { Map as LeafletMap, LeafletMouseEvent } from "leaflet";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { worldX, worldY } from "../../../shared/geo/web-mercator.ts";
import type { Stores } from "../../stores/create-stores.ts";
import type { MarkHit } from "./mark-hit.ts";
import type { SegmentShape } from "./segment-shapes.ts";

export interface SearchPressOptions {
  /** What is drawn there, topmost first. */
  readonly hitAt: (x: number, y: number) => MarkHit | undefined;
  readonly segmentAt: (x: number, y: number) => SegmentShape | undefined;
  /** A press on a mark that stands for many: look closer. */
  readonly onSpread: (places: readonly LatLon[]) => void;
}

/** Takes presses and the pointer over what is drawn on canvases: marks first, then segments; with Shift or Ctrl several. */
export class SearchPress {
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #options: SearchPressOptions;
  readonly #off: (() => void)[] = [];

  constructor(map: LeafletMap, stores: Stores, options: SearchPressOptions) {
    this.#map = map;
    this.#stores = stores;
    this.#options = options;
    map.on("click", this.#onClick);
    map.on("mousemove", this.#onMove);
    map.on("mouseout", this.#onOut);
    this.#off.push(
      stores.selection.subscribe((state, before) => {
        // Esc lets go of the one thing, and so of all segments that were chosen with it.
        if (before.selectedThingKey !== undefined && state.selectedThingKey === undefined)
          stores.searchSelection.getState().selectSegments([]);
      }),
    );
  }

  close(): void {
    for (const off of this.#off) off();
    this.#map.off("click", this.#onClick);
    this.#map.off("mousemove", this.#onMove);
    this.#map.off("mouseout", this.#onOut);
  }

  /** Selects what a key stands for. */
  select(key: string): void {
    const { selection } = this.#stores;
    // A fixed sensor only says its name.
    if (key.startsWith("sensor/")) return;
    if (key.startsWith("heat/")) selection.getState().selectHeat(key.slice(5));
    else selection.getState().selectThing(key);
  }

  #isPicking(): boolean {
    return this.#stores.mapTool.getState().current !== undefined;
  }

  readonly #onClick = (event: LeafletMouseEvent): void => {
    if (this.#isPicking()) return;
    const { x, y } = event.containerPoint;
    const hit = this.#options.hitAt(x, y);
    if (hit !== undefined) {
      if (hit.key === undefined || (hit.places.length > 1 && !this.#isSelected(hit.key)))
        this.#options.onSpread(hit.places);
      if (hit.key !== undefined) this.select(hit.key);
      return;
    }
    const { lat, lng } = event.latlng;
    const several = event.originalEvent.shiftKey || event.originalEvent.ctrlKey || event.originalEvent.metaKey;
    this.#pressSegment(this.#options.segmentAt(worldX(lng), worldY(lat)), { several });
  };

  #isSelected(key: string): boolean {
    return this.#stores.selection.getState().selectedThingKey === key;
  }

  #pressSegment(shape: SegmentShape | undefined, { several }: { readonly several: boolean }): void {
    const { selection, searchSelection } = this.#stores;
    const { selectThing, selectedThingKey } = selection.getState();
    const { segmentIds, selectSegments, toggleSegment } = searchSelection.getState();
    if (shape === undefined) {
      if (several) return;
      if (selectedThingKey?.startsWith("segment/") === true) selectThing(undefined);
      selectSegments([]);
      return;
    }
    if (!several) {
      const alone = segmentIds.length === 1 && segmentIds[0] === shape.id;
      selectSegments(alone ? [] : [shape.id]);
      selectThing(alone ? undefined : `segment/${shape.id}`);
      return;
    }
    toggleSegment(shape.id);
    const last = searchSelection.getState().segmentIds.at(-1);
    selectThing(last === undefined ? undefined : `segment/${last}`);
  }

  readonly #onMove = (event: LeafletMouseEvent): void => this.#hover(this.#keyUnder(event));

  #keyUnder({ containerPoint, latlng, originalEvent }: LeafletMouseEvent): string | undefined {
    // Over a mark that is a button of its own, what lies below it isn't meant.
    const { target } = originalEvent;
    const isOnMark = target instanceof Element && target.closest("[role=button]") !== null;
    // Whoever drags the map points at nothing.
    if (isOnMark || this.#isPicking() || originalEvent.buttons !== 0) return undefined;
    const hit = this.#options.hitAt(containerPoint.x, containerPoint.y);
    if (hit !== undefined) return hit.key ?? "many";
    const shape = this.#options.segmentAt(worldX(latlng.lng), worldY(latlng.lat));
    return shape === undefined ? undefined : `segment/${shape.id}`;
  }

  readonly #onOut = (): void => this.#hover(undefined);

  #hover(key: string | undefined): void {
    this.#map.getContainer().classList.toggle("over-thing", key !== undefined);
    const { hoveredThingKey, hoverThing } = this.#stores.selection.getState();
    if (hoveredThingKey !== key) hoverThing(key);
  }
}
