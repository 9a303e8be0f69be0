/** A whole picture as it was searched: 8-bit grey, or counts. */
export interface KeptStill {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array | Uint16Array;
  readonly captureProcessMs: number;
  readonly captureVehicleTimeMs?: number;
}

const KEPT_MS = 5000;
/** Nearer than this to the one before there is nothing new to learn from, ms. */
const EVERY_MS = 90;
const MOST_BYTES = 24 * 1024 * 1024;

/** The pictures of the last seconds, for labelled examples; its memory is bounded. */
export class StillRing {
  #stills: KeptStill[] = [];
  #bytes = 0;

  /** @param still keeps its data from here on: nobody may write into it again */
  add(still: KeptStill): void {
    const last = this.#stills.at(-1);
    if (last && Math.abs(still.captureProcessMs - last.captureProcessMs) < EVERY_MS) return;
    this.#stills.push(still);
    this.#bytes += still.data.byteLength;
    while (this.#stills.length > 1 && this.#isTooMuch(still.captureProcessMs)) {
      this.#bytes -= this.#stills.shift()?.data.byteLength ?? 0;
    }
  }

  /** @returns the nearest to a time, or the newest */
  at(captureProcessMs: number | undefined): KeptStill | undefined {
    if (captureProcessMs === undefined) return this.#stills.at(-1);
    const offMs = (still: KeptStill) => Math.abs(still.captureProcessMs - captureProcessMs);
    return this.#stills.reduce<KeptStill | undefined>(
      (best, still) => (best === undefined || offMs(still) < offMs(best) ? still : best),
      undefined,
    );
  }

  #isTooMuch(nowMs: number): boolean {
    const oldest = this.#stills[0];
    return this.#bytes > MOST_BYTES || (oldest !== undefined && nowMs - oldest.captureProcessMs > KEPT_MS);
  }
}
