import {
  type BufferGeometry,
  Color,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
  Vector3,
} from "three";
import type { EnuPoint } from "../enu-frame.ts";
import { sunDirection } from "../scene-palette.ts";

export interface MarkersOptions {
  /** Of unit size; z up. */
  readonly geometry: BufferGeometry;
  /** What stays as large on the screen from far away: a pillar's width, or all of it. */
  readonly grows: "width" | "all";
  /** Width, m, from near by. */
  readonly sizeM: number;
  /** And from far away, as a part of the screen's height. */
  readonly leastPart: number;
  /** A pillar's height, m. */
  readonly heightM?: number;
  readonly renderOrder: number;
}

/**
 * Marks that stand still on the ground, in one call, grown with distance by the graphics card itself: nothing is to be done in a
 * frame however many there are.
 */
export class Markers {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>;
  readonly #source: BufferGeometry;
  #bases: InstancedBufferAttribute;
  #inks: InstancedBufferAttribute;

  constructor(options: MarkersOptions) {
    this.#source = options.geometry;
    const material = new ShaderMaterial({
      transparent: true,
      uniforms: {
        sizeM: { value: options.sizeM },
        leastPart: { value: options.leastPart },
        heightM: { value: options.heightM ?? 1 },
        isPillar: { value: options.grows === "width" ? 1 : 0 },
        sunDirection: { value: new Vector3(...sunDirection) },
        strength: { value: 1 },
        edgeInk: { value: new Color(0x10141a) },
      },
      vertexShader,
      fragmentShader,
    });
    [this.#bases, this.#inks] = newAttributes(16);
    this.mesh = new Mesh(this.#geometry(), material);
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = options.renderOrder;
  }

  /** How many there will be; then each is to be set. */
  reserve(count: number): void {
    if (count > this.#bases.count) {
      [this.#bases, this.#inks] = newAttributes(Math.max(count, this.#bases.count * 2));
      this.mesh.geometry.dispose();
      this.mesh.geometry = this.#geometry();
    }
    this.mesh.geometry.instanceCount = count;
    this.mesh.visible = count > 0;
  }

  /** @param alpha 0 to 1 */
  set(i: number, { x, y, z }: EnuPoint, rgb: number, alpha: number): void {
    this.#bases.setXYZ(i, x, y, z);
    this.#inks.setXYZW(i, ((rgb >> 16) & 255) / 255, ((rgb >> 8) & 255) / 255, (rgb & 255) / 255, alpha);
    this.#bases.needsUpdate = true;
    this.#inks.needsUpdate = true;
  }

  setStrength(strength: number): void {
    const uniform = this.mesh.material.uniforms.strength;
    if (uniform !== undefined) uniform.value = strength;
  }

  close(): void {
    this.mesh.removeFromParent();
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    this.#source.dispose();
  }

  #geometry(): InstancedBufferGeometry {
    const geometry = new InstancedBufferGeometry();
    geometry.setIndex(this.#source.index);
    for (const name of ["position", "normal"]) geometry.setAttribute(name, this.#source.getAttribute(name));
    geometry.setAttribute("base", this.#bases);
    geometry.setAttribute("ink", this.#inks);
    geometry.instanceCount = 0;
    return geometry;
  }
}

const newAttributes = (capacity: number): [InstancedBufferAttribute, InstancedBufferAttribute] => {
  const bases = new InstancedBufferAttribute(new Float32Array(capacity * 3), 3);
  const inks = new InstancedBufferAttribute(new Float32Array(capacity * 4), 4);
  bases.setUsage(DynamicDrawUsage);
  inks.setUsage(DynamicDrawUsage);
  return [bases, inks];
};

const vertexShader = `
attribute vec3 base;
attribute vec4 ink;
uniform float sizeM;
uniform float leastPart;
uniform float heightM;
uniform float isPillar;
varying vec4 vInk;
varying vec3 vNormal;
varying float vUp;

void main() {
  vec4 foot = modelViewMatrix * vec4(base, 1.0);
  float spanM = 2.0 * max(0.1, -foot.z) / projectionMatrix[1][1];
  float size = max(sizeM, spanM * leastPart);
  float tall = isPillar > 0.5 ? heightM + size * 2.0 : size;
  vec3 place = base + vec3(position.xy * size, position.z * tall);
  vInk = ink;
  vNormal = normal;
  vUp = position.z;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 1.0);
}`;

const fragmentShader = `
uniform float isPillar;
uniform vec3 sunDirection;
uniform float strength;
varying vec4 vInk;
varying vec3 vNormal;
varying float vUp;

void main() {
  vec3 ink = pow(vInk.rgb, vec3(2.2)) * strength;
  float lit = 0.62 + 0.45 * max(0.0, dot(normalize(vNormal), sunDirection));
  float alpha = vInk.a * (isPillar > 0.5 ? mix(1.0, 0.16, smoothstep(0.1, 1.0, vUp)) : 1.0);
  gl_FragColor = vec4(ink * lit, alpha);
  #include <colorspace_fragment>
}`;
