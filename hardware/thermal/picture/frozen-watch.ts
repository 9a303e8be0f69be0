import type { GreyPicture } from "../detector/person-detector.ts";
import { PictureDrift } from "./picture-drift.ts";

const FROZEN_MS = 2000;
/** Points that are looked at: at most so many in each cell, across and down. */
const POINTS = { across: 4, down: 2 } as const;
/** Tiles across and down; a pair of pictures is still when so many of them are the same to the last bit: clocks may run. */
const TILES = 8;
const STILL_TILES = 0.75 * TILES * TILES;
/** So many pairs in so long: one or two happen to a live picture, and a key picture's refinement may take over a second. */
const STILL_PAIRS = 3;
const STILL_WITHIN_MS = 2000;
/** Of slower streams: of the last so many pairs. */
const STILL_OF_PAIRS = 4;
/** What is frozen thaws when it drifts, at once, or when no pair was still for so long: an encoder may refine for 3 s. */
const THAWING_MS = 5000;
/** An encoder starts coarsely: what it loses then, it won't lose later. */
const SETTLING_MS = 1500;

/**
 * Tells a picture that stays from one of a scene that does, behind an encoder too. A frozen picture isn't the same to the last
 * bit there: each key picture is coded anew and refined for some pictures. But then the encoder has nothing to tell, and most
 * of two pictures in a row is the same; the noise of a live sensor lets it come to that hardly ever, and where the bit rate is
 * so low that all noise is lost, a hovering camera still drifts by parts of a pixel. So a picture is frozen once for over 2 s
 * pairs that are still keep coming and nothing drifted.
 *
 * Measured with x264 (ultrafast, and by hand veryfast; zerolatency, 640x512, 15 and 25 pictures a second). Frozen: flagged
 * after 2.3 to 3.1 s with key pictures every 15 to 60, 300 kbit/s to 1 Mbit/s, and for good; a stream that begins with a
 * frozen picture after 3.5 s, at 500 kbit/s with a key picture every 60 after 5.9 s. Live and standing still, with a sensor's
 * noise of 1 or 3 grey steps: never in 20 s from 1 Mbit/s on; at 500 kbit/s with a key picture every 0.6 s wrongly, 3.5 s after
 * the start. Hovering by half a pixel at 200 kbit/s, with or without noise: never in 12 s.
 *
 * What can't be told: a live camera that stands firmly on the ground before a scene where nothing stirs, coded so sparsely
 * that its noise is lost, is called frozen: it shows no more than a frozen one would. And a frozen picture is not found where
 * something is drawn over more than a quarter of it that changes all the time, or where an encoder stirs up its pictures by
 * itself (intra refresh, film grain).
 */
export class FrozenWatch {
  #aliveMs: number | undefined;
  #startMs = 0;
  #stillMs = 0;
  /** When anything at all was seen to have changed. */
  #changedMs = 0;
  #lastMs = 0;
  #grid: Grid | undefined;
  /** Of the newest pairs, oldest first. */
  #pairs: { readonly atMs: number; readonly still: boolean }[] = [];

  /** @param picture borrowed; @param nowMs monotonic */
  note(picture: GreyPicture, nowMs: number): void {
    this.#lastMs = nowMs;
    const { widthPx, heightPx } = picture;
    const isFirst = this.#grid?.widthPx !== widthPx || this.#grid.heightPx !== heightPx;
    if (isFirst) this.#grid = gridOf(widthPx, heightPx);
    const grid = this.#grid;
    if (!grid) return;
    const stillTiles = compare(grid, picture);
    const movedMs = grid.drift.close(nowMs);
    if (isFirst) this.#pairs = [];
    else this.#pairs.push({ atMs: nowMs, still: stillTiles >= STILL_TILES });
    while (this.#pairs.length > STILL_OF_PAIRS && nowMs - (this.#pairs[0]?.atMs ?? 0) > STILL_WITHIN_MS)
      this.#pairs.shift();
    if (this.#pairs.at(-1)?.still) this.#stillMs = nowMs;
    const isStill = this.isFrozen
      ? nowMs - this.#stillMs < THAWING_MS
      : this.#pairs.filter(({ still }) => still).length >= STILL_PAIRS;
    if (isFirst) this.#startMs = nowMs;
    if (isFirst || stillTiles < TILES * TILES) this.#changedMs = nowMs;
    const isSettling = nowMs - this.#startMs < SETTLING_MS && stillTiles < TILES * TILES;
    const isAlive = isFirst || isSettling || !isStill;
    this.#aliveMs = isAlive ? nowMs : Math.max(this.#aliveMs ?? nowMs, movedMs ?? 0);
  }

  get isFrozen(): boolean {
    if (this.#aliveMs === undefined) return false;
    return this.#lastMs - Math.min(this.#aliveMs, this.#changedMs) > FROZEN_MS;
  }

  /** Another run of the source. */
  restarted(): void {
    this.#grid = undefined;
    this.#aliveMs = undefined;
  }
}

/** The points that are looked at in pictures of one size, and what they were. */
interface Grid {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly drift: PictureDrift;
  readonly columns: Points;
  readonly rows: Points;
  readonly before: Uint8Array;
}

/** Of each: its place in the picture, its tile and its cell, along one side. */
interface Points {
  readonly px: Uint16Array;
  readonly tile: Uint8Array;
  readonly cell: Uint8Array;
}

const gridOf = (widthPx: number, heightPx: number): Grid => {
  const drift = new PictureDrift(widthPx, heightPx, POINTS.across * POINTS.down);
  const columns = pointsOf(widthPx, drift.columns, POINTS.across);
  const rows = pointsOf(heightPx, drift.rows, POINTS.down);
  return { widthPx, heightPx, drift, columns, rows, before: new Uint8Array(columns.px.length * rows.px.length) };
};

const pointsOf = (sidePx: number, cells: number, most: number): Points => {
  const inCell = Math.min(most, Math.floor(sidePx / cells));
  const count = cells * inCell;
  const indices = Uint16Array.from({ length: count }, (_, i) => i);
  return {
    px: indices.map((i) => Math.floor(((i + 0.5) * sidePx) / count)),
    tile: Uint8Array.from(indices, (i) => Math.floor((i * TILES) / count)),
    cell: Uint8Array.from(indices, (i) => Math.floor(i / inCell)),
  };
};

/** Adds the picture to what drifts, too. @returns how many tiles are as they were */
const compare = ({ columns, rows, before, drift }: Grid, { widthPx, data }: GreyPicture): number => {
  const changed = new Uint8Array(TILES * TILES);
  const { sums } = drift;
  const across = columns.px.length;
  for (let row = 0, at = 0; row < rows.px.length; row++) {
    const fromPx = (rows.px[row] as number) * widthPx;
    const fromTile = (rows.tile[row] as number) * TILES;
    const fromCell = (rows.cell[row] as number) * drift.columns;
    for (let column = 0; column < across; column++, at++) {
      const value = data[fromPx + (columns.px[column] as number)] as number;
      const cell = fromCell + (columns.cell[column] as number);
      sums[cell] = (sums[cell] as number) + value;
      if (value !== before[at]) changed[fromTile + (columns.tile[column] as number)] = 1;
      before[at] = value;
    }
  }
  return changed.reduce((still, one) => still + 1 - one, 0);
};
