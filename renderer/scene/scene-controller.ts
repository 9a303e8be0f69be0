import { PerspectiveCamera, Scene, WebGLRenderer } from "three";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { Stores } from "../stores/create-stores.ts";
import { groundKey } from "../stores/ground-key.ts";
import { fitDistanceM, pictureFrame, sphereAround } from "./camera/camera-maths.ts";
import { CameraRig, type Carrier, orbitFovRad } from "./camera/camera-rig.ts";
import { vehicleCamera } from "./camera/vehicle-camera.ts";
import { EnuFrame } from "./enu-frame.ts";
import { probeGraphics, type SceneDetail, sceneDetails } from "./graphics-kind.ts";
import { GroundLayer } from "./ground/ground-layer.ts";
import type { MakePainter } from "./ground/picture-layers.ts";
import { LabelLayer } from "./marks/label-layer.ts";
import { sceneLabels } from "./marks/scene-labels.ts";
import { RenderLoop } from "./render-loop.ts";
import { listenToHands, selectThing } from "./scene-hands.ts";
import { createSceneStatus, type SceneStatusStore } from "./scene-status.ts";
import { SceneThings } from "./scene-things.ts";
import { watchContext } from "./watch-context.ts";

export interface SceneOptions {
  /** Takes the mouse and the keys; the canvas is put into it. */
  readonly root: HTMLElement;
  readonly labels: HTMLElement;
  readonly stores: Stores;
  readonly makePainter: MakePainter;
}

/** Ages and labels go on when nothing else happens. */
const agesEveryMs = 1_000;
const labelsEveryMs = 250;
const longestFrameMs = 100;
const nowhere = { latDeg: 30.87, lonDeg: 120.433 };
const startDistanceM = 700;
const startElevationRad = 0.7;
const flyToDistanceM = 320;

/** The 3D view: terrain and all that is on and over it, fed from the stores. React only mounts it. */
export class SceneController {
  readonly status: SceneStatusStore = createSceneStatus();
  readonly #options: SceneOptions;
  readonly #stores: Stores;
  readonly #renderer: WebGLRenderer;
  readonly #detail: SceneDetail;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera(46, 1, 0.5, 60_000);
  readonly #rig: CameraRig;
  readonly #ground: GroundLayer;
  readonly #things: SceneThings;
  readonly #labels: LabelLayer;
  readonly #loop = new RenderLoop((wallMs) => this.#frame(wallMs));
  readonly #off: (() => void)[] = [];
  #frameEnu: EnuFrame;
  #settled = false;
  #lost = false;
  #frameAtMs = 0;
  #labelsAtMs = Number.NEGATIVE_INFINITY;
  #size = { width: 1, height: 1 };

  /** @throws where the browser gives no WebGL */
  constructor(options: SceneOptions) {
    const { stores, root } = options;
    this.#options = options;
    this.#stores = stores;
    const kind = probeGraphics();
    if (kind === undefined) throw new Error("This browser gives no WebGL 2.");
    this.#detail = sceneDetails[kind];
    const { antialias } = this.#detail;
    this.#renderer = new WebGLRenderer({ antialias, powerPreference: "high-performance" });
    root.prepend(this.#renderer.domElement);
    this.#frameEnu = new EnuFrame(this.#startPlace(), 0);
    this.#ground = new GroundLayer({
      scene: this.#scene,
      stores,
      makePainter: options.makePainter,
      detail: this.#detail,
      onTerrain: () => this.#reframe(this.#frameEnu.toLatLon(this.#rig.target.x, this.#rig.target.y)),
      onChange: () => this.#loop.wake(),
      onFault: (notice) => this.status.setState({ notice }),
    });
    this.#rig = new CameraRig(this.#camera, {
      groundUpM: (x, y) => this.#ground.upM(x, y),
      carrier: () => this.#carrier(),
      picture: (aspect) => ({ widthPx: pictureFrame(this.#free(), aspect).width, screenPx: this.#size.height }),
    });
    this.#things = new SceneThings(this.#scene, stores, this.#ground, () => this.#frameEnu, this.#detail);
    this.#labels = new LabelLayer(options.labels, (key) => selectThing(stores, key));
    this.#things.hear();
    this.#things.paint();
    this.#reframe(this.#frameEnu.origin);
    this.#look();
    this.#listen();
  }

  /** What the graphics card holds, for tests. */
  get memory(): { readonly geometries: number; readonly textures: number; readonly programs: number } {
    const { memory, programs } = this.#renderer.info;
    return { ...memory, programs: programs?.length ?? 0 };
  }

  /** Draws one frame at once, whatever moved. @returns how long that took, ms; the graphics card has finished by then */
  timeFrame(wallMs: number): number {
    const startMs = performance.now();
    this.#frame(wallMs);
    const gl = this.#renderer.getContext();
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    return performance.now() - startMs;
  }

  /** All vehicles, homes and heat sources; the whole terrain where there are none. */
  showAll({ jump = false } = {}): void {
    const { originMslM } = this.#frameEnu;
    const places = this.#things.places();
    const corners = this.#ground.corners.map((place) => this.#frameEnu.toEnu(place, originMslM, { x: 0, y: 0, z: 0 }));
    const sphere = sphereAround(places.length > 0 ? places : corners);
    if (sphere === undefined) return;
    const free = this.#free();
    const share = free.height / this.#size.height;
    const distanceM = fitDistanceM(Math.max(60, sphere.radiusM) * 1.12, orbitFovRad * share, free.width / free.height);
    this.#stores.scene.getState().setCamera("orbit");
    const { x, y, z } = sphere;
    this.#rig.goTo({ x, y, z, distanceM, elevationRad: startElevationRad }, { jump });
    this.#loop.wake();
  }

  /** @returns false where nothing is selected that has a place */
  centreOnSelection(): boolean {
    const { selectedVehicleId, selectedHeatId } = this.#stores.selection.getState();
    const vehicle = this.#things.vehicles.entry(selectedVehicleId)?.place;
    const heat = this.#things.heat.drawn.find(({ source }) => source.id === selectedHeatId)?.top;
    const place = vehicle ?? heat;
    if (place === undefined) return false;
    this.#stores.scene.getState().setCamera("orbit");
    this.#rig.goTo({ x: place.x, y: place.y, z: place.z });
    this.#loop.wake();
    return true;
  }

  /** @param factor below 1: nearer */
  zoomBy(factor: number): void {
    this.#rig.zoomBy(factor);
    this.#loop.wake();
  }

  /** Turns the view around what is looked at, rad. */
  turnBy(azimuthRad: number, elevationRad: number): void {
    this.#rig.turnBy(azimuthRad, elevationRad);
    this.#loop.wake();
  }

  faceNorth(): void {
    this.#rig.goTo({ azimuthRad: 0 });
    this.#loop.wake();
  }

  close(): void {
    const { x, y, distanceM, azimuthRad, elevationRad } = this.#rig.target;
    const spanM = 2 * distanceM * Math.tan(orbitFovRad / 2) * this.#camera.aspect;
    this.#stores.scene.setState({ lastView: { ...this.#frameEnu.toLatLon(x, y), spanM, azimuthRad, elevationRad } });
    this.#loop.close();
    for (const off of this.#off) off();
    this.#labels.close();
    this.#things.close();
    this.#ground.close();
    this.#renderer.dispose();
    // Browsers allow some sixteen contexts; without this, each one lives until it is collected.
    this.#renderer.forceContextLoss();
    this.#renderer.domElement.remove();
  }

  #startPlace(): LatLon {
    const { scene, fleet, station } = this.#stores;
    const vehicle = Object.values(fleet.getState().byId).find(({ position }) => position !== undefined);
    return scene.getState().lastView ?? vehicle?.position ?? station.getState().view?.centre ?? nowhere;
  }

  /** Where the camera begins. */
  #look(): void {
    const { lastView } = this.#stores.scene.getState();
    this.#rig.setMode(this.#stores.scene.getState().camera);
    if (lastView !== undefined) {
      const distanceM = lastView.spanM / (2 * Math.tan(orbitFovRad / 2) * this.#camera.aspect);
      const { azimuthRad = 0, elevationRad = startElevationRad } = lastView;
      this.#rig.goTo({ x: 0, y: 0, z: this.#ground.upM(0, 0), distanceM, azimuthRad, elevationRad }, { jump: true });
      this.#settled = true;
    } else this.#rig.goTo({ x: 0, y: 0, z: this.#ground.upM(0, 0), distanceM: startDistanceM }, { jump: true });
    this.#findStart();
  }

  #findStart(): void {
    if (this.#settled || this.#things.places().length === 0) return;
    this.#settled = true;
    this.showAll({ jump: true });
  }

  /** Everything counts from there from now on. */
  #reframe(origin: LatLon): void {
    const old = this.#frameEnu;
    const vehicles = Object.values(this.#stores.fleet.getState().byId);
    const home = vehicles.find((vehicle) => vehicle.home !== undefined)?.home;
    const heights = vehicles.flatMap(({ position }) => position?.altMslM ?? []);
    const groundMslM = this.#ground.terrain?.heightMslM(origin.latDeg, origin.lonDeg);
    const originMslM = groundMslM ?? home?.altMslM ?? (heights.length > 0 ? Math.min(...heights) : 0);
    this.#frameEnu = new EnuFrame(origin, originMslM);
    const { x, y, z } = old.toEnu(origin, originMslM, { x: 0, y: 0, z: 0 });
    this.#rig.shift(x, y, z);
    this.#ground.rebuild(this.#frameEnu);
    const target = this.#rig.target;
    this.#rig.goTo({ z: this.#ground.upM(target.x, target.y) }, { jump: true });
    this.#things.restart();
    this.status.setState({ level: this.#ground.isLevel, attribution: this.#ground.attribution });
    this.#loop.wake();
  }

  /** The part of the screen that no panel covers, px. */
  #free(): { readonly width: number; readonly height: number } {
    const { left, right, top, bottom } = this.#stores.layout.getState().insetsPx;
    return {
      width: Math.max(80, this.#size.width - left - right),
      height: Math.max(80, this.#size.height - top - bottom),
    };
  }

  #carrier(): Carrier | undefined {
    const drawn = this.#things.vehicles.entry(this.#stores.selection.getState().selectedVehicleId);
    if (drawn === undefined) return undefined;
    const { view, place } = drawn;
    return { place, yawRad: view.headingRad ?? view.attitude?.yawRad, camera: vehicleCamera(view) };
  }

  #frame(wallMs: number): boolean {
    if (this.#lost) return false;
    const frameMs = Math.min(longestFrameMs, Math.max(0, wallMs - this.#frameAtMs));
    this.#frameAtMs = wallMs;
    const nowMs = this.#stores.stationNow() ?? 0;
    const { selectedVehicleId, watchedVehicleId } = this.#stores.selection.getState();
    const { camera: mode } = this.#stores.scene.getState();
    this.#things.vehicles.hidden = mode === "first-person" && this.#canSee() ? selectedVehicleId : undefined;
    const changed = this.#things.take(nowMs, wallMs);
    const moves = this.#things.draw(this.#camera, nowMs, wallMs, frameMs);
    const watched = this.#things.vehicles.entry(watchedVehicleId)?.place;
    if (watched !== undefined && mode === "orbit") this.#rig.goTo({ x: watched.x, y: watched.y, z: watched.z });
    const turns = this.#rig.update(frameMs);
    if (this.#frameEnu.isFar(this.#rig.target)) {
      this.#reframe(this.#frameEnu.toLatLon(this.#rig.target.x, this.#rig.target.y));
      return true;
    }
    this.#camera.updateMatrixWorld();
    this.#things.drawTies();
    if (changed || wallMs - this.#labelsAtMs > labelsEveryMs) this.#write(wallMs);
    this.#labels.draw(this.#camera, this.#size.width, this.#size.height, wallMs);
    this.#renderer.render(this.#scene, this.#camera);
    return moves || turns;
  }

  #canSee(): boolean {
    return this.#carrier()?.camera !== undefined;
  }

  /** Words, a few times a second. */
  #write(wallMs: number): void {
    if (wallMs - this.#labelsAtMs < labelsEveryMs) return;
    this.#labelsAtMs = wallMs;
    this.#labels.set(sceneLabels(this.#stores, this.#things));
    const azimuthDeg = Math.round((this.#rig.azimuthRad * 180) / Math.PI);
    const legend = this.#things.legend;
    const before = this.status.getState();
    const view = this.#viewNow();
    if (
      before.azimuthDeg !== azimuthDeg ||
      JSON.stringify(before.legend) !== JSON.stringify(legend) ||
      JSON.stringify(before.view) !== JSON.stringify(view)
    )
      this.status.setState({ azimuthDeg, legend, view });
  }

  #viewNow(): ReturnType<SceneStatusStore["getState"]>["view"] {
    const { camera } = this.#stores.scene.getState();
    if (camera === "orbit") return { by: "orbit" };
    const drawn = this.#things.vehicles.entry(this.#stores.selection.getState().selectedVehicleId);
    if (drawn === undefined) return { by: "nobody" };
    const { name } = drawn.view;
    if (camera === "follow") return { by: "follow", name };
    const sees = vehicleCamera(drawn.view);
    if (sees === undefined) return { by: "blind", name };
    const { from, assumed, aspect } = sees;
    return { by: "first-person", name, from, assumed, picture: pictureFrame(this.#free(), aspect) };
  }

  #listen(): void {
    const { fleet, heat, incident, plans, selection, settings, station, layout, scene } = this.#stores;
    const wake = (): void => this.#loop.wake();
    this.#off.push(
      fleet.subscribe(() => {
        this.#things.hear();
        this.#findStart();
        wake();
      }),
      heat.subscribe(() => this.#mark("heat")),
      incident.subscribe(() => this.#mark("people")),
      plans.subscribe(() => this.#mark("plans")),
      selection.subscribe((state, before) => {
        this.#labelsAtMs = Number.NEGATIVE_INFINITY;
        this.#mark("fleet");
        if (state.selectedHeatId !== before.selectedHeatId) this.#mark("heat");
        if (state.flyTo !== undefined && state.flyTo !== before.flyTo) this.#flyTo(state.flyTo);
      }),
      settings.subscribe(() => {
        this.#labelsAtMs = Number.NEGATIVE_INFINITY;
        this.#things.paint();
        this.#ground.applySettings();
      }),
      station.subscribe((state, before) => {
        if (state.resetN !== before.resetN) this.#things.jumped();
        if (before.view !== undefined && groundKey(state.view) !== groundKey(before.view)) this.#ground.forget();
        if (state.view?.hasBaseMap === true) void this.#ground.load();
        if (state.view?.search !== before.view?.search) this.#ground.searchChanged();
        // A jump of the clock moves everything; its steady going on moves only what is drawn as moving anyway.
        if (state.clock?.rate !== before.clock?.rate) wake();
      }),
      layout.subscribe(() => this.#resize()),
      scene.subscribe((state, before) => {
        this.#rig.setMode(state.camera);
        if (state.pathInk !== before.pathInk) this.#things.mark("fleet");
        this.#labelsAtMs = Number.NEGATIVE_INFINITY;
        wake();
      }),
    );
    if (station.getState().view?.hasBaseMap === true) void this.#ground.load();
    const ages = window.setInterval(() => this.#mark("people"), agesEveryMs * 10);
    this.#off.push(() => window.clearInterval(ages));
    this.#listenToPage();
  }

  #listenToPage(): void {
    const { root } = this.#options;
    const resize = new ResizeObserver(() => this.#resize());
    resize.observe(root);
    this.#resize();
    const hands = {
      element: root,
      rig: this.#rig,
      camera: this.#camera,
      things: this.#things,
      stores: this.#stores,
      wake: () => this.#loop.wake(),
      onTaken: () => {
        this.#settled = true;
      },
    };
    this.#off.push(
      () => resize.disconnect(),
      listenToHands(hands),
      watchContext(this.#renderer.domElement, (lost) => {
        this.#lost = lost;
        this.status.setState({ lost });
        this.#loop.wake();
      }),
    );
  }

  #mark(stale: "fleet" | "heat" | "people" | "plans"): void {
    this.#things.mark(stale);
    this.#loop.wake();
  }

  #flyTo(place: LatLon): void {
    this.#settled = true;
    this.#stores.scene.getState().setCamera("orbit");
    const { x, y } = this.#frameEnu.toEnu(place, this.#frameEnu.originMslM, { x: 0, y: 0, z: 0 });
    const distanceM = Math.min(this.#rig.target.distanceM, flyToDistanceM);
    this.#rig.goTo({ x, y, z: this.#ground.upM(x, y), distanceM });
    this.#loop.wake();
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#options.root;
    if (width === 0 || height === 0) return;
    this.#size = { width, height };
    this.#renderer.setPixelRatio(Math.min(this.#detail.mostPixelRatio, window.devicePixelRatio));
    this.#renderer.setSize(width, height, false);
    this.#things.resize(width, height);
    const { left, right, top, bottom } = this.#stores.layout.getState().insetsPx;
    this.#camera.aspect = width / height;
    // What is looked at lies in the middle of what no panel covers.
    this.#camera.setViewOffset(width, height, (right - left) / 2, (bottom - top) / 2, width, height);
    this.#labelsAtMs = Number.NEGATIVE_INFINITY;
    this.#loop.wake();
  }
}
