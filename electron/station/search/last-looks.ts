/** Who looked at each cell last, and when. */
export class LastLooks {
  /** 0: nobody; else one more than the place in `#names`. */
  readonly #who: Uint16Array;
  readonly #utcMs: Float64Array;
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();
  #covered = 0;

  constructor(cells: number) {
    this.#who = new Uint16Array(cells);
    this.#utcMs = new Float64Array(cells);
  }

  /** Cells that anybody looked at so far. */
  get covered(): number {
    return this.#covered;
  }

  /** As they are kept: who looked is one more than the place in `names`, 0 nobody. Not to be written. */
  get cells(): { readonly who: Uint16Array; readonly utcMs: Float64Array; readonly names: readonly string[] } {
    return { who: this.#who, utcMs: this.#utcMs, names: this.#names };
  }

  /** @param missed of the map: a cell in which nobody would have been found wasn't looked at */
  note(cells: Int32Array, missed: Float32Array, by: string, utcMs: number): void {
    const who = this.#numberOf(by);
    for (const cell of cells) {
      if (missed[cell] === 1) continue;
      if (this.#who[cell] === 0) this.#covered += 1;
      this.#who[cell] = who;
      this.#utcMs[cell] = utcMs;
    }
  }

  at(cell: number): { readonly by: string; readonly utcMs: number } | undefined {
    const by = this.#names[(this.#who[cell] ?? 0) - 1];
    return by === undefined ? undefined : { by, utcMs: this.#utcMs[cell] ?? 0 };
  }

  #numberOf(by: string): number {
    const known = this.#numbers.get(by);
    if (known !== undefined) return known;
    this.#names.push(by);
    this.#numbers.set(by, this.#names.length);
    return this.#names.length;
  }
}
