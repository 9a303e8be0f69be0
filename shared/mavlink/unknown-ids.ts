/** How many ids are remembered at most, so that noise can't grow the memory. */
const rememberedIds = 512;
/**
 * Checked frames in a row, nothing skipped between them, before a single unknown frame is believed at once. With one
 * byte in a thousand damaged, so long a run is rare, and then a damaged id still has to imply a CRC_EXTRA by chance.
 */
export const cleanRunFrames = 64;

interface Implied {
  crcExtra: number;
  hits: number;
}

/**
 * Decides which frames of unknown message ids are real. Their checksum ends with a CRC_EXTRA byte that we don't know,
 * but every frame implies one: random bytes imply none in 255 of 256 cases, and two frames of one message must imply
 * the same. So an unknown message is believed when its sender or its place in the stream is plausible, its checksum
 * implies a CRC_EXTRA, and either the stream was clean until here or the same id implied the same CRC_EXTRA before.
 */
export class UnknownIdJudge {
  readonly #heard = new Uint8Array(0x10000);
  readonly #implied = new Map<number, Implied>();

  /** A frame with a verified checksum came from here. @param source system in the low, component in the high byte */
  heard(source: number): void {
    this.#heard[source] = 1;
  }

  wasHeard(source: number): boolean {
    return this.#heard[source] === 1;
  }

  /** Whether it is worth waiting for the rest of the candidate at all. */
  isPlausible(source: number, cleanRun: number): boolean {
    return cleanRun >= cleanRunFrames || this.wasHeard(source);
  }

  /**
   * @param crcExtra the one that a candidate's checksum implies
   * @param cleanRun checked frames since bytes were last skipped; 0 where its sender is new
   * @returns "learned" where the checksum is as good as verified, "likely" where only the clean stream speaks for it
   */
  judge(messageId: number, crcExtra: number, cleanRun: number): "learned" | "likely" | "doubtful" {
    const known = this.#implied.get(messageId);
    if (known?.crcExtra === crcExtra) return "learned";
    if (known !== undefined && known.hits > 1) return "doubtful";
    return cleanRun >= cleanRunFrames ? "likely" : "doubtful";
  }

  /** Remembers what a candidate implied, once per candidate, whether it was believed or not. */
  note(messageId: number, crcExtra: number): void {
    const known = this.#implied.get(messageId);
    if (known?.crcExtra === crcExtra) {
      known.hits++;
      return;
    }
    if (known !== undefined && known.hits > 1) return;
    if (this.#implied.size >= rememberedIds) {
      for (const oldest of this.#implied.keys()) {
        this.#implied.delete(oldest);
        break;
      }
    }
    this.#implied.set(messageId, { crcExtra, hits: 1 });
  }
}
