import type { GreyPicture } from "../detector/person-detector.ts";
import { PictureDrift } from "./picture-drift.ts";

const FROZEN_MS = 2000;
/** Points that are looked at: at most about so many across and down. */
const ACROSS = 320;
const DOWN = 128;
/** Tiles across and down; a pair of pictures is still when so many of them are the same to the last bit: clocks may run. */
const TILES = 8;
const STILL_TILES = 0.75 * TILES * TILES;
/** So many pairs in so long: one alone happens to a live picture, and a key picture's refinement may take a second. */
const STILL_PAIRS = 2;
const STILL_WITHIN_MS = 1500;
/** Of slower streams: of the last so many pairs. */
const STILL_OF_PAIRS = 4;

/**
 * Tells a picture that stays from one of a scene that does, behind an encoder too. A frozen picture isn't the same to the last
 * bit there: each key picture is coded anew and refined for some pictures. But then the encoder has nothing to tell, and most
 * of two pictures in a row is the same; the noise of a live sensor lets it come to that hardly ever, and where the bit rate is
 * so low that all noise is lost, a hovering camera still drifts by parts of a pixel. So a picture is frozen once for over 2 s
 * pairs that are still keep coming and nothing drifted.
 *
 * Measured with x264 (veryfast, zerolatency, 640x512, 25 pictures a second) on a noisy thermal picture; see
 * test/hardware/thermal/picture/frozen-watch.test.ts.
 *
 * What can't be told: a live camera that stands firmly on the ground before a scene where nothing stirs, coded so sparsely
 * that its noise is lost, is called frozen: it shows no more than a frozen one would. And a frozen picture is not found where
 * something is drawn over more than a quarter of it that changes all the time, or where an encoder stirs up its pictures by
 * itself (intra refresh, film grain).
 */
export class FrozenWatch {
  readonly #drift = new PictureDrift();
  #aliveMs: number | undefined;
  #lastMs = 0;
  #key = "";
  #columns = new Uint32Array(0);
  #rows = new Uint32Array(0);
  #before = new Uint8Array(0);
  #tileOf = new Uint8Array(0);
  #cellOf = new Uint8Array(0);
  /** Of the newest pairs, oldest first. */
  #pairs: { readonly atMs: number; readonly still: boolean }[] = [];

  /** @param picture borrowed; @param nowMs monotonic */
  note(picture: GreyPicture, nowMs: number): void {
    this.#lastMs = nowMs;
    const isFirst = this.#layOut(picture);
    const stillTiles = this.#compare(picture);
    const drifted = this.#drift.closeSlot(nowMs);
    if (isFirst) this.#pairs = [];
    else this.#pairs.push({ atMs: nowMs, still: stillTiles >= STILL_TILES });
    while (this.#pairs.length > STILL_OF_PAIRS && nowMs - (this.#pairs[0]?.atMs ?? 0) > STILL_WITHIN_MS)
      this.#pairs.shift();
    const isStill = this.#pairs.filter(({ still }) => still).length >= STILL_PAIRS;
    if (isFirst || !isStill) this.#aliveMs = nowMs;
    else if (drifted !== undefined) this.#aliveMs = Math.max(drifted.atMs, this.#aliveMs ?? 0);
  }

  get isFrozen(): boolean {
    return this.#aliveMs !== undefined && this.#lastMs - this.#aliveMs > FROZEN_MS;
  }

  /** Another run of the source. */
  restarted(): void {
    this.#key = "";
    this.#aliveMs = undefined;
  }

  /** @returns whether there is nothing to compare with */
  #layOut({ widthPx, heightPx }: GreyPicture): boolean {
    const key = `${widthPx}x${heightPx}`;
    if (key === this.#key) return false;
    this.#key = key;
    const [stepX, stepY] = [Math.max(1, Math.floor(widthPx / ACROSS)), Math.max(1, Math.floor(heightPx / DOWN))];
    const every = (step: number, sidePx: number) =>
      Uint32Array.from({ length: Math.ceil(sidePx / step) }, (_, i) => i * step);
    this.#columns = every(stepX, widthPx);
    this.#rows = every(stepY, heightPx);
    this.#before = new Uint8Array(this.#columns.length * this.#rows.length);
    const { columns } = this.#drift.layOut(widthPx, heightPx);
    this.#tileOf = Uint8Array.from(this.#columns, (x) => Math.floor((x * TILES) / widthPx));
    this.#cellOf = Uint8Array.from(this.#columns, (x) => Math.floor((x * columns) / widthPx));
    return true;
  }

  /** Also adds the picture to what drifts. @returns how many tiles are as they were */
  #compare({ widthPx, heightPx, data }: GreyPicture): number {
    const [columns, before, tileOf, cellOf] = [this.#columns, this.#before, this.#tileOf, this.#cellOf];
    const changed = new Uint32Array(TILES * TILES);
    const { sums, columns: cellColumns, rows: cellRows } = this.#drift;
    let at = 0;
    for (const y of this.#rows) {
      const tileRow = TILES * Math.floor((y * TILES) / heightPx);
      const cellRow = cellColumns * Math.floor((y * cellRows) / heightPx);
      const row = y * widthPx;
      for (let i = 0; i < columns.length; i++, at++) {
        const value = data[row + (columns[i] as number)] as number;
        const cell = cellRow + (cellOf[i] as number);
        sums[cell] = (sums[cell] as number) + value;
        if (value === before[at]) continue;
        before[at] = value;
        const tile = tileRow + (tileOf[i] as number);
        changed[tile] = (changed[tile] as number) + 1;
      }
    }
    return changed.reduce((still, count) => still + (count === 0 ? 1 : 0), 0);
  }
}
