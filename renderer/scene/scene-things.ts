import {
  AmbientLight,
  Color,
  DirectionalLight,
  type PerspectiveCamera,
  type Scene,
  type ShaderMaterial,
  Vector2,
} from "three";
import { heightMslM } from "../../shared/vehicle/trail-details.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { Stores } from "../stores/create-stores.ts";
import { PathBook } from "../stores/scene/path-book.ts";
import { themeOf } from "../stores/settings-store.ts";
import type { EnuFrame, EnuPoint } from "./enu-frame.ts";
import type { SceneDetail } from "./graphics-kind.ts";
import type { GroundLayer } from "./ground/ground-layer.ts";
import { Sky } from "./ground/sky.ts";
import { type Ground, onGround } from "./marks/draped.ts";
import { HeatLayer } from "./marks/heat-layer.ts";
import { PinLayer } from "./marks/pin-layer.ts";
import { VehicleLayer } from "./marks/vehicle-layer.ts";
import { ViewCones } from "./marks/view-cones.ts";
import { lineMaterial } from "./paths/line-material.ts";
import { PathLayer } from "./paths/path-layer.ts";
import { PlanLayer } from "./paths/plan-layer.ts";
import { type ScenePalette, scenePalettes, sunDirection } from "./scene-palette.ts";

/** What is to be taken anew from the stores in the next frame. */
export type Stale = "fleet" | "heat" | "people" | "plans";
const all: readonly Stale[] = ["fleet", "heat", "people", "plans"];

/** Haze takes half of what is so many m away; further where the ground is larger. */
const hazeM = 9_000;

/** Everything in the scene but the ground, fed from the stores: what changed is marked, and taken in the next frame. */
export class SceneThings {
  readonly vehicles: VehicleLayer;
  readonly heat: HeatLayer;
  readonly pins: PinLayer;
  readonly #stores: Stores;
  readonly #frame: () => EnuFrame;
  readonly #ground: GroundLayer;
  readonly #sky = new Sky();
  readonly #sun = new DirectionalLight(0xffffff, 2);
  readonly #ambient = new AmbientLight(0xffffff, 1.5);
  readonly #pathMaterial = lineMaterial({ widthPx: 4.2, edge: 0.85 });
  readonly #thinMaterial = lineMaterial({ widthPx: 3, edge: 0.6 });
  readonly #paths: PathLayer;
  readonly #plans: PlanLayer;
  readonly #cones: ViewCones;
  readonly #book = new PathBook();
  readonly #stale = new Set<Stale>(all);

  constructor(scene: Scene, stores: Stores, ground: GroundLayer, frame: () => EnuFrame, detail: SceneDetail) {
    this.#stores = stores;
    this.#ground = ground;
    this.#frame = frame;
    this.vehicles = new VehicleLayer({ frame, groundUpM: (x, y) => ground.upM(x, y) });
    this.heat = new HeatLayer(this.#thinMaterial);
    this.pins = new PinLayer();
    this.#paths = new PathLayer(this.#pathMaterial, detail.pathStride);
    this.#plans = new PlanLayer(this.#thinMaterial);
    this.#cones = new ViewCones(this.#thinMaterial);
    this.#sun.position.set(...sunDirection);
    scene.add(this.#sky.mesh, this.#sun, this.#ambient, this.vehicles.group, this.heat.group, this.pins.group);
    scene.add(this.#paths.group, this.#plans.group, this.#cones.group);
  }

  get legend() {
    return this.#paths.legend;
  }

  get palette(): ScenePalette {
    return scenePalettes[themeOf(this.#stores.settings.getState())];
  }

  /** All that matters, to show everything: vehicles at their heights, homes and heat sources on the ground. */
  places(): readonly EnuPoint[] {
    const { fleet, heat } = this.#stores;
    const frame = this.#frame();
    const ground: Ground = { frame, upM: (x, y) => this.#ground.upM(x, y) };
    const places: EnuPoint[] = [];
    for (const vehicle of Object.values(fleet.getState().byId)) {
      const { position, home } = vehicle;
      const mslM = heightMslM(vehicle);
      if (position !== undefined)
        places.push(
          mslM === undefined ? onGround(ground, position) : frame.toEnu(position, mslM, { x: 0, y: 0, z: 0 }),
        );
      if (home !== undefined) places.push(onGround(ground, home));
    }
    for (const { location } of Object.values(heat.getState().byId))
      if (location.located) places.push(onGround(ground, location.position));
    return places;
  }

  mark(stale: Stale): void {
    this.#stale.add(stale);
  }

  /** Positions are kept as they come, also while no frame is drawn. */
  hear(): void {
    const fleet = this.#stores.fleet.getState();
    this.#book.take(fleet.byId, fleet, this.#stores.stationNow() ?? 0);
    this.mark("fleet");
  }

  /** After a jump in time nothing is blended from before it. */
  jumped(): void {
    this.vehicles.restart();
    for (const one of all) this.#stale.add(one);
  }

  /** In another frame, or on another ground, all is placed anew. */
  restart(): void {
    this.#paths.restart();
    this.jumped();
  }

  paint(): void {
    const { palette } = this;
    this.#sky.paint(palette);
    this.#sun.intensity = palette.meshSun;
    this.#ambient.intensity = palette.meshAmbient;
    this.#ground.setFog(1 / hazeM);
    for (const { uniforms } of [this.#pathMaterial, this.#thinMaterial]) {
      setInk(uniforms.edgeInk, palette.lineEdge);
      setInk(uniforms.fogInk, palette.horizon);
      if (uniforms.fogDensity) uniforms.fogDensity.value = 1 / hazeM;
      if (uniforms.opacity) uniforms.opacity.value = palette.lines;
    }
    for (const layer of [this.heat, this.pins]) layer.setStrength(palette.lines);
    this.#cones.setStrength(palette.lines);
    this.#paths.group.visible = this.#stores.settings.getState().layers.trails;
    for (const one of all) this.#stale.add(one);
  }

  /** Lines are so many px wide on a screen of this size, CSS px. */
  resize(widthPx: number, heightPx: number): void {
    for (const { uniforms } of [this.#pathMaterial, this.#thinMaterial]) {
      const size: unknown = uniforms.sizePx?.value;
      if (size instanceof Vector2) size.set(widthPx, heightPx);
    }
  }

  /** Takes what changed. @returns whether anything did */
  take(nowMs: number, wallMs: number): boolean {
    if (this.#stale.size === 0) return false;
    const ground: Ground = { frame: this.#frame(), upM: (x, y) => this.#ground.upM(x, y) };
    const { fleet, heat, settings, selection, scene } = this.#stores;
    const { layers } = settings.getState();
    if (this.#stale.has("fleet")) {
      this.vehicles.selected = selection.getState().selectedVehicleId;
      this.vehicles.setVehicles(fleet.getState().byId, nowMs, wallMs);
      this.#cones.setVehicles(this.vehicles.entries, ground, layers.footprints);
      this.pins.setHomes(this.#stores, ground);
      this.#paths.take(this.#book, ground, scene.getState().pathInk);
    }
    if (this.#stale.has("heat")) {
      const shown = layers.heat
        ? Object.values(heat.getState().byId).filter(
            ({ decision }) => layers.dismissedHeat || decision.state !== "dismissed",
          )
        : [];
      const { selectedHeatId: selectedId } = selection.getState();
      this.heat.setSources(shown, { ground, palette: this.palette, selectedId });
    }
    if (this.#stale.has("people")) this.pins.setPeople(this.#stores, ground);
    if (this.#stale.has("plans")) this.#plans.setPlans(this.#stores, ground, this.#ground.terrain);
    this.#stale.clear();
    return true;
  }

  /** @returns whether something still moves */
  draw(camera: PerspectiveCamera, nowMs: number, wallMs: number, frameMs: number): boolean {
    const rate = this.#stores.station.getState().clock?.rate ?? 0;
    const fovRad = (camera.fov * Math.PI) / 180;
    return this.vehicles.draw(camera, fovRad, nowMs, wallMs, frameMs, rate);
  }

  /** What hangs on the vehicles' drawn places. */
  drawTies(): void {
    const entry = (id: VehicleId) => this.vehicles.entry(id);
    this.#cones.draw(entry, this.vehicles.hidden);
    this.#paths.drawHeads(entry);
  }

  close(): void {
    this.vehicles.close();
    this.heat.close();
    this.pins.close();
    this.#paths.close();
    this.#plans.close();
    this.#cones.close();
    this.#sky.close();
    this.#sun.dispose();
    this.#ambient.dispose();
    this.#pathMaterial.dispose();
    this.#thinMaterial.dispose();
  }
}

const setInk = (uniform: ShaderMaterial["uniforms"][string] | undefined, rgb: number): void => {
  if (uniform?.value instanceof Color) uniform.value.setHex(rgb);
};
