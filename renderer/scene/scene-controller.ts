import { Scene, WebGLRenderer } from "three";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { Stores } from "../stores/create-stores.ts";
import { groundKey } from "../stores/ground-key.ts";
import { EnuFrame } from "./enu-frame.ts";
import { probeGraphics, type SceneDetail, sceneDetails } from "./graphics-kind.ts";
import { GroundLayer } from "./ground/ground-layer.ts";
import type { MakePainter } from "./ground/picture-layers.ts";
import { LabelLayer } from "./marks/label-layer.ts";
import { sceneLabels } from "./marks/scene-labels.ts";
import { RenderLoop } from "./render-loop.ts";
import { SceneEyes } from "./scene-eyes.ts";
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

/** The 3D view: terrain and all that is on and over it, fed from the stores. React only mounts it. */
export class SceneController {
  readonly status: SceneStatusStore = createSceneStatus();
  readonly #options: SceneOptions;
  readonly #stores: Stores;
  readonly #renderer: WebGLRenderer;
  readonly #detail: SceneDetail;
  readonly #scene = new Scene();
  readonly #ground: GroundLayer;
  readonly #things: SceneThings;
  readonly #eyes: SceneEyes;
  readonly #labels: LabelLayer;
  readonly #loop = new RenderLoop((wallMs) => this.#frame(wallMs));
  readonly #off: (() => void)[] = [];
  #frameEnu: EnuFrame;
  #lost = false;
  #frameAtMs = 0;
  #labelsAtMs = Number.NEGATIVE_INFINITY;

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
      onTerrain: () => this.#reframe(this.#eyes.place),
      onChange: () => this.#loop.wake(),
      onFault: (notice) => this.status.setState({ notice }),
    });
    this.#things = new SceneThings(this.#scene, stores, this.#ground, () => this.#frameEnu, this.#detail);
    this.#eyes = new SceneEyes({ stores, ground: this.#ground, things: this.#things, frame: () => this.#frameEnu });
    this.#labels = new LabelLayer(options.labels, (key) => selectThing(stores, key));
    this.#things.hear();
    this.#things.paint();
    this.#reframe(this.#frameEnu.origin);
    this.#eyes.begin();
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

  showAll(): void {
    this.#eyes.showAll();
    this.#loop.wake();
  }

  centreOnSelection(): void {
    this.#eyes.centreOnSelection();
    this.#loop.wake();
  }

  /** @param factor below 1: nearer */
  zoomBy(factor: number): void {
    this.#eyes.rig.zoomBy(factor);
    this.#loop.wake();
  }

  /** Turns the view around what is looked at, rad. */
  turnBy(azimuthRad: number, elevationRad: number): void {
    this.#eyes.rig.turnBy(azimuthRad, elevationRad);
    this.#loop.wake();
  }

  faceNorth(): void {
    this.#eyes.rig.goTo({ azimuthRad: 0 });
    this.#loop.wake();
  }

  close(): void {
    this.#eyes.keep();
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
    this.#eyes.rig.shift(x, y, z);
    this.#ground.rebuild(this.#frameEnu);
    const { target } = this.#eyes.rig;
    this.#eyes.rig.goTo({ z: this.#ground.upM(target.x, target.y) }, { jump: true });
    this.#things.restart();
    this.status.setState({ level: this.#ground.isLevel, attribution: this.#ground.attribution });
    this.#loop.wake();
  }

  #frame(wallMs: number): boolean {
    if (this.#lost) return false;
    const frameMs = Math.min(longestFrameMs, Math.max(0, wallMs - this.#frameAtMs));
    this.#frameAtMs = wallMs;
    const nowMs = this.#stores.stationNow() ?? 0;
    const { camera, rig, size } = this.#eyes;
    this.#things.vehicles.hidden = this.#eyes.within;
    const changed = this.#things.take(nowMs, wallMs);
    const moves = this.#things.draw(camera, nowMs, wallMs, frameMs);
    this.#eyes.watch();
    const turns = rig.update(frameMs);
    if (this.#frameEnu.isFar(rig.target)) {
      this.#reframe(this.#eyes.place);
      return true;
    }
    camera.updateMatrixWorld();
    this.#things.drawTies();
    if (changed || wallMs - this.#labelsAtMs > labelsEveryMs) this.#write(wallMs);
    this.#labels.draw(camera, size.width, size.height, wallMs);
    this.#renderer.render(this.#scene, camera);
    return moves || turns;
  }

  /** Words, a few times a second. */
  #write(wallMs: number): void {
    if (wallMs - this.#labelsAtMs < labelsEveryMs) return;
    this.#labelsAtMs = wallMs;
    this.#labels.set(sceneLabels(this.#stores, this.#things));
    const azimuthDeg = Math.round((this.#eyes.rig.azimuthRad * 180) / Math.PI);
    const legend = this.#things.legend;
    const before = this.status.getState();
    const view = this.#eyes.describe();
    if (
      before.azimuthDeg !== azimuthDeg ||
      JSON.stringify(before.legend) !== JSON.stringify(legend) ||
      JSON.stringify(before.view) !== JSON.stringify(view)
    )
      this.status.setState({ azimuthDeg, legend, view });
  }

  #listen(): void {
    const { fleet, heat, incident, plans, selection, settings, station, layout, scene } = this.#stores;
    const wake = (): void => this.#loop.wake();
    this.#off.push(
      fleet.subscribe(() => {
        this.#things.hear();
        this.#eyes.findStart();
        wake();
      }),
      heat.subscribe(() => this.#mark("heat")),
      incident.subscribe(() => this.#mark("people")),
      plans.subscribe(() => this.#mark("plans")),
      selection.subscribe((state, before) => {
        this.#labelsAtMs = Number.NEGATIVE_INFINITY;
        this.#mark("fleet");
        if (state.selectedHeatId !== before.selectedHeatId) this.#mark("heat");
        if (state.flyTo !== undefined && state.flyTo !== before.flyTo) this.#eyes.flyTo(state.flyTo);
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
        this.#eyes.rig.setMode(state.camera);
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
      rig: this.#eyes.rig,
      camera: this.#eyes.camera,
      things: this.#things,
      stores: this.#stores,
      wake: () => this.#loop.wake(),
      onTaken: () => this.#eyes.taken(),
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

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#options.root;
    if (width === 0 || height === 0) return;
    this.#renderer.setPixelRatio(Math.min(this.#detail.mostPixelRatio, window.devicePixelRatio));
    this.#renderer.setSize(width, height, false);
    this.#things.resize(width, height);
    this.#eyes.resize(width, height);
    this.#labelsAtMs = Number.NEGATIVE_INFINITY;
    this.#loop.wake();
  }
}
