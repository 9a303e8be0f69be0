import * as leaflet from "leaflet";
import "leaflet/dist/leaflet.css";
import type { FieldState } from "../../../shared/wire/field.ts";
import type { PhoneModel } from "../phone-model.ts";
import type { Fix } from "../worth-telling.ts";
import { at, baseMapLayer, ownLayer, searchLayers } from "./map-layers.ts";

/** The map itself; comes in a piece of its own, so that the page is there before it on a bad network. */
export class PhoneMap {
  readonly #model: PhoneModel;
  readonly #map: leaflet.Map;
  #search = leaflet.layerGroup();
  #own = leaflet.layerGroup();
  #drawn: FieldState | undefined;
  #drawnFix: unknown;
  #hasBase = false;
  #job: leaflet.LatLngBounds | undefined;
  #isPlaced = false;

  constructor(model: PhoneModel, element: HTMLElement) {
    this.#model = model;
    this.#map = leaflet.map(element, { zoomControl: false, attributionControl: false, zoomSnap: 0.5 });
    leaflet.control.scale({ imperial: false }).addTo(this.#map);
    this.#map.setView([0, 0], 2);
    this.#search.addTo(this.#map);
    this.#own.addTo(this.#map);
  }

  /** What lies under the cross. */
  get middle(): { readonly latDeg: number; readonly lonDeg: number } {
    const { lat, lng } = this.#map.getCenter();
    return { latDeg: lat, lonDeg: lng };
  }

  update(): void {
    const { watch, position, baseMap } = this.#model;
    if (baseMap !== undefined && !this.#hasBase) {
      baseMapLayer(baseMap).addTo(this.#map);
      this.#hasBase = true;
    }
    if (watch.state !== undefined && watch.state !== this.#drawn) {
      this.#drawn = watch.state;
      const { layer, bounds } = searchLayers(watch.state);
      this.#search.remove();
      this.#search = layer.addTo(this.#map);
      this.#job = bounds;
    }
    if (position.fix !== this.#drawnFix) {
      this.#drawnFix = position.fix;
      this.#own.remove();
      if (position.fix !== undefined) this.#own = ownLayer(position.fix).addTo(this.#map);
    }
    if (!this.#isPlaced) this.#place();
  }

  /** The view's size is known only once it is shown. */
  shown(): void {
    this.#map.invalidateSize();
    this.update();
  }

  toMe(): void {
    const { fix } = this.#model.position;
    if (fix !== undefined) this.#map.setView([fix.latDeg, fix.lonDeg], Math.max(16, this.#map.getZoom()));
  }

  toJob(): void {
    if (this.#job !== undefined) this.#fit(this.#job);
  }

  #fit(job: leaflet.LatLngBounds, me?: Fix): void {
    const bounds = me === undefined ? job : leaflet.latLngBounds([job.getSouthWest(), job.getNorthEast(), at(me)]);
    this.#map.fitBounds(bounds, { padding: [24, 24], maxZoom: 18 });
  }

  /** Where the map starts: at the job and the way to it, else at this phone, else where the search is. */
  #place(): void {
    if (this.#map.getSize().x === 0) return;
    const { watch, position } = this.#model;
    const { centre } = watch.state ?? {};
    if (this.#job !== undefined) this.#fit(this.#job, position.fix);
    else if (position.fix !== undefined) this.toMe();
    else if (centre !== undefined) this.#map.setView([centre.latDeg, centre.lonDeg], 15);
    else return;
    this.#isPlaced = true;
  }
}
