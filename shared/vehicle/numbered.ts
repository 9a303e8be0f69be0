/** Numbers objects that several others hold, so that each is saved once and those that held one object hold one again. */
export class Numbered<T> {
  readonly #numbers = new Map<T, number>();

  /** In the order of their numbers. */
  get all(): readonly T[] {
    return [...this.#numbers.keys()];
  }

  numberOf(item: T): number {
    const known = this.#numbers.get(item);
    if (known !== undefined) return known;
    this.#numbers.set(item, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** @throws where nothing has that number: it wasn't saved by the same program */
export const numbered = <T>(all: readonly T[], n: number): T => {
  const item = all[n];
  if (item === undefined) throw new Error(`Restored number ${n} when only ${all.length} were saved.`);
  return item;
};
