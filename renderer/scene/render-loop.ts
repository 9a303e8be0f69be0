/** Draws once; says whether it wants to be drawn again in the next frame though nothing new comes in. */
type DrawFrame = (wallMs: number) => boolean;

/** Draws when something changed and as long as something moves; else it sleeps, to spare the field laptop's battery. */
export class RenderLoop {
  readonly #draw: DrawFrame;
  #pending: number | undefined;
  #closed = false;

  constructor(draw: DrawFrame) {
    this.#draw = draw;
  }

  wake(): void {
    if (this.#closed) return;
    this.#pending ??= requestAnimationFrame((wallMs) => {
      this.#pending = undefined;
      if (this.#draw(wallMs)) this.wake();
    });
  }

  close(): void {
    this.#closed = true;
    if (this.#pending !== undefined) cancelAnimationFrame(this.#pending);
  }
}
