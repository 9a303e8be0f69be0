import type { Channel, Link, LinkEvent, LinkState } from "../../hardware/link/link.ts";
import { patienceMs } from "./patience.ts";

/** Notes what a link tells and lets a test wait for it. */
export class LinkProbe {
  readonly events: LinkEvent[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #received = new Map<string, number[]>();
  readonly link: Link;

  constructor(link: Link) {
    this.link = link;
    link.on((event) => {
      if (event.kind === "bytes") {
        const all = this.#received.get(event.channel.remote) ?? [];
        for (const byte of event.bytes) all.push(byte);
        this.#received.set(event.channel.remote, all);
      } else this.events.push(event);
      for (const check of [...this.#waiting]) check();
    });
  }

  /** All bytes from that peer so far, as latin-1 text. */
  text(remote: string): string {
    return String.fromCharCode(...(this.#received.get(remote) ?? []));
  }

  get channel(): Channel {
    const [first] = this.link.channels.values();
    if (first === undefined) throw new Error(`${this.link.spec} has no channel.`);
    return first;
  }

  channelOf(remote: string): Channel {
    for (const channel of this.link.channels.values()) if (channel.remote === remote) return channel;
    throw new Error(`${this.link.spec} has no channel to ${remote}.`);
  }

  states(): LinkState[] {
    return this.events.flatMap((event) => (event.kind === "state" ? [event.state] : []));
  }

  /** Waits for an event after which `found` gives something. */
  until<T>(what: string, found: () => T | undefined | false, limitMs = patienceMs): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const value = found();
        if (value === undefined || value === false) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(value);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(
          new Error(`${this.link.spec}: no ${what} within ${limitMs} ms; state ${JSON.stringify(this.link.state)}.`),
        );
      }, limitMs);
      this.#waiting.add(check);
      check();
    });
  }

  state<S extends LinkState["state"]>(name: S, limitMs?: number): Promise<Extract<LinkState, { state: S }>> {
    const is = (state: LinkState): state is Extract<LinkState, { state: S }> => state.state === name;
    return this.until(`state ${name}`, () => (is(this.link.state) ? this.link.state : undefined), limitMs);
  }

  /** The port that an open link listens on. */
  async port(): Promise<number> {
    const { address = "" } = await this.state("open");
    return Number(address.slice(address.lastIndexOf(":") + 1));
  }
}
