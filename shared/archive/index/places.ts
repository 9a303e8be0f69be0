/** A list of places in bytes that grows. */
export class Places {
  at = new Int32Array(64);
  count = 0;

  add(place: number): void {
    if (this.count === this.at.length) {
      const grown = new Int32Array(2 * this.at.length);
      grown.set(this.at);
      this.at = grown;
    }
    this.at[this.count++] = place;
  }
}
