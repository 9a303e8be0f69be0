/** One frame reaches two stations within this; the same bytes later are another frame with a number that came round, ms. */
const windowMs = 3_000;

interface Sighting {
  readonly log: number;
  readonly positionMs: number;
  /** Logs that have it, too. */
  readonly also: Set<number>;
}

/** Tells frames that several logs have: each is kept once, but what one log has twice it has twice. */
export class SeenFrames {
  #recent = new Map<string, Sighting[]>();
  #older = new Map<string, Sighting[]>();
  #turnMs = Number.NEGATIVE_INFINITY;

  /** @param positionMs never less than the one before; @returns whether another log had it just before */
  isRepeated(log: number, positionMs: number, bytes: Uint8Array): boolean {
    if (positionMs - this.#turnMs > windowMs) {
      this.#older = this.#recent;
      this.#recent = new Map();
      this.#turnMs = positionMs;
    }
    const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    const known = [...(this.#older.get(key) ?? []), ...(this.#recent.get(key) ?? [])];
    const twin = known.find(
      (other) => other.log !== log && !other.also.has(log) && positionMs - other.positionMs <= windowMs,
    );
    if (twin !== undefined) {
      twin.also.add(log);
      return true;
    }
    const sightings = this.#recent.get(key) ?? [];
    sightings.push({ log, positionMs, also: new Set() });
    this.#recent.set(key, sightings);
    return false;
  }
}
