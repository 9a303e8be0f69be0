import { BufferAttribute, BufferGeometry, DynamicDrawUsage, Mesh, type ShaderMaterial } from "three";
import type { LineBuffer } from "./line-buffer.ts";

/** Of a stretch's four corners: 0 at its start, 1 at its end; then which side of the line. */
const corners = [0, -1, 0, 1, 1, -1, 1, 1] as const;
const cornersEach = 4;
const indicesEach = [0, 2, 1, 1, 2, 3] as const;

/**
 * Draws a line buffer in one call: each stretch from a point to the next is a strip of four corners that know both points. Written
 * out and not instanced: what draws without a graphics card (SwiftShader, ANGLE's software device) begins anew with each instance.
 */
export class WideLines {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>;
  readonly #buffer: LineBuffer;
  #capacity: number;

  constructor(buffer: LineBuffer, material: ShaderMaterial, renderOrder = 1) {
    this.#buffer = buffer;
    this.#capacity = buffer.capacity;
    this.mesh = new Mesh(newGeometry(buffer.capacity), material);
    // Its bounds would have to be worked out anew with every point.
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = renderOrder;
    this.mesh.visible = false;
  }

  /** Hands on what was written since. */
  update(): void {
    const buffer = this.#buffer;
    if (this.#capacity !== buffer.capacity) {
      this.mesh.geometry.dispose();
      this.mesh.geometry = newGeometry(buffer.capacity);
      this.#capacity = buffer.capacity;
      this.#write(0, buffer.count);
    } else if (buffer.dirtyFrom < buffer.dirtyTo) this.#write(buffer.dirtyFrom, buffer.dirtyTo);
    buffer.settle();
    this.mesh.geometry.setDrawRange(0, Math.max(0, buffer.count - 1) * indicesEach.length);
    this.mesh.visible = buffer.count > 1;
  }

  close(): void {
    this.mesh.removeFromParent();
    this.mesh.geometry.dispose();
  }

  /** The stretches that begin or end at points from `from` on, before `to`. */
  #write(from: number, to: number): void {
    const { positions, inks, capacity } = this.#buffer;
    const first = Math.max(0, from - 1);
    const last = Math.min(to, capacity - 1);
    for (const [name, values, size] of [
      ["start", positions, 3],
      ["end", positions, 3],
      ["startInk", inks, 4],
      ["endInk", inks, 4],
    ] as const) {
      const attribute = this.mesh.geometry.getAttribute(name);
      if (!(attribute instanceof BufferAttribute)) continue;
      const { array } = attribute;
      const ahead = name.startsWith("end") ? 1 : 0;
      for (let stretch = first; stretch < last; stretch += 1)
        for (let corner = 0; corner < cornersEach; corner += 1)
          for (let part = 0; part < size; part += 1)
            array[(stretch * cornersEach + corner) * size + part] = values[(stretch + ahead) * size + part] ?? 0;
      attribute.addUpdateRange(first * cornersEach * size, Math.max(0, last - first) * cornersEach * size);
      attribute.needsUpdate = true;
    }
  }
}

/** @param points that fit; the stretches between them are one less */
const newGeometry = (points: number): BufferGeometry => {
  const stretches = points - 1;
  const geometry = new BufferGeometry();
  const count = stretches * cornersEach;
  const dynamic = (array: Float32Array | Uint8Array, size: number): BufferAttribute =>
    new BufferAttribute(array, size, array instanceof Uint8Array).setUsage(DynamicDrawUsage);
  for (const name of ["start", "end"]) geometry.setAttribute(name, dynamic(new Float32Array(count * 3), 3));
  for (const name of ["startInk", "endInk"]) geometry.setAttribute(name, dynamic(new Uint8Array(count * 4), 4));
  const sides = Int8Array.from({ length: count * 2 }, (_, i) => corners[i % corners.length] ?? 0);
  geometry.setAttribute("corner", new BufferAttribute(sides, 2));
  const each = indicesEach.length;
  const indices = Uint32Array.from(
    { length: stretches * each },
    (_, i) => Math.floor(i / each) * cornersEach + (indicesEach[i % each] ?? 0),
  );
  geometry.setIndex(new BufferAttribute(indices, 1));
  return geometry;
};
