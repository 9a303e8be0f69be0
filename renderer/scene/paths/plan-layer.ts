import {
  BufferGeometry,
  DoubleSide,
  Float32BufferAttribute,
  Group,
  Mesh,
  MeshBasicMaterial,
  type ShaderMaterial,
} from "three";
import type { Terrain } from "../../../shared/geo/terrain.ts";
import type { Fence } from "../../../shared/plan/plan.ts";
import { planContextOf } from "../../../shared/plan/plan-context.ts";
import { planTrack } from "../../../shared/plan/plan-track.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import type { EnuPoint } from "../enu-frame.ts";
import { drapeLine, type Ground, liftM, onGround } from "../marks/draped.ts";
import { cssRgb } from "../marks/vehicle-layer.ts";
import { LineBuffer } from "./line-buffer.ts";
import { WideLines } from "./wide-lines.ts";

/** A loop that is unrolled says no more than this many places. */
const mostNodes = 2_000;
/** Below this many places each gets a stem down to the ground. */
const mostStems = 200;
const wallM = 45;
const wallStepM = 30;
const circleCorners = 48;
/** Vermilion of Okabe and Ito: what must not be entered. */
const exclusionRgb = 0xd55e00;

/** The ways of plans at their heights, with stems to the ground, and their boundaries as walls that fade upwards. */
export class PlanLayer {
  readonly group = new Group();
  readonly #buffer = new LineBuffer(512);
  readonly #lines: WideLines;
  readonly #walls: Mesh<BufferGeometry, MeshBasicMaterial>;

  constructor(material: ShaderMaterial) {
    this.#lines = new WideLines(this.#buffer, material, 3);
    this.#walls = new Mesh(
      new BufferGeometry(),
      new MeshBasicMaterial({ vertexColors: true, transparent: true, side: DoubleSide, depthWrite: false }),
    );
    this.#walls.frustumCulled = false;
    this.#walls.renderOrder = 2;
    this.group.add(this.#lines.mesh, this.#walls);
  }

  setPlans({ plans, fleet, settings }: Stores, ground: Ground, terrain: Terrain | undefined): void {
    this.#buffer.clear();
    const walls: number[] = [];
    const inks: number[] = [];
    const shown = settings.getState().layers.plans ? Object.values(plans.getState().byId) : [];
    for (const { plan } of shown) {
      const vehicle = fleet.getState().byId[plan.vehicleId];
      const rgb = vehicle === undefined ? 0x9aa1a8 : cssRgb(vehicleColour(vehicle.colourIndex));
      for (const fence of plan.fences) putWall(walls, inks, fence, ground, fence.inclusion ? rgb : exclusionRgb);
      if (vehicle === undefined) continue;
      const { position: _position, ...still } = planContextOf(vehicle, terrain);
      const { nodes } = planTrack(plan, { ...still, airborne: false });
      this.#way(
        nodes.slice(0, mostNodes).map(({ place, altMslM }) => {
          const foot = onGround(ground, place);
          return altMslM === undefined ? foot : { ...foot, z: Math.max(foot.z, altMslM - ground.frame.originMslM) };
        }),
        rgb,
        ground,
      );
    }
    this.#lines.update();
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new Float32BufferAttribute(walls, 3));
    geometry.setAttribute("color", new Float32BufferAttribute(inks, 4));
    this.#walls.geometry.dispose();
    this.#walls.geometry = geometry;
    this.#walls.visible = walls.length > 0;
  }

  close(): void {
    this.#lines.close();
    this.#walls.geometry.dispose();
    this.#walls.material.dispose();
    this.group.removeFromParent();
  }

  #way(points: readonly EnuPoint[], rgb: number, { upM }: Ground): void {
    const buffer = this.#buffer;
    points.forEach(({ x, y, z }, i) => {
      buffer.setInk(buffer.push(x, y, z), rgb, i === points.length - 1 ? 0 : 150);
    });
    if (points.length > mostStems) return;
    for (const { x, y, z } of points) {
      buffer.setInk(buffer.push(x, y, z), rgb, 60);
      buffer.setInk(buffer.push(x, y, upM(x, y) + liftM), rgb, 0);
    }
  }
}

const outlineOf = (fence: Fence, ground: Ground): EnuPoint[] => {
  if (fence.shape === "polygon") return fence.points.map((place) => onGround(ground, place));
  const centre = onGround(ground, fence.centre);
  return Array.from({ length: circleCorners }, (_, i) => {
    const turnRad = (2 * Math.PI * i) / circleCorners;
    return {
      x: centre.x + fence.radiusM * Math.sin(turnRad),
      y: centre.y + fence.radiusM * Math.cos(turnRad),
      z: centre.z,
    };
  });
};

const putWall = (positions: number[], inks: number[], fence: Fence, ground: Ground, rgb: number): void => {
  const outline = outlineOf(fence, ground);
  const [first] = outline;
  if (first === undefined || outline.length < 3) return;
  const line = drapeLine([...outline, first], wallStepM, ground.upM);
  // Vertex colours are linear, the vehicle's is not.
  const linear = [16, 8, 0].map((shift) => (((rgb >> shift) & 255) / 255) ** 2.2);
  const put = ({ x, y, z }: EnuPoint, isTop: boolean): void => {
    positions.push(x, y, isTop ? z + wallM : z - liftM);
    inks.push(linear[0] ?? 0, linear[1] ?? 0, linear[2] ?? 0, isTop ? 0 : fence.inclusion ? 0.4 : 0.62);
  };
  line.forEach((b, i) => {
    const a = line[i - 1];
    if (a === undefined) return;
    put(a, false);
    put(b, false);
    put(b, true);
    put(a, false);
    put(b, true);
    put(a, true);
  });
};
