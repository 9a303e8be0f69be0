import { receiveStatusText } from "../vehicle/reduce-status-text.ts";
import { freshMemory } from "../vehicle/vehicle-memory.ts";
import type { StatusText } from "../vehicle/vehicle-state.ts";
import type { ExchangeEvent } from "./exchange.ts";

/** MAV_SEVERITY_WARNING: reasons are at least this severe, news of what it is doing less. */
const reason = 4;
/** A text this close to a refusal is about it. */
const aroundMs = 1_500;
const kept = 20;

/** What a vehicle says in words while it is told to do something: a refusal's reason comes as text, before or after the ack. */
export class RefusalTexts {
  // Long texts come in pieces, which are put together as the vehicle's model does it.
  readonly #memory = freshMemory(0, 0);
  #texts: readonly StatusText[] = [];

  /** @returns whether it was a reason */
  note({ message, fromComponent }: ExchangeEvent & { readonly kind: "message" }, nowMs: number): boolean {
    if (message.name !== "STATUSTEXT") return false;
    const at = { nowMs, utcMs: 0, channelId: "", componentId: fromComponent };
    const text = receiveStatusText(message.fields, this.#memory, at);
    if (text === undefined || text.severity > reason) return false;
    this.#texts = [...this.#texts.slice(1 - kept), text];
    return true;
  }

  /** What was said from 1.5 s before this time on, each only once; undefined where nothing was. */
  since(refusedMs: number): string | undefined {
    return joined(this.#texts.filter(({ atMs }) => atMs >= refusedMs - aroundMs));
  }

  /** What was said of something by its name; undefined where nothing was. */
  naming(name: string): string | undefined {
    return joined(this.#texts.filter(({ text }) => text.includes(name)));
  }
}

const joined = (texts: readonly StatusText[]): string | undefined =>
  texts.length === 0 ? undefined : [...new Set(texts.map(({ text }) => text))].join("; ");
