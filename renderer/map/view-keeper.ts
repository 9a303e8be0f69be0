import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { Stores } from "../stores/create-stores.ts";
import type { FlyTo } from "../stores/selection-store.ts";
import type { MapCamera } from "./map-camera.ts";
import type { MarkLayers } from "./marks/mark-layers.ts";
import { searchOutline } from "./search/search-outline.ts";

/** A few hundred metres across: a search sector and its vehicles, names readable. */
export const startZoom = 17;
const flyToZoom = 17;
const watchEveryMs = 400;

/** Two planning points nearer than this are one, degrees. */
const sameDeg = 1e-5;

const isSame = (a: LatLon, b: LatLon): boolean =>
  Math.abs(a.latDeg - b.latDeg) < sameDeg && Math.abs(a.lonDeg - b.lonDeg) < sameDeg;

type Camera = Pick<MapCamera, "fit" | "bring" | "centre" | "shows" | "keepInSight">;
type Marks = Pick<MarkLayers, "places" | "placeOf">;

/** Where the map looks by itself: at the start, at what was selected or asked for, after the watched vehicle. */
export class ViewKeeper {
  readonly #stores: Stores;
  readonly #camera: Camera;
  readonly #marks: Marks;
  /** It stands where the station says, until the first vehicles are there. */
  #centred = false;
  /** The first vehicles were brought in, or a person moved the map: it no longer jumps by itself. */
  #settled = false;
  #watchedAtMs = Number.NEGATIVE_INFINITY;
  /** A search was opened here whose map isn't known yet; before it the rings of another one stood around `before`. */
  #opened: { readonly place: LatLon; readonly before: LatLon | undefined } | undefined;

  constructor(stores: Stores, camera: Camera, marks: Marks) {
    this.#stores = stores;
    this.#camera = camera;
    this.#marks = marks;
  }

  /**
   * Starts where the station says, then moves once to the first vehicles unless they are in sight; without any to the search. A
   * person who moved the map is left alone.
   */
  findStart(): void {
    if (this.#settled) return;
    const centre = this.#stores.station.getState().view?.centre;
    if (centre !== undefined && !this.#centred) {
      this.#centred = true;
      this.#camera.centre(centre, { leastZoom: startZoom });
    }
    const vehicles = Object.values(this.#stores.fleet.getState().byId);
    const placed = vehicles.flatMap(({ position }) => (position === undefined ? [] : [position]));
    const { rings } = this;
    if (placed.length === 0 && rings !== undefined) this.#camera.fit(searchOutline(rings), startZoom);
    this.#settled = placed.length > 0 || rings !== undefined;
    if (placed.length === 0) return;
    if (!this.#centred || !placed.every((place) => this.#camera.shows(place)))
      this.#camera.fit(this.#marks.places(), startZoom);
  }

  /** A person looks where it looks now. */
  settle(): void {
    this.#settled = true;
    this.#opened = undefined;
  }

  flyTo({ around, opens, ...place }: Omit<FlyTo, "requestN">): void {
    this.settle();
    if (around !== undefined) this.#camera.bring(around);
    else this.#camera.centre(place, opens === undefined ? { leastZoom: flyToZoom, fly: true } : { fly: true });
    if (opens === undefined) return;
    this.#opened = { place, before: this.rings };
    this.showOpened();
  }

  /** Shows the rings of the search that was just opened once they are there. */
  showOpened(): void {
    const { rings } = this;
    if (this.#opened === undefined || rings === undefined) return;
    const { place, before } = this.#opened;
    if (before !== undefined && isSame(before, rings) && !isSame(place, rings)) return;
    this.#opened = undefined;
    this.#camera.fit(searchOutline(rings), startZoom);
  }

  /** Of the search that is shown, as far as they are known. */
  get rings() {
    return this.#stores.station.getState().view?.search?.rings;
  }

  /** A vehicle just selected must not lie under a panel or out of sight. */
  bringIn(id: VehicleId | undefined): void {
    const place = id === undefined ? undefined : this.#marks.placeOf(id);
    if (place !== undefined) this.#camera.keepInSight(place);
  }

  /** The selected vehicle, else the selected heat source. @returns false where nothing is selected that has a place */
  centreOnSelection(): boolean {
    const place = this.#selectedPlace();
    if (place === undefined) return false;
    this.settle();
    this.#camera.centre(place, { fly: true });
    return true;
  }

  /** Once in a while, keeps the watched vehicle in view. */
  follow(wallMs: number): void {
    const { watchedVehicleId } = this.#stores.selection.getState();
    if (watchedVehicleId === undefined || wallMs - this.#watchedAtMs < watchEveryMs) return;
    this.#watchedAtMs = wallMs;
    const place = this.#marks.placeOf(watchedVehicleId);
    if (place !== undefined && !this.#camera.shows(place, 90)) this.#camera.centre(place);
  }

  /** Whoever drags the map wants to look elsewhere. */
  letGo(): void {
    this.settle();
    const { watchedVehicleId, watchVehicle } = this.#stores.selection.getState();
    if (watchedVehicleId !== undefined) watchVehicle(undefined);
  }

  #selectedPlace(): LatLon | undefined {
    const { selectedVehicleId, selectedHeatId } = this.#stores.selection.getState();
    const vehicle = selectedVehicleId === undefined ? undefined : this.#marks.placeOf(selectedVehicleId);
    if (vehicle !== undefined) return vehicle;
    const heat = selectedHeatId === undefined ? undefined : this.#stores.heat.getState().byId[selectedHeatId];
    return heat?.location.located === true ? heat.location.position : undefined;
  }
}
