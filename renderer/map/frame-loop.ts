/** Draws once; says whether it wants to be drawn again in the next frame though nothing new comes in. */
export type DrawFrame = (wallMs: number) => boolean;

/** One requestAnimationFrame for all layers; sleeps while none of them moves, to spare the field laptop's battery. */
export class FrameLoop {
  readonly #drawers = new Set<DrawFrame>();
  #pending: number | undefined;

  /** @returns takes the drawer out again */
  add(draw: DrawFrame): () => void {
    this.#drawers.add(draw);
    this.wake();
    return () => this.#drawers.delete(draw);
  }

  /** Something changed: draw the next frame. */
  wake(): void {
    this.#pending ??= requestAnimationFrame((wallMs) => this.#frame(wallMs));
  }

  close(): void {
    if (this.#pending !== undefined) cancelAnimationFrame(this.#pending);
    this.#drawers.clear();
  }

  #frame(wallMs: number): void {
    this.#pending = undefined;
    let again = false;
    for (const draw of this.#drawers) again = draw(wallMs) || again;
    if (again) this.wake();
  }
}
