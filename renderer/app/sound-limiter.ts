export type SoundName = "heat" | "lost" | "back" | "alert" | "ask" | "refused" | "armed" | "mode";

/** A sound repeats no sooner than this, so that 200 sources at once are one sound, not 200. */
const quietMs: Readonly<Record<SoundName, number>> = {
  heat: 2_500,
  lost: 4_000,
  back: 4_000,
  alert: 6_000,
  ask: 3_000,
  refused: 1_500,
  armed: 1_000,
  mode: 1_000,
};
/** Between any two sounds, unless the later one matters more. */
const gapMs = 900;
const weight: Readonly<Record<SoundName, number>> = {
  lost: 5,
  ask: 4,
  heat: 3,
  refused: 3,
  alert: 2,
  armed: 1,
  back: 0,
  mode: 0,
};

/** Decides which sounds are played, so that the important one is heard and nothing nags. */
export class SoundLimiter {
  readonly #lastMs = new Map<SoundName, number>();
  #last: { readonly name: SoundName; readonly atMs: number } | undefined;

  /** @returns true when the sound may be played now; it then counts as played */
  allow(name: SoundName, nowMs: number): boolean {
    const same = this.#lastMs.get(name);
    if (same !== undefined && nowMs - same < quietMs[name]) return false;
    const last = this.#last;
    if (last !== undefined && nowMs - last.atMs < gapMs && weight[name] <= weight[last.name]) return false;
    this.#lastMs.set(name, nowMs);
    this.#last = { name, atMs: nowMs };
    return true;
  }
}
