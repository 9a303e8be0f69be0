import type { HotSpot } from "../../../shared/heat/heat-source.ts";
import { type CountPicture, cropOf } from "../thermal-png.ts";
import type { SpotSighting } from "../thermal-source.ts";

const CROP_EVERY_MS = 500;
const CROPS_AT_ONCE = 4;

/** Gives spots a picture of their surroundings: twice a second those of one frame, in turns where there are many. */
export class SpotCrops {
  readonly #now: () => number;
  #lastMs = Number.NEGATIVE_INFINITY;
  #from = 0;

  /** @param now monotonic clock, ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  addTo(spots: readonly HotSpot[], picture: CountPicture): readonly SpotSighting[] {
    const nowMs = this.#now();
    if (spots.length === 0 || nowMs - this.#lastMs < CROP_EVERY_MS) return spots;
    this.#lastMs = nowMs;
    const from = spots.length > CROPS_AT_ONCE ? this.#from % spots.length : 0;
    this.#from = from + CROPS_AT_ONCE;
    const chosen = new Set([...spots.slice(from), ...spots.slice(0, from)].slice(0, CROPS_AT_ONCE));
    return spots.map((spot) => (chosen.has(spot) ? { ...spot, ...cropOf(picture, spot) } : spot));
  }
}
