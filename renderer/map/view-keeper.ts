import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { Stores } from "../stores/create-stores.ts";
import type { MapCamera } from "./map-camera.ts";
import type { MarkLayers } from "./marks/mark-layers.ts";

/** A few hundred metres across: a search sector and its vehicles, names readable. */
export const startZoom = 17;
const flyToZoom = 17;
const watchEveryMs = 400;

type Camera = Pick<MapCamera, "fit" | "centre" | "shows" | "keepInSight">;
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

  constructor(stores: Stores, camera: Camera, marks: Marks) {
    this.#stores = stores;
    this.#camera = camera;
    this.#marks = marks;
  }

  /**
   * Starts where the station says, then moves once to the first vehicles unless they are in sight; a person who moved the map is
   * left alone.
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
    if (placed.length === 0) return;
    this.#settled = true;
    if (!this.#centred || !placed.every((place) => this.#camera.shows(place)))
      this.#camera.fit(this.#marks.places(), startZoom);
  }

  /** A person looks where it looks now. */
  settle(): void {
    this.#settled = true;
  }

  flyTo(place: LatLon): void {
    this.#settled = true;
    this.#camera.centre(place, { leastZoom: flyToZoom, fly: true });
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
    this.#settled = true;
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
    this.#settled = true;
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
