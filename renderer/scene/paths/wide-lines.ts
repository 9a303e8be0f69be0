import {
  BufferAttribute,
  DynamicDrawUsage,
  InstancedBufferGeometry,
  InstancedInterleavedBuffer,
  InterleavedBufferAttribute,
  Mesh,
  type ShaderMaterial,
} from "three";
import type { LineBuffer } from "./line-buffer.ts";

const corners = new Float32Array([0, -1, 0, 1, -1, 0, 0, 1, 0, 1, 1, 0]);

/**
 * Draws a line buffer in one call: each stretch is an instance that reads its two points from the same memory, the second one
 * point further on.
 */
export class WideLines {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>;
  readonly #buffer: LineBuffer;
  #positions: InstancedInterleavedBuffer;
  #inks: InstancedInterleavedBuffer;

  constructor(buffer: LineBuffer, material: ShaderMaterial, renderOrder = 1) {
    this.#buffer = buffer;
    this.#positions = new InstancedInterleavedBuffer(buffer.positions, 3);
    this.#inks = new InstancedInterleavedBuffer(buffer.inks, 4);
    this.mesh = new Mesh(this.#geometry(), material);
    // Its bounds would have to be worked out anew with every point.
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = renderOrder;
    this.mesh.visible = false;
  }

  /** Hands on what was written since. */
  update(): void {
    const buffer = this.#buffer;
    if (this.#positions.array !== buffer.positions) {
      this.mesh.geometry.dispose();
      this.#positions = new InstancedInterleavedBuffer(buffer.positions, 3);
      this.#inks = new InstancedInterleavedBuffer(buffer.inks, 4);
      this.mesh.geometry = this.#geometry();
    } else if (buffer.dirtyFrom < buffer.dirtyTo) {
      const { dirtyFrom, dirtyTo } = buffer;
      for (const [attribute, size] of [
        [this.#positions, 3],
        [this.#inks, 4],
      ] as const) {
        attribute.addUpdateRange(dirtyFrom * size, (dirtyTo - dirtyFrom) * size);
        attribute.needsUpdate = true;
      }
    }
    buffer.settle();
    // The last instance reads the point after it: one less than there are points.
    this.mesh.geometry.instanceCount = Math.max(0, buffer.count - 1);
    this.mesh.visible = buffer.count > 1;
  }

  close(): void {
    this.mesh.removeFromParent();
    this.mesh.geometry.dispose();
  }

  #geometry(): InstancedBufferGeometry {
    const geometry = new InstancedBufferGeometry();
    geometry.setIndex([0, 1, 2, 2, 1, 3]);
    geometry.setAttribute("position", new BufferAttribute(corners, 3));
    for (const buffer of [this.#positions, this.#inks]) buffer.setUsage(DynamicDrawUsage);
    geometry.setAttribute("start", new InterleavedBufferAttribute(this.#positions, 3, 0));
    geometry.setAttribute("end", new InterleavedBufferAttribute(this.#positions, 3, 3));
    geometry.setAttribute("startInk", new InterleavedBufferAttribute(this.#inks, 4, 0, true));
    geometry.setAttribute("endInk", new InterleavedBufferAttribute(this.#inks, 4, 4, true));
    return geometry;
  }
}
