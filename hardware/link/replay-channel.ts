import type { Channel } from "./link.ts";
import { RateMeter } from "./rate-meter.ts";

/** The one channel of a log: nothing can be sent into the past. */
export class ReplayChannel implements Channel {
  readonly id: string;
  readonly linkId: string;
  readonly remote: string;
  readonly #positionMs: () => number;
  #meter: RateMeter;

  constructor(linkId: string, remote: string, positionMs: () => number) {
    this.id = `${linkId}/${remote}`;
    this.linkId = linkId;
    this.remote = remote;
    this.#positionMs = positionMs;
    this.#meter = new RateMeter(0);
  }

  get bytesPerSIn(): number {
    return this.#meter.perS(this.#positionMs());
  }

  send(): boolean {
    return false;
  }

  count(bytes: number): void {
    this.#meter.add(bytes, this.#positionMs());
  }

  restart(): void {
    this.#meter = new RateMeter(0);
  }
}
