import type { MavlinkMessage } from "../../mavlink/messages.ts";
import type { Keep } from "./kept-list.ts";

/** Who sent a message and when. */
export interface Heard {
  /** Microseconds since 1970; undefined in logs without times. */
  readonly utcUs: number | undefined;
  readonly systemId: number;
  readonly componentId: number;
}

/** How much a topic may keep, so that no log, however hostile, fills the memory. */
export interface FactLimits {
  readonly keep: Keep;
  readonly names: number;
  readonly missionItems: number;
}

/** What one topic learns of one vehicle from its messages. */
export interface Topic<Facts> {
  add(message: MavlinkMessage, heard: Heard): void;
  /** As far as was read; a fresh object. */
  readonly facts: Facts;
}

/** The time of an entry; absent in logs without times. */
export interface Timed {
  /** UTC, microseconds since 1970. */
  readonly timeUs?: number;
}

export const timed = ({ utcUs }: Heard): Timed => (utcUs === undefined ? {} : { timeUs: utcUs });

/** The least and the greatest of something; absent where nothing was heard. */
export interface Range {
  readonly least: number;
  readonly greatest: number;
}

/** Follows a range. */
export class RangeTally {
  #least = Number.POSITIVE_INFINITY;
  #greatest = Number.NEGATIVE_INFINITY;

  /** NaN and infinities, which MAVLink uses for "unknown" in floats, count for nothing. */
  add(value: number | undefined): void {
    if (value === undefined || !Number.isFinite(value)) return;
    if (value < this.#least) this.#least = value;
    if (value > this.#greatest) this.#greatest = value;
  }

  get range(): Range | undefined {
    return this.#least <= this.#greatest ? { least: this.#least, greatest: this.#greatest } : undefined;
  }
}
