import type { GreyPicture } from "../detector/person-detector.ts";
import { SceneMotion } from "./scene-motion.ts";

/** Grey steps: what changes by less between two looks stayed as it was (coding wobbles by a few). */
const SAME = 8;
/** A look counts when the scene moved: only then it shows what doesn't. */
/** What stayed through so many such looks, and stands out of its neighbours by so much, was drawn on the picture. */
const LOOKS = 12;
const STANDS_OUT = 48;
/** Fewer points are dead pixels; more are no overlay but a picture that hardly moves. */
const LEAST_PART = 0.0004;
const MOST_PART = 0.35;
/** Letters have holes: a box is taken to be one of them when so much of it lies this near to drawn points, px. */
const NEAR_PX = 4;
const HIDDEN_PART = 0.6;

/** Learns where text, crosshairs and frames are drawn over the scene: sharp things that stay while the scene moves. */
export class Overlay {
  #widthPx = 0;
  #heightPx = 0;
  #reference: Uint8Array = new Uint8Array(0);
  #stayed: Uint8Array = new Uint8Array(0);
  #motion = new SceneMotion();
  /** How many drawn points lie above and to the left, so that those in any box are four look-ups. */
  #sums: Uint32Array | undefined;

  get isThere(): boolean {
    return this.#sums !== undefined;
  }

  /** To be called about twice a second. */
  note(picture: GreyPicture): void {
    const { widthPx, heightPx, data } = picture;
    if (widthPx !== this.#widthPx || heightPx !== this.#heightPx) {
      this.#widthPx = widthPx;
      this.#heightPx = heightPx;
      this.#reference = data.slice();
      this.#stayed = new Uint8Array(data.length);
      this.#sums = undefined;
      this.#motion = new SceneMotion();
      this.#motion.moved(picture);
      return;
    }
    if (!this.#motion.moved(picture)) return;
    const reference = this.#reference;
    for (let i = 0; i < data.length; i++) {
      const value = data[i] as number;
      if (Math.abs(value - (reference[i] as number)) <= SAME)
        this.#stayed[i] = Math.min(255, (this.#stayed[i] as number) + 1);
      else {
        this.#stayed[i] = 0;
        reference[i] = value;
      }
    }
    this.#draw(data);
  }

  /** Whether a box around a place lies in what is drawn. */
  hides(xPx: number, yPx: number, widthPx: number, heightPx: number): boolean {
    if (!this.#sums) return false;
    const left = Math.max(0, Math.floor(xPx - widthPx / 2));
    const top = Math.max(0, Math.floor(yPx - heightPx / 2));
    const right = Math.min(this.#widthPx, Math.ceil(xPx + widthPx / 2));
    const bottom = Math.min(this.#heightPx, Math.ceil(yPx + heightPx / 2));
    let [hidden, all] = [0, 0];
    for (let y = top; y < bottom; y += 2) {
      for (let x = left; x < right; x += 2) {
        all++;
        if (this.#drawnIn(x - NEAR_PX, y - NEAR_PX, x + NEAR_PX + 1, y + NEAR_PX + 1) > 0) hidden++;
      }
    }
    return all > 0 && hidden >= HIDDEN_PART * all;
  }

  #drawnIn(left: number, top: number, right: number, bottom: number): number {
    const sums = this.#sums;
    if (!sums) return 0;
    const row = this.#widthPx + 1;
    const [x0, x1] = [Math.max(0, left), Math.min(this.#widthPx, right)];
    const [y0, y1] = [Math.max(0, top), Math.min(this.#heightPx, bottom)];
    const at = (x: number, y: number): number => sums[y * row + x] ?? 0;
    return at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0);
  }

  #draw(data: Uint8Array): void {
    const [width, height, stayed] = [this.#widthPx, this.#heightPx, this.#stayed];
    const sums = new Uint32Array((width + 1) * (height + 1));
    let drawn = 0;
    for (let y = 0; y < height; y++) {
      let inRow = 0;
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        if ((stayed[at] as number) >= LOOKS && standsOut(data, at, x, y, width, height)) inRow++;
        sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] as number) + inRow;
      }
      drawn += inRow;
    }
    this.#sums = drawn >= LEAST_PART * data.length && drawn <= MOST_PART * data.length ? sums : undefined;
  }
}

/** Against the points two away, up, down, left and right. */
const standsOut = (data: Uint8Array, at: number, x: number, y: number, width: number, height: number): boolean => {
  const value = data[at] as number;
  const differs = (other: number): boolean => Math.abs((data[other] as number) - value) >= STANDS_OUT;
  return (
    (x >= 2 && differs(at - 2)) ||
    (x + 2 < width && differs(at + 2)) ||
    (y >= 2 && differs(at - 2 * width)) ||
    (y + 2 < height && differs(at + 2 * width))
  );
};
