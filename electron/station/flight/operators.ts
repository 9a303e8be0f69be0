import type { Operator } from "../../../shared/wire/operations.ts";

/** Who has a screen connected now; one person may have several. */
export class Operators {
  readonly #screens = new Map<symbol, Operator>();
  #views: readonly Operator[] = [];

  /** In the order in which they came, each once; the same array while nothing changes. */
  get views(): readonly Operator[] {
    return this.#views;
  }

  readonly isPresent = (operatorId: string): boolean => this.#views.some(({ id }) => id === operatorId);

  /** A screen was connected. @returns call it when the screen goes */
  join(operator: Operator): () => void {
    const screen = Symbol(operator.id);
    this.#screens.set(screen, operator);
    this.#refresh();
    return () => {
      this.#screens.delete(screen);
      this.#refresh();
    };
  }

  #refresh(): void {
    // Whoever renamed themselves is known by the newest name.
    this.#views = [...new Map([...this.#screens.values()].map((operator) => [operator.id, operator])).values()];
  }
}
