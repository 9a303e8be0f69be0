import type { GreyPicture } from "../detector/person-detector.ts";

/** The part of a picture that shows the scene; right and bottom exclusive, px. */
export interface ContentArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Bars are this dark at most, and differ by no more than coding makes them. */
const DARKEST = 24;
const SPREAD = 8;
/** Narrower ones than this part of the side are an edge, not a bar; more than this much is a dark scene. */
const LEAST_PART = 0.02;
const MOST_PART = 0.6;
/**
 * Whoever puts bars around a scene puts them on both sides, but for what coding and odd sizes make, px. Black on one side only is
 * a lake or the sky: the lens sees all of it, and somebody may be in it.
 */
const UNEVEN_PX = 4;
/** Bars that were there in so many looks in a row are bars. */
const LOOKS = 4;

/** Finds black bars that stay: what was put around the scene by an encoder or a screen. */
export class Letterbox {
  #last: ContentArea | undefined;
  #looks = 0;

  /** Where the scene is; undefined: everywhere. */
  get content(): ContentArea | undefined {
    return this.#looks >= LOOKS ? this.#last : undefined;
  }

  note(picture: GreyPicture): void {
    const found = contentOf(picture);
    const isSame = found && this.#last && sides.every((side) => Math.abs(found[side] - (this.#last?.[side] ?? 0)) <= 2);
    if (!found) this.#looks = 0;
    else if (isSame) this.#looks++;
    else this.#looks = 1;
    if (!isSame) this.#last = found;
  }
}

const sides = ["left", "top", "right", "bottom"] as const;

/** @returns undefined where there are no bars */
const contentOf = (picture: GreyPicture): ContentArea | undefined => {
  const { widthPx, heightPx } = picture;
  const top = darkRows(picture, 0, 1);
  const bottom = heightPx - darkRows(picture, heightPx - 1, -1);
  if (bottom - top < (1 - MOST_PART) * heightPx) return undefined;
  const left = darkColumns(picture, 0, 1, top, bottom);
  const right = widthPx - darkColumns(picture, widthPx - 1, -1, top, bottom);
  if (right - left < (1 - MOST_PART) * widthPx) return undefined;
  const isBar = (px: number, otherPx: number, ofPx: number): boolean =>
    Math.min(px, otherPx) >= LEAST_PART * ofPx && Math.abs(px - otherPx) <= UNEVEN_PX;
  const [areSides, areEnds] = [isBar(left, widthPx - right, widthPx), isBar(top, heightPx - bottom, heightPx)];
  const area: ContentArea = {
    left: areSides ? left : 0,
    top: areEnds ? top : 0,
    right: areSides ? right : widthPx,
    bottom: areEnds ? bottom : heightPx,
  };
  return area.left > 0 || area.top > 0 || area.right < widthPx || area.bottom < heightPx ? area : undefined;
};

const darkRows = ({ widthPx, heightPx, data }: GreyPicture, from: number, step: number): number => {
  let count = 0;
  for (let y = from; y >= 0 && y < heightPx; y += step, count++) {
    if (!isDark(data, y * widthPx, 1, widthPx)) break;
  }
  return count;
};

const darkColumns = (
  { widthPx, data }: GreyPicture,
  from: number,
  step: number,
  top: number,
  bottom: number,
): number => {
  let count = 0;
  for (let x = from; x >= 0 && x < widthPx; x += step, count++) {
    if (!isDark(data, top * widthPx + x, widthPx, bottom - top)) break;
  }
  return count;
};

const isDark = (data: Uint8Array, from: number, stride: number, count: number): boolean => {
  let [least, most] = [255, 0];
  for (let i = 0; i < count; i++) {
    const value = data[from + i * stride] ?? 0;
    if (value > DARKEST) return false;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return most - least <= SPREAD;
};
