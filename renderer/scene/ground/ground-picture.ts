import { CanvasTexture, SRGBColorSpace } from "three";
import type { MosaicPlan, TilePlace } from "./mosaic-plan.ts";

/** Something that a tile's place of the picture is painted with. */
type TileInk = CanvasImageSource;

/** Has a tile brought; calls `done` once it is there, never where it can't be had. @returns stops the wish */
export type WantTile = (tile: TilePlace, done: (image: TileInk | undefined) => void) => () => void;

/** One layer of tiles, from the ground up. */
export interface PictureLayer {
  /** The layer's tiles are the same while this is. */
  readonly key: string;
  readonly opacity: number;
  readonly want: WantTile;
}

/** Tiles that come together go to the graphics memory together, ms. */
const gatherMs = 120;

/**
 * The picture that is laid over the ground, put together from tiles: a canvas for each layer, and one of all. A layer that
 * changes is drawn over its old self tile by tile.
 */
export class GroundPicture {
  readonly texture: CanvasTexture;
  readonly #plan: MosaicPlan;
  readonly #onChange: () => void;
  readonly #whole: CanvasRenderingContext2D;
  readonly #layers = new Map<number, { key: string; context: CanvasRenderingContext2D; stops: (() => void)[] }>();
  #wanted: readonly PictureLayer[] = [];
  #ground: string;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param ground CSS colour where no tile is */
  constructor(plan: MosaicPlan, ground: string, onChange: () => void) {
    this.#plan = plan;
    this.#ground = ground;
    this.#onChange = onChange;
    this.#whole = newContext(plan);
    this.texture = new CanvasTexture(this.#whole.canvas);
    this.texture.colorSpace = SRGBColorSpace;
    this.#compose();
  }

  show(layers: readonly PictureLayer[], ground: string): void {
    this.#ground = ground;
    this.#wanted = layers;
    for (const [slot, layer] of this.#layers) if (layers[slot] === undefined) this.#drop(slot, layer.stops);
    layers.forEach((layer, slot) => {
      this.#fill(layer, slot);
    });
    this.#soon();
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const [slot, { stops }] of this.#layers) this.#drop(slot, stops);
    this.texture.dispose();
    this.#whole.canvas.width = 0;
  }

  #fill(layer: PictureLayer, slot: number): void {
    const before = this.#layers.get(slot);
    if (before?.key === layer.key) return;
    for (const stop of before?.stops ?? []) stop();
    const context = before?.context ?? newContext(this.#plan);
    const stops: (() => void)[] = [];
    this.#layers.set(slot, { key: layer.key, context, stops });
    for (const tile of this.#plan.tiles)
      stops.push(
        layer.want(tile, (image) => {
          const { leftPx, topPx } = tile;
          context.clearRect(leftPx, topPx, 256, 256);
          if (image !== undefined) context.drawImage(image, leftPx, topPx, 256, 256);
          this.#soon();
        }),
      );
  }

  #drop(slot: number, stops: readonly (() => void)[]): void {
    for (const stop of stops) stop();
    const dropped = this.#layers.get(slot);
    if (dropped !== undefined) dropped.context.canvas.width = 0;
    this.#layers.delete(slot);
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#compose();
      this.#onChange();
    }, gatherMs);
  }

  #compose(): void {
    const context = this.#whole;
    context.globalAlpha = 1;
    context.fillStyle = this.#ground;
    context.fillRect(0, 0, this.#plan.widthPx, this.#plan.heightPx);
    this.#wanted.forEach((layer, slot) => {
      const drawn = this.#layers.get(slot);
      if (drawn === undefined) return;
      context.globalAlpha = layer.opacity;
      context.drawImage(drawn.context.canvas, 0, 0);
    });
    this.texture.needsUpdate = true;
  }
}

const newContext = ({ widthPx, heightPx }: MosaicPlan): CanvasRenderingContext2D => {
  const canvas = document.createElement("canvas");
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser gives the page no 2D canvas.");
  return context;
};
