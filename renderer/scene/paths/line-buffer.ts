/**
 * Points of many lines, one after the other, as they go to the graphics memory: written in place, never made anew while they
 * fit. A point's alpha of 0 ends its line: nothing is drawn from it to the next.
 */
export class LineBuffer {
  positions: Float32Array;
  /** Red, green, blue, alpha, each 0 to 255. */
  inks: Uint8Array;
  count = 0;
  /** What was written since it went to the graphics memory, points; empty where `from` isn't below `to`. */
  dirtyFrom = 0;
  dirtyTo = 0;

  constructor(capacity: number) {
    this.positions = new Float32Array(capacity * 3);
    this.inks = new Uint8Array(capacity * 4);
  }

  get capacity(): number {
    return this.inks.length / 4;
  }

  /** Starts over; what was there is written over. */
  clear(): void {
    this.count = 0;
    this.dirtyFrom = 0;
    this.dirtyTo = 0;
  }

  /** Grows to twice its size where it is full. @returns the point's number */
  push(x: number, y: number, z: number): number {
    if (this.count === this.capacity) this.#grow();
    const i = this.count;
    this.count += 1;
    this.setPosition(i, x, y, z);
    return i;
  }

  setPosition(i: number, x: number, y: number, z: number): void {
    this.positions[3 * i] = x;
    this.positions[3 * i + 1] = y;
    this.positions[3 * i + 2] = z;
    this.#touch(i);
  }

  /** @param rgb 0xrrggbb; `alpha` 0 to 255, 0 ends the line here */
  setInk(i: number, rgb: number, alpha: number): void {
    this.inks[4 * i] = (rgb >> 16) & 255;
    this.inks[4 * i + 1] = (rgb >> 8) & 255;
    this.inks[4 * i + 2] = rgb & 255;
    this.inks[4 * i + 3] = alpha;
    this.#touch(i);
  }

  settle(): void {
    this.dirtyFrom = 0;
    this.dirtyTo = 0;
  }

  #touch(i: number): void {
    this.dirtyFrom = this.dirtyFrom < this.dirtyTo ? Math.min(this.dirtyFrom, i) : i;
    this.dirtyTo = Math.max(this.dirtyTo, i + 1);
  }

  #grow(): void {
    const positions = new Float32Array(this.positions.length * 2);
    const inks = new Uint8Array(this.inks.length * 2);
    positions.set(this.positions);
    inks.set(this.inks);
    this.positions = positions;
    this.inks = inks;
  }
}
