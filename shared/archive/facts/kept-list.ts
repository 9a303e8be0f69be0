/** How many entries of a list are kept at its beginning and at its end. */
export interface Keep {
  readonly first: number;
  readonly last: number;
}

/** A list that may grow for as long as a log is read: keeps its first and its last entries, and counts the others. */
export class KeptList<T> {
  readonly #keep: Keep;
  readonly #first: T[] = [];
  /** A ring; `#next` is its oldest once it is full. */
  readonly #last: T[] = [];
  #next = 0;
  #count = 0;

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  add(entry: T): void {
    this.#count++;
    if (this.#first.length < this.#keep.first) this.#first.push(entry);
    else if (this.#last.length < this.#keep.last) this.#last.push(entry);
    else if (this.#keep.last > 0) {
      this.#last[this.#next] = entry;
      this.#next = (this.#next + 1) % this.#keep.last;
    }
  }

  /** All that were added. */
  get count(): number {
    return this.#count;
  }

  /** In their order; between first and last `omitted` are missing. */
  get entries(): readonly T[] {
    return [...this.#first, ...this.#last.slice(this.#next), ...this.#last.slice(0, this.#next)];
  }

  get omitted(): number {
    return this.#count - this.#first.length - this.#last.length;
  }
}
