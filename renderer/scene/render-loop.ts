/** Draws once; says whether it wants to be drawn again in the next frame though nothing new comes in. */
type DrawFrame = (wallMs: number) => boolean;

/** A gap between two frames beyond this is a slow machine, ms. */
const slowMs = 60;
/** It is left so long at most for everything else, ms. */
const mostRestMs = 250;

/**
 * Draws when something changed and as long as something moves; else it sleeps, to spare the field laptop's battery. Where frames
 * come late, it rests as long as one took, so that panels and fingers get half of the machine.
 */
export class RenderLoop {
  readonly #draw: DrawFrame;
  #pending: number | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(draw: DrawFrame) {
    this.#draw = draw;
  }

  wake(): void {
    if (this.#closed || this.#rest !== undefined) return;
    this.#pending ??= requestAnimationFrame((wallMs) => this.#frame(wallMs));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#rest);
    if (this.#pending !== undefined) cancelAnimationFrame(this.#pending);
  }

  #frame(wallMs: number): void {
    this.#pending = undefined;
    const gapMs = wallMs - this.#drawnAtMs;
    this.#drawnAtMs = wallMs;
    const again = this.#draw(wallMs);
    if (!again) return;
    if (gapMs < slowMs || gapMs > 2_000) {
      this.wake();
      return;
    }
    this.#rest = setTimeout(
      () => {
        this.#rest = undefined;
        // The rest is no part of the next gap.
        this.#drawnAtMs = performance.now();
        this.wake();
      },
      Math.min(mostRestMs, gapMs),
    );
  }
}
