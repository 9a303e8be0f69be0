import { PerspectiveCamera } from "three";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { Stores } from "../stores/create-stores.ts";
import { fitDistanceM, pictureFrame, sphereAround } from "./camera/camera-maths.ts";
import { CameraRig, type Carrier, orbitFovRad } from "./camera/camera-rig.ts";
import { vehicleCamera } from "./camera/vehicle-camera.ts";
import type { EnuFrame } from "./enu-frame.ts";
import type { GroundLayer } from "./ground/ground-layer.ts";
import type { SceneStatus } from "./scene-status.ts";
import type { SceneThings } from "./scene-things.ts";

interface Surroundings {
  readonly stores: Stores;
  readonly ground: GroundLayer;
  readonly things: SceneThings;
  readonly frame: () => EnuFrame;
}

const startDistanceM = 700;
const startElevationRad = 0.7;
const flyToDistanceM = 320;

/** Out of whose eyes the scene is seen, and what is looked at: what keys, buttons, presses and other views of the same place ask for. */
export class SceneEyes {
  readonly camera = new PerspectiveCamera(46, 1, 0.5, 60_000);
  readonly rig: CameraRig;
  readonly #around: Surroundings;
  /** Of the screen, CSS px. */
  #size = { width: 1, height: 1 };
  /** It was looked somewhere: it no longer goes anywhere by itself. */
  #settled = false;

  constructor(around: Surroundings) {
    this.#around = around;
    this.rig = new CameraRig(this.camera, {
      groundUpM: (x, y) => around.ground.upM(x, y),
      carrier: () => this.#carrier(),
      picture: (aspect) => ({ widthPx: pictureFrame(this.#free(), aspect).width, screenPx: this.#size.height }),
    });
  }

  get size(): { readonly width: number; readonly height: number } {
    return this.#size;
  }

  /** What is looked at, on the ground. */
  get place(): LatLon {
    return this.#around.frame().toLatLon(this.rig.target.x, this.rig.target.y);
  }

  /** Whose camera this is looked through now; nobody sees the own vehicle from within. */
  get within(): VehicleId | undefined {
    const { scene, selection } = this.#around.stores;
    const isWithin = scene.getState().camera === "first-person" && this.#carrier()?.camera !== undefined;
    return isWithin ? selection.getState().selectedVehicleId : undefined;
  }

  /** Where the camera begins. */
  begin(): void {
    const { ground, stores } = this.#around;
    const { lastView, camera } = stores.scene.getState();
    this.rig.setMode(camera);
    const foot = { x: 0, y: 0, z: ground.upM(0, 0) };
    if (lastView !== undefined) {
      const distanceM = lastView.spanM / (2 * Math.tan(orbitFovRad / 2) * this.camera.aspect);
      const { azimuthRad = 0, elevationRad = startElevationRad } = lastView;
      this.rig.goTo({ ...foot, distanceM, azimuthRad, elevationRad }, { jump: true });
      this.#settled = true;
    } else this.rig.goTo({ ...foot, distanceM: startDistanceM }, { jump: true });
    this.findStart();
  }

  /** Shows everything as soon as there is something. */
  findStart(): void {
    if (this.#settled || this.#around.things.places().length === 0) return;
    this.#settled = true;
    this.showAll({ jump: true });
  }

  /** A hand took the camera. */
  taken(): void {
    this.#settled = true;
  }

  /** All vehicles, homes and heat sources; the whole terrain where there are none. */
  showAll({ jump = false } = {}): void {
    const { frame, things, ground, stores } = this.#around;
    const enu = frame();
    const places = things.places();
    const corners = ground.corners.map((place) => enu.toEnu(place, enu.originMslM, { x: 0, y: 0, z: 0 }));
    const sphere = sphereAround(places.length > 0 ? places : corners);
    if (sphere === undefined) return;
    const free = this.#free();
    const share = free.height / this.#size.height;
    const distanceM = fitDistanceM(Math.max(60, sphere.radiusM) * 1.12, orbitFovRad * share, free.width / free.height);
    stores.scene.getState().setCamera("orbit");
    const { x, y, z } = sphere;
    this.rig.goTo({ x, y, z, distanceM, elevationRad: startElevationRad }, { jump });
  }

  /** @returns false where nothing is selected that has a place */
  centreOnSelection(): boolean {
    const { stores, things } = this.#around;
    const { selectedVehicleId, selectedHeatId } = stores.selection.getState();
    const heat = things.heat.drawn.find(({ source }) => source.id === selectedHeatId)?.top;
    const place = things.vehicles.entry(selectedVehicleId)?.place ?? heat;
    if (place === undefined) return false;
    stores.scene.getState().setCamera("orbit");
    this.rig.goTo({ x: place.x, y: place.y, z: place.z });
    return true;
  }

  flyTo(place: LatLon): void {
    const { frame, ground, stores } = this.#around;
    this.#settled = true;
    stores.scene.getState().setCamera("orbit");
    const enu = frame();
    const { x, y } = enu.toEnu(place, enu.originMslM, { x: 0, y: 0, z: 0 });
    const distanceM = Math.min(this.rig.target.distanceM, flyToDistanceM);
    this.rig.goTo({ x, y, z: ground.upM(x, y), distanceM });
  }

  /** Goes with the vehicle that is watched. */
  watch(): void {
    const { stores, things } = this.#around;
    const watched = things.vehicles.entry(stores.selection.getState().watchedVehicleId)?.place;
    if (watched !== undefined && stores.scene.getState().camera === "orbit")
      this.rig.goTo({ x: watched.x, y: watched.y, z: watched.z });
  }

  resize(width: number, height: number): void {
    const { left, right, top, bottom } = this.#around.stores.layout.getState().insetsPx;
    this.#size = { width, height };
    this.camera.aspect = width / height;
    // What is looked at lies in the middle of what no panel covers.
    this.camera.setViewOffset(width, height, (right - left) / 2, (bottom - top) / 2, width, height);
  }

  /** Keeps where it looked, for the map or the next time. */
  keep(): void {
    const { distanceM, azimuthRad, elevationRad } = this.rig.target;
    const spanM = 2 * distanceM * Math.tan(orbitFovRad / 2) * this.camera.aspect;
    this.#around.stores.scene.setState({ lastView: { ...this.place, spanM, azimuthRad, elevationRad } });
  }

  /** Whose eyes these are, in the status's words. */
  describe(): SceneStatus["view"] {
    const { stores, things } = this.#around;
    const { camera } = stores.scene.getState();
    if (camera === "orbit") return { by: "orbit" };
    const drawn = things.vehicles.entry(stores.selection.getState().selectedVehicleId);
    if (drawn === undefined) return { by: "nobody" };
    const { name } = drawn.view;
    if (camera === "follow") return { by: "follow", name };
    const sees = vehicleCamera(drawn.view);
    if (sees === undefined) return { by: "blind", name };
    const { from, assumed, aspect } = sees;
    return { by: "first-person", name, from, assumed, picture: pictureFrame(this.#free(), aspect) };
  }

  /** The part of the screen that no panel covers, px. */
  #free(): { readonly width: number; readonly height: number } {
    const { left, right, top, bottom } = this.#around.stores.layout.getState().insetsPx;
    return {
      width: Math.max(80, this.#size.width - left - right),
      height: Math.max(80, this.#size.height - top - bottom),
    };
  }

  #carrier(): Carrier | undefined {
    const { stores, things } = this.#around;
    const drawn = things.vehicles.entry(stores.selection.getState().selectedVehicleId);
    if (drawn === undefined) return undefined;
    const { view, place } = drawn;
    return { place, yawRad: view.headingRad ?? view.attitude?.yawRad, camera: vehicleCamera(view) };
  }
}
