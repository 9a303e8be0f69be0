/** Cells a side of a page. */
const side = 32;

/** What one looker gained so far in its present pass over 32 x 32 cells. */
export interface PassPage {
  readonly pod: Float32Array;
  readonly podResponsive: Float32Array;
  /** When each was last in view, s after the memory's beginning. */
  readonly seenS: Float32Array;
  lastS: number;
}

const freshPage = (): PassPage => ({
  pod: new Float32Array(side * side),
  podResponsive: new Float32Array(side * side),
  seenS: new Float32Array(side * side).fill(Number.NEGATIVE_INFINITY),
  lastS: Number.NEGATIVE_INFINITY,
});

/**
 * What each looker (a vehicle, or one of its cameras) saw in the pass it is in. Only where it was a moment ago is anything
 * kept, in pages: those that nobody looked at for longer than a pass may pause are used again.
 */
export class PassMemory {
  readonly gapS: number;
  readonly #lookers = new Map<string, Map<number, PassPage>>();
  readonly #free: PassPage[] = [];
  #beganMs: number | undefined;
  #sweptS = Number.NEGATIVE_INFINITY;

  /** @param gapS a looker that comes back to a place after longer than this begins a new pass over it */
  constructor(gapS = 30) {
    this.gapS = gapS;
  }

  /** In pages of all lookers. */
  get byteLength(): number {
    let pages = this.#free.length;
    for (const kept of this.#lookers.values()) pages += kept.size;
    return pages * side * side * 12;
  }

  /** UTC in ms to the s of this memory; lets go of what is past. */
  begin(atMs: number): number {
    this.#beganMs ??= atMs;
    const nowS = (atMs - this.#beganMs) / 1000;
    // A clock may be set back.
    if (Math.abs(nowS - this.#sweptS) > this.gapS) this.#sweep(nowS);
    return nowS;
  }

  pagesOf(lookerId: string): Map<number, PassPage> {
    const known = this.#lookers.get(lookerId);
    if (known) return known;
    const pages = new Map<number, PassPage>();
    this.#lookers.set(lookerId, pages);
    return pages;
  }

  take(pages: Map<number, PassPage>, key: number): PassPage {
    const page = this.#free.pop() ?? freshPage();
    page.seenS.fill(Number.NEGATIVE_INFINITY);
    pages.set(key, page);
    return page;
  }

  #sweep(nowS: number): void {
    this.#sweptS = nowS;
    for (const [lookerId, pages] of this.#lookers) {
      for (const [key, page] of pages) {
        if (Math.abs(nowS - page.lastS) <= this.gapS) continue;
        pages.delete(key);
        this.#free.push(page);
      }
      if (pages.size === 0) this.#lookers.delete(lookerId);
    }
  }
}

export const pageSide = side;
