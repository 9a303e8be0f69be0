import {
  BufferAttribute,
  BufferGeometry,
  DoubleSide,
  DynamicDrawUsage,
  Group,
  Mesh,
  MeshBasicMaterial,
  type ShaderMaterial,
} from "three";
import { cameraToNed } from "../../../shared/heat/camera-model.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { vehicleCamera } from "../camera/vehicle-camera.ts";
import type { EnuPoint } from "../enu-frame.ts";
import { LineBuffer } from "../paths/line-buffer.ts";
import { WideLines } from "../paths/wide-lines.ts";
import { type Ground, onGround } from "./draped.ts";
import { cssRgb, type DrawnVehicle } from "./vehicle-layer.ts";

interface Cone {
  readonly id: VehicleId;
  /** On the ground in the frame; or from the vehicle, where the camera sees no ground. */
  readonly outline: readonly EnuPoint[];
  readonly free: boolean;
  readonly rgb: number;
  readonly stale: boolean;
}

/** Where the camera sees no ground that is known, its pyramid is cut here, m. */
const freeM = 30;
/** The station's footprint has three points between two corners of the picture. */
const pointsPerEdge = 4;
const faceAlpha = 26;

/** What cameras see: the outline on the ground, and the faces of the pyramid up to the camera. */
export class ViewCones {
  readonly group = new Group();
  readonly #faces: Mesh<BufferGeometry, MeshBasicMaterial>;
  readonly #buffer = new LineBuffer(1_024);
  readonly #lines: WideLines;
  #cones: readonly Cone[] = [];
  #positions = new Float32Array(0);
  #inks = new Uint8Array(0);

  constructor(material: ShaderMaterial) {
    const faceMaterial = new MeshBasicMaterial({
      vertexColors: true,
      transparent: true,
      side: DoubleSide,
      depthWrite: false,
    });
    this.#faces = new Mesh(new BufferGeometry(), faceMaterial);
    this.#faces.frustumCulled = false;
    this.#faces.renderOrder = 2;
    this.#lines = new WideLines(this.#buffer, material, 3);
    this.group.add(this.#faces, this.#lines.mesh);
  }

  /** Takes the footprints as they are now. */
  setVehicles(vehicles: Iterable<DrawnVehicle>, ground: Ground, show: boolean): void {
    const cones: Cone[] = [];
    if (show) for (const vehicle of vehicles) cones.push(...coneOf(vehicle, ground));
    this.#cones = cones;
    const corners = cones.reduce((sum, { outline }) => sum + outline.length * 3, 0);
    if (this.#positions.length < corners * 3) this.#reserve(corners * 2);
    let at = 0;
    for (const { outline, rgb, stale } of cones)
      for (let i = 0; i < outline.length * 3; i += 1) {
        this.#inks.set([(rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255, stale ? faceAlpha / 3 : faceAlpha], 4 * at);
        at += 1;
      }
    this.#faces.geometry.setDrawRange(0, corners);
    const colours = this.#faces.geometry.getAttribute("color");
    if (colours !== undefined) colours.needsUpdate = true;
    this.#faces.visible = corners > 0;
  }

  /** The tips move with their vehicles. */
  draw(entry: (id: VehicleId) => DrawnVehicle | undefined, hidden: VehicleId | undefined): void {
    this.#buffer.clear();
    let at = 0;
    for (const cone of this.#cones) {
      const tip = entry(cone.id)?.place;
      if (tip === undefined) continue;
      const isHidden = cone.id === hidden;
      at = this.#drawFaces(cone, tip, at, isHidden);
      this.#drawLines(cone, tip, isHidden);
    }
    const positions = this.#faces.geometry.getAttribute("position");
    if (positions !== undefined) positions.needsUpdate = true;
    this.#lines.update();
  }

  setStrength(strength: number): void {
    this.#faces.material.opacity = strength;
  }

  close(): void {
    this.#lines.close();
    this.#faces.geometry.dispose();
    this.#faces.material.dispose();
    this.group.removeFromParent();
  }

  #drawFaces({ outline, free }: Cone, tip: EnuPoint, from: number, isHidden: boolean): number {
    const positions = this.#positions;
    let at = from * 3;
    for (let i = 0; i < outline.length; i += 1) {
      const a = outline[i];
      const b = outline[(i + 1) % outline.length];
      if (a === undefined || b === undefined) continue;
      // Out of the camera itself the faces are edge on: folded away.
      at = put(positions, at, tip, undefined);
      at = put(positions, at, isHidden ? tip : a, free && !isHidden ? tip : undefined);
      at = put(positions, at, isHidden ? tip : b, free && !isHidden ? tip : undefined);
    }
    return at / 3;
  }

  #drawLines({ outline, free, rgb, stale }: Cone, tip: EnuPoint, isHidden: boolean): void {
    const buffer = this.#buffer;
    const strong = stale ? 110 : 235;
    const add = (point: EnuPoint, alpha: number): void => {
      const base = free && point !== tip ? tip : zero;
      buffer.setInk(buffer.push(point.x + base.x, point.y + base.y, point.z + base.z), rgb, alpha);
    };
    for (const point of outline) add(point, strong);
    if (outline[0] !== undefined) add(outline[0], 0);
    if (isHidden) return;
    const every = outline.length === 4 * pointsPerEdge ? pointsPerEdge : 1;
    for (let i = 0; i < outline.length; i += every) {
      const corner = outline[i];
      if (corner === undefined) continue;
      add(tip, strong * 0.5);
      add(corner, 0);
    }
  }

  #reserve(corners: number): void {
    this.#positions = new Float32Array(corners * 3);
    this.#inks = new Uint8Array(corners * 4);
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(this.#positions, 3).setUsage(DynamicDrawUsage));
    geometry.setAttribute("color", new BufferAttribute(this.#inks, 4, true));
    this.#faces.geometry.dispose();
    this.#faces.geometry = geometry;
  }
}

const zero = { x: 0, y: 0, z: 0 } as const;

const put = (into: Float32Array, at: number, point: EnuPoint, base: EnuPoint | undefined): number => {
  into[at] = point.x + (base?.x ?? 0);
  into[at + 1] = point.y + (base?.y ?? 0);
  into[at + 2] = point.z + (base?.z ?? 0);
  return at + 3;
};

const coneOf = ({ id, view }: DrawnVehicle, ground: Ground): readonly Cone[] => {
  const { state } = view.presence;
  if (state === "lost") return [];
  const shared = { id, rgb: cssRgb(vehicleColour(view.colourIndex)), stale: state === "stale" };
  if (view.footprint !== undefined && view.footprint.length >= 3)
    return [{ ...shared, outline: view.footprint.map((place) => onGround(ground, place)), free: false }];
  const camera = vehicleCamera(view);
  // A field of view that nobody said would be an invention here.
  if (camera === undefined || camera.assumed || camera.from !== "gimbal") return [];
  const right = Math.tan(camera.hfovRad / 2);
  const down = right / camera.aspect;
  const outline = [
    [-right, -down],
    [right, -down],
    [right, down],
    [-right, down],
  ].map(([aside = 0, below = 0]) => {
    const { north, east, down: sinks } = cameraToNed(camera.attitude, 1, aside, below);
    return { x: east * freeM, y: north * freeM, z: -sinks * freeM };
  });
  return [{ ...shared, outline, free: true }];
};
