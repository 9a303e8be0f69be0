import type { HeatDecision } from "./heat-source.ts";

/** A published source as far as this watch needs to know it. */
interface Twin {
  readonly id: string;
  /** Seen in this very frame. */
  readonly seen: boolean;
  /** It lies within what this frame showed of the ground. */
  readonly inPicture: boolean;
}

interface Pair {
  /** Frames that showed the places of both but only one warm thing. */
  alone: number;
  /** They were seen apart in one frame: never the same again. */
  apart: boolean;
}

/** So many frames with only one of two must say so before both are taken for one. */
const ENOUGH_FRAMES = 6;

/**
 * Decides which published sources are one and the same thing: two that can't be told apart by their places, of which many
 * frames that show both places show only one, and which no frame ever showed side by side.
 */
export class TwinWatch {
  readonly #pairs = new Map<string, Pair>();

  /**
   * @param twins what this frame showed, and what lies near enough to it to be the same
   * @param isNear whether two sources can't be told apart by their places
   * @param areTouching whether two that are seen at once are so near that they may be parts of one
   * @returns pairs that are the same thing, each source in one pair at most
   */
  observe<T extends Twin>(
    twins: readonly T[],
    isNear: (a: T, b: T) => boolean,
    areTouching: (a: T, b: T) => boolean,
  ): readonly (readonly [T, T])[] {
    const same: (readonly [T, T])[] = [];
    const taken = new Set<T>();
    for (const [i, a] of twins.entries()) {
      for (const b of twins.slice(i + 1)) {
        if (!(a.seen || b.seen) || !this.#note(a, b, isNear, areTouching)) continue;
        if (taken.has(a) || taken.has(b)) continue;
        taken.add(a).add(b);
        same.push([a, b]);
      }
    }
    return same;
  }

  /** Forgets a source that is gone. */
  forget(id: string): void {
    for (const key of this.#pairs.keys()) if (key.split(" ").includes(id)) this.#pairs.delete(key);
  }

  #note<T extends Twin>(a: T, b: T, isNear: (a: T, b: T) => boolean, areTouching: (a: T, b: T) => boolean): boolean {
    const key = [a.id, b.id].sort().join(" ");
    const pair = this.#pairs.get(key) ?? { alone: 0, apart: false };
    if (pair.apart) return false;
    if (a.seen && b.seen) {
      if (!areTouching(a, b)) pair.apart = true;
    } else if (!isNear(a, b)) {
      this.#pairs.delete(key);
      return false;
    } else if (a.inPicture && b.inPicture) {
      pair.alone++;
    }
    this.#pairs.set(key, pair);
    return pair.alone >= ENOUGH_FRAMES;
  }
}

interface Mergeable {
  readonly number: number;
  readonly state: HeatDecision["state"];
}

/**
 * Which of two sources that are the same thing goes on. What somebody decided keeps its number, as teams know it by that;
 * else the older does.
 * @returns undefined where one is dismissed and the other isn't: what nobody dismissed must not vanish in it
 */
export const mergeOrder = <T extends Mergeable>(a: T, b: T): { readonly kept: T; readonly gone: T } | undefined => {
  const [older, younger] = a.number < b.number ? [a, b] : [b, a];
  if (older.state === younger.state) return { kept: older, gone: younger };
  if (older.state === "dismissed" || younger.state === "dismissed") return undefined;
  return older.state === "confirmed" ? { kept: older, gone: younger } : { kept: younger, gone: older };
};
