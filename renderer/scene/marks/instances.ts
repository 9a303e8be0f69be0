import {
  type BufferGeometry,
  Color,
  DynamicDrawUsage,
  InstancedMesh,
  type Material,
  Matrix4,
  type Quaternion,
  type Vector3,
} from "three";

const matrix = new Matrix4();
const ink = new Color();

/** Many of one mesh in one call; their number may grow. */
export class Instances {
  mesh: InstancedMesh;
  readonly #geometry: BufferGeometry;
  readonly #material: Material;
  #inks: number[] = [];

  constructor(geometry: BufferGeometry, material: Material, capacity = 16) {
    this.#geometry = geometry;
    this.#material = material;
    this.mesh = this.#make(capacity);
  }

  /** Room for so many; what was there is to be set anew. @returns a mesh that takes the old one's place, where it had to be made */
  reserve(count: number): void {
    if (count <= this.mesh.instanceMatrix.count) {
      this.mesh.count = count;
      return;
    }
    const { parent } = this.mesh;
    this.#release();
    this.mesh = this.#make(Math.max(count, this.mesh.instanceMatrix.count * 2));
    this.mesh.count = count;
    this.#inks = [];
    parent?.add(this.mesh);
  }

  setPlace(i: number, place: Vector3, turn: Quaternion, scale: Vector3): void {
    this.mesh.setMatrixAt(i, matrix.compose(place, turn, scale));
    this.mesh.instanceMatrix.needsUpdate = true;
  }

  setInk(i: number, rgb: number): void {
    if (this.#inks[i] === rgb) return;
    this.#inks[i] = rgb;
    this.mesh.setColorAt(i, ink.setHex(rgb));
    if (this.mesh.instanceColor !== null) this.mesh.instanceColor.needsUpdate = true;
  }

  close(): void {
    this.#release();
    this.#geometry.dispose();
  }

  #release(): void {
    this.mesh.removeFromParent();
    this.mesh.dispose();
  }

  #make(capacity: number): InstancedMesh {
    const mesh = new InstancedMesh(this.#geometry, this.#material, capacity);
    mesh.instanceMatrix.setUsage(DynamicDrawUsage);
    mesh.frustumCulled = false;
    mesh.count = 0;
    return mesh;
  }
}
