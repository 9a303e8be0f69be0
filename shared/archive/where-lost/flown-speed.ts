import type { MissionItem } from "../../protocols/mission/mission-item.ts";

/** As far back as counts, s. */
const windowS = 120;

/** The fastest that a vehicle went lately: on its straight legs it goes as fast as it is set to. */
export class FlownSpeed {
  /** By second: what it did then, m/s. */
  readonly #samples = new Map<number, number>();

  note(positionMs: number, groundMps: number): void {
    const second = Math.floor(positionMs / 1000);
    this.#samples.set(second, groundMps);
    for (const old of this.#samples.keys()) {
      if (old > second - windowS) break;
      this.#samples.delete(old);
    }
  }

  get fastestMps(): number {
    return Math.max(0, ...this.#samples.values());
  }
}

/** MAV_CMD_DO_CHANGE_SPEED: parameter 2 is the speed, m/s. */
const changeSpeed = 178;
/** More than a gust makes of it. */
const clearly = 1.1;

/**
 * A mission whose speeds are at least what was flown: some firmwares take its first change of speed for nothing, and what a
 * vehicle was seen to do counts for more than what it was told.
 */
export const withFlownSpeed = (items: readonly MissionItem[], fastestMps: number): readonly MissionItem[] =>
  items.map((item) => {
    const [p1, setMps, p3, p4] = item.params;
    const isSlower = item.command === changeSpeed && setMps > 0 && fastestMps > clearly * setMps;
    return isSlower ? { ...item, params: [p1, fastestMps, p3, p4] } : item;
  });
