import type { FastifyReply } from "fastify";
import { reasonOf, refuse } from "./refusals.ts";

/** Looks through logs at once; more of them would only wait for each other's disk and processor. */
const mostAtOnce = 4;
/** Nobody waits longer for a plot or a message. */
const mostMs = 20_000;

/** Questions that may look through a whole log: few at a time, none for who went away, none for ever. */
export class LongLooks {
  readonly #waiting: (() => void)[] = [];
  #looking = 0;

  /** Sends what the look found, or that it took too long. @param look ends, rejecting, where its signal says so */
  async answer(reply: FastifyReply, look: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
    const gone = new AbortController();
    reply.raw.once("close", () => gone.abort());
    await this.#turn();
    try {
      if (reply.raw.destroyed) return reply;
      const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(mostMs)]);
      try {
        return await look(signal);
      } catch (error) {
        if (!signal.aborted) throw error;
        const words = `Nothing was found in ${mostMs / 1000} s (${reasonOf(error)}). Choose a message, or a shorter time.`;
        return refuse(reply, 503, "not-possible", words);
      }
    } finally {
      this.#looking -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    if (this.#looking >= mostAtOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#looking += 1;
  }
}
