import {
  BufferAttribute,
  BufferGeometry,
  LinearMipmapLinearFilter,
  LinearMipmapNearestFilter,
  Mesh,
  type Scene,
  type ShaderMaterial,
} from "three";
import type { BaseMap } from "../../../shared/geo/base-map.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { TerrainGrid } from "../../../shared/geo/terrain-grid.ts";
import { loadBaseMap } from "../../bridge/load-base-map.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { themeOf } from "../../stores/settings-store.ts";
import type { EnuFrame } from "../enu-frame.ts";
import type { SceneDetail } from "../graphics-kind.ts";
import { scenePalettes } from "../scene-palette.ts";
import { contourStepM, type GroundGrid, groundRange, groundUpM, levelGround, sampleGround } from "./ground-grid.ts";
import { groundMaterial, paintGroundMaterial } from "./ground-material.ts";
import { groundMeshData } from "./ground-mesh-data.ts";
import { GroundPicture } from "./ground-picture.ts";
import { type MosaicPlan, mosaicPlan } from "./mosaic-plan.ts";
import { type GroundPainter, type MakePainter, pictureLayers } from "./picture-layers.ts";

export interface GroundOptions {
  readonly scene: Scene;
  readonly stores: Stores;
  readonly makePainter: MakePainter;
  readonly detail: SceneDetail;
  /** Another terrain is there, or none any more: everything stands at other heights. */
  readonly onTerrain: () => void;
  /** Draw anew. */
  readonly onChange: () => void;
  readonly onFault: (fault: "terrain-unreachable" | "tiles-unreachable" | undefined) => void;
}

/** On a side; 16 MB of graphics memory and a third more for its smaller copies. */
const mostPicturePx = 2_048;
const deepestZoom = 18;
/** A new version of the probability map is drawn at most so often, ms. */
const searchEveryMs = 2_000;

interface Loaded {
  readonly baseMap: BaseMap;
  readonly terrain: TerrainGrid;
  readonly painter: GroundPainter;
}

/** The terrain with the map laid over it; level ground where none is known. */
export class GroundLayer {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>;
  readonly #options: GroundOptions;
  readonly #abort = new AbortController();
  #grid: GroundGrid = levelGround();
  #picture: GroundPicture | undefined;
  #loaded: Loaded | undefined;
  #loading = false;
  #searchTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: GroundOptions) {
    this.#options = options;
    this.mesh = new Mesh(new BufferGeometry(), groundMaterial());
    this.mesh.frustumCulled = false;
    options.scene.add(this.mesh);
  }

  get terrain(): TerrainGrid | undefined {
    return this.#loaded?.terrain;
  }

  /** No heights are known here. */
  get isLevel(): boolean {
    return this.#grid.level;
  }

  get attribution(): Pick<BaseMap, "attribution" | "synthetic"> | undefined {
    return this.#loaded?.baseMap;
  }

  /** South-west and north-east of the terrain, to show all of it where there is nothing else. */
  get corners(): readonly LatLon[] {
    return this.#loaded === undefined ? [] : cornersOf(this.#loaded.terrain);
  }

  /** The ground's height in the frame, m; that of the level where it isn't known. */
  upM(eastM: number, northM: number): number {
    return groundUpM(this.#grid, eastM, northM) ?? 0;
  }

  /** Loads the terrain once the station has one. */
  async load(): Promise<void> {
    if (this.#loading || this.#loaded !== undefined) return;
    this.#loading = true;
    const outcome = await loadBaseMap((input, init) => fetch(input, init), this.#abort.signal);
    this.#loading = false;
    if (this.#abort.signal.aborted) return;
    if (!outcome.ok) {
      if (outcome.fault.code !== "none") this.#options.onFault("terrain-unreachable");
      return;
    }
    const { baseMap, terrain } = outcome;
    this.#loaded = { baseMap, terrain, painter: this.#options.makePainter(baseMap, terrain.heightsMslM) };
    this.#options.stores.terrain.setState({ grid: terrain });
    this.#options.onFault(undefined);
    this.#options.onTerrain();
  }

  /** Another scenario or log: its ground is another. */
  forget(): void {
    if (this.#loaded === undefined) return;
    this.#dropPicture();
    this.#loaded.painter.close();
    this.#loaded = undefined;
    this.#options.stores.terrain.setState({ grid: undefined });
    this.#options.onTerrain();
  }

  /** Builds the ground in another frame, or of another terrain. */
  rebuild(frame: EnuFrame): void {
    const terrain = this.#loaded?.terrain;
    const sampled =
      terrain === undefined
        ? undefined
        : sampleGround(terrain, frame, enuCorners(terrain, frame), this.#options.detail.groundSamples);
    this.#grid = sampled ?? levelGround();
    const plan = this.#plan(frame);
    this.#dropPicture();
    const data = groundMeshData(this.#grid, frame, plan);
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(data.positions, 3));
    geometry.setAttribute("normal", new BufferAttribute(data.normals, 3));
    geometry.setAttribute("uv", new BufferAttribute(data.uvs, 2));
    geometry.setAttribute("shade", new BufferAttribute(data.shades, 1));
    geometry.setIndex(new BufferAttribute(data.indices, 1));
    this.mesh.geometry.dispose();
    this.mesh.geometry = geometry;
    this.#setUniform("originMslM", frame.originMslM);
    const { lowestM, highestM } = groundRange(this.#grid);
    this.#setUniform("contourStepM", contourStepM(highestM - lowestM));
    this.#picture = new GroundPicture(plan, this.#plainCss(), () => this.#options.onChange());
    const { anisotropy, blendsSizes } = this.#options.detail;
    this.#picture.texture.anisotropy = anisotropy;
    this.#picture.texture.minFilter = blendsSizes ? LinearMipmapLinearFilter : LinearMipmapNearestFilter;
    this.applySettings();
  }

  applySettings(): void {
    const { settings } = this.#options.stores;
    const state = settings.getState();
    const palette = scenePalettes[themeOf(state)];
    const { material } = this.mesh;
    paintGroundMaterial(material, palette);
    this.#setUniform("contourStrength", state.layers.contours && !this.isLevel ? palette.contourStrength : 0);
    this.#setUniform("gridStrength", this.isLevel ? 0.35 : 0);
    const layers = pictureLayers(this.#options.stores, this.#loaded?.painter, (reachable) =>
      this.#options.onFault(reachable ? undefined : "tiles-unreachable"),
    );
    this.#picture?.show(layers, this.#plainCss());
    this.#setUniform("hasPicture", layers.length > 0 ? 1 : 0);
    if (this.#picture !== undefined) this.#setUniform("picture", this.#picture.texture);
    this.#options.onChange();
  }

  /** The probability map has a new version: it may come faster than it can be drawn. */
  searchChanged(): void {
    this.#searchTimer ??= setTimeout(() => {
      this.#searchTimer = undefined;
      this.applySettings();
    }, searchEveryMs);
  }

  setFog(density: number): void {
    this.#setUniform("fogDensity", density);
  }

  close(): void {
    this.#abort.abort();
    clearTimeout(this.#searchTimer);
    this.#dropPicture();
    this.#loaded?.painter.close();
    if (this.#loaded !== undefined) this.#options.stores.terrain.setState({ grid: undefined });
    this.#loaded = undefined;
    this.mesh.removeFromParent();
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }

  #plan(frame: EnuFrame): MosaicPlan {
    const { westM, southM, stepM, columns, rows } = this.#grid;
    const [eastM, northM] = [westM + (columns - 1) * stepM, southM + (rows - 1) * stepM];
    const corners = [
      frame.toLatLon(westM, southM),
      frame.toLatLon(eastM, southM),
      frame.toLatLon(westM, northM),
      frame.toLatLon(eastM, northM),
    ];
    return mosaicPlan(corners, mostPicturePx, deepestZoom);
  }

  #plainCss(): string {
    const { ground } = scenePalettes[themeOf(this.#options.stores.settings.getState())];
    return `#${ground.toString(16).padStart(6, "0")}`;
  }

  #setUniform(name: string, value: unknown): void {
    const uniform = this.mesh.material.uniforms[name];
    if (uniform !== undefined) uniform.value = value;
  }

  #dropPicture(): void {
    this.#picture?.close();
    this.#picture = undefined;
  }
}

const cornersOf = ({ meta }: TerrainGrid): readonly LatLon[] => [
  { latDeg: meta.southDeg, lonDeg: meta.westDeg },
  {
    latDeg: meta.southDeg + (meta.rows - 1) * meta.stepLatDeg,
    lonDeg: meta.westDeg + (meta.columns - 1) * meta.stepLonDeg,
  },
];

const enuCorners = (terrain: TerrainGrid, frame: EnuFrame) =>
  cornersOf(terrain).map((corner) => frame.toEnu(corner, 0, { x: 0, y: 0, z: 0 }));
