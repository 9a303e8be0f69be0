import { viewOf } from "../../mavlink/x25.ts";

/** For payloads with zeros filled in. */
const roomLength = 1 << 18;
/** The longest payload, and what words that are copied at its end may reach beyond it. */
const longestCopy = 255 + 2 * 4;

/** Copies of payloads with the zeros that MAVLink 2 leaves out; they wait here until their values are looked at. */
export class Payloads {
  readonly view: DataView = viewOf(new Uint8Array(roomLength));
  #at = 0;

  /** What waits must be looked at before another is added. */
  get isFull(): boolean {
    return this.#at > roomLength - longestCopy;
  }

  /** Nothing waits any more. */
  clear(): void {
    this.#at = 0;
  }

  /** @returns where in `view` the payload starts that is `length` bytes at `from` in `source`, with zeros up to `fullLength` */
  add(source: DataView, from: number, length: number, fullLength: number): number {
    const { view } = this;
    const place = this.#at;
    for (let i = 0; i < length; i += 4) view.setInt32(place + i, source.getInt32(from + i, true), true);
    for (let i = length; i < fullLength; i += 4) view.setInt32(place + i, 0, true);
    this.#at = place + fullLength + 4;
    return place;
  }
}
