/** A binary heap of nodes by their keys, smallest first; a node may be in it more than once. */
export class NodeQueue {
  /** The key of the node that `pop` gave last. */
  poppedKey = 0;
  #keys = new Float64Array(1_024);
  #nodes = new Int32Array(1_024);
  #size = 0;

  push(node: number, key: number): void {
    if (this.#size === this.#keys.length) this.#grow();
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentKey = this.#keys[parent] ?? 0;
      if (parentKey <= key) break;
      this.#keys[at] = parentKey;
      this.#nodes[at] = this.#nodes[parent] ?? 0;
      at = parent;
    }
    this.#keys[at] = key;
    this.#nodes[at] = node;
  }

  /** @returns -1 when it is empty */
  pop(): number {
    if (this.#size === 0) return -1;
    const node = this.#nodes[0] ?? 0;
    this.poppedKey = this.#keys[0] ?? 0;
    this.#size -= 1;
    const key = this.#keys[this.#size] ?? 0;
    const moved = this.#nodes[this.#size] ?? 0;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && (this.#keys[child + 1] ?? 0) < (this.#keys[child] ?? 0)) child += 1;
      const childKey = this.#keys[child] ?? 0;
      if (childKey >= key) break;
      this.#keys[at] = childKey;
      this.#nodes[at] = this.#nodes[child] ?? 0;
      at = child;
    }
    this.#keys[at] = key;
    this.#nodes[at] = moved;
    return node;
  }

  #grow(): void {
    const [keys, nodes] = [this.#keys, this.#nodes];
    this.#keys = new Float64Array(keys.length * 2);
    this.#nodes = new Int32Array(keys.length * 2);
    this.#keys.set(keys);
    this.#nodes.set(nodes);
  }
}
