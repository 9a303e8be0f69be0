export interface Sprite {
  readonly canvas: HTMLCanvasElement;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** So many are kept; then all are forgotten and drawn as they are needed. */
const mostSprites = 4_000;

/** Small pictures that are drawn once and then copied: a word with its edge costs twenty times its copy. */
export class SpriteCache {
  readonly #sprites = new Map<string, Sprite>();

  /** @param draw on a context in CSS pixels, its corner at 0, 0 */
  get(key: string, widthPx: number, heightPx: number, draw: (context: CanvasRenderingContext2D) => void): Sprite {
    const known = this.#sprites.get(key);
    if (known !== undefined) return known;
    if (this.#sprites.size >= mostSprites) this.#sprites.clear();
    const density = Math.min(2, Math.max(1, window.devicePixelRatio || 1));
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(widthPx * density);
    canvas.height = Math.ceil(heightPx * density);
    const context = canvas.getContext("2d");
    if (context !== null) {
      context.scale(density, density);
      draw(context);
    }
    const sprite = { canvas, widthPx, heightPx };
    this.#sprites.set(key, sprite);
    return sprite;
  }

  clear(): void {
    this.#sprites.clear();
  }
}

/** Draws it with its middle there, on whole pixels, so that it stays sharp. */
export function stamp(
  context: Pick<CanvasRenderingContext2D, "drawImage">,
  sprite: Sprite,
  x: number,
  y: number,
): void {
  context.drawImage(
    sprite.canvas,
    Math.round(x - sprite.widthPx / 2),
    Math.round(y - sprite.heightPx / 2),
    sprite.widthPx,
    sprite.heightPx,
  );
}
